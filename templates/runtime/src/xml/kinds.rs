//! The kinds of places that a field of a record can have in an element: how each is read, completed and written.
//!
//! A module for each place, in it one for each kind of occurrence, with the same functions, so that the macros expand
//! to plain paths: `read` fills the slot from the current part, `full` says that no more fits, `finish` turns the slot
//! into the field (or misses it), `write` puts the field out.

use super::content::{FromXml, ToXml, XmlContent};
use super::error::Error;
use super::reader::{Reader, TextMode};
use super::text::XmlText;
use super::writer::Writer;

type Done = Result<(), Error>;

#[cold]
fn twice(reader: &Reader<'_>) -> Error {
    reader.fault(format!("the element `{}` stands twice", reader.local()))
}

fn read_once<T: FromXml>(slot: &mut Option<T>, reader: &mut Reader<'_>) -> Done {
    if slot.is_some() {
        return Err(twice(reader));
    }
    *slot = Some(T::from_xml(reader)?);
    Ok(())
}

/// Children with a name.
pub mod element {
    use super::*;

    /// What the text of the parent is.
    pub const TEXT: TextMode = TextMode::Skip;

    /// Whether the current part is such a one.
    #[inline]
    pub fn is(reader: &Reader<'_>, ns: &str) -> bool {
        reader.at_element_of(ns)
    }

    /// Once.
    pub mod required {
        use super::*;
        /// Fills the slot.
        pub fn read<T: FromXml>(slot: &mut Option<T>, reader: &mut Reader<'_>) -> Done {
            read_once(slot, reader)
        }
        /// Whether no more fits.
        pub fn full<T>(slot: &Option<T>) -> bool {
            slot.is_some()
        }
        /// The field.
        pub fn finish<T>(slot: Option<T>, reader: &Reader<'_>, name: &str) -> Result<T, Error> {
            slot.ok_or_else(|| reader.missing("element", name))
        }
        /// Writes the field.
        pub fn write<T: ToXml>(writer: &mut Writer<'_>, value: &T, ns: &str, name: &str) -> Done {
            writer.element(ns, name, value)
        }
    }

    /// Once, and perhaps marked as having no value: the field is an `Option`.
    pub mod nillable {
        pub use super::required::{finish, full, read, write};
    }

    /// Once or not at all. One that is marked as having no value counts as absent.
    pub mod optional {
        use super::*;
        /// Fills the slot.
        pub fn read<T: FromXml>(slot: &mut Option<Option<T>>, reader: &mut Reader<'_>) -> Done {
            read_once(slot, reader)
        }
        /// Whether no more fits.
        pub fn full<T>(slot: &Option<Option<T>>) -> bool {
            slot.is_some()
        }
        /// The field.
        pub fn finish<T>(slot: Option<Option<T>>, _reader: &Reader<'_>, _name: &str) -> Result<Option<T>, Error> {
            Ok(slot.flatten())
        }
        /// Writes the field.
        pub fn write<T: ToXml>(writer: &mut Writer<'_>, value: &Option<T>, ns: &str, name: &str) -> Done {
            match value {
                Some(value) => writer.element(ns, name, value),
                None => Ok(()),
            }
        }
    }

    /// Absent, marked as having no value, or a value: the field is an `Option<Option<T>>`.
    pub mod maybe {
        pub use super::optional::{full, read, write};
        use super::*;
        /// The field.
        pub fn finish<T>(
            slot: Option<Option<T>>,
            _reader: &Reader<'_>,
            _name: &str,
        ) -> Result<Option<Option<T>>, Error> {
            Ok(slot)
        }
    }

    /// Any number of times: the field is a `Vec`.
    pub mod many {
        use super::*;
        /// Fills the slot.
        pub fn read<T: FromXml>(slot: &mut Vec<T>, reader: &mut Reader<'_>) -> Done {
            slot.push(T::from_xml(reader)?);
            Ok(())
        }
        /// Whether no more fits.
        pub fn full<T>(_slot: &Vec<T>) -> bool {
            false
        }
        /// The field.
        pub fn finish<T>(slot: Vec<T>, _reader: &Reader<'_>, _name: &str) -> Result<Vec<T>, Error> {
            Ok(slot)
        }
        /// Writes the field.
        pub fn write<T: ToXml>(writer: &mut Writer<'_>, value: &[T], ns: &str, name: &str) -> Done {
            value.iter().try_for_each(|value| writer.element(ns, name, value))
        }
    }

