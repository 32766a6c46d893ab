//! The JSON form of the types that a crate does not define itself: numbers, text, times, lists and maps.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use indexmap::IndexMap;
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde::ser::{Error as _, Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::Value;

use super::super::scalar::rfc3339;
use super::fault::{at_index, without_position};
use super::spelling::{is_same_number, is_same_time, is_same_uuid};
use super::tagged::raw;
use super::untagged::{Kind, Shape, changed, choosing};
use super::{Json, Members, Wire, at_member};

macro_rules! as_serde {
    ($($ty:ty: $kind:pat),*) => { $(
        impl Json for $ty {
            fn read<'de, D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                <$ty>::deserialize(d)
            }
            fn write<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                self.serialize(s)
            }
            fn fits(shape: &Shape) -> bool {
                matches!(shape.kind, $kind)
            }
        }
    )* };
}
as_serde!(bool: Kind::Bool, String: Kind::String);

impl Json for () {
    fn read<'de, D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        <()>::deserialize(d)
    }
    fn write<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_unit()
    }
    fn from_null() -> Option<Self> {
        Some(())
    }
    fn fits(shape: &Shape) -> bool {
        shape.kind == Kind::Null
    }
}

/// A whole number type; the bridge between the numbers of a JSON reader and the width that is asked for.
pub trait Whole: TryFrom<i64> + TryFrom<u64> {
    /// The name of the type, for messages.
    const NAME: &'static str;
}

/// Reads a whole number. `1.0` and `1e3` are whole numbers too (JSON Schema 2020-12, 6.1.1).
pub struct IntVisitor<T>(PhantomData<T>);

impl<T> Default for IntVisitor<T> {
    fn default() -> Self {
        IntVisitor(PhantomData)
    }
}

impl<T: Whole> Visitor<'_> for IntVisitor<T> {
    type Value = T;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::NAME)
    }
    fn visit_i64<E: serde::de::Error>(self, v: i64) -> Result<T, E> {
        T::try_from(v).map_err(|_| E::invalid_value(serde::de::Unexpected::Signed(v), &self))
    }
    fn visit_u64<E: serde::de::Error>(self, v: u64) -> Result<T, E> {
        T::try_from(v).map_err(|_| E::invalid_value(serde::de::Unexpected::Unsigned(v), &self))
    }
    fn visit_f64<E: serde::de::Error>(self, v: f64) -> Result<T, E> {
        // Above 2^53 a float no longer says which whole number was meant.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        if v.fract() == 0.0 && v.abs() <= EXACT {
            #[expect(clippy::cast_possible_truncation, reason = "whole and within the range that was just checked")]
            return self.visit_i64(v as i64);
        }
        Err(E::invalid_type(serde::de::Unexpected::Float(v), &self))
    }
}

macro_rules! whole {
    ($($ty:ident)*) => { $(
        impl Whole for $ty {
            const NAME: &'static str = concat!("a whole number (", stringify!($ty), ")");
        }
        impl Json for $ty {
            fn read<'de, D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                d.deserialize_i64(IntVisitor(PhantomData))
            }
            fn write<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                self.serialize(s)
            }
            fn fits(shape: &Shape) -> bool {
                shape.kind == Kind::Number
            }
        }
    )* };
}
whole!(i8 i16 i32 i64 u8 u16 u32 u64);

macro_rules! float {
    ($($ty:ident)*) => { $(
        impl Json for $ty {
            fn read<'de, D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let value = match choosing() {
                    true => among_others(d)?,
                    false => $ty::deserialize(d)?,
                };
                // A number beyond the type would be an infinite one without a word.
                if !value.is_finite() {
                    return Err(D::Error::custom(concat!("the number is beyond what `", stringify!($ty), "` holds")));
                }
                Ok(value)
            }
            fn write<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                // serde_json would write `null` without a word.
                if !self.is_finite() {
                    return Err(S::Error::custom(format_args!("JSON has no number for {self}")));
                }
                self.serialize(s)
            }
            fn fits(shape: &Shape) -> bool {
                shape.kind == Kind::Number
            }
        }
    )* };
}
float!(f32 f64);

/// A float where other types may fit as well: by way of the text, for a wider one may hold more of its digits.
fn among_others<'de, T, D>(d: D) -> Result<T, D::Error>
where
    T: Copy + FromStr + fmt::LowerExp + for<'any> Deserialize<'any>,
    D: Deserializer<'de>,
{
    let raw = raw(d)?;
    let text = raw.get();
    match text.parse::<T>() {
        Ok(value) => {
            changed(|| !is_same_number(text, &format!("{value:e}")));
            Ok(value)
        }
        // No number: let serde say so.
        Err(_) => serde_json::from_str(text).map_err(|error| D::Error::custom(without_position(&error))),
    }
}

