//! Bodies of one media type that their roots tell apart.

use super::Lower;
use crate::ir::{Choice, Doc, Media, Name, Occurs, Payload, Shape, Tag, Type, Variant, XmlPlace};
use crate::source::Place;

impl Lower<'_> {
    /// Documents of one media type with several elements are a choice of these, which the root tells apart.
    pub(super) fn by_root(&mut self, media: &mut Vec<Media>, place: Place) {
        let mut joined: Vec<Media> = Vec::new();
        for one in media.drain(..) {
            let Payload::Xml { ty, root, .. } = &one.payload else {
                joined.push(one);
                continue;
            };
            let variant = Variant {
                name: Name::new(root.local.clone()),
                ty: Some(*ty),
                occurs: Occurs::One,
                tags: Vec::new(),
                default: None,
                xml: Some(XmlPlace::Element(root.clone())),
                doc: Doc::default(),
                place,
            };
            let same = |known: &&mut Media| {
                matches!(known.payload, Payload::Xml { .. }) && known.media_type.eq_ignore_ascii_case(&one.media_type)
            };
            let Some(Media { payload: Payload::Xml { ty: known, root, .. }, .. }) = joined.iter_mut().find(same) else {
                joined.push(one);
                continue;
            };
            if let Shape::Choice(choice) = &mut self.builder.api().types[*known].shape
                && self.choices.contains(known)
            {
                choice.variants.push(variant);
                continue;
            }
            let first = Variant {
                name: Name::new(root.local.clone()),
                ty: Some(*known),
                xml: Some(XmlPlace::Element(root.clone())),
                ..variant.clone()
            };
            let choice = Choice::new(Tag::Element, vec![first, variant], false);
            *known = self.builder.add(Type::new(Shape::Choice(choice), place));
            self.choices.insert(*known);
        }
        *media = joined;
    }
}

/// Whether nothing tells two bodies apart: documents of XML have their roots for it.
pub(super) fn is_ambiguous(one: &Media, other: &Media) -> bool {
    let are_documents = matches!(
        (&one.payload, &other.payload),
        (Payload::Xml { root: a, .. }, Payload::Xml { root: b, .. }) if !a.is(b)
    );
    !are_documents && one.media_type.eq_ignore_ascii_case(&other.media_type)
}
