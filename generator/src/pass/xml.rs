//! Places in XML that a description of JSON leaves open, or gives to values that cannot stand there.

use crate::diag::{Code, Diagnostics};
use crate::ir::reach::{self, Use};
use crate::ir::several::may_be_several;
use crate::ir::walk::{behind_aliases, behind_null, is_text};
use crate::ir::{Api, Field, Id, QName, Rest, Scalar, Shape, Table, Tag, Type, XmlPlace};

/// A value with parts of its own is described as an attribute or a text.
pub const XML_TEXT: Code = Code("IR0014");
/// Nothing says how the items of a list are written in XML.
pub const XML_LIST: Code = Code("IR0015");
/// Anything at all, in XML, where a value does not say what it is.
pub const XML_ANY: Code = Code("IR0016");
/// A variant for values without a known tag, of which XML knows nothing.
pub const XML_OTHERS: Code = Code("IR0019");

/// Two members of an object are one attribute or one element.
pub const XML_SAME: Code = Code("IR0020");
/// JSON in a text that XML has, too.
pub const XML_IN_TEXT: Code = Code("IR0022");

/// Settles the places of all fields that have a JSON wire too, and speaks of what XML cannot say. What XML Schema
/// describes is complete as it is.
pub fn settle(api: &mut Api, diags: &mut Diagnostics) {
    let uses = reach::uses(api);
    for id in api.types.ids() {
        if !uses[id].xml {
            continue;
        }
        if let Shape::InText(_) = api.types[id].shape {
            let ty = &mut api.types[id];
            ty.shape = Shape::Scalar(Scalar::String);
            diags
                .warning(XML_IN_TEXT, ty.place, "JSON in a text is not read, for the text stands in XML, too")
                .note("it is kept as the text that it is");
        }
        if let Shape::Record(record) = &api.types[id].shape {
            let texts: Vec<bool> = record.fields.iter().map(|field| is_any_text(api, field, &uses)).collect();
            let places: Vec<Option<XmlPlace>> = record.fields.iter().map(|field| place(api, field, diags)).collect();
            if let Shape::Record(record) = &mut api.types[id].shape {
                for (field, place) in record.fields.iter_mut().zip(places) {
                    field.wire.xml = place.or(field.wire.xml.take());
                }
            }
            // In a loop of its own, for the types are added to while the record is one of them.
            let place = api.types[id].place;
            for (at, _) in texts.into_iter().enumerate().filter(|(_, is_text)| *is_text) {
                let text = api.types.push(Type::new(Shape::Scalar(Scalar::String), place));
                if let Shape::Record(record) = &mut api.types[id].shape
                    && let Some(field) = record.fields.get_mut(at)
                {
                    field.ty = text;
                }
            }
        }
        clashes(&api.types[id], diags);
        others(&mut api.types[id], diags);
        several(api, id, diags);
        abstract_elements(api, id);
        let used = uses[id];
        if used.sent || used.received {
            lists(api, id, diags);
            anything(api, id, &uses, diags);
        }
    }
}

/// Whether anything may stand in an attribute or a text that only XML has: it is text then.
fn is_any_text(api: &Api, field: &Field, uses: &Table<Type, Use>) -> bool {
    let inner = behind_null(api, field.ty);
    let is_text = matches!(field.wire.xml, Some(XmlPlace::Attribute(_) | XmlPlace::Text));
    is_text && field.wire.json.is_some() && matches!(api.types[inner].shape, Shape::Any) && !uses[inner].json
}

/// Members that JSON tells apart by their names, and XML does not.
fn clashes(ty: &Type, diags: &mut Diagnostics) {
    let Shape::Record(record) = &ty.shape else { return };
    let name = |field: &Field| match &field.wire.xml {
        Some(XmlPlace::Attribute(name)) => Some((true, name.clone())),
        Some(XmlPlace::Element(name) | XmlPlace::Items(name) | XmlPlace::Wrapped { wrapper: name, .. }) => {
            Some((false, name.clone()))
        }
        _ => None,
    };
    let described = record.fields.iter().filter(|field| field.wire.json.is_some());
    let mut seen: Vec<(bool, QName, &Field)> = Vec::new();
    for field in described {
        let Some((attribute, name)) = name(field) else { continue };
        let same = |known: &&(bool, QName, &Field)| known.0 == attribute && known.1.is(&name);
        match seen.iter().find(same) {
            Some((.., first)) => {
                let what = if attribute { "attribute" } else { "element" };
                diags
                    .warning(XML_SAME, field.place, format!("two members are the {what} `{}` in XML", name.local))
                    .also(first.place, "the other one")
                    .note("the first takes what is read; a document with both is not read back")
                    .help("`xml.name` and `xml.namespace` tell them apart");
            }
            None => seen.push((attribute, name, field)),
        }
    }
}

/// A choice in XML keeps what it does not know as it came.
fn others(ty: &mut Type, diags: &mut Diagnostics) {
    if let Shape::Choice(choice) = &mut ty.shape
        && choice.others.take().is_some()
    {
        choice.open = true;
        diags
            .warning(XML_OTHERS, ty.place, "in XML, values without a known tag are of no variant (`defaultMapping`)")
            .note("they are kept as they came, in JSON too");
    }
}