/// A type that has a text form, read and written by these functions; the last says whether two texts are the same value.
macro_rules! as_text {
    ($($ty:ty: $read:path, $write:path, $same:path;)*) => { $(
        impl Json for $ty {
            fn read<'de, D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = read_text(d)?;
                let value = $read(&text).map_err(D::Error::custom)?;
                changed(|| !$write(&value).is_ok_and(|written| $same(&text, &written)));
                Ok(value)
            }
            fn write<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(&$write(self).map_err(S::Error::custom)?)
            }
            fn fits(shape: &Shape) -> bool {
                shape.kind == Kind::String
            }
        }
    )* };
}
as_text! {
    time::OffsetDateTime: rfc3339::parse_date_time, rfc3339::format_date_time, is_same_time;
    time::Date: rfc3339::parse_date, rfc3339::format_date, is_same_time;
    time::Time: rfc3339::parse_time, rfc3339::format_time, is_same_time;
    uuid::Uuid: uuid::Uuid::parse_str, uuid_text, is_same_uuid;
}

fn uuid_text(value: &uuid::Uuid) -> Result<String, std::convert::Infallible> {
    Ok(value.to_string())
}

fn read_text<'de, D: Deserializer<'de>>(d: D) -> Result<String, D::Error> {
    String::deserialize(d)
}

impl Json for Value {
    fn read<'de, D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Value::deserialize(d)
    }
    fn write<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        self.serialize(s)
    }
    fn write_members<S: Serializer>(&self, out: &mut Members<S>) {
        match self {
            Value::Object(members) => members.iter().for_each(|(name, value)| out.put(name, value)),
            _ => out.fail("only an object can carry a discriminator"),
        }
    }
    fn from_null() -> Option<Self> {
        Some(Value::Null)
    }
}

impl<T: Json> Json for Box<T> {
    fn read<'de, D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        T::read(d).map(Box::new)
    }
    fn write<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        (**self).write(s)
    }
    fn write_members<S: Serializer>(&self, out: &mut Members<S>) {
        (**self).write_members(out);
    }
    fn from_null() -> Option<Self> {
        T::from_null().map(Box::new)
    }
    fn fits(shape: &Shape) -> bool {
        T::fits(shape)
    }
}

impl<T: Json> Json for Option<T> {
    fn read<'de, D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Ok(Option::<Wire<T>>::deserialize(d)?.map(|wire| wire.0).or_else(T::from_null))
    }
    fn write<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self {
            Some(value) => s.serialize_some(&Wire(value)),
            None => s.serialize_none(),
        }
    }
    // Where a value may be absent, `null` or something, this is the second of these.
    fn from_null() -> Option<Self> {
        Some(None)
    }
    fn absent() -> Option<Self> {
        Some(None)
    }
    fn is_absent(&self) -> bool {
        self.is_none()
    }
    fn fits(shape: &Shape) -> bool {
        shape.kind == Kind::Null || T::fits(shape)
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: Json> Visitor<'de> for ListVisitor<T> {
    type Value = Vec<T>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Vec<T>, A::Error> {
        let mut list = Vec::new();
        loop {
            match items.next_element::<Wire<T>>() {
                Ok(Some(item)) => list.push(item.0),
                Ok(None) => return Ok(list),
                Err(error) => return Err(at_index(list.len(), error)),
            }
        }
    }
}

impl<T: Json> Json for Vec<T> {
    fn read<'de, D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_seq(ListVisitor(PhantomData))
    }
    fn write<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut items = s.serialize_seq(Some(self.len()))?;
        for (index, item) in self.iter().enumerate() {
            items
                .serialize_element(&Wire(item))
                .map_err(|error| S::Error::custom(super::fault::prefixed(&format!("[{index}]"), &error)))?;
        }
        items.end()
    }
    fn absent() -> Option<Self> {
        Some(Vec::new())
    }
    fn is_absent(&self) -> bool {
        self.is_empty()
    }
    fn fits(shape: &Shape) -> bool {
        shape.kind == Kind::Array
    }
}

struct MapVisitor<T>(PhantomData<T>);

impl<'de, T: Json> Visitor<'de> for MapVisitor<T> {
    type Value = IndexMap<String, T>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut map = IndexMap::new();
        while let Some(key) = members.next_key::<String>()? {
            match members.next_value::<Wire<T>>() {
                Ok(value) => map.insert(key, value.0),
                Err(error) => return Err(at_member(&key, error)),
            };
        }
        Ok(map)
    }
}

impl<T: Json> Json for IndexMap<String, T> {
    fn read<'de, D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_map(MapVisitor(PhantomData))
    }
    fn write<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut map = s.serialize_map(Some(self.len()))?;
        for (name, value) in self {
            map.serialize_entry(name, &Wire(value))
                .map_err(|error| S::Error::custom(super::fault::prefixed(name, &error)))?;
        }
        map.end()
    }
    fn write_members<S: Serializer>(&self, out: &mut Members<S>) {
        out.rest(self, None);
    }
    fn fits(shape: &Shape) -> bool {
        shape.kind == Kind::Object
    }
}
