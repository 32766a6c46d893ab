//! Enumerations: values of a list that grows. An open enum keeps what it does not know and writes it back.

mod macros;

use std::fmt;

#[cfg(feature = "json")]
use super::json::Json;
#[allow(unused_imports)] // A description may have no enumerations.
pub(crate) use macros::{int_enum, string_enum, text_forms};
#[cfg(feature = "json")]
use serde::{Deserializer, Serializer};

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
