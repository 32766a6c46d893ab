//! The JSON form of what XML has and JSON has not: names with namespaces, elements of any kind, elements marked as nil.

use std::fmt;

use serde::de::{Deserializer, Error as _, Visitor};
use serde::ser::Serializer;
use serde_json::value::RawValue;

use super::super::xml::{AnyAttribute, AnyElement, Nil, Nillable, Node, QName, Scope, XmlText, spelled_out};
use super::{
    Json, MapAccess, Member, Members, Reader, Shape, from_raw, raw, read_record, to_string, words, write_record,
};

/// Reads a value of one of several types of text (`xs:union`) from a JSON string, number or boolean, as it is read from the
/// same text in XML; `None` for a list, an object or `null`. A number with an exponent that would be a text is the number
/// without it, if one of the types has that.
pub fn union_text<T: XmlText + Json, E: serde::de::Error>(raw: &RawValue) -> Option<Result<T, E>> {
    let text = scalar_text(raw)?;
    let value = T::from_text(&text, &Scope::EMPTY);
    if !raw.get().starts_with('"')
        && text.contains(['e', 'E'])
        && !value.as_ref().is_ok_and(is_number)
        && let Some(number) = as_number(&text)
    {
        return Some(Ok(number));
    }
    Some(value.map_err(|error| E::custom(format_args!("{error}"))))
}

/// A JSON number with an exponent as one of a type that has none in XML.
fn as_number<T: XmlText + Json>(number: &str) -> Option<T> {
    let value = T::from_text(&spelled_out(number)?, &Scope::EMPTY).ok()?;
    is_number(&value).then_some(value)
}

/// Whether a value is a number in JSON.
fn is_number<T: Json>(value: &T) -> bool {
    to_string(value).is_ok_and(|text| text.starts_with(|first: char| first == '-' || first.is_ascii_digit()))
}

/// The text of a JSON string, number or boolean.
fn scalar_text(raw: &RawValue) -> Option<String> {
    match raw.get().as_bytes().first()? {
        b'"' => serde_json::from_str(raw.get()).ok(),
        b'{' | b'[' | b'n' => None,
        _ => Some(raw.get().to_owned()),
    }
}

/// Ties an enum to texts of several types (`xs:union`), each in its own JSON form; a text is read as the first that it is
/// in XML: `json::union! { Size { Number(i32), Name(String) } }`.
#[allow(unused_macros)]
macro_rules! union {
    ($name:ident { $($variant:ident ( $ty:ty )),* $(,)? }) => {
        impl runtime::json::Json for $name {
            fn read<'de, D: runtime::json::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let raw = runtime::json::raw(d)?;
                if let Some(value) = runtime::json::union_text(&raw) {
                    return value;
                }
                runtime::json::Tries::new(&raw)
                    .choose(&[$(|tries| tries.attempt(stringify!($variant)).map(Self::$variant)),*])
                    .map_err(|tries| tries.error())
            }
            fn write<S: runtime::json::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(value) => runtime::json::Json::write(value, s),)*
                }
            }
            fn fits(shape: &runtime::json::Shape) -> bool {
                false $(|| <$ty as runtime::json::Json>::fits(shape))*
            }
        }
        runtime::json::serde_by_json!($name);
    };
}
#[allow(unused_imports)]
pub(crate) use union;

/// Implements serde's traits by the JSON form; what `serde_by_json!` does where it can name the runtime.
macro_rules! serde_traits {
    ($($name:ident $(<$of:ident>)?),*) => { $(
        impl $(<$of: Json>)? serde::Serialize for $name $(<$of>)? {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                Json::write(self, s)
            }
        }
        impl<'de $(, $of: Json)?> serde::Deserialize<'de> for $name $(<$of>)? {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                Json::read(d)
            }
        }
    )* };
}
serde_traits!(QName, AnyElement, AnyAttribute, Node, Nillable<T>);

/// A struct of texts and lists, of which what is empty is left out; `local` is always there.
macro_rules! tree {
    ($name:ident { $($field:ident: $wire:literal),* }) => {
        impl Json for $name {
            const MEMBERS: Option<&'static [Member]> = Some(&[("local", words::required), $(($wire, words::optional)),*]);
            fn from_members<'de, A: MapAccess<'de>>(reader: Reader<'de, A>) -> Result<Self, A::Error> {
                let ((local, $($field,)*), ()) = reader.read(Self::MEMBERS)?;
                Ok(Self { local, $($field: Option::unwrap_or_default($field),)* })
            }
            fn write_members<S: Serializer>(&self, out: &mut Members<S>) {
                out.put("local", &self.local);
                $(put_filled(out, $wire, &self.$field);)*
            }
        }
    };
}

/// Writes a member, unless it is empty.
fn put_filled<S: Serializer, T: Json + Default + PartialEq>(out: &mut Members<S>, name: &'static str, value: &T) {
    if *value != T::default() {
        out.put(name, value);
    }
}

tree!(QName { namespace: "namespace", prefix: "prefix" });
tree!(AnyAttribute { namespace: "namespace", prefix: "prefix", value: "value", declarations: "declarations" });
tree!(AnyElement {
    namespace: "namespace",
    prefix: "prefix",
    declarations: "declarations",
    attributes: "attributes",
    children: "children",
    tail: "tail"
});

/// A text, or an object for an element.
impl Json for Node {
    fn read<'de, D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(NodeVisitor)
    }
    fn write<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self {
            Node::Element(element) => write_record(&**element, s),
            Node::Text(text) => s.serialize_str(text),
        }
    }
    fn fits(shape: &Shape) -> bool {
        shape.is_string() || AnyElement::fits(shape)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or an element")
    }
    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.into()))
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Node, A::Error> {
        read_record(serde::de::value::MapAccessDeserializer::new(map)).map(|element| Node::Element(Box::new(element)))
    }
}

/// The member that marks an object as an element without a value.
const NIL: &str = "$nil";

/// The value; `null` for none, or, where the element says more of itself, an object of what it says with `"$nil": true`.
impl<T: Json> Json for Nillable<T> {
    fn read<'de, D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let raw = raw(d)?;
        let shape = Shape::of(&raw);
        match raw.get() {
            "null" => Ok(Nillable::nil()),
            _ if shape.has_member(NIL) => from_raw(&raw).map(Nillable::Nil),
            _ => from_raw(&raw).map(Nillable::Value),
        }
    }
    fn write<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self {
            Nillable::Value(value) => value.write(s),
            Nillable::Nil(nil) if *nil == Nil::default() => s.serialize_unit(),
            Nillable::Nil(nil) => nil.write(s),
        }
    }
    fn from_null() -> Option<Self> {
        Some(Nillable::nil())
    }
}

impl Json for Nil {
    const MEMBERS: Option<&'static [Member]> =
        Some(&[(NIL, words::required), ("type", words::optional), ("attributes", words::optional)]);
    fn from_members<'de, A: MapAccess<'de>>(reader: Reader<'de, A>) -> Result<Self, A::Error> {
        let ((is_nil, xsi_type, attributes), ()) = reader.read(Self::MEMBERS)?;
        match is_nil {
            true => Ok(Nil { xsi_type, attributes: Option::unwrap_or_default(attributes) }),
            false => Err(A::Error::custom(format_args!("`{NIL}` is not true"))),
        }
    }
    fn write_members<S: Serializer>(&self, out: &mut Members<S>) {
        out.put(NIL, &true);
        if let Some(ty) = &self.xsi_type {
            out.put("type", ty);
        }
        if !self.attributes.is_empty() {
            out.put("attributes", &self.attributes);
        }
    }
}