/// A choice in XML has no place for an object that is of several alternatives at once.
fn several(api: &Api, id: Id<Type>, diags: &mut Diagnostics) {
    if let Shape::Choice(choice) = &api.types[id].shape
        && may_be_several(api, choice)
    {
        diags
            .warning(
                XML_OTHERS,
                api.types[id].place,
                "an object may be of several of these alternatives at once, in XML too",
            )
            .note("it is taken for the one that loses the fewest members, in JSON too; the others' are passed over");
    }
}

/// An abstract element is one of those that stand in its place, wherever it is one of several itself.
fn abstract_elements(api: &mut Api, id: Id<Type>) {
    let of_elements = |id: Id<Type>| match &api.types[behind_aliases(api, id)].shape {
        Shape::Choice(choice) => choice.tag == Tag::Element,
        _ => false,
    };
    let Shape::Choice(choice) = &api.types[id].shape else { return };
    if choice.tag != Tag::Element {
        return;
    }
    let are: Vec<bool> = choice.variants.iter().map(|variant| variant.ty.is_some_and(of_elements)).collect();
    if let Shape::Choice(choice) = &mut api.types[id].shape {
        for (variant, _) in choice.variants.iter_mut().zip(are).filter(|(_, is)| *is) {
            variant.xml = Some(XmlPlace::Content);
        }
    }
}

/// Another place for a field, where it cannot have its own.
fn place(api: &Api, field: &Field, diags: &mut Diagnostics) -> Option<XmlPlace> {
    field.wire.json.as_ref()?;
    let inner = behind_null(api, field.ty);
    let list = matches!(api.types[inner].shape, Shape::List(_));
    let own = QName::inheriting(field.name.text.clone());
    match &field.wire.xml {
        Some(XmlPlace::Attribute(_) | XmlPlace::Text)
            if is_text(api, inner) || matches!(api.types[inner].shape, Shape::Any) =>
        {
            None
        }
        Some(place @ (XmlPlace::Attribute(_) | XmlPlace::Text)) => {
            let (name, what) = match place {
                XmlPlace::Attribute(name) => (name.clone(), "an attribute"),
                _ => (own, "the text of its element"),
            };
            diags
                .warning(XML_TEXT, field.place, format!("`{}` has parts of its own, and cannot be {what}", name.local))
                .note("it is a child element");
            Some(if list { XmlPlace::Items(name) } else { XmlPlace::Element(name) })
        }
        Some(XmlPlace::Element(name)) if list => Some(XmlPlace::Items(name.clone())),
        Some(XmlPlace::Items(name) | XmlPlace::Wrapped { wrapper: name, .. }) if !list => {
            Some(XmlPlace::Element(name.clone()))
        }
        None if list => Some(XmlPlace::Items(own)),
        _ => None,
    }
}

/// Lists where there is no word for what their items are called.
fn lists(api: &Api, id: Id<Type>, diags: &mut Diagnostics) {
    let is_list = |id: Id<Type>| matches!(api.types[behind_null(api, id)].shape, Shape::List(_) | Shape::Tuple { .. });
    let item = |id: Id<Type>| match api.types[behind_null(api, id)].shape {
        Shape::List(item) => Some(item),
        _ => None,
    };
    let ty = &api.types[id];
    let found: Vec<Id<Type>> = match &ty.shape {
        Shape::List(item) => vec![*item],
        // What stands in a choice of XML Schema has a name, or is a list of texts.
        Shape::Choice(choice) if !is_text(api, id) => {
            choice.variants.iter().filter(|variant| variant.xml.is_none()).filter_map(|variant| variant.ty).collect()
        }
        _ => Vec::new(),
    };
    for list in found.into_iter().filter(|&id| is_list(id)) {
        let texts = item(list).is_some_and(|item| is_text(api, behind_aliases(api, item)));
        let note = match texts {
            true => {
                "its items are one text with blanks between them, whatever names they have: a text with blanks cannot be sent, and elements are not read"
            }
            false => "each of its items is an element `item`, whatever name it has",
        };
        diags
            .warning(XML_LIST, ty.place, "a list within this one has no place for the names of its items in XML")
            .also(api.types[list].place, "this list")
            .note(note);
    }
}

/// JSON values in XML.
fn anything(api: &Api, id: Id<Type>, uses: &Table<Type, Use>, diags: &mut Diagnostics) {
    let anything = |id: Id<Type>| {
        let mut at = behind_null(api, id);
        for _ in 0..api.types.len() {
            match api.types[at].shape {
                Shape::List(next) | Shape::Map(next) => at = behind_null(api, next),
                _ => break,
            }
        }
        // Without a JSON form the element itself is kept, and nothing is lost.
        matches!(api.types[at].shape, Shape::Any) && uses[at].json
    };
    let Shape::Record(record) = &api.types[id].shape else { return };
    let mut places: Vec<_> = record.fields.iter().filter(|field| anything(field.ty)).map(|field| field.place).collect();
    if let Rest::Kept(value) = record.rest
        && anything(value)
    {
        places.push(api.types[id].place);
    }
    for place in places {
        diags
            .warning(XML_ANY, place, "anything may stand here, and XML does not say what it is")
            .note("an element is read as text, or as an object of its attributes and children");
    }
}
