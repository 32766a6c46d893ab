//! Values of one of several types that say in JSON which one it is, and texts of one of several types: what the types of
//! an XML Schema need.

use std::fmt;
use std::marker::PhantomData;

use serde::de::value::StrDeserializer;
use serde::de::{Deserializer, Error as _, IntoDeserializer, MapAccess, Visitor};
use serde::ser::Serializer;

use super::fault::at_member;
use super::{Json, Members, Shape, Wire};

/// An enum whose alternatives are objects of one member, its name, or texts.
pub trait Alternatives: Json {
    /// The names, in order.
    const NAMES: &'static [&'static str];

    /// The value for a text.
    ///
    /// # Errors
    /// Where no alternative is a text, and where it is no such text.
    fn from_text<E: serde::de::Error>(text: &str) -> Result<Self, E>;

    /// The value for the member of this name, which was read last; `None` for a name that no alternative has.
    fn from_member<'de, A: MapAccess<'de>>(name: &str, map: &mut A) -> Option<Result<Self, A::Error>>;
}

/// Reads one of several alternatives.
///
/// # Errors
/// What is neither an object of one member that is known, nor a text where one is possible.
pub fn read_alternative<'de, T: Alternatives, D: Deserializer<'de>>(d: D) -> Result<T, D::Error> {
    d.deserialize_any(AlternativeVisitor(PhantomData))
}

/// Reads the value of an alternative.
///
/// # Errors
/// A value of another type.
pub fn alternative<'de, T: Json, A: MapAccess<'de>>(name: &str, map: &mut A) -> Result<T, A::Error> {
    match map.next_value::<Wire<T>>() {
        Ok(value) => Ok(value.0),
        Err(error) => Err(at_member(name, error)),
    }
}

/// Writes the object of one member that an alternative is.
///
/// # Errors
/// What the serializer says.
pub fn write_alternative<T: Json, S: Serializer>(name: &'static str, value: &T, s: S) -> Result<S::Ok, S::Error> {
    let mut out = Members::begin(s)?;
    out.put(name, value);
    out.end()
}

/// The value of an alternative that is a text.
///
/// # Errors
/// A text that is no such value.
pub fn text_alternative<T: Json, E: serde::de::Error>(text: &str) -> Result<T, E> {
    let text: StrDeserializer<'_, E> = text.into_deserializer();
    T::read(text)
}

struct AlternativeVisitor<T>(PhantomData<T>);

impl<'de, T: Alternatives> Visitor<'de> for AlternativeVisitor<T> {
    type Value = T;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object of one member, one of `{}`", T::NAMES.join("`, `"))
    }
    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
        T::from_text(text)
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let Some(name) = map.next_key::<String>()? else {
            return Err(A::Error::invalid_length(0, &self));
        };
        let value = match T::from_member(&name, &mut map) {
            Some(value) => value?,
            None => return Err(A::Error::unknown_variant(&name, T::NAMES)),
        };
        match map.next_key::<String>()? {
            None => Ok(value),
            Some(_) => Err(A::Error::invalid_length(2, &self)),
        }
    }
}

/// The error for a text where no alternative is one.
#[cold]
pub fn no_text<E: serde::de::Error>(names: &[&str]) -> E {
    E::custom(format_args!("expected an object of one member, one of `{}`, found a text", names.join("`, `")))
}

/// Ties an enum to objects of one member, whose name says which alternative it is; one that is a text stands for itself:
///
/// ```text
/// json::choice! { Inline { Text(String) = text, Bold(Box<Bold>) = "b", Break(()) = "br" } }
/// ```
///
/// as in `["a ", {"b": {..}}, {"br": null}]`.
#[allow(unused_macros)]
macro_rules! choice {
    ($name:ident { $($variant:ident ( $ty:ty ) = $key:tt),* $(,)? }) => {
        impl runtime::json::Json for $name {
            fn read<'de, D: runtime::json::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                runtime::json::read_alternative(d)
            }
            fn write<S: runtime::json::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => runtime::json::choice!(@write $key value s),)*
                }
            }
            fn fits(shape: &runtime::json::Shape) -> bool {
                false $(|| runtime::json::choice!(@fits $key shape))*
            }
        }
        impl runtime::json::Alternatives for $name {
            const NAMES: &'static [&'static str] = &[$(runtime::json::choice!(@name $key)),*];
            #[allow(unreachable_code, unused_variables)]
            fn from_text<E: ::serde::de::Error>(text: &str) -> Result<Self, E> {
                $(runtime::json::choice!(@text $key text $name $variant);)*
                Err(runtime::json::no_text(Self::NAMES))
            }
            fn from_member<'de, A: runtime::json::MapAccess<'de>>(
                name: &str,
                map: &mut A,
            ) -> Option<Result<Self, A::Error>> {
                $(runtime::json::choice!(@member $key name map $name $variant);)*
                None
            }
        }
        runtime::json::serde_by_json!($name);
    };
    (@write text $value:ident $s:ident) => { runtime::json::Json::write($value, $s) };
    (@write $key:literal $value:ident $s:ident) => { runtime::json::write_alternative($key, $value, $s) };
    (@fits text $shape:ident) => { $shape.is_string() };
    (@fits $key:literal $shape:ident) => { $shape.has_member($key) };
    (@name text) => { "a text" };
    (@name $key:literal) => { $key };
    (@text text $text:ident $name:ident $variant:ident) => {
        return runtime::json::text_alternative($text).map(Self::$variant)
    };
    (@text $key:literal $text:ident $name:ident $variant:ident) => {};
    (@member text $member:ident $map:ident $name:ident $variant:ident) => {};
    (@member $key:literal $member:ident $map:ident $name:ident $variant:ident) => {
        if $member == $key {
            return Some(runtime::json::alternative($key, $map).map(Self::$variant));
        }
    };
}
#[allow(unused_imports)]
pub(crate) use choice;

/// Ties a struct around one value to the JSON form of that value: `json::newtype!(Name);`.
#[allow(unused_macros)]
macro_rules! newtype {
    ($name:ident) => {
        impl runtime::json::Json for $name {
            fn read<'de, D: runtime::json::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                runtime::json::Json::read(d).map($name)
            }
            fn write<S: runtime::json::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                runtime::json::Json::write(&self.0, s)
            }
            fn from_null() -> Option<Self> {
                runtime::json::from_unit().map($name)
            }
            fn fits(shape: &runtime::json::Shape) -> bool {
                runtime::json::fits_inside($name, shape)
            }
        }
        runtime::json::serde_by_json!($name);
    };
}
#[allow(unused_imports)]
pub(crate) use newtype;

/// The value that is `null`, if there is one.
pub fn from_unit<T: Json>() -> Option<T> {
    T::read(IntoDeserializer::<serde::de::value::Error>::into_deserializer(())).ok()
}

/// [`Json::fits`] of the value in a struct around one.
pub fn fits_inside<S, T: Json>(_wrap: fn(T) -> S, shape: &Shape) -> bool {
    T::fits(shape)
}
