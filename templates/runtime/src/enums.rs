//! Enumerations: values of a list that grows. An open enum keeps what it does not know and writes it back.

use std::fmt;

#[cfg(feature = "json")]
use serde::{Deserializer, Serializer};

#[cfg(feature = "json")]
use super::json::Json;

/// An enum whose values are strings on the wire.
pub trait StringEnum: Sized {
    /// The name of the type.
    const NAME: &'static str;
    /// The values on the wire, in the order of the description.
    const KNOWN: &'static [&'static str];
    /// The variant for a value on the wire, if it is known.
    fn known(text: &str) -> Option<Self>;
    /// The variant for any other value; `None` for a closed enum.
    fn unknown(text: String) -> Option<Self>;
    /// The value on the wire.
    fn wire(&self) -> &str;
}

/// An enum whose values are whole numbers on the wire, or the one number or boolean that it may be.
pub trait IntEnum: Sized {
    /// The type of the numbers.
    type Int: Copy + PartialEq + fmt::Display + std::str::FromStr + 'static;
    /// The name of the type.
    const NAME: &'static str;
    /// The values on the wire, in the order of the description.
    const KNOWN: &'static [Self::Int];
    /// The variant for a value on the wire; `None` for one that a closed enum lacks.
    fn from_wire(value: Self::Int) -> Option<Self>;
    /// The value on the wire.
    fn wire(&self) -> Self::Int;
}

/// A value that a closed enum lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownValue(String);

impl UnknownValue {
    fn new(name: &str, found: &dyn fmt::Display, known: Vec<String>) -> Self {
        // Some enums have thousands of values; an error names so many that a mistake is seen.
        const SHOWN: usize = 20;
        let more = if known.len() > SHOWN { ", ..." } else { "" };
        let known: Vec<String> = known.into_iter().take(SHOWN).map(|value| format!("`{value}`")).collect();
        let found: String = found.to_string().chars().take(80).collect();
        UnknownValue(format!("unknown {name} `{found}`, expected one of {}{more}", known.join(", ")))
    }
}

impl fmt::Display for UnknownValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for UnknownValue {}

/// The variant for a text.
///
/// # Errors
/// A value that a closed enum lacks.
pub fn from_text<T: StringEnum>(text: &str) -> Result<T, UnknownValue> {
    T::known(text).or_else(|| T::unknown(text.to_owned())).ok_or_else(|| unknown::<T>(text))
}

