//! Values as text: attributes, simple content and the items of lists (XML Schema Part 2).

use std::borrow::Cow;

pub use super::super::scalar::collapse;
use super::super::scalar::{Space, rfc3339};
use super::error::TextError;
use super::names::is_local_name;
use super::scope::{Declared, Scope, WriteScope};

/// A value with a text form in XML.
pub trait XmlText: Sized {
    /// What XML Schema calls the type, so far as it has names for no other.
    const NAMES: &'static [&'static str] = &[];

    /// Reads the value. White space is as it stands in the document; every type but strings collapses it.
    ///
    /// # Errors
    /// A text that is no such value.
    fn from_text(text: &str, scope: &Scope<'_>) -> Result<Self, TextError>;

    /// The text of the value.
    ///
    /// # Errors
    /// A value that XML has no text for.
    fn to_text(&self, scope: &mut WriteScope<'_>) -> Result<Cow<'_, str>, TextError>;

    /// Whether the schema knows the value: an open enumeration takes others too, but not before the other types of a union.
    fn is_known(&self) -> bool {
        true
    }

    /// What white space in a text counted for that the value was read from (XML Schema Part 2, 4.3.6); in a union that is
    /// a matter of the member that the value is of.
    fn space(&self) -> Space {
        Space::Collapse
    }
}

/// The text of a value that stands nowhere: names have the prefixes that they wish for; empty, where XML has no text for it.
pub fn text_alone<T: XmlText>(value: &T) -> Cow<'_, str> {
    value.to_text(&mut WriteScope(&mut Declared::default())).unwrap_or_default()
}

/// Lets a type with a text form be the content of an element.
#[allow(unused_macros)]
macro_rules! text_content {
    ($($name:ty),* $(,)?) => { $(
        impl runtime::xml::FromXml for $name {
            fn from_xml(reader: &mut runtime::xml::Reader<'_>) -> Result<Self, runtime::xml::Error> {
                reader.simple()
            }
            fn list_from_xml(reader: &mut runtime::xml::Reader<'_>) -> Result<Vec<Self>, runtime::xml::Error> {
                reader.simple()
            }
        }
        impl runtime::xml::ToXml for $name {
            fn to_xml(&self, writer: &mut runtime::xml::Writer<'_>) -> Result<(), runtime::xml::Error> {
                writer.value(self)
            }
            fn list_to_xml(items: &[Self], writer: &mut runtime::xml::Writer<'_>) -> Result<(), runtime::xml::Error> {
                writer.values(items)
            }
        }
    )* };
}
#[allow(unused_imports)]
pub(crate) use text_content;

impl XmlText for String {
    const NAMES: &'static [&'static str] = &["string"];
    fn from_text(text: &str, _: &Scope<'_>) -> Result<Self, TextError> {
        Ok(text.to_owned())
    }
    fn to_text(&self, _: &mut WriteScope<'_>) -> Result<Cow<'_, str>, TextError> {
        Ok(self.into())
    }
    fn space(&self) -> Space {
        Space::Preserve
    }
}

impl XmlText for bool {
    const NAMES: &'static [&'static str] = &["boolean"];
    fn from_text(text: &str, _: &Scope<'_>) -> Result<Self, TextError> {
        match collapse(text).as_ref() {
            "true" | "1" => Ok(true),
            "false" | "0" => Ok(false),
            // .NET writes booleans so where it forgets to ask for XML's.
            "True" => Ok(true),
            "False" => Ok(false),
            other => Err(expected("a boolean", other)),
        }
    }
    fn to_text(&self, _: &mut WriteScope<'_>) -> Result<Cow<'_, str>, TextError> {
        Ok(if *self { "true" } else { "false" }.into())
    }
}

macro_rules! whole {
    ($($ty:ident $($name:literal)?;)*) => { $(
        impl XmlText for $ty {
            const NAMES: &'static [&'static str] = &[$($name)?];
            fn from_text(text: &str, _: &Scope<'_>) -> Result<Self, TextError> {
                let text = collapse(text);
                // `-0` is a value of the unsigned types too.
                let digits = text.strip_prefix('-').filter(|digits| digits.bytes().all(|byte| byte == b'0'));
                digits.unwrap_or(&text).parse().map_err(|_| {
                    expected(concat!("a whole number (", stringify!($ty), ")"), &text)
                })
            }
            fn to_text(&self, _: &mut WriteScope<'_>) -> Result<Cow<'_, str>, TextError> {
                Ok(self.to_string().into())
            }
        }
    )* };
}
whole! {
    i8 "byte"; i16 "short"; i32 "int"; i64 "long"; i128;
    u8 "unsignedByte"; u16 "unsignedShort"; u32 "unsignedInt"; u64 "unsignedLong"; u128;
}

macro_rules! float {
    ($($ty:ident)*) => { $(
        impl XmlText for $ty {
            fn from_text(text: &str, _: &Scope<'_>) -> Result<Self, TextError> {
                match collapse(text).as_ref() {
                    "INF" | "+INF" => Ok($ty::INFINITY),
                    "-INF" => Ok($ty::NEG_INFINITY),
                    "NaN" => Ok($ty::NAN),
                    // Rust reads words that XML Schema does not have: `inf`, `infinity`, `nan`.
                    text if text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E')) => {
                        text.parse().map_err(|_| expected("a number", text))
                    }
                    text => Err(expected("a number", text)),
                }
            }
            fn to_text(&self, _: &mut WriteScope<'_>) -> Result<Cow<'_, str>, TextError> {
                Ok(match *self {
                    $ty::INFINITY => "INF".into(),
                    $ty::NEG_INFINITY => "-INF".into(),
                    value if value.is_nan() => "NaN".into(),
                    value => {
                        let text = format!("{value:?}");
                        // Rust marks a float by `.0`; a number that is whole is written as one.
                        text.strip_suffix(".0").map(str::to_owned).unwrap_or(text).into()
                    }
                })
            }
        }
    )* };
}
float!(f32 f64);

