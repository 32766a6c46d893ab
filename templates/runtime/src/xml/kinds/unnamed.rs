//! Content without a name of its own: text, groups and choices, mixed content, wildcards.

use super::{Done, Error, Fit, FromXml, Reader, TextMode, Writer, XmlContent, XmlText};

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

/// The text of an element that has child elements, too: all of it, from before, between and behind them.
pub mod words {
    use super::*;

    /// What the text of the element is.
    pub const TEXT: TextMode = TextMode::Part;

    fn read<T: XmlText>(text: &str, reader: &Reader<'_>) -> Result<T, Error> {
        T::from_text(text, &reader.scope()).map_err(|error| reader.fault(error.to_string()))
    }

    /// Always there, perhaps empty.
    pub mod required {
        use super::*;
        /// Takes the current part, if it is text.
        pub fn other(slot: &mut String, reader: &mut Reader<'_>) -> Result<bool, Error> {
            if reader.at_text() {
                slot.push_str(reader.text());
            }
            Ok(reader.at_text())
        }
        /// The field.
        pub fn finish<T: XmlText>(slot: String, reader: &Reader<'_>) -> Result<T, Error> {
            read(&slot, reader)
        }
        /// Writes the field.
        pub use super::super::text::required::write;
    }

    /// `None` for an element without text, or with white space alone between its children.
    pub mod optional {
        pub use super::super::text::optional::write;
        pub use super::required::other;
        use super::*;
        /// The field.
        pub fn finish<T: XmlText>(slot: String, reader: &Reader<'_>) -> Result<Option<T>, Error> {
            if slot.trim().is_empty() { Ok(None) } else { read(&slot, reader).map(Some) }
        }
    }

    /// As `optional`: no text can be marked as being no value.
    pub mod nillable {
        pub use super::optional::{finish, other, write};
    }

    /// As `optional`; the field is an `Option<Option<T>>`.
    pub mod maybe {
        pub use super::super::text::maybe::write;
        pub use super::required::other;
        use super::*;
        /// The field.
        pub fn finish<T: XmlText>(slot: String, reader: &Reader<'_>) -> Result<Option<Option<T>>, Error> {
            Ok(super::optional::finish(slot, reader)?.map(Some))
        }
    }
}

/// The error for an element that a choice or a group has no room for beside what stood before.
#[cold]
fn beyond(reader: &Reader<'_>) -> Error {
    reader.fault(format!("the element `{}` is one too many", reader.local()))
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
        pub fn other<T: XmlContent>(slot: &mut Option<T>, reader: &mut Reader<'_>, fit: Fit) -> Result<bool, Error> {
            if !fit.fits::<T>(reader) {
                return Ok(false);
            }
            match slot {
                None => *slot = Some(T::read(reader)?),
                Some(value) => {
                    if !value.read_more(reader)? {
                        return Err(beyond(reader));
                    }
                }
            }
            Ok(true)
        }
        /// Takes the current part, if it belongs here and there is room for it.
        pub fn other_in_group<T: XmlContent>(
            slot: &mut Option<T>,
            reader: &mut Reader<'_>,
            fit: Fit,
        ) -> Result<bool, Error> {
            if !fit.fits::<T>(reader) {
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
    use super::super::super::any::{Allowed, AnyAttribute, AnyElement};
    use super::*;

    /// What the text of the element is: there should be none, and what is there belongs to the element before it.
    pub const TEXT: TextMode = TextMode::Part;

    /// Elements.
    pub mod element {
        use super::*;
        /// Takes the current part, if it is an element.
        pub fn other(
            slot: &mut Vec<AnyElement>,
            reader: &mut Reader<'_>,
            fit: Fit,
            allowed: Allowed,
        ) -> Result<bool, Error> {
            if fit != Fit::Last && !(fit == Fit::Leads && allowed.takes(reader)) {
                return Ok(false);
            }
            if !reader.at_element() {
                // Text before the first of them belongs to nothing.
                let last = slot.last_mut().filter(|_| reader.at_text());
                if let Some(last) = last.filter(|_| !reader.text().trim().is_empty()) {
                    last.tail.push_str(reader.text());
                    return Ok(true);
                }
                return Ok(false);
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
        pub fn other(
            slot: &mut Vec<AnyAttribute>,
            reader: &mut Reader<'_>,
            fit: Fit,
            _allowed: Allowed,
        ) -> Result<bool, Error> {
            if fit != Fit::Last {
                return Ok(false);
            }
            // What `xsi` says of the element is not the wildcard's.
            let takes = reader.at_attribute() && reader.namespace() != super::super::super::super::XSI;
            if takes {
                slot.push(AnyAttribute::read_alone(reader));
            }
            Ok(takes)
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
