//! Parameters: from a typed value to the text that stands in a path, a query, a header or a cookie.
//!
//! Two steps: [`ToParam`] turns a value into one of the three shapes that parameters have, and an `encode_` function
//! turns the shape into text by the parameter's style (OpenAPI 3.0.4, 4.7.12.5; RFC 6570).

mod encode;
mod escape;

use indexmap::IndexMap;
use serde_json::value::RawValue;

pub use super::scalar::{Rfc1123, UnixTime};
pub use encode::{encode_cookie, encode_header, encode_path, encode_query};
pub use escape::{escape, escape_name, escape_reserved};

use super::scalar::{
    Base64, Base64Url, Date, DateTime, Decimal, Double, Duration, Float, GDay, GMonth, GMonthDay, GYear, GYearMonth,
    Hex, Integer, Time, rfc3339,
};

/// The value of a parameter, in the shapes that the styles tell apart.
#[derive(Clone, Debug, PartialEq)]
pub enum ParamValue {
    /// No value: the parameter is left out.
    Absent,
    /// A value without parts.
    Text(String),
    /// Values in order.
    List(Vec<ParamValue>),
    /// Values by name, in order.
    Object(Vec<(String, ParamValue)>),
    /// A value that has no text form, and why: writing it is an error.
    Invalid(String),
}

impl ParamValue {
    /// Whether there is nothing to write: no value, or a list or an object without items (RFC 6570, 2.3).
    pub fn is_absent(&self) -> bool {
        match self {
            ParamValue::Absent => true,
            ParamValue::List(items) => items.iter().all(|item| *item == ParamValue::Absent),
            ParamValue::Object(members) => members.iter().all(|(_, value)| *value == ParamValue::Absent),
            ParamValue::Text(_) | ParamValue::Invalid(_) => false,
        }
    }
}

/// How a value with parts is laid out (OpenAPI 3.0.4, 4.7.12.2; 3.2 adds nothing that is not here).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// `a,b`: path and header.
    Simple,
    /// `.a.b`: path.
    Label,
    /// `;name=a;name=b`: path.
    Matrix,
    /// `;name=a%20b`: path (WADL, of list types).
    SpacedMatrix,
    /// `name=a&name=b`: query and cookie.
    Form,
    /// `name=a%20b`: query.
    SpaceDelimited,
    /// `name=a%7Cb`: query.
    PipeDelimited,
    /// `name=a%09b`: query (Swagger 2.0, `collectionFormat: tsv`).
    TabDelimited,
    /// `name[key]=a`: query.
    DeepObject,
    /// `name=a; name=b`, with nothing encoded: cookie (OpenAPI 3.2).
    Cookie,
    /// A header for each member, `name-member: a`: header (`x-ms-header-collection-prefix`).
    Prefixed,
    /// The JSON text of the value, as one text (`content: application/json`).
    Json,
}

/// Why a parameter cannot be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParamError {
    /// The value is absent where there has to be one (a path).
    Absent {
        /// The parameter.
        name: String,
    },
    /// The value is empty where that would make another path.
    ChangesPath {
        /// The parameter.
        name: String,
        /// The value.
        value: String,
    },
    /// The style has no form for a value of this shape (a list of lists, an object as a label in a label, ...).
    NoForm {
        /// The parameter.
        name: String,
        /// What has no form.
        what: &'static str,
    },
    /// The value has no text form.
    Invalid {
        /// The parameter.
        name: String,
        /// Why.
        why: String,
    },
    /// The value holds a character that has no place in a header or a cookie (a line break, a semicolon).
    BadCharacter {
        /// The parameter.
        name: String,
        /// The character.
        character: char,
    },
}

impl std::fmt::Display for ParamError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ParamError::Absent { name } => write!(f, "parameter `{name}` has no value"),
            ParamError::ChangesPath { name, value } => {
                write!(f, "parameter `{name}` would change the path with its value {value:?}")
            }
            ParamError::NoForm { name, what } => write!(f, "parameter `{name}`: its style has no form for {what}"),
            ParamError::Invalid { name, why } => write!(f, "parameter `{name}`: {why}"),
            ParamError::BadCharacter { name, character } => {
                write!(f, "parameter `{name}` holds the character {character:?}, which cannot stand there")
            }
        }
    }
}

impl std::error::Error for ParamError {}

/// A value that can be a parameter.
pub trait ToParam {
    /// The value in one of the shapes that parameters have.
    fn to_param(&self) -> ParamValue;
}

impl ToParam for ParamValue {
    fn to_param(&self) -> ParamValue {
        self.clone()
    }
}

macro_rules! by_display {
    ($($ty:ty)*) => { $(
        impl ToParam for $ty {
            fn to_param(&self) -> ParamValue {
                ParamValue::Text(self.to_string())
            }
        }
    )* };
}
by_display!(bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 str String char uuid::Uuid);
by_display!(Decimal Integer Float Double DateTime Date Time GYear GYearMonth GMonth GMonthDay GDay Duration Rfc1123 UnixTime Base64 Base64Url Hex);

macro_rules! finite {
    ($($ty:ty)*) => { $(
        impl ToParam for $ty {
            fn to_param(&self) -> ParamValue {
                match self.is_finite() {
                    true => ParamValue::Text(self.to_string()),
                    false => ParamValue::Invalid(format!("{self} is no number that can be sent")),
                }
            }
        }
    )* };
}
finite!(f32 f64);

impl ToParam for time::OffsetDateTime {
    fn to_param(&self) -> ParamValue {
        // Beyond the years of RFC 3339 the crate's own form says at least what was meant.
        ParamValue::Text(rfc3339::format_date_time(self).unwrap_or_else(|_| self.to_string()))
    }
}

