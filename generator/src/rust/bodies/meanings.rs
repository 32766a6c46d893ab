//! Media types of one kind: which are names for the same, which mean something else, and what the ways to send them are called.

use super::{Kind, Way};
use crate::ir::media_type::{essence, meaning};

/// Whether the media types of two ways of one kind and type are names for the same: they say no more than what kind it is.
pub(super) fn means_same(one: &Way<'_>, other: &Way<'_>) -> bool {
    let has_meanings = matches!(one.kind, Kind::Json | Kind::Xml | Kind::Text);
    !has_meanings || meaning(&one.media.media_type) == meaning(&other.media.media_type)
}

/// Whether it is a range of media types.
pub(super) fn is_range(media: &str) -> bool {
    essence(media).contains('*')
}

/// Of several meanings of one kind and type, the plainest is the usual one.
pub(super) fn plainest_first(ways: &mut Vec<Way<'_>>) {
    let rank = |way: &Way<'_>| rank(&way.media.media_type);
    for at in 0..ways.len() {
        let is_plainer = |one: &Way<'_>, way: &Way<'_>| way.is_alike(one) && rank(way) < rank(one);
        let plainer = ways.get(at).and_then(|one| ways.iter().skip(at).position(|way| is_plainer(one, way)));
        if let Some(behind) = plainer {
            let way = ways.remove(at + behind);
            ways.insert(at, way);
        }
    }
}

/// The plain name of a kind before others, and names before ranges.
pub(super) fn rank(media: &str) -> u8 {
    match essence(media).as_str() {
        "application/json" | "application/xml" | "multipart/form-data" | "text/plain" => 0,
        range if range.contains('*') => 2,
        _ => 1,
    }
}

/// A way is called by its kind, or by what it means where others of the kind have its type. So is a variant, or by its
/// media type where others of the kind have other types.
pub(super) fn name_ways(ways: &mut [Way<'_>]) {
    let count = |of: &dyn Fn(&Way<'_>) -> bool| ways.iter().filter(|way| of(way)).count();
    let texts = ways.iter().map(|way| {
        let is_one_of_several = count(&|other| other.is_alike(way)) > 1;
        let meant = meaning(&way.media.media_type).filter(|_| is_one_of_several);
        match meant {
            Some(meant) => (meant.clone(), meant),
            None if is_one_of_several || count(&|other| other.kind == way.kind) == 1 => {
                (way.kind.word().to_owned(), way.kind.word().to_owned())
            }
            None => (way.kind.word().to_owned(), way.media.media_type.replace('+', " ")),
        }
    });
    let (words, texts): (Vec<String>, Vec<String>) = texts.unzip();
    let variants = crate::names::variants(texts.iter().map(String::as_str));
    let media = ways.iter().map(|way| way.media.media_type.as_str());
    let words = crate::names::ways(words.iter().map(String::as_str).zip(media));
    for ((way, word), variant) in ways.iter_mut().zip(words).zip(variants) {
        (way.word, way.variant) = (word, variant);
    }
}