/// The variant for a text of XML; `find` finds the listed value that a text means which is spelled in another way. What is none
/// is kept as it came.
///
/// # Errors
/// A value that a closed enum lacks, and what `find` says.
#[cfg(feature = "xml")]
pub fn from_xml<T: StringEnum, E: From<UnknownValue>>(
    text: &str,
    find: fn(&str, &[&'static str]) -> Result<Option<&'static str>, E>,
) -> Result<T, E> {
    if let Some(value) = T::known(text) {
        return Ok(value);
    }
    match find(text, T::KNOWN)?.and_then(T::known) {
        Some(value) => Ok(value),
        None => T::unknown(text.to_owned()).ok_or_else(|| unknown::<T>(text).into()),
    }
}

#[cold]
fn unknown<T: StringEnum>(text: &str) -> UnknownValue {
    UnknownValue::new(T::NAME, &text, T::KNOWN.iter().map(|value| (*value).to_owned()).collect())
}

/// The variant for a number.
///
/// # Errors
/// A value that a closed enum lacks.
pub fn from_int<T: IntEnum>(value: T::Int) -> Result<T, UnknownValue> {
    T::from_wire(value)
        .ok_or_else(|| UnknownValue::new(T::NAME, &value, T::KNOWN.iter().map(ToString::to_string).collect()))
}

/// The variant for the text of a number.
///
/// # Errors
/// Text that is no such number, and a value that a closed enum lacks.
pub fn from_int_text<T: IntEnum>(text: &str) -> Result<T, UnknownValue> {
    match text.parse() {
        Ok(value) => from_int(value),
        Err(_) => Err(UnknownValue(format!(
            "expected a value of the type `{}`, found {text:?}",
            std::any::type_name::<T::Int>()
        ))),
    }
}

/// Reads a string enum from JSON.
///
/// # Errors
/// What the deserializer says, and a value that a closed enum lacks.
#[cfg(feature = "json")]
pub fn read_string<'de, T: StringEnum, D: Deserializer<'de>>(d: D) -> Result<T, D::Error> {
    let text = <String as Json>::read(d)?;
    super::json::unlisted(|| T::known(&text).is_none());
    from_text(&text).map_err(<D::Error as serde::de::Error>::custom)
}

/// Writes a string enum to JSON.
///
/// # Errors
/// What the serializer says.
#[cfg(feature = "json")]
pub fn write_string<T: StringEnum, S: Serializer>(value: &T, s: S) -> Result<S::Ok, S::Error> {
    s.serialize_str(value.wire())
}

/// Reads an enum of numbers from JSON.
///
/// # Errors
/// What the deserializer says, and a value that a closed enum lacks.
#[cfg(feature = "json")]
pub fn read_int<'de, T: IntEnum<Int: Json>, D: Deserializer<'de>>(d: D) -> Result<T, D::Error> {
    let value = T::Int::read(d)?;
    super::json::unlisted(|| !T::KNOWN.contains(&value));
    from_int(value).map_err(<D::Error as serde::de::Error>::custom)
}

/// Gives an enum its values on the wire:
///
/// ```text
/// runtime::string_enum! { State { Active = "active", Gone = "gone" } open }
/// ```
///
/// `open`: the enum has a variant `Unknown(String)`; `closed`: any other value is an error. Where the texts stand for values
/// of a type, `Rate: runtime::Decimal {`, XML is read by these: what is none of the type is an error, and `1` is `1.0`; where
/// blanks within texts do not count, the type is `xml::Collapsed` or `xml::Replaced`.
#[allow(unused_macros)]
macro_rules! string_enum {
    ($name:ident $(: $of:ty)? { $($variant:ident = $value:literal),* $(,)? } open) => {
        runtime::string_enum! { @impl $name [$($of)?] { $($variant = $value),* }
            (text => Some($name::Unknown(text))) ($name::Unknown(text) => text,) }
        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                runtime::enums::StringEnum::known(text).unwrap_or_else(|| $name::Unknown(text.to_owned()))
            }
        }
        impl From<String> for $name {
            fn from(text: String) -> Self {
                runtime::enums::StringEnum::known(&text).unwrap_or($name::Unknown(text))
            }
        }
        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;
            // Not `Self::Err`: that may be a variant.
            fn from_str(text: &str) -> Result<Self, ::std::convert::Infallible> {
                Ok($name::from(text))
            }
        }
    };
    ($name:ident $(: $of:ty)? { $($variant:ident = $value:literal),* $(,)? } closed) => {
        runtime::string_enum! { @impl $name [$($of)?] { $($variant = $value),* } (_text => None) () }
        impl ::std::str::FromStr for $name {
            type Err = runtime::enums::UnknownValue;
            fn from_str(text: &str) -> Result<Self, runtime::enums::UnknownValue> {
                runtime::enums::from_text(text)
            }
        }
    };
    (@find) => { runtime::xml::listed_text };
    (@find $of:ty) => { runtime::xml::listed_value::<$of> };
    (@impl $name:ident [$($of:ty)?] { $($variant:ident = $value:literal),* }
        ($text:ident => $unknown:expr) ($($other:pat => $kept:expr,)?)) => {
        impl $name {
            /// The value on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $($name::$variant => $value,)*
                    $($other => $kept,)?
                }
            }
        }
        impl runtime::enums::StringEnum for $name {
            const NAME: &'static str = stringify!($name);
            const KNOWN: &'static [&'static str] = &[$($value),*];
            fn known(text: &str) -> Option<Self> {
                Some(match text {
                    $($value => $name::$variant,)*
                    _ => return None,
                })
            }
            fn unknown($text: String) -> Option<Self> {
                $unknown
            }
            fn wire(&self) -> &str {
                self.as_str()
            }
        }
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }
        impl ::std::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }
        #[cfg(feature = "json")]
        impl runtime::json::Json for $name {
            fn read<'de, D: runtime::json::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                runtime::enums::read_string(d)
            }
            fn write<S: runtime::json::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                runtime::enums::write_string(self, s)
            }
            fn fits(shape: &runtime::json::Shape) -> bool {
                shape.is_string()
            }
        }
        #[cfg(feature = "json")]
        runtime::json::serde_by_json!($name);
        #[cfg(feature = "http")]
        impl runtime::FromHeader for $name {
            fn from_header(text: &str) -> Option<Self> {
                text.parse().ok()
            }
        }
        #[cfg(feature = "http")]
        impl runtime::param::ToParam for $name {
            fn to_param(&self) -> runtime::param::ParamValue {
                runtime::param::ParamValue::Text(self.as_str().to_owned())
            }
        }
        #[cfg(feature = "xml")]
        impl runtime::xml::XmlText for $name {
            fn from_text(text: &str, _scope: &runtime::xml::Scope<'_>) -> Result<Self, runtime::xml::TextError> {
                runtime::enums::from_xml(text, runtime::string_enum!(@find $($of)?))
            }
            fn to_text(
                &self,
                _scope: &mut runtime::xml::WriteScope<'_>,
            ) -> Result<::std::borrow::Cow<'_, str>, runtime::xml::TextError> {
                Ok(self.as_str().into())
            }
            fn is_known(&self) -> bool {
                <Self as runtime::enums::StringEnum>::KNOWN.contains(&self.as_str())
            }
        }
        #[cfg(feature = "xml")]
        runtime::xml::text_content!($name);
    };
}
#[allow(unused_imports)]
pub(crate) use string_enum;

