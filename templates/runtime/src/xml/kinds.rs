//! The kinds of places that a field of a record can have in an element: how each is read, completed and written.
//!
//! A module for each place, in it one for each kind of occurrence, with the same functions, so that the macros expand
//! to plain paths: `read` fills the slot from the current part, `full` says that no more fits, `finish` turns the slot
//! into the field (or misses it), `write` puts the field out.

use super::content::{Fit, FromXml, ToXml, XmlContent};
use super::error::Error;
use super::reader::{Reader, TextMode};
use super::text::XmlText;
use super::writer::Writer;

mod lists;
#[cfg(feature = "json")]
pub mod rest;
mod unnamed;

pub use lists::{items, wrapped};
pub use unnamed::{any, content, mixed, text, words};

type Done = Result<(), Error>;

#[cold]
fn twice(reader: &Reader<'_>) -> Error {
    reader.fault(format!("the element `{}` stands twice", reader.local()))
}

/// The error for an element or attribute that has to be there; where is said when all fields have been looked at.
#[cold]
fn missing(what: &str, name: &str) -> Error {
    Error::new(format!("missing {what} `{name}`"))
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
        pub fn finish<T>(slot: Option<T>, _reader: &Reader<'_>, name: &str) -> Result<T, Error> {
            slot.ok_or_else(|| missing("element", name))
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

    /// Once or not at all: the field is an `Option` of a type that knows by itself how to be marked as having no value.
    pub mod optional_nillable {
        pub use super::optional::write;
        pub use super::required::{full, read};
        use super::*;
        /// The field.
        pub fn finish<T>(slot: Option<T>, _reader: &Reader<'_>, _name: &str) -> Result<Option<T>, Error> {
            Ok(slot)
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
        pub fn finish<T>(slot: Option<T>, _reader: &Reader<'_>, name: &str) -> Result<T, Error> {
            slot.ok_or_else(|| missing("attribute", name))
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

/// Places of which nothing is sent: what only the other side writes. The fields are `Option`s.
macro_rules! read_only {
    ($(#[$doc:meta] $name:ident = $place:ident ($($names:ident),*);)*) => { $(
        #[$doc]
        pub mod $name {
            use super::*;
            pub use super::$place::{TEXT, is};
            /// There or not.
            pub mod optional {
                pub use super::super::$place::optional::{finish, full, read};
                use super::*;
                /// Writes nothing.
                pub fn write<T>(_: &mut Writer<'_>, _: &Option<T> $(, $names: &str)*) -> Done {
                    $(let _ = $names;)*
                    Ok(())
                }
            }
            /// Absent, marked as having no value, or a value.
            pub mod maybe {
                pub use super::super::$place::maybe::{finish, full, read};
                pub use super::optional::write;
            }
        }
    )* };
}
read_only! {
    /// Children with a name that are not sent.
    read_only_element = element (ns, name);
    /// Attributes that are not sent.
    read_only_attribute = attribute (ns, name);
    /// Lists without an element of their own that are not sent.
    read_only_items = items (ns, name);
    /// Lists in an element of their own that are not sent.
    read_only_wrapped = wrapped (ns, name, item_ns, item_name);
}

/// Children with a name whose text is a default where there is none.
pub mod filled {
    use super::*;

    pub use super::element::{TEXT, is};

    macro_rules! kinds {
        ($($kind:ident $slot:ty => $field:ty;)*) => { $(
            /// As the kind of this name of `element`.
            pub mod $kind {
                use super::*;
                pub use super::super::element::$kind::{finish, full};
                /// Fills the slot; `default` is the text of an element that is empty.
                pub fn read<T: FromXml>(
                    slot: &mut $slot,
                    reader: &mut Reader<'_>,
                    _: &str,
                    default: &'static str,
                ) -> Done {
                    reader.fill(default);
                    super::super::element::$kind::read(slot, reader)
                }
                /// Writes the field.
                pub fn write<T: ToXml>(
                    writer: &mut Writer<'_>,
                    value: &$field,
                    ns: &str,
                    name: &str,
                    _: &str,
                    _: &str,
                ) -> Done {
                    super::super::element::$kind::write(writer, value, ns, name)
                }
            }
        )* };
    }
    kinds! {
        required Option<T> => T;
        nillable Option<T> => T;
        optional Option<Option<T>> => Option<T>;
        optional_nillable Option<T> => Option<T>;
        maybe Option<Option<T>> => Option<T>;
        many Vec<T> => [T];
    }
}