    /// Once, or filled in when it is absent.
    pub mod default {
        pub use super::required::{full, read, write};
        use super::*;
        /// The field.
        pub fn finish<T>(
            slot: Option<T>,
            _reader: &Reader<'_>,
            _name: &str,
            default: impl FnOnce() -> T,
        ) -> Result<T, Error> {
            Ok(slot.unwrap_or_else(default))
        }
    }
}

/// Attributes with a name.
pub mod attribute {
    use super::*;

    /// What the text of the element is.
    pub const TEXT: TextMode = TextMode::Skip;

    /// Whether the current part is such a one.
    #[inline]
    pub fn is(reader: &Reader<'_>, ns: &str) -> bool {
        reader.at_attribute_of(ns)
    }

    /// Always there.
    pub mod required {
        use super::*;
        /// Fills the slot.
        pub fn read<T: XmlText>(slot: &mut Option<T>, reader: &mut Reader<'_>) -> Done {
            *slot = Some(reader.value()?);
            Ok(())
        }
        /// Whether no more fits.
        pub fn full<T>(_slot: &Option<T>) -> bool {
            false
        }
        /// The field.
        pub fn finish<T>(slot: Option<T>, reader: &Reader<'_>, name: &str) -> Result<T, Error> {
            slot.ok_or_else(|| reader.missing("attribute", name))
        }
        /// Writes the field.
        pub fn write<T: XmlText>(writer: &mut Writer<'_>, value: &T, ns: &str, name: &str) -> Done {
            writer.attribute_value(ns, name, value)
        }
    }

    /// There or not.
    pub mod optional {
        pub use super::required::{full, read};
        use super::*;
        /// The field.
        pub fn finish<T>(slot: Option<T>, _reader: &Reader<'_>, _name: &str) -> Result<Option<T>, Error> {
            Ok(slot)
        }
        /// Writes the field.
        pub fn write<T: XmlText>(writer: &mut Writer<'_>, value: &Option<T>, ns: &str, name: &str) -> Done {
            match value {
                Some(value) => writer.attribute_value(ns, name, value),
                None => Ok(()),
            }
        }
    }

    /// Filled in when it is absent, always written.
    pub mod default {
        pub use super::super::element::default::finish;
        pub use super::required::{full, read, write};
    }

    /// A value or none: an attribute cannot be marked as having no value, so it is absent then.
    pub mod nillable {
        pub use super::optional::{finish, full, read, write};
    }

    /// As `nillable`; the field is an `Option<Option<T>>`.
    pub mod maybe {
        pub use super::required::{full, read};
        use super::*;
        /// The field.
        pub fn finish<T>(slot: Option<T>, _reader: &Reader<'_>, _name: &str) -> Result<Option<Option<T>>, Error> {
            Ok(slot.map(Some))
        }
        /// Writes the field.
        pub fn write<T: XmlText>(writer: &mut Writer<'_>, value: &Option<Option<T>>, ns: &str, name: &str) -> Done {
            value.as_ref().map_or(Ok(()), |value| super::optional::write(writer, value, ns, name))
        }
    }
}

/// A list whose items are children of one name, with nothing around them: an empty one looks like one that is absent.
pub mod items {
    use super::*;

    pub use super::element::{TEXT, is};

    /// Always there, perhaps empty.
    pub mod required {
        pub use super::super::element::many::{finish, full, read, write};
    }

    /// There or not: the field is an `Option<Vec>`, `None` where there are no items.
    pub mod optional {
        pub use super::required::{full, read};
        use super::*;
        /// The field.
        pub fn finish<T>(slot: Vec<T>, _reader: &Reader<'_>, _name: &str) -> Result<Option<Vec<T>>, Error> {
            Ok(Some(slot).filter(|list| !list.is_empty()))
        }
        /// Writes the field.
        pub fn write<T: ToXml>(writer: &mut Writer<'_>, value: &Option<Vec<T>>, ns: &str, name: &str) -> Done {
            super::required::write(writer, value.as_deref().unwrap_or_default(), ns, name)
        }
    }

