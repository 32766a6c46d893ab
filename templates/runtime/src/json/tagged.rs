//! Objects of one of several types, told apart by the value of a member (`discriminator`, OpenAPI 3.0.4, 4.7.25).
//!
//! The object is kept as text until its tag is known, so that numbers keep every digit, and then read as the type
//! that the tag names.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Number, Value};

use super::fault::without_position;
use super::{Json, Members, Wire};

/// How deep the values may be nested that are kept as text before they are read: as deep as serde_json reads.
const DEPTH: usize = 128;

/// Takes a whole value as JSON text.
///
/// # Errors
/// Text that is not JSON, or nested deeper than 128.
pub fn raw<'de, D: Deserializer<'de>>(d: D) -> Result<Box<RawValue>, D::Error> {
    let raw = Box::<RawValue>::deserialize(OrAny(d))?;
    // serde_json passes over a value without counting, and the reading of the parts would start counting anew.
    if depth(raw.get().as_bytes()) > DEPTH {
        return Err(D::Error::custom("recursion limit exceeded"));
    }
    Ok(raw)
}

/// Reads a value from its text.
///
/// # Errors
/// As [`from_slice`](super::from_slice), without line and column.
pub fn from_raw<T: Json, E: serde::de::Error>(raw: &RawValue) -> Result<T, E> {
    match serde_json::from_str::<Wire<T>>(raw.get()) {
        Ok(wire) => Ok(wire.0),
        Err(error) => Err(E::custom(without_position(&error))),
    }
}

/// The value of the member `name` as text, where it is a string, a number or a boolean.
///
/// # Errors
/// A value that is not an object.
pub fn tag_of<E: serde::de::Error>(raw: &RawValue, name: &'static str) -> Result<Option<String>, E> {
    let mut d = serde_json::Deserializer::from_str(raw.get());
    d.deserialize_map(TagVisitor(name)).map_err(|error| E::custom(without_position(&error)))
}

/// Which of the tags that mean one variant its value says itself; `None` where it has no such member, or another value.
pub fn own_tag<T: Json>(value: &T, name: &'static str, tags: &[&'static str]) -> Option<&'static str> {
    // Nothing but this member: each value within others would be written twice, those within it four times, and so on.
    let mut members = Members::begin_for(serde_json::value::Serializer, name).ok()?;
    value.write_members(&mut members);
    let written = members.end().ok()?;
    let own = match written.get(name)? {
        Value::String(text) => text.clone(),
        Value::Number(number) => number_text(number),
        other => other.to_string(),
    };
    tags.iter().copied().find(|tag| **tag == own)
}

/// The error for a tag that no variant has.
#[cold]
pub fn unknown_tag<E: serde::de::Error>(name: &str, tag: Option<&str>, known: &[&str]) -> E {
    let known = known.join("`, `");
    match tag {
        Some(tag) => E::custom(format_args!("`{name}`: unknown type `{tag}`, expected one of `{known}`")),
        None => E::custom(format_args!("missing field `{name}`, which says the type: one of `{known}`")),
    }
}

/// A number as tags spell it: `1.0` is `1`.
fn number_text(number: &Number) -> String {
    // Above 2^53 a float no longer says which number was meant. With serde_json's `arbitrary_precision`, which another
    // crate may switch on, an `i64` cannot be read from a `Number` that is spelled `1.0`.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match number.as_f64().filter(|value| number.is_f64() && value.fract() == 0.0 && value.abs() <= EXACT) {
        Some(whole) => format!("{:.0}", whole + 0.0),
        None => number.to_string(),
    }
}

struct TagVisitor(&'static str);

impl<'de> Visitor<'de> for TagVisitor {
    type Value = Option<String>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Option<String>, A::Error> {
        let mut tag = None;
        while let Some(key) = members.next_key::<String>()? {
            if key != self.0 {
                members.next_value::<IgnoredAny>()?;
                continue;
            }
            tag = match members.next_value::<Value>()? {
                Value::String(text) => Some(text),
                Value::Number(number) => Some(number_text(&number)),
                Value::Bool(value) => Some(value.to_string()),
                _ => None,
            };
        }
        Ok(tag)
    }
}

/// How deep objects and lists are nested in a JSON text that is known to be well-formed.
fn depth(text: &[u8]) -> usize {
    let (mut depth, mut deepest, mut in_string, mut escaped) = (0_usize, 0, false, false);
    for &byte in text {
        if in_string {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => in_string = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => in_string = true,
            b'{' | b'[' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// Lets raw text be taken from any deserializer: from serde_json as it stands there, from others by way of a [`Value`].
struct OrAny<D>(D);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for OrAny<D> {
    type Error = D::Error;
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(visitor)
    }
    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, v: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_newtype_struct(name, RawOrAny { name, visitor: v })
    }
    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct seq tuple
        tuple_struct map struct enum identifier ignored_any
    }
}

struct RawOrAny<V> {
    name: &'static str,
    visitor: V,
}

impl<'de, V: Visitor<'de>> Visitor<'de> for RawOrAny<V> {
    type Value = V::Value;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(f)
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        self.visitor.visit_map(map)
    }
    fn visit_newtype_struct<D: Deserializer<'de>>(self, d: D) -> Result<V::Value, D::Error> {
        let value = Value::deserialize(d)?;
        value.deserialize_newtype_struct(self.name, self.visitor).map_err(D::Error::custom)
    }
}

