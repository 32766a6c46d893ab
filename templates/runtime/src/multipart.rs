//! Multipart bodies (RFC 2046, 5.1; RFC 7578).

use std::fmt::Write as _;

use percent_encoding::percent_decode_str;
use serde_json::value::RawValue;
use uuid::Uuid;

use super::form::{self, Field, Members};
use super::headers::{is_token_byte, parameter};
use super::json::{self, Json};
use super::param::{self, ParamValue, Style};
use super::upload::Upload;

/// The parts of a body, in order.
///
/// A value without parts of its own is a part of text, an object a part of JSON; of a list, each item is a part of the same name; `null`
/// and absent values are none (OpenAPI 3.0.4, 4.7.15). What is wrong comes out when the request is finished.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Multipart {
    parts: Vec<Part>,
    /// Header fields for the parts of the next field.
    headers: String,
    error: Option<String>,
}

#[derive(Clone, Debug, PartialEq)]
struct Part {
    name: String,
    /// Whether it has the name of a file, unless the caller said otherwise.
    file: bool,
    /// The fields of its head but for its place in the whole.
    head: String,
    /// Its type without parameters; what says nothing is text (RFC 2046, 5.1).
    kind: String,
    content: Upload,
}

/// Files of a field: one, none or several.
pub trait Files {
    /// Gives each of them, in order.
    fn each(&self, take: &mut dyn FnMut(&Upload));
}

impl Files for Upload {
    fn each(&self, take: &mut dyn FnMut(&Upload)) {
        take(self);
    }
}

impl<T: Files> Files for Option<T> {
    fn each(&self, take: &mut dyn FnMut(&Upload)) {
        self.iter().for_each(|files| files.each(take));
    }
}

impl<T: Files> Files for Vec<T> {
    fn each(&self, take: &mut dyn FnMut(&Upload)) {
        self.iter().for_each(|files| files.each(take));
    }
}

impl<T: Files> Files for Box<T> {
    fn each(&self, take: &mut dyn FnMut(&Upload)) {
        (**self).each(take);
    }
}

impl Multipart {
    /// No parts.
    pub fn new() -> Self {
        Multipart::default()
    }

    /// A header field on the part, or the parts, of the field that is added next.
    pub fn header(&mut self, name: &str, value: &str) {
        if name.is_empty() || !name.bytes().all(is_token_byte) || value.chars().any(|c| c.is_control() && c != '\t') {
            self.fail(format!("the header `{name}` of a part cannot be sent"));
            return;
        }
        // Writing to a text cannot fail.
        _ = write!(self.headers, "{name}: {value}\r\n");
    }

    /// The files of a field. The media type holds for those that have none of their own; for `""` it is `application/octet-stream`.
    pub fn files<T: Files + ?Sized>(&mut self, name: &str, media_type: &str, files: &T) {
        let headers = std::mem::take(&mut self.headers);
        let usual = if is_concrete(media_type) { media_type } else { "application/octet-stream" };
        files.each(&mut |file| {
            let media_type = file.media_type().unwrap_or(usual);
            self.headers.clone_from(&headers);
            for (name, value) in file.headers() {
                self.header(name, value);
            }
            let headers = std::mem::take(&mut self.headers);
            self.part(name, true, media_type, &headers, file.clone());
        });
    }

    /// A value. For the media type `""` it is as the value asks for; of JSON, each item is JSON.
    pub fn field<T: Json>(&mut self, name: &str, media_type: &str, value: &T) {
        match raw(value) {
            Ok(raw) => self.raw(name, media_type, &raw),
            Err(error) => self.fail(format!("the field `{name}` cannot be written: {error}")),
        }
    }

    /// Texts that are written already, each as a part of the field.
    pub fn texts<E: std::fmt::Display>(
        &mut self,
        name: &str,
        media_type: &str,
        texts: impl IntoIterator<Item = Result<Vec<u8>, E>>,
    ) {
        let headers = std::mem::take(&mut self.headers);
        for text in texts {
            match text {
                Ok(text) => self.part(name, false, media_type, &headers, text.into()),
                Err(error) => self.fail(format!("the field `{name}` cannot be written: {error}")),
            }
        }
    }

