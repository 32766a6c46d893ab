//! What operations are called, and what they belong to.

use super::params::is_matrix;
use super::{At, Lower};
use crate::ir::{Name, Param, PathPiece};
use crate::wadl::document::Method;

/// The name of an operation and of its group.
pub(super) struct OperationName {
    pub(super) name: Name,
    pub(super) group: Option<Name>,
}

impl Lower<'_> {
    /// The name of a method at a path. An id of two parts, `Group_Name`, gives both; otherwise the group is the last
    /// segment of the path that is all text, and a method without an id is called by what it does and what it is told.
    pub(super) fn operation_name(
        &mut self,
        method: &Method,
        at: &At,
        path: &[PathPiece],
        params: &[Param],
    ) -> OperationName {
        // Matrix parameters come and go, and are mostly optional: a name must not depend on them.
        let is_matrix = |name: &String| params.iter().any(|it| is_matrix(it.style) && it.name.text == *name);
        let told = path.iter().filter(|piece| !matches!(piece, PathPiece::Param(name) if is_matrix(name)));
        let segments = segments(told);
        let by_path = at.group.clone().or_else(|| last_word(path));
        let by_path = by_path.or_else(|| at.group_without_words.clone());
        let (group, name) = match &method.id {
            Some(id) => match id.split_once('_') {
                Some((group, name)) if !group.is_empty() && !name.is_empty() && at.group.is_none() => {
                    (Some(group.to_owned()), Name::new(name))
                }
                _ => {
                    // `bug-get` in the group `bug` is `get`.
                    let short = by_path.as_deref().and_then(|group| id.strip_prefix(group));
                    let short = short.and_then(|s| s.strip_prefix(['-', '_', '.'])).filter(|s| !s.is_empty());
                    (by_path, Name::new(short.unwrap_or(id)))
                }
            },
            None => {
                let text = self.described(method, &segments, by_path.as_deref());
                (by_path, Name::derived(text))
            }
        };
        self.taken.insert((group.clone(), name.text.clone()));
        OperationName { name, group: group.map(Name::new) }
    }

    /// Words for a method without an id: `get`, `get by id`, with more of the path where that is taken.
    fn described(&self, method: &Method, segments: &[Segment], group: Option<&str>) -> String {
        let verb = method.name.to_ascii_lowercase();
        let free = |text: &str| !self.taken.contains(&(group.map(str::to_owned), text.to_owned()));
        let told: Vec<&str> = segments
            .iter()
            .rev()
            .take_while(|segment| !matches!(segment, Segment::Text(text) if Some(text.as_str()) == group))
            .filter_map(|segment| match segment {
                Segment::Mixed(params) => params.last().map(String::as_str),
                Segment::Text(_) => None,
            })
            .collect();
        let mut text = verb;
        if let Some(last) = told.first() {
            text = format!("{text} by {last}");
        }
        for more in told.iter().skip(1) {
            if free(&text) {
                return text;
            }
            text = format!("{text} and {more}");
        }
        for segment in segments.iter().rev() {
            if free(&text) {
                break;
            }
            let word = match segment {
                Segment::Text(word) => word.clone(),
                Segment::Mixed(params) => params.join(" "),
            };
            text = format!("{text} {word}");
        }
        text
    }
}

/// The last word of a path that is all text.
pub(super) fn last_word(path: &[PathPiece]) -> Option<String> {
    segments(path).into_iter().rev().find_map(|segment| match segment {
        Segment::Text(text) => Some(text),
        Segment::Mixed(_) => None,
    })
}

/// What stands between two slashes of a path.
#[derive(Clone, Debug, PartialEq)]
enum Segment {
    /// Text alone.
    Text(String),
    /// Parameters, perhaps with text around them.
    Mixed(Vec<String>),
}

fn segments<'a>(path: impl IntoIterator<Item = &'a PathPiece>) -> Vec<Segment> {
    let mut segments: Vec<(String, Vec<String>)> = vec![Default::default()];
    for piece in path {
        match piece {
            PathPiece::Literal(text) => {
                for (at, part) in text.split('/').enumerate() {
                    if at > 0 {
                        segments.push(Default::default());
                    }
                    if let Some((text, _)) = segments.last_mut() {
                        text.push_str(part);
                    }
                }
            }
            PathPiece::Param(name) => {
                if let Some((_, params)) = segments.last_mut() {
                    params.push(name.clone());
                }
            }
        }
    }
    segments
        .into_iter()
        .filter(|(text, params)| !text.is_empty() || !params.is_empty())
        .map(|(text, params)| if params.is_empty() { Segment::Text(text) } else { Segment::Mixed(params) })
        .collect()
}
