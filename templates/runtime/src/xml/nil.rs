//! Elements that may be marked as having no value (`xsi:nil`) and have attributes all the same.

use super::XSI;
use super::any::AnyAttribute;
use super::content::{FromXml, ToXml, XmlRoot};
use super::error::Error;
use super::reader::{Reader, TextMode};
use super::scope::PrefixTable;
use super::text::QName;
use super::writer::Writer;

/// A value, or an element that is marked as having none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Nillable<T> {
    /// A value.
    Value(T),
    /// No value; what the element says of itself.
    Nil(Nil),
}

/// What an element without a value says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Nil {
    /// The attributes, in order, without those of `xsi`.
    pub attributes: Vec<AnyAttribute>,
    /// The type that it would have (`xsi:type`).
    pub xsi_type: Option<QName>,
}

impl<T> Nillable<T> {
    /// No value, and no attributes.
    pub fn nil() -> Self {
        Nillable::Nil(Nil::default())
    }

    /// The value, if there is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Nillable::Value(value) => Some(value),
            Nillable::Nil(_) => None,
        }
    }

    /// The value, if there is one.
    pub fn into_value(self) -> Option<T> {
        match self {
            Nillable::Value(value) => Some(value),
            Nillable::Nil(_) => None,
        }
    }
}

impl<T> Default for Nillable<T> {
    fn default() -> Self {
        Nillable::nil()
    }
}

impl<T> From<T> for Nillable<T> {
    fn from(value: T) -> Self {
        Nillable::Value(value)
    }
}

impl<T: XmlRoot> XmlRoot for Nillable<T> {
    const NAMESPACE: &'static str = T::NAMESPACE;
    const NAME: &'static str = T::NAME;
    const PREFIXES: PrefixTable = T::PREFIXES;
}

impl<T: FromXml> FromXml for Nillable<T> {
    fn from_xml(reader: &mut Reader<'_>) -> Result<Self, Error> {
        if !reader.is_nil() {
            return T::from_xml(reader).map(Nillable::Value);
        }
        let mut nil = Nil::default();
        if let Some((namespace, local)) = reader.xsi_type()? {
            let (namespace, local) = (namespace.to_owned(), local.to_owned());
            nil.xsi_type = Some(QName { namespace, local, prefix: None });
        }
        while reader.next(TextMode::Part)? {
            if !reader.at_attribute() {
                reader.no_content()?;
            } else if reader.namespace() != XSI {
                nil.attributes.push(AnyAttribute::read_alone(reader));
            }
        }
        Ok(Nillable::Nil(nil))
    }
}

impl<T: ToXml> ToXml for Nillable<T> {
    fn declarations(&self) -> &[(String, String)] {
        match self {
            Nillable::Value(value) => value.declarations(),
            Nillable::Nil(_) => &[],
        }
    }
    fn to_xml(&self, writer: &mut Writer<'_>) -> Result<(), Error> {
        match self {
            Nillable::Value(value) => value.to_xml(writer),
            Nillable::Nil(nil) => {
                if let Some(name) = &nil.xsi_type {
                    writer.xsi_type(&name.namespace, &name.local)?;
                }
                writer.attribute(XSI, "nil", "true")?;
                nil.attributes.iter().try_for_each(|attribute| attribute.write(writer))
            }
        }
    }
}