impl ToParam for time::Date {
    fn to_param(&self) -> ParamValue {
        ParamValue::Text(rfc3339::format_date(self).unwrap_or_else(|_| self.to_string()))
    }
}

impl ToParam for time::Time {
    fn to_param(&self) -> ParamValue {
        ParamValue::Text(rfc3339::format_time(self).unwrap_or_else(|_| self.to_string()))
    }
}

impl ToParam for () {
    /// Nothing in it: an empty text.
    fn to_param(&self) -> ParamValue {
        ParamValue::Text(String::new())
    }
}

impl<T: ToParam> ToParam for Option<T> {
    fn to_param(&self) -> ParamValue {
        self.as_ref().map_or(ParamValue::Absent, ToParam::to_param)
    }
}

impl<T: ToParam + ?Sized> ToParam for &T {
    fn to_param(&self) -> ParamValue {
        (**self).to_param()
    }
}

impl<T: ToParam + ?Sized> ToParam for Box<T> {
    fn to_param(&self) -> ParamValue {
        (**self).to_param()
    }
}

impl<T: ToParam + ?Sized> ToParam for std::sync::Arc<T> {
    fn to_param(&self) -> ParamValue {
        (**self).to_param()
    }
}

impl<T: ToParam> ToParam for [T] {
    fn to_param(&self) -> ParamValue {
        ParamValue::List(self.iter().map(ToParam::to_param).collect())
    }
}

impl<T: ToParam> ToParam for Vec<T> {
    fn to_param(&self) -> ParamValue {
        self.as_slice().to_param()
    }
}

impl<T: ToParam> ToParam for IndexMap<String, T> {
    fn to_param(&self) -> ParamValue {
        ParamValue::Object(self.iter().map(|(name, value)| (name.clone(), value.to_param())).collect())
    }
}

impl ToParam for serde_json::Value {
    fn to_param(&self) -> ParamValue {
        use serde_json::Value;
        match self {
            Value::Null => ParamValue::Absent,
            Value::Bool(value) => value.to_param(),
            Value::Number(number) => ParamValue::Text(number.to_string()),
            Value::String(text) => text.to_param(),
            Value::Array(items) => items.to_param(),
            Value::Object(members) => {
                ParamValue::Object(members.iter().map(|(name, value)| (name.clone(), value.to_param())).collect())
            }
        }
    }
}

/// The JSON text of a value as the parameter ([`Style::Json`]; `content: application/json`).
#[derive(Clone, Copy, Debug)]
pub struct AsJson<'a, T>(pub &'a T);

impl<T: super::json::Json> ToParam for AsJson<'_, T> {
    fn to_param(&self) -> ParamValue {
        super::json::to_string(self.0).map_or_else(|error| ParamValue::Invalid(error.to_string()), ParamValue::Text)
    }
}

/// A list of lists, each of which is one text with this character between its items (2.0's `collectionFormat` of `items`,
/// repeated values of a list type of XML Schema). Empty ones are left out.
pub fn joined<const BETWEEN: char>(value: &impl ToParam) -> ParamValue {
    let join = |item| match item {
        ParamValue::List(items) => {
            let mut texts = Vec::new();
            for item in items {
                match item {
                    ParamValue::Absent => {}
                    ParamValue::Text(text) if !text.contains(BETWEEN) => texts.push(text),
                    ParamValue::Text(_) => {
                        return ParamValue::Invalid("an item holds the character between items".to_owned());
                    }
                    other => return other,
                }
            }
            if texts.is_empty() { ParamValue::Absent } else { ParamValue::Text(texts.join(&BETWEEN.to_string())) }
        }
        other => other,
    };
    match value.to_param() {
        ParamValue::List(items) => ParamValue::List(items.into_iter().map(join).collect()),
        other => other,
    }
}

/// A value as a parameter by the shape of its JSON form: a record as an object, a union as what it is.
pub fn from_json<T: super::json::Json>(value: &T) -> ParamValue {
    let raw = serde_json::value::to_raw_value(&super::json::Wire(value));
    raw.and_then(|raw| by_its_text(&raw)).unwrap_or_else(|error| ParamValue::Invalid(error.to_string()))
}

/// Numbers keep the text that JSON has for them: a tree of values would hold a 32-bit float as what it is in 64 bits, and
/// round what has more.
fn by_its_text(raw: &RawValue) -> Result<ParamValue, serde_json::Error> {
    let text = raw.get();
    Ok(match text.as_bytes().first() {
        Some(b'{') => {
            let members: IndexMap<String, Box<RawValue>> = serde_json::from_str(text)?;
            let members = members.into_iter().map(|(name, value)| Ok((name, by_its_text(&value)?)));
            ParamValue::Object(members.collect::<Result<_, serde_json::Error>>()?)
        }
        Some(b'[') => {
            let items: Vec<Box<RawValue>> = serde_json::from_str(text)?;
            ParamValue::List(items.iter().map(|item| by_its_text(item)).collect::<Result<_, _>>()?)
        }
        Some(b'"') => serde_json::from_str::<String>(text)?.to_param(),
        Some(b'n') => ParamValue::Absent,
        _ => ParamValue::Text(text.to_owned()),
    })
}

/// Lets records and unions be parameters, by way of their JSON form.
#[allow(unused_macros)]
macro_rules! to_param_by_json {
    ($($name:ident),* $(,)?) => { $(
        impl runtime::param::ToParam for $name {
            fn to_param(&self) -> runtime::param::ParamValue {
                runtime::param::from_json(self)
            }
        }
    )* };
}
#[allow(unused_imports)]
pub(crate) use to_param_by_json;
