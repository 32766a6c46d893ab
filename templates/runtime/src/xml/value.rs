//! JSON values in XML, where a description says nothing of a value but that there is one.
//!
//! An element without attributes and children is a string; any other is an object whose members are its children by
//! name, those of one name in a list. Attributes are members with `@` before their names, text beside members is the
//! member `#text`, and an element that is marked as having no value (`xsi:nil`) is `null`. XML does not tell strings from
//! numbers and booleans, nor a list of one item from the item; namespaces are not kept.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::XSI;
use super::content::{FromXml, ToXml};
use super::error::{Error, TextError};
use super::reader::{Reader, TextMode};
use super::scope::{AROUND, Scope, WriteScope};
use super::text::XmlText;
use super::writer::Writer;

/// The member that is the text beside other members.
const TEXT: &str = "#text";

impl FromXml for Value {
    fn from_xml(reader: &mut Reader<'_>) -> Result<Self, Error> {
        if reader.is_nil() {
            reader.pass_nil()?;
            return Ok(Value::Null);
        }
        let mut members: Map<String, Value> = Map::new();
        let mut text = String::new();
        while reader.next(TextMode::Part)? {
            if reader.at_attribute() {
                if reader.namespace() != XSI {
                    members.insert(format!("@{}", reader.local()), Value::String(reader.text().to_owned()));
                }
            } else if reader.at_text() {
                text.push_str(reader.text());
            } else {
                let name = reader.local().to_owned();
                let mut slot = members.get_mut(&name).map(Value::take);
                Value::gather(&mut slot, reader)?;
                members.insert(name, slot.unwrap_or_default());
            }
        }
        if members.is_empty() {
            return Ok(Value::String(text));
        }
        if !text.trim().is_empty() {
            members.insert(TEXT.to_owned(), Value::String(text));
        }
        Ok(Value::Object(members))
    }

    fn gather(slot: &mut Option<Self>, reader: &mut Reader<'_>) -> Result<(), Error> {
        let value = Value::from_xml(reader)?;
        *slot = Some(match slot.take() {
            None => value,
            // An element by itself is never read as a list.
            Some(Value::Array(mut items)) => {
                items.push(value);
                Value::Array(items)
            }
            Some(first) => Value::Array(vec![first, value]),
        });
        Ok(())
    }
}

impl ToXml for Value {
    fn to_xml(&self, writer: &mut Writer<'_>) -> Result<(), Error> {
        match self {
            Value::Null => writer.attribute(XSI, "nil", "true"),
            Value::Array(items) => Value::list_to_xml(items, writer),
            Value::Object(members) => {
                for (name, value) in members {
                    if let Some(name) = name.strip_prefix('@') {
                        writer.attribute_value("", name, value)?;
                    }
                }
                for (name, value) in members {
                    match name.as_str() {
                        TEXT => writer.value(value)?,
                        name if name.starts_with('@') => {}
                        name => value.spread(writer, AROUND, name)?,
                    }
                }
                Ok(())
            }
            scalar => writer.value(scalar),
        }
    }

    fn spread(&self, writer: &mut Writer<'_>, ns: &str, name: &str) -> Result<(), Error> {
        match self {
            Value::Array(items) => items.iter().try_for_each(|item| writer.element(ns, name, item)),
            _ => writer.element(ns, name, self),
        }
    }
}

impl XmlText for Value {
    fn from_text(text: &str, _: &Scope<'_>) -> Result<Self, TextError> {
        Ok(Value::String(text.to_owned()))
    }
    fn to_text(&self, _: &mut WriteScope<'_>) -> Result<Cow<'_, str>, TextError> {
        match self {
            Value::String(text) => Ok(text.into()),
            Value::Bool(value) => Ok(if *value { "true" } else { "false" }.into()),
            Value::Number(number) => Ok(number.to_string().into()),
            Value::Null => Ok("".into()),
            Value::Array(_) | Value::Object(_) => Err(TextError::new("a list or an object has no text of its own")),
        }
    }
}