    /// As `optional`: nothing can be marked as being no list.
    pub mod nillable {
        pub use super::optional::{finish, full, read, write};
    }

    /// As `optional`; the field is an `Option<Option<Vec>>`.
    pub mod maybe {
        pub use super::required::{full, read};
        use super::*;
        /// The field.
        pub fn finish<T>(slot: Vec<T>, reader: &Reader<'_>, name: &str) -> Result<Option<Option<Vec<T>>>, Error> {
            Ok(super::optional::finish(slot, reader, name)?.map(Some))
        }
        /// Writes the field.
        pub fn write<T: ToXml>(writer: &mut Writer<'_>, value: &Option<Option<Vec<T>>>, ns: &str, name: &str) -> Done {
            value.as_ref().map_or(Ok(()), |value| super::optional::write(writer, value, ns, name))
        }
    }
}

/// A list in an element of its own.
pub mod wrapped {
    use super::*;

    /// What the text of the parent is.
    pub const TEXT: TextMode = TextMode::Skip;

    /// Whether the current part is the element around such a list.
    #[inline]
    pub fn is(reader: &Reader<'_>, ns: &str) -> bool {
        reader.at_element_of(ns)
    }

    /// Always there, perhaps empty; one that is missing is empty too.
    pub mod required {
        use super::*;
        /// Fills the slot.
        pub fn read<T: FromXml>(slot: &mut Option<Vec<T>>, reader: &mut Reader<'_>, ns: &str, name: &str) -> Done {
            let list = slot.get_or_insert_default();
            while reader.next(TextMode::Skip)? {
                if reader.at_element_of(ns) && reader.local() == name {
                    list.push(T::from_xml(reader)?);
                } else {
                    reader.skip()?;
                }
            }
            Ok(())
        }
        /// Whether no more fits.
        pub fn full<T>(slot: &Option<Vec<T>>) -> bool {
            slot.is_some()
        }
        /// The field.
        pub fn finish<T>(slot: Option<Vec<T>>, _reader: &Reader<'_>, _name: &str) -> Result<Vec<T>, Error> {
            Ok(slot.unwrap_or_default())
        }
        /// Writes the field.
        pub fn write<T: ToXml>(
            writer: &mut Writer<'_>,
            value: &[T],
            ns: &str,
            name: &str,
            item_ns: &str,
            item_name: &str,
        ) -> Done {
            writer.begin(ns, name)?;
            value.iter().try_for_each(|value| writer.element(item_ns, item_name, value))?;
            writer.end()
        }
    }

    /// There or not: the field is an `Option<Vec>`.
    pub mod optional {
        pub use super::required::{full, read};
        use super::*;
        /// The field.
        pub fn finish<T>(slot: Option<Vec<T>>, _reader: &Reader<'_>, _name: &str) -> Result<Option<Vec<T>>, Error> {
            Ok(slot)
        }
        /// Writes the field.
        pub fn write<T: ToXml>(
            writer: &mut Writer<'_>,
            value: &Option<Vec<T>>,
            ns: &str,
            name: &str,
            item_ns: &str,
            item_name: &str,
        ) -> Done {
            match value {
                Some(value) => super::required::write(writer, value, ns, name, item_ns, item_name),
                None => Ok(()),
            }
        }
    }

    /// There, perhaps marked as having no value: the field is an `Option<Vec>`. One that is missing is empty.
    pub mod nillable {
        use super::*;
        /// Fills the slot.
        pub fn read<T: FromXml>(
            slot: &mut Option<Option<Vec<T>>>,
            reader: &mut Reader<'_>,
            ns: &str,
            name: &str,
        ) -> Done {
            if reader.is_nil() {
                slot.get_or_insert(None);
                return reader.skip();
            }
            super::required::read(slot.get_or_insert(None), reader, ns, name)
        }
        /// Whether no more fits.
        pub fn full<T>(slot: &Option<Option<Vec<T>>>) -> bool {
            slot.is_some()
        }
        /// The field.
        pub fn finish<T>(
            slot: Option<Option<Vec<T>>>,
            _reader: &Reader<'_>,
            _name: &str,
        ) -> Result<Option<Vec<T>>, Error> {
            Ok(slot.unwrap_or_else(|| Some(Vec::new())))
        }
        /// Writes the field.
        pub fn write<T: ToXml>(
            writer: &mut Writer<'_>,
            value: &Option<Vec<T>>,
            ns: &str,
            name: &str,
            item_ns: &str,
            item_name: &str,
        ) -> Done {
            match value {
                Some(value) => super::required::write(writer, value, ns, name, item_ns, item_name),
                None => writer.element(ns, name, &None::<()>),
            }
        }
    }