    /// A value laid out as a parameter of this style is, but not percent-encoded.
    pub fn styled<T: Json>(&mut self, name: &str, style: Style, explode: bool, value: &T) {
        let headers = std::mem::take(&mut self.headers);
        let raw = match raw(value) {
            Ok(raw) => raw,
            Err(error) => return self.fail(format!("the field `{name}` cannot be written: {error}")),
        };
        let value = form::value(&raw);
        // Nothing is percent-encoded here, so that nothing would tell an item's comma from the one behind it.
        if let Some(separator) = separator(style).filter(|separator| !explode && holds(&value, *separator)) {
            return self.fail(format!("the field `{name}`: a value holds `{separator}`, which stands between values"));
        }
        match param::encode_query(name, &value, style, explode, false) {
            Ok(pairs) => {
                for (name, value) in pairs.iter().filter_map(|pair| pair.split_once('=')) {
                    let plain = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
                    self.part(&plain(name), false, "", &headers, Upload::from(plain(value)));
                }
            }
            Err(error) => self.fail(format!("the field `{name}`: {error}")),
        }
    }

    /// Says which fields come under names that the caller chooses. One that is called as one of those that are described would
    /// be there twice, and is an error.
    pub fn others<'n>(&mut self, described: &[&str], names: impl IntoIterator<Item = &'n String>) {
        if let Some(name) = names.into_iter().find(|name| described.contains(&name.as_str())) {
            self.fail(format!("the field `{name}` is one that is described, and cannot be among the others"));
        }
    }

    /// The members of an object, each as a field.
    pub fn members<T: Json>(&mut self, value: &T) {
        match form::members(value) {
            Ok(members) => self.all(&members),
            Err(error) => self.fail(format!("the body is no object: {error}")),
        }
    }

    fn all(&mut self, members: &Members) {
        for (name, value) in members {
            self.raw(name, "", value);
        }
    }

    fn raw(&mut self, name: &str, media_type: &str, value: &RawValue) {
        let headers = std::mem::take(&mut self.headers);
        if is_json(media_type) {
            for text in form::json_texts(value) {
                self.part(name, false, media_type, &headers, text.into());
            }
            return;
        }
        let media_type = if is_concrete(media_type) { media_type } else { "" };
        let mut left = vec![form::field(value)];
        while let Some(field) = left.pop() {
            match field {
                Field::Absent => {}
                Field::Text(text) => self.part(name, false, media_type, &headers, text.into()),
                Field::Json(text) => {
                    let media_type = if media_type.is_empty() { "application/json" } else { media_type };
                    self.part(name, false, media_type, &headers, text.into());
                }
                Field::List(items) => left.extend(items.into_iter().rev()),
            }
        }
    }

    /// RFC 7578, 4.4: a part without a type is text.
    fn part(&mut self, name: &str, file: bool, media_type: &str, headers: &str, content: Upload) {
        if media_type.chars().any(char::is_control) {
            return self.fail(format!("the media type of the part `{name}` cannot be sent"));
        }
        let mut head = String::new();
        if !media_type.is_empty() {
            _ = write!(head, "Content-Type: {media_type}\r\n");
        }
        head.push_str(headers);
        head.push_str("\r\n");
        let kind = media_type.split(';').next().unwrap_or_default().trim();
        let kind = if kind.is_empty() { "text/plain" } else { kind }.to_owned();
        self.parts.push(Part { name: name.to_owned(), file, head, kind, content });
    }

    fn fail(&mut self, message: String) {
        self.error.get_or_insert(message);
    }

    /// The whole body of a media type, and that media type with its boundary.
    ///
    /// # Errors
    /// What was wrong with a part, or with the boundary that was asked for.
    pub(crate) fn finish(self, media_type: &str, boundary: Option<&str>) -> Result<(Upload, String), String> {
        if let Some(error) = self.error {
            return Err(error);
        }
        let boundary = match boundary {
            Some(given) => checked(given, &self.parts)?.to_owned(),
            None => format!("part-{}", Uuid::new_v4().simple()),
        };
        let related = is_related(media_type);
        let root = self.parts.first().filter(|_| related && parameter(media_type, "type").is_none());
        let kind = |root: &Part| root.kind.replace('\\', "\\\\").replace('"', "\\\"");
        let root = root.map(|root| format!("; type=\"{}\"", kind(root))).unwrap_or_default();
        let media_type = format!("{media_type}{root}; boundary={boundary}");
        let mut pieces = Vec::new();
        let mut text = Vec::new();
        for part in self.parts {
            // Parts that belong together are no fields of a form (RFC 2387, 3).
            let disposition = part.disposition(if related { "" } else { &part.name });
            text.extend_from_slice(format!("--{boundary}\r\n{disposition}{}", part.head).as_bytes());
            match part.content.bytes() {
                Some(bytes) => text.extend_from_slice(bytes),
                None => {
                    pieces.push(Upload::new(std::mem::take(&mut text)));
                    pieces.push(part.content);
                }
            }
            text.extend_from_slice(b"\r\n");
        }
        text.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
        let last = Upload::new(text);
        let body = if pieces.is_empty() {
            last
        } else {
            pieces.push(last);
            Upload::joined(pieces)
        };
        Ok((body, media_type))
    }
}