/// Gives an enum its numbers on the wire:
///
/// ```text
/// runtime::int_enum! { Level: i32 { Low = 1, High = 2 } open }
/// ```
///
/// `open`: the enum has a variant `Unknown` with such a number; `closed`: any other value is an error.
#[allow(unused_macros)]
macro_rules! int_enum {
    ($name:ident : $int:ident { $($variant:ident = $value:literal),* $(,)? } open) => {
        runtime::int_enum! { @impl $name $int { $($variant = $value),* }
            (value => Some($name::Unknown(value))) ($name::Unknown(value) => *value,) }
        impl From<$int> for $name {
            fn from(value: $int) -> Self {
                match value {
                    $($value => $name::$variant,)*
                    value => $name::Unknown(value),
                }
            }
        }
    };
    ($name:ident : $int:ident { $($variant:ident = $value:literal),* $(,)? } closed) => {
        runtime::int_enum! { @impl $name $int { $($variant = $value),* } (_value => None) () }
        impl ::std::convert::TryFrom<$int> for $name {
            type Error = runtime::enums::UnknownValue;
            // Not `Self::Error`: that may be a variant.
            fn try_from(value: $int) -> Result<Self, runtime::enums::UnknownValue> {
                runtime::enums::from_int(value)
            }
        }
    };
    (@impl $name:ident $int:ident { $($variant:ident = $value:literal),* }
        ($other:ident => $unknown:expr) ($($pattern:pat => $kept:expr,)?)) => {
        impl $name {
            /// The value on the wire.
            pub fn value(&self) -> $int {
                match self {
                    $($name::$variant => $value,)*
                    $($pattern => $kept,)?
                }
            }
        }
        impl From<$name> for $int {
            fn from(value: $name) -> Self {
                value.value()
            }
        }
        impl runtime::enums::IntEnum for $name {
            type Int = $int;
            const NAME: &'static str = stringify!($name);
            const KNOWN: &'static [$int] = &[$($value),*];
            fn from_wire(value: $int) -> Option<Self> {
                match value {
                    $($value => Some($name::$variant),)*
                    $other => $unknown,
                }
            }
            fn wire(&self) -> $int {
                self.value()
            }
        }
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                self.value().fmt(f)
            }
        }
        impl ::std::str::FromStr for $name {
            type Err = runtime::enums::UnknownValue;
            fn from_str(text: &str) -> Result<Self, runtime::enums::UnknownValue> {
                runtime::enums::from_int_text(text)
            }
        }
        #[cfg(feature = "json")]
        impl runtime::json::Json for $name {
            fn read<'de, D: runtime::json::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                runtime::enums::read_int(d)
            }
            fn write<S: runtime::json::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                runtime::json::Json::write(&self.value(), s)
            }
            fn fits(shape: &runtime::json::Shape) -> bool {
                <$int as runtime::json::Json>::fits(shape)
            }
        }
        #[cfg(feature = "json")]
        runtime::json::serde_by_json!($name);
        #[cfg(feature = "http")]
        impl runtime::FromHeader for $name {
            fn from_header(text: &str) -> Option<Self> {
                text.parse().ok()
            }
        }
        #[cfg(feature = "http")]
        impl runtime::param::ToParam for $name {
            fn to_param(&self) -> runtime::param::ParamValue {
                runtime::param::ParamValue::Text(self.value().to_string())
            }
        }
        #[cfg(feature = "xml")]
        impl runtime::xml::XmlText for $name {
            fn from_text(text: &str, scope: &runtime::xml::Scope<'_>) -> Result<Self, runtime::xml::TextError> {
                Ok(runtime::enums::from_int(runtime::xml::XmlText::from_text(text, scope)?)?)
            }
            fn to_text(
                &self,
                _scope: &mut runtime::xml::WriteScope<'_>,
            ) -> Result<::std::borrow::Cow<'_, str>, runtime::xml::TextError> {
                Ok(self.value().to_string().into())
            }
            fn is_known(&self) -> bool {
                <Self as runtime::enums::IntEnum>::KNOWN.contains(&self.value())
            }
        }
        #[cfg(feature = "xml")]
        runtime::xml::text_content!($name);
    };
}
#[allow(unused_imports)]
pub(crate) use int_enum;