/// Ties an enum to objects that say their type in a member:
///
/// ```text
/// json::tagged! { Pet by "petType" { Cat(Cat) = "cat" | "Cat", Dog(Box<Dog>) = "dog" } open }
/// ```
///
/// The tag is written first, whether or not the variant has a field for it. Of several tags the one that the variant's
/// own field has is written, and the first where it has none.
/// `by_value` in the place of `by`: the tags are numbers or booleans.
/// `open`: an object with another tag or none is kept in `Unknown(Value)`; `closed`: it is an error; `others Dog`: it is
/// a `Dog`, whose tag is written where its own field has one, and only there.
#[allow(unused_macros)]
macro_rules! tagged {
    ($name:ident $by:ident $tag:literal {
        $($variant:ident ( $ty:ty ) = $first:literal $(| $more:literal)*),* $(,)?
    } $open:ident $($others:ident)?) => {
        impl runtime::json::Json for $name {
            fn read<'de, D: runtime::json::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let raw = runtime::json::raw(d)?;
                let tag = runtime::json::tag_of(&raw, $tag)?;
                match tag.as_deref() {
                    $(Some($first $(| $more)*) => runtime::json::from_raw(&raw).map(Self::$variant),)*
                    other => runtime::json::tagged!(@other $open $($others)? $name raw $tag other [$($first,)*]),
                }
            }
            fn write_members<S: runtime::json::Serializer>(&self, out: &mut runtime::json::Members<S>) {
                runtime::json::tagged!(@write $open $($others)? $name $by self out $tag [$($variant $first [$($more)*],)*]);
            }
            fn fits(shape: &runtime::json::Shape) -> bool {
                shape.is_object()
            }
        }
        runtime::json::serde_by_json!($name);
    };
    (@other open $name:ident $raw:ident $tag:literal $other:ident $known:tt) => {{
        let _ = $other;
        runtime::json::from_raw(&$raw).map(Self::Unknown)
    }};
    (@other closed $name:ident $raw:ident $tag:literal $other:ident $known:tt) => {
        Err(runtime::json::unknown_tag($tag, $other, &$known))
    };
    (@other others $others:ident $name:ident $raw:ident $tag:literal $other:ident $known:tt) => {{
        let _ = $other;
        runtime::json::from_raw(&$raw).map(Self::$others)
    }};
    (@variant $by:ident $value:ident $out:ident $tag:literal $first:literal []) => {{
        runtime::json::tagged!(@$by $out $tag $first);
        runtime::json::Json::write_members($value, $out);
    }};
    (@variant $by:ident $value:ident $out:ident $tag:literal $first:literal $more:tt) => {{
        let own = runtime::json::own_tag($value, $tag, &runtime::json::tagged!(@tags $first $more));
        runtime::json::tagged!(@$by $out $tag own.unwrap_or($first));
        runtime::json::Json::write_members($value, $out);
    }};
    (@by $out:ident $tag:literal $value:expr) => { $out.tag($tag, $value) };
    (@by_value $out:ident $tag:literal $value:expr) => { $out.tag_value($tag, $value) };
    (@tags $first:literal [$($more:literal)*]) => { [$first, $($more),*] };
    (@write open $name:ident $by:ident $self:ident $out:ident $tag:literal [$($variant:ident $first:literal $more:tt,)*]) => {
        match $self {
            $(Self::$variant(value) => runtime::json::tagged!(@variant $by value $out $tag $first $more),)*
            Self::Unknown(value) => runtime::json::Json::write_members(value, $out),
        }
    };
    (@write others $others:ident $name:ident $by:ident $self:ident $out:ident $tag:literal
        [$($variant:ident $first:literal $more:tt,)*]) => {
        match $self {
            Self::$others(value) => runtime::json::Json::write_members(value, $out),
            $(#[allow(unreachable_patterns, reason = "one of them is the one above")]
            Self::$variant(value) => runtime::json::tagged!(@variant $by value $out $tag $first $more),)*
        }
    };
    (@write closed $name:ident $by:ident $self:ident $out:ident $tag:literal [$($variant:ident $first:literal $more:tt,)*]) => {
        match $self {
            $(Self::$variant(value) => runtime::json::tagged!(@variant $by value $out $tag $first $more),)*
        }
    };
}
#[allow(unused_imports)]
pub(crate) use tagged;
