//! A stand-in until the parameter styles are merged.

use percent_encoding::utf8_percent_encode;

use super::request_builder::UNRESERVED;

/// The value of a parameter.
#[derive(Clone, Debug, PartialEq)]
pub enum ParamValue {
    /// Left out.
    Absent,
    /// A text.
    Text(String),
    /// A list.
    List(Vec<ParamValue>),
    /// An object.
    Object(Vec<(String, ParamValue)>),
}

/// The style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// simple
    Simple,
    /// form
    Form,
}

/// A value that can be a parameter.
pub trait ToParam {
    /// The value.
    fn to_param(&self) -> ParamValue;
}

macro_rules! by_display { ($($ty:ty)*) => { $(impl ToParam for $ty { fn to_param(&self) -> ParamValue { ParamValue::Text(self.to_string()) } })* } }
by_display! { String str bool i32 i64 uuid::Uuid }

impl<T: ToParam> ToParam for Option<T> {
    fn to_param(&self) -> ParamValue {
        self.as_ref().map_or(ParamValue::Absent, T::to_param)
    }
}

/// A parameter that cannot be sent.
#[derive(Debug)]
pub struct ParamError(String);

impl std::fmt::Display for ParamError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A path parameter.
pub fn encode_path(name: &str, value: &ParamValue, _: Style, _: bool) -> Result<String, ParamError> {
    match value {
        ParamValue::Text(text) => Ok(utf8_percent_encode(text, UNRESERVED).to_string()),
        _ => Err(ParamError(format!("{name} is no text"))),
    }
}

/// Query parameters.
pub fn encode_query(name: &str, value: &ParamValue, _: Style, _: bool, _: bool) -> Result<Vec<String>, ParamError> {
    match value {
        ParamValue::Text(text) => Ok(vec![format!("{name}={}", utf8_percent_encode(text, UNRESERVED))]),
        _ => Ok(Vec::new()),
    }
}

/// A header.
pub fn encode_header(_: &str, value: &ParamValue, _: bool) -> Result<Option<String>, ParamError> {
    match value {
        ParamValue::Text(text) => Ok(Some(text.clone())),
        _ => Ok(None),
    }
}

/// A cookie.
pub fn encode_cookie(name: &str, value: &ParamValue, _: bool) -> Result<Vec<String>, ParamError> {
    match value {
        ParamValue::Text(text) => Ok(vec![format!("{name}={text}")]),
        _ => Ok(Vec::new()),
    }
}
