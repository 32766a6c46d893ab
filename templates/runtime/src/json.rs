//! The JSON wire: a trait of our own beside serde's, and what macros need to implement it in few lines.
//!
//! Why not serde's traits alone: a field of type [`time::OffsetDateTime`] or [`f64`] is read and written here as the
//! wire wants it, in lists and maps too, without an attribute on each field; and a record needs no visitor, no helper
//! enum and no derive, which keeps a crate of a thousand types quick to compile. Types made by the macros implement
//! serde's traits too, by delegating to this one, so they fit wherever serde is spoken.

mod choice;
mod fault;
mod fields;
mod impls;
mod in_text;
mod never;
mod presence;
mod record;
mod several;
mod spelling;
mod tagged;
mod tuples;
mod untagged;
pub mod words;
#[cfg(feature = "xml")]
mod xml;

pub use choice::{
    Alternatives, alternative, fits_inside, from_unit, no_text, read_alternative, text_alternative, write_alternative,
};
#[allow(unused_imports)]
pub(crate) use choice::{choice, newtype};
pub use fault::at_member;
pub use fields::{FieldRefs, Fields, More};
pub use impls::{IntVisitor, Whole};
pub use in_text::InText;
pub use never::Never;
pub use presence::Presence;
pub use record::{Member, Members, Order, Others, Reader, read_record, write_record};
#[allow(unused_imports)]
pub(crate) use record::{record, unordered};
pub(crate) use spelling::is_same_number;
#[allow(unused_imports)]
pub(crate) use tagged::tagged;
pub use tagged::{from_raw, own_tag, raw, tag_of, unknown_tag};
pub use tuples::{Open, Tuple};
#[allow(unused_imports)]
pub(crate) use untagged::untagged;
pub use untagged::{Kind, Shape, Tries};
pub(crate) use untagged::{changed, unlisted};
#[cfg(feature = "xml")]
#[allow(unused_imports)]
pub(crate) use xml::union;
#[cfg(feature = "xml")]
pub use xml::union_text;

pub use indexmap::IndexMap;
pub use serde::de::MapAccess;
pub use serde::{Deserialize, Deserializer, Serialize, Serializer};
pub use serde_json::{Error, Value};

/// A value with a JSON form: an object of which the members are said ([`MEMBERS`](Self::MEMBERS), and how they are read and
/// written), or anything else, with a `read` and a `write` of its own.
pub trait Json: Sized {
    /// The members of an object, but for those that have no field.
    const MEMBERS: Option<&'static [Member]> = None;

    /// Reads a value.
    fn read<'de, D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        read_record(d)
    }

    /// Writes the value.
    fn write<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        write_record(self, s)
    }

    /// Makes the value from the members of an object. A value that is no object makes this an error.
    fn from_members<'de, A: MapAccess<'de>>(_reader: Reader<'de, A>) -> Result<Self, A::Error> {
        Err(custom("no object"))
    }

    /// Writes the members of the value into an object that is already open: what a value with a discriminator needs.
    /// A value that is no object makes this an error.
    fn write_members<S: Serializer>(&self, out: &mut Members<S>) {
        out.fail("only an object can carry a discriminator");
    }

    /// What `null` is where it may stand for "no value" as well: of a type that has `null` itself, that value, so that
    /// nothing is lost; else nothing.
    fn from_null() -> Option<Self> {
        None
    }

    /// The value of a field whose member is not there, if it has one for that.
    fn absent() -> Option<Self> {
        None
    }

    /// Whether this is that value.
    fn is_absent(&self) -> bool {
        false
    }

    /// Whether a value that looks like this may be one of this type: a quick look before an attempt to read it, where
    /// only the shape says which of several types a value has. `true` when in doubt.
    fn fits(shape: &Shape) -> bool {
        Self::MEMBERS.is_none_or(|members| shape.has(members))
    }
}

/// Carries a [`Json`] value where serde's traits are asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wire<T>(pub T);

impl<T: Json> Serialize for Wire<&T> {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        self.0.write(s)
    }
}

impl<'de, T: Json> Deserialize<'de> for Wire<T> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        T::read(d).map(Wire)
    }
}

/// The JSON text of a value, without white space.
///
/// # Errors
/// A number that JSON cannot hold (an infinity, not-a-number), a date outside the years 0 to 9999.
pub fn to_vec<T: Json>(value: &T) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(&Wire(value))
}

/// The JSON text of a value, as [`to_vec`].
///
/// # Errors
/// As [`to_vec`].
pub fn to_string<T: Json>(value: &T) -> Result<String, Error> {
    serde_json::to_string(&Wire(value))
}

/// Reads a JSON text, which is the whole of `bytes`. A byte order mark, which JSON forbids (RFC 8259, 8.1) and some
/// services send, is skipped.
///
/// # Errors
/// Text that is not JSON, nested deeper than 128, not of the shape of `T`, or followed by more than white space. The
/// message names the members on the way to the fault, the line and the column.
pub fn from_slice<T: Json>(bytes: &[u8]) -> Result<T, Error> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    serde_json::from_slice::<Wire<T>>(bytes).map(|wire| wire.0)
}

/// Gives a type from elsewhere that has serde's traits a [`Json`] form, by those.
#[allow(unused_macros)]
macro_rules! by_serde {
    ($name:ty) => {
        impl runtime::json::Json for $name {
            fn read<'de, D: runtime::json::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                <$name as runtime::json::Deserialize>::deserialize(d)
            }
            fn write<S: runtime::json::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                runtime::json::Serialize::serialize(self, s)
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use by_serde;

/// An error of a reader for what is wrong with a value.
pub fn custom<E: serde::de::Error>(error: impl std::fmt::Display) -> E {
    E::custom(error)
}

/// Implements serde's traits for a type with a [`Json`] form by delegating to it; for a type of this module with parameters,
/// which are said behind `where`.
#[allow(unused_macros)]
macro_rules! serde_by_json {
    ($name:ty where $($of:ident: $bound:ident),*) => {
        impl<$($of: $bound),*> serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                super::Json::write(self, s)
            }
        }
        impl<'de, $($of: $bound),*> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                super::Json::read(d)
            }
        }
    };
    ($($name:ty),* $(,)?) => { $(
        impl runtime::json::Serialize for $name {
            fn serialize<S: runtime::json::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                runtime::json::Json::write(self, s)
            }
        }
        impl<'de> runtime::json::Deserialize<'de> for $name {
            fn deserialize<D: runtime::json::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                runtime::json::Json::read(d)
            }
        }
    )* };
}
#[allow(unused_imports)]
pub(crate) use serde_by_json;