impl Part {
    /// Where the part belongs under a name (RFC 7578, 4.2). One without a name, as other bodies than forms have them, says
    /// nothing of that, and of a file that it is one (RFC 2183, 2.2).
    fn disposition(&self, name: &str) -> String {
        let name = Some(name).filter(|name| !name.is_empty());
        let file_name = self.content.name_for(name.unwrap_or_default()).filter(|_| self.file);
        let file_name = file_name.filter(|file_name| !file_name.is_empty());
        if name.is_none() && file_name.is_none() {
            return String::new();
        }
        let mut text = format!("Content-Disposition: {}", if name.is_none() { "attachment" } else { "form-data" });
        for (key, value) in [("name", name), ("filename", file_name)] {
            if let Some(value) = value {
                // Writing to a text cannot fail.
                _ = write!(text, "; {key}=\"{}\"", quoted(value));
            }
        }
        text.push_str("\r\n");
        text
    }
}

/// RFC 2046, 5.1.1: up to 70 characters, and none of them needs quotes here.
fn checked<'a>(boundary: &'a str, parts: &[Part]) -> Result<&'a str, String> {
    let good = (1..=70).contains(&boundary.len()) && boundary.bytes().all(is_token_byte);
    if !good {
        return Err(format!("{boundary:?} cannot be the boundary of a multipart body"));
    }
    let mark = format!("--{boundary}");
    let holds = |bytes: &bytes::Bytes| bytes.windows(mark.len()).any(|window| window == mark.as_bytes());
    match parts.iter().any(|part| part.content.bytes().is_some_and(holds)) {
        true => Err(format!("a part has the boundary {boundary:?} in it")),
        false => Ok(boundary),
    }
}

/// Parts that belong to the first of them, whose type has to be said (RFC 2387, 3.1).
fn is_related(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("multipart/related")
}

/// Names and file names as browsers write them (WHATWG HTML, "multipart/form-data encoding algorithm").
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

fn raw<T: Json>(value: &T) -> Result<Box<RawValue>, serde_json::Error> {
    let text = json::to_string(value)?;
    RawValue::from_string(text)
}

fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json")
}

/// Whether a media type can be sent: a range (`image/*`) says only what may be.
pub(crate) fn is_concrete(media_type: &str) -> bool {
    !media_type.is_empty() && !media_type.contains('*')
}

/// What stands between the values of a list in a style.
fn separator(style: Style) -> Option<char> {
    match style {
        Style::DeepObject => None,
        Style::SpaceDelimited => Some(' '),
        Style::PipeDelimited => Some('|'),
        Style::TabDelimited => Some('\t'),
        _ => Some(','),
    }
}

/// Whether a value within another one holds a character.
fn holds(value: &ParamValue, character: char) -> bool {
    let holds = |part: &ParamValue| matches!(part, ParamValue::Text(text) if text.contains(character));
    match value {
        ParamValue::List(items) => items.iter().any(holds),
        ParamValue::Object(members) => members.iter().any(|(_, value)| holds(value)),
        ParamValue::Absent | ParamValue::Text(_) | ParamValue::Invalid(_) => false,
    }
}