    /// Absent, marked as having no value, or a list: the field is an `Option<Option<Vec>>`.
    pub mod maybe {
        pub use super::nillable::{full, read};
        use super::*;
        /// The field.
        pub fn finish<T>(
            slot: Option<Option<Vec<T>>>,
            _reader: &Reader<'_>,
            _name: &str,
        ) -> Result<Option<Option<Vec<T>>>, Error> {
            Ok(slot)
        }
        /// Writes the field.
        pub fn write<T: ToXml>(
            writer: &mut Writer<'_>,
            value: &Option<Option<Vec<T>>>,
            ns: &str,
            name: &str,
            item_ns: &str,
            item_name: &str,
        ) -> Done {
            match value {
                Some(value) => super::nillable::write(writer, value, ns, name, item_ns, item_name),
                None => Ok(()),
            }
        }
    }
}

/// The text of the element itself.
pub mod text {
    use super::*;

    /// What the text of the element is.
    pub const TEXT: TextMode = TextMode::Keep;

    /// Always there, perhaps empty.
    pub mod required {
        use super::*;
        /// The field.
        pub fn finish<T: XmlText>(_slot: Option<T>, reader: &Reader<'_>) -> Result<T, Error> {
            reader.value()
        }
        /// Writes the field.
        pub fn write<T: XmlText>(writer: &mut Writer<'_>, value: &T) -> Done {
            writer.value(value)
        }
    }

    /// `None` for an element without text.
    pub mod optional {
        use super::*;
        /// The field.
        pub fn finish<T: XmlText>(_slot: Option<T>, reader: &Reader<'_>) -> Result<Option<T>, Error> {
            if reader.text().is_empty() { Ok(None) } else { reader.value().map(Some) }
        }
        /// Writes the field.
        pub fn write<T: XmlText>(writer: &mut Writer<'_>, value: &Option<T>) -> Done {
            value.as_ref().map_or(Ok(()), |value| writer.value(value))
        }
    }

    /// As `optional`: no text can be marked as being no value.
    pub mod nillable {
        pub use super::optional::{finish, write};
    }

    /// As `optional`; the field is an `Option<Option<T>>`.
    pub mod maybe {
        use super::*;
        /// The field.
        pub fn finish<T: XmlText>(slot: Option<T>, reader: &Reader<'_>) -> Result<Option<Option<T>>, Error> {
            Ok(super::optional::finish(slot, reader)?.map(Some))
        }
        /// Writes the field.
        pub fn write<T: XmlText>(writer: &mut Writer<'_>, value: &Option<Option<T>>) -> Done {
            value.as_ref().map_or(Ok(()), |value| super::optional::write(writer, value))
        }
    }
}

/// All children that no other field takes, by their names (`additionalProperties`).
pub mod rest {
    use super::*;
    use indexmap::IndexMap;

    /// What the text of the element is.
    pub const TEXT: TextMode = TextMode::Skip;

    /// The field is an `IndexMap<String, T>`.
    pub mod required {
        use super::*;
        /// Takes the current part, if it is an element.
        pub fn other<T: FromXml>(
            slot: &mut IndexMap<String, Option<T>>,
            reader: &mut Reader<'_>,
        ) -> Result<bool, Error> {
            if !reader.at_element() {
                return Ok(false);
            }
            let name = reader.local().to_owned();
            T::gather(slot.entry(name).or_insert(None), reader)?;
            Ok(true)
        }
        /// The field.
        pub fn finish<T>(
            slot: IndexMap<String, Option<T>>,
            _reader: &Reader<'_>,
        ) -> Result<IndexMap<String, T>, Error> {
            Ok(slot.into_iter().filter_map(|(name, value)| Some((name, value?))).collect())
        }
        /// Writes the field.
        pub fn write<T: ToXml>(writer: &mut Writer<'_>, value: &IndexMap<String, T>) -> Done {
            value.iter().try_for_each(|(name, value)| value.spread(writer, "", name))
        }
    }
}