macro_rules! by_functions {
    ($($ty:ty: $read:path, $write:path;)*) => { $(
        impl XmlText for $ty {
            fn from_text(text: &str, _: &Scope<'_>) -> Result<Self, TextError> {
                $read(&collapse(text)).map_err(|error| TextError::new(error.to_string()))
            }
            fn to_text(&self, _: &mut WriteScope<'_>) -> Result<Cow<'_, str>, TextError> {
                $write(self).map(Cow::from).map_err(|error| TextError::new(error.to_string()))
            }
        }
    )* };
}
by_functions! {
    time::OffsetDateTime: rfc3339::parse_date_time, rfc3339::format_date_time;
    time::Date: rfc3339::parse_date, rfc3339::format_date;
    time::Time: rfc3339::parse_time, rfc3339::format_time;
    uuid::Uuid: uuid::Uuid::parse_str, uuid_text;
}

fn uuid_text(value: &uuid::Uuid) -> Result<String, std::convert::Infallible> {
    Ok(value.to_string())
}

/// A list of values, separated by white space (XML Schema Part 2, 2.5.1.2).
impl<T: XmlText> XmlText for Vec<T> {
    fn from_text(text: &str, scope: &Scope<'_>) -> Result<Self, TextError> {
        text.split([' ', '\t', '\n', '\r'])
            .filter(|item| !item.is_empty())
            .map(|item| T::from_text(item, scope))
            .collect()
    }
    fn to_text(&self, scope: &mut WriteScope<'_>) -> Result<Cow<'_, str>, TextError> {
        list_text(self, scope).map(Cow::Owned)
    }
    fn is_known(&self) -> bool {
        self.iter().all(T::is_known)
    }
}

/// The texts of a list, with blanks between them.
pub(super) fn list_text<T: XmlText>(items: &[T], scope: &mut WriteScope<'_>) -> Result<String, TextError> {
    let mut text = String::new();
    for item in items {
        let item = item.to_text(scope)?;
        if item.is_empty() || item.contains([' ', '\t', '\n', '\r']) {
            return Err(TextError::new("an item of a list is empty or holds white space, which separates items"));
        }
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(&item);
    }
    Ok(text)
}

/// A name with a namespace, as a value: the namespace is what counts, the prefix is only how it was written.
#[derive(Clone, Debug, Default)]
pub struct QName {
    /// The namespace; `""` for none.
    pub namespace: String,
    /// The local name.
    pub local: String,
    /// The prefix to write, where it is free; `""` for none, where the namespace can be the default one.
    pub prefix: Option<String>,
}

impl PartialEq for QName {
    fn eq(&self, other: &Self) -> bool {
        self.namespace == other.namespace && self.local == other.local
    }
}
impl Eq for QName {}
impl std::hash::Hash for QName {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (&self.namespace, &self.local).hash(state);
    }
}

/// `{namespace}local`
impl std::fmt::Display for QName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.namespace.as_str() {
            "" => f.write_str(&self.local),
            namespace => write!(f, "{{{namespace}}}{}", self.local),
        }
    }
}

impl XmlText for QName {
    const NAMES: &'static [&'static str] = &["QName"];
    fn from_text(text: &str, scope: &Scope<'_>) -> Result<Self, TextError> {
        let text = collapse(text);
        // How a description says the name that an empty element stands for: no document has such a name.
        if let Some((namespace, local)) = text.strip_prefix('{').and_then(|rest| rest.split_once('}'))
            && is_local_name(local)
        {
            return Ok(QName { namespace: namespace.to_owned(), local: local.to_owned(), prefix: None });
        }
        let (prefix, local) = match text.split_once(':') {
            Some((prefix, local)) => (Some(prefix), local),
            None => (None, text.as_ref()),
        };
        if !is_local_name(local) || prefix.is_some_and(|prefix| !is_local_name(prefix)) {
            return Err(expected("a name with or without a prefix", &text));
        }
        let Some(namespace) = scope.namespace(prefix.unwrap_or("")) else {
            return Err(TextError::new(format!("the prefix of the name `{text}` is not declared")));
        };
        // Without a namespace there is nothing to choose.
        let prefix = prefix.or((!namespace.is_empty()).then_some("")).map(str::to_owned);
        Ok(QName { namespace: namespace.to_owned(), local: local.to_owned(), prefix })
    }
    fn to_text(&self, scope: &mut WriteScope<'_>) -> Result<Cow<'_, str>, TextError> {
        if !is_local_name(&self.local) {
            return Err(TextError::new(format!("{:?} is no local name", self.local)));
        }
        match scope.prefix(&self.namespace, self.prefix.as_deref())?.as_str() {
            "" => Ok((&self.local).into()),
            prefix => Ok(format!("{prefix}:{}", self.local).into()),
        }
    }
}

fn expected(what: &'static str, found: &str) -> TextError {
    super::super::scalar::InvalidText::new(what, found).into()
}
