//! Forms: the members of a JSON object as pairs of names and values (OpenAPI 3.0.4, 4.7.14.4 and 4.7.15; WHATWG URL, 5).
//!
//! A value goes by way of its JSON text, so that numbers of any size stay as they are.

use indexmap::IndexMap;
use serde_json::value::RawValue;

use super::json::{self, Json};
use super::param::{self, ParamError, ParamValue, Style};

/// How one field is written, where it is not as usual: its name, style, `explode` and `allowReserved`.
pub type FieldStyle = (&'static str, Style, bool, bool);

/// The members of a value's JSON object, in order.
pub(crate) type Members = IndexMap<String, Box<RawValue>>;

/// The members of a value.
///
/// # Errors
/// The value cannot be written as JSON, or is no object.
pub(crate) fn members<T: Json>(value: &T) -> Result<Members, serde_json::Error> {
    let text = json::to_vec(value)?;
    serde_json::from_slice(&text)
}

/// A member as it is written: a `null` is left out, as an undefined variable is (RFC 6570, 2.3).
pub(crate) enum Field {
    /// No value.
    Absent,
    /// A value without parts.
    Text(String),
    /// An object, or a list inside of a list, as JSON.
    Json(String),
    /// The items of a list.
    List(Vec<Field>),
}

/// How a member is written when nothing else is said: text as it is, objects as JSON, lists item by item
/// (OpenAPI 3.0.4, 4.7.15.1.1).
pub(crate) fn field(raw: &RawValue) -> Field {
    let text = raw.get();
    match text.as_bytes().first() {
        Some(b'n') => Field::Absent,
        Some(b'{') => Field::Json(text.to_owned()),
        Some(b'"') => Field::Text(serde_json::from_str(text).unwrap_or_else(|_| text.to_owned())),
        Some(b'[') => {
            let items: Vec<Box<RawValue>> = serde_json::from_str(text).unwrap_or_default();
            let items = items.iter().map(|item| match field(item) {
                Field::List(_) => Field::Json(item.get().to_owned()),
                other => other,
            });
            Field::List(items.collect())
        }
        _ => Field::Text(number(text)),
    }
}

/// A whole number that JSON writes as a float has no `.0` in text.
fn number(text: &str) -> String {
    text.strip_suffix(".0").unwrap_or(text).to_owned()
}

/// A member as the styles of parameters take it.
pub(crate) fn value(raw: &RawValue) -> ParamValue {
    let text = raw.get();
    match text.as_bytes().first() {
        Some(b'n') => ParamValue::Absent,
        Some(b'{') => {
            let members: Members = serde_json::from_str(text).unwrap_or_default();
            ParamValue::Object(members.iter().map(|(name, member)| (name.clone(), value(member))).collect())
        }
        Some(b'[') => {
            let items: Vec<Box<RawValue>> = serde_json::from_str(text).unwrap_or_default();
            ParamValue::List(items.iter().map(|item| value(item)).collect())
        }
        Some(b'"') => ParamValue::Text(serde_json::from_str(text).unwrap_or_else(|_| text.to_owned())),
        _ => ParamValue::Text(number(text)),
    }
}

/// The texts of a field that is written as JSON whatever it is: one, or one for each item of a list.
pub(crate) fn json_texts(raw: &RawValue) -> Vec<String> {
    match raw.get().as_bytes().first() {
        Some(b'n') => Vec::new(),
        Some(b'[') => {
            let items: Vec<Box<RawValue>> = serde_json::from_str(raw.get()).unwrap_or_default();
            items.iter().map(|item| item.get().to_owned()).collect()
        }
        _ => vec![raw.get().to_owned()],
    }
}

/// The pairs `name=value` of all members in a body, percent-encoded as forms are, with `+` for a blank (WHATWG URL, 5.2;
/// OpenAPI 3.1.2, 4.8.15.2).
///
/// # Errors
/// A value that its style has no form for.
pub(crate) fn pairs(members: &Members, styles: &[FieldStyle]) -> Result<Vec<String>, ParamError> {
    let encoded = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
    pairs_by(members, styles, |name, text| format!("{}={}", encoded(name), encoded(text)))
}

/// What a parameter that is the whole query is written as (OpenAPI 3.2, `in: querystring`), given as its JSON text: that text,
/// or as a form the pairs of its members, percent-encoded as other queries are. Any other text is itself the query. Its own
/// name is not sent.
///
/// # Errors
/// A value without a form: what is no object, a member that its style has no form for.
pub(crate) fn query_string(
    name: &str,
    value: &ParamValue,
    style: Style,
    reserved: bool,
    fields: &[FieldStyle],
) -> Result<Vec<String>, ParamError> {
    let no_form = |what| Err(ParamError::NoForm { name: name.to_owned(), what });
    match value {
        ParamValue::Absent => Ok(Vec::new()),
        ParamValue::Invalid(why) => Err(ParamError::Invalid { name: name.to_owned(), why: why.clone() }),
        ParamValue::List(_) | ParamValue::Object(_) => no_form("a value that is no text"),
        ParamValue::Text(text) if style == Style::Form => match serde_json::from_str::<Option<Members>>(text) {
            Ok(members) => pairs_by(&members.unwrap_or_default(), fields, |name, text| {
                format!("{}={}", param::escape_name(name), param::escape(text))
            }),
            Err(_) => no_form("a value that is no object"),
        },
        ParamValue::Text(text) if reserved => Ok(vec![param::escape_reserved(text)]),
        ParamValue::Text(text) => Ok(vec![param::escape(text)]),
    }
}

fn pairs_by(
    members: &Members,
    styles: &[FieldStyle],
    pair: impl Fn(&str, &str) -> String,
) -> Result<Vec<String>, ParamError> {
    let mut pairs = Vec::new();
    for (name, raw) in members {
        let mut put = |text: &str| pairs.push(pair(name, text));
        match styles.iter().find(|(field, ..)| field == name) {
            Some((_, Style::Json, ..)) => json_texts(raw).iter().for_each(|text| put(text)),
            Some(&(_, style, explode, reserved)) => {
                pairs.extend(param::encode_query(name, &value(raw), style, explode, reserved)?);
            }
            None => texts(field(raw)).iter().for_each(|text| put(text)),
        }
    }
    Ok(pairs)
}

fn texts(field: Field) -> Vec<String> {
    match field {
        Field::Absent => Vec::new(),
        Field::Text(text) | Field::Json(text) => vec![text],
        Field::List(items) => items.into_iter().flat_map(texts).collect(),
    }
}
