//! Lists: without and with an element of their own.

use super::element;
use super::{Done, Error, FromXml, Reader, TextMode, ToXml, Writer};

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

    /// Always there, perhaps empty; one that is missing, or marked as having no value, is empty too.
    pub mod required {
        use super::*;
        /// Fills the slot.
        pub fn read<T: FromXml>(slot: &mut Option<Vec<T>>, reader: &mut Reader<'_>, ns: &str, name: &str) -> Done {
            if reader.is_nil() {
                return reader.pass_nil();
            }
            let list = slot.get_or_insert_default();
            while reader.next(TextMode::Skip)? {
                if reader.at_element_of(ns) && reader.local() == name {
                    list.push(T::from_xml(reader)?);
                } else {
                    reader.unknown()?;
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
                return reader.pass_nil();
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