/// Children that belong to a choice or a group.
pub mod content {
    use super::*;

    /// What the text of the element is.
    pub const TEXT: TextMode = TextMode::Skip;

    /// By the field's type: one, an `Option` or a `Vec`.
    pub mod required {
        use super::*;
        /// Takes the current part, if it belongs here.
        pub fn other<T: XmlContent>(slot: &mut Option<T>, reader: &mut Reader<'_>) -> Result<bool, Error> {
            if !T::begins(reader) {
                return Ok(false);
            }
            match slot {
                None => *slot = Some(T::read(reader)?),
                Some(value) => {
                    if !value.read_more(reader)? {
                        return Err(twice(reader));
                    }
                }
            }
            Ok(true)
        }
        /// Takes the current part, if it belongs here and there is room for it.
        pub fn other_in_group<T: XmlContent>(slot: &mut Option<T>, reader: &mut Reader<'_>) -> Result<bool, Error> {
            if !T::begins(reader) {
                return Ok(false);
            }
            match slot {
                None => *slot = Some(T::read(reader)?),
                Some(value) => return value.read_more(reader),
            }
            Ok(true)
        }
        /// The field.
        pub fn finish<T: XmlContent>(slot: Option<T>, reader: &Reader<'_>) -> Result<T, Error> {
            slot.or_else(T::absent).ok_or_else(|| reader.fault("none of the elements of a choice or a group is there"))
        }
        /// Writes the field.
        pub fn write<T: XmlContent>(writer: &mut Writer<'_>, value: &T) -> Done {
            value.write(writer)
        }
    }
}

/// Text and children mixed, in order: the field is a `Vec` of [`XmlContent`] that takes texts.
pub mod mixed {
    use super::*;

    /// What the text of the element is.
    pub const TEXT: TextMode = TextMode::Part;

    /// Any number of parts.
    pub mod required {
        pub use super::super::content::required::{finish, other};
        use super::*;
        /// Writes the field.
        pub fn write<T: XmlContent>(writer: &mut Writer<'_>, value: &T) -> Done {
            writer.keep_space();
            value.write(writer)
        }
    }
}

/// What no other field takes.
pub mod any {
    use super::super::any::{AnyAttribute, AnyElement};
    use super::*;

    /// What the text of the element is: there should be none, and what is there belongs to the element before it.
    pub const TEXT: TextMode = TextMode::Part;

    /// Elements.
    pub mod element {
        use super::*;
        /// Takes the current part, if it is an element.
        pub fn other(slot: &mut Vec<AnyElement>, reader: &mut Reader<'_>) -> Result<bool, Error> {
            if !reader.at_element() {
                if let Some(last) = slot.last_mut().filter(|_| reader.at_text() && !reader.text().trim().is_empty()) {
                    last.tail.push_str(reader.text());
                }
                return Ok(reader.at_text());
            }
            slot.push(AnyElement::from_xml(reader)?);
            Ok(true)
        }
        /// The field.
        pub fn finish(slot: Vec<AnyElement>, _reader: &Reader<'_>) -> Result<Vec<AnyElement>, Error> {
            Ok(slot)
        }
        /// Writes the field.
        pub fn write(writer: &mut Writer<'_>, value: &[AnyElement]) -> Done {
            value.iter().try_for_each(|element| element.write(writer))
        }
    }

    /// Attributes.
    pub mod attribute {
        use super::*;
        /// Takes the current part, if it is an attribute.
        pub fn other(slot: &mut Vec<AnyAttribute>, reader: &mut Reader<'_>) -> Result<bool, Error> {
            if !reader.at_attribute() {
                return Ok(false);
            }
            // What `xsi` says of the element is not the wildcard's.
            if reader.namespace() != super::super::super::XSI {
                slot.push(AnyAttribute::read(reader));
            }
            Ok(true)
        }
        /// The field.
        pub fn finish(slot: Vec<AnyAttribute>, _reader: &Reader<'_>) -> Result<Vec<AnyAttribute>, Error> {
            Ok(slot)
        }
        /// Writes the field.
        pub fn write(writer: &mut Writer<'_>, value: &[AnyAttribute]) -> Done {
            value.iter().try_for_each(|attribute| attribute.write(writer))
        }
    }
}
