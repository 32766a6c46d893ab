//! Objects with known members: the one visitor that reads them, the one writer, and the macro that ties a type to both.

use std::marker::PhantomData;

use indexmap::IndexMap;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Error as _, SerializeMap, Serializer};

use super::fault::{at_member, prefixed};
use super::untagged::passed_over;
use super::{Json, Wire};

/// A type that is made from the members of an object.
pub trait Record: Json {
    /// Reads all members.
    fn from_members<'de, A: MapAccess<'de>>(reader: Reader<'de, A>) -> Result<Self, A::Error>;
}

/// Reads an object.
pub fn read_record<'de, T: Record, D: Deserializer<'de>>(d: D) -> Result<T, D::Error> {
    d.deserialize_map(RecordVisitor(PhantomData))
}

/// Writes an object.
pub fn write_record<T: Json, S: Serializer>(value: &T, s: S) -> Result<S::Ok, S::Error> {
    let mut out = Members::begin(s)?;
    value.write_members(&mut out);
    out.end()
}

struct RecordVisitor<T>(PhantomData<T>);

impl<'de, T: Record> Visitor<'de> for RecordVisitor<T> {
    type Value = T;
    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::from_members(Reader { map, error: None, marker: PhantomData })
    }
}

/// Reads the members of an object one by one; the first error ends the reading and comes out of [`Reader::end`].
pub struct Reader<'de, A: MapAccess<'de>> {
    map: A,
    error: Option<A::Error>,
    marker: PhantomData<&'de ()>,
}

impl<'de, A: MapAccess<'de>> Reader<'de, A> {
    /// Puts the next member's name into `key`; `false` when there is none or something went wrong.
    pub fn next(&mut self, key: &mut String) -> bool {
        if self.error.is_some() {
            return false;
        }
        match self.map.next_key_seed(Key(key)) {
            Ok(found) => found.is_some(),
            Err(error) => {
                key.clear();
                self.error = Some(error);
                false
            }
        }
    }

    /// Reads the value of the member whose name was read last. Of a member that stands twice, the last wins.
    pub fn value<T: Json>(&mut self, slot: &mut Option<T>) {
        match self.map.next_value::<Wire<T>>() {
            Ok(value) => *slot = Some(value.0),
            Err(error) => self.error = Some(error),
        }
    }

    /// Passes over the value of the member whose name was read last.
    pub fn skip(&mut self) {
        passed_over();
        if let Err(error) = self.map.next_value::<IgnoredAny>() {
            self.error = Some(error);
        }
    }

    /// Reads the value of the member whose name was read last into the map of the other members.
    pub fn rest<T: Json>(&mut self, key: &str, rest: &mut IndexMap<String, T>) {
        match self.map.next_value::<Wire<T>>() {
            Ok(value) => {
                rest.insert(key.to_owned(), value.0);
            }
            Err(error) => self.error = Some(error),
        }
    }

    /// Whether all went well; `key` is the member that was read last.
    ///
    /// # Errors
    /// The error that ended the reading.
    pub fn end(self, key: &str) -> Result<(), A::Error> {
        match self.error {
            None => Ok(()),
            Some(error) if key.is_empty() => Err(error),
            Some(error) => Err(at_member(key, error)),
        }
    }
}

/// What a record was found to lack.
#[derive(Default)]
pub struct Missed(Option<&'static str>);

impl Missed {
    /// Notes a member that is required and was not there; the first one is told of.
    pub fn note(&mut self, name: &'static str) {
        self.0.get_or_insert(name);
    }

    /// The error that says so.
    #[cold]
    pub fn error<E: serde::de::Error>(&self) -> E {
        E::missing_field(self.0.unwrap_or_default())
    }
}

/// Reads a member's name into a buffer that is used for all of them.
struct Key<'a>(&'a mut String);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<(), D::Error> {
        d.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key<'_> {
    type Value = ();
    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the name of a member")
    }
    fn visit_str<E: serde::de::Error>(self, v: &str) -> Result<(), E> {
        self.0.clear();
        self.0.push_str(v);
        Ok(())
    }
}

/// Writes the members of an object one by one; the first error ends the writing and comes out of [`Members::end`].
pub struct Members<S: Serializer> {
    map: S::SerializeMap,
    error: Option<S::Error>,
    tags: Vec<&'static str>,
}

impl<S: Serializer> Members<S> {
    /// Opens an object.
    ///
    /// # Errors
    /// What the serializer says.
    pub fn begin(s: S) -> Result<Self, S::Error> {
        Ok(Members { map: s.serialize_map(None)?, error: None, tags: Vec::new() })
    }

    /// Writes a member, unless it is a discriminator that was already written.
    pub fn put<T: Json>(&mut self, name: &str, value: &T) {
        if self.error.is_some() || self.tags.contains(&name) {
            return;
        }
        if let Err(error) = self.map.serialize_entry(name, &Wire(value)) {
            self.error = Some(S::Error::custom(prefixed(name, &error)));
        }
    }

    /// Writes a discriminator; members of this name that come later are left out.
    pub fn tag(&mut self, name: &'static str, value: &str) {
        if self.error.is_some() || self.tags.contains(&name) {
            return;
        }
        if let Err(error) = self.map.serialize_entry(name, value) {
            self.error = Some(error);
        }
        self.tags.push(name);
    }

    /// Writes all entries of a map as members. One that is called as one of those that are described would be there twice,
    /// and is an error.
    pub fn rest<T: Json>(&mut self, rest: &IndexMap<String, T>, described: &[&str]) {
        for (name, value) in rest {
            if described.contains(&name.as_str()) {
                self.fail(&format!("the member `{name}` is one that is described, and cannot be among the others"));
            }
            self.put(name, value);
        }
    }

    /// Ends the writing with an error.
    pub fn fail(&mut self, message: &str) {
        if self.error.is_none() {
            self.error = Some(S::Error::custom(message));
        }
    }

    /// Closes the object.
    ///
    /// # Errors
    /// The error that ended the writing.
    pub fn end(self) -> Result<S::Ok, S::Error> {
        match self.error {
            None => self.map.end(),
            Some(error) => Err(error),
        }
    }
}

/// Ties a struct to the members of a JSON object:
///
/// ```text
/// json::record! { Certificate { thumbprint: optional "thumbprint", state: required "state", more: rest } }
/// ```
///
/// Kinds: `required` (T), `optional` (`Option<T>`, `null` read as absent), `nullable` (`Option<T>`, always written),
/// `maybe` (`Option<Option<T>>`), `constant` (a unit type), `default(expr)` (T), each also after `read_only` (then
/// `required` is an `Option<T>`; never written) and `write_only` (`required` is an `Option<T>`; not missed on reading);
/// `rest` (`IndexMap<String, T>`) keeps all other members.
#[allow(unused_macros)]
macro_rules! record {
    ($name:ident { $($field:ident : $kind:ident $($sub:ident)? $(($default:expr))? $wire:literal),* $(,)? }) => {
        runtime::json::record! { @impl $name [$($field [$kind $($sub)?] [$(|| $default)?] $wire)*] skip [] }
    };
    ($name:ident { $rest:ident : rest $(,
        $field:ident : $kind:ident $($sub:ident)? $(($default:expr))? $wire:literal)* $(,)? }) => {
        runtime::json::record! { @impl $name [$($field [$kind $($sub)?] [$(|| $default)?] $wire)*] rest [$rest] }
    };
    ($name:ident { $($fields:tt)* }) => {
        runtime::json::record! { @find $name {} $($fields)* }
    };
    (@rest $out:ident $self:ident [] $described:tt) => {};
    (@rest $out:ident $self:ident [$rest:ident] [$($described:literal)*]) => {
        $out.rest(&$self.$rest, &[$($described),*]);
    };
    (@find $name:ident {$($before:tt)*} $rest:ident : rest $(, $($after:tt)*)?) => {
        runtime::json::record! { $name { $rest : rest, $($before)* $($($after)*)? } }
    };
    (@find $name:ident {$($before:tt)*}
        $field:ident : $kind:ident $($sub:ident)? $(($default:expr))? $wire:literal, $($after:tt)*) => {
        runtime::json::record! { @find $name {$($before)* $field : $kind $($sub)? $(($default))? $wire,} $($after)* }
    };
    (@impl $name:ident [$($field:ident [$kind:ident $($sub:ident)?] [$($default:expr)?] $wire:literal)*]
        $other:ident [$($rest:ident)?]) => {
        impl runtime::json::Json for $name {
            fn read<'de, D: runtime::json::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                runtime::json::read_record(d)
            }
            fn write<S: runtime::json::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                runtime::json::write_record(self, s)
            }
            #[allow(unused_variables)]
            fn write_members<S: runtime::json::Serializer>(&self, out: &mut runtime::json::Members<S>) {
                $(runtime::json::$kind$(::$sub)?::write(out, $wire, &self.$field);)*
                runtime::json::record! { @rest out self [$($rest)?] [$($wire)*] }
            }
            fn fits(shape: &runtime::json::Shape) -> bool {
                shape.$other(&[$((runtime::json::$kind$(::$sub)?::REQUIRED, $wire)),*])
            }
        }
        impl runtime::json::Record for $name {
            fn from_members<'de, A: runtime::json::MapAccess<'de>>(
                mut reader: runtime::json::Reader<'de, A>,
            ) -> Result<Self, A::Error> {
                let mut key = String::new();
                $(let mut $rest = runtime::json::IndexMap::new();)?
                $(let mut $field = None;)*
                while reader.next(&mut key) {
                    match key.as_str() {
                        $($wire => runtime::json::$kind$(::$sub)?::read(&mut $field, &mut reader),)*
                        _ => reader.$other($(&key, &mut $rest)?),
                    }
                }
                reader.end(&key)?;
                // One pattern in place of a `?` for each member: that is what the compiler has least to do with.
                #[allow(unused_mut, reason = "a record may have no members")]
                let mut missed = runtime::json::Missed::default();
                match ($(runtime::json::$kind$(::$sub)?::finish($field, $wire, &mut missed $(, $default)?),)*) {
                    ($(Some($field),)*) => Ok(Self { $($field,)* $($rest,)? }),
                    #[allow(unreachable_patterns, reason = "a record may have no members")]
                    _ => Err(missed.error()),
                }
            }
        }
        runtime::json::serde_by_json!($name);
    };
}
#[allow(unused_imports)]
pub(crate) use record;

/// As `record!`, for elements of XML that may come in any order (`xs:all`): the members of the object are in that order,
/// which the first field, an `xml::ElementOrder`, remembers.
#[allow(unused_macros)]
macro_rules! unordered {
    ($name:ident { $order:ident: order $(, $field:ident : $kind:ident $wire:literal)* $(,)? }) => {
        impl runtime::json::Json for $name {
            fn read<'de, D: runtime::json::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                runtime::json::read_record(d)
            }
            fn write<S: runtime::json::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                runtime::json::write_record(self, s)
            }
            fn write_members<S: runtime::json::Serializer>(&self, out: &mut runtime::json::Members<S>) {
                for field in self.$order.all(&[$(stringify!($field)),*]) {
                    $(if field == stringify!($field) {
                        runtime::json::$kind::write(out, $wire, &self.$field);
                    })*
                }
            }
            fn fits(shape: &runtime::json::Shape) -> bool {
                shape.skip(&[$((runtime::json::$kind::REQUIRED, $wire)),*])
            }
        }
        impl runtime::json::Record for $name {
            fn from_members<'de, A: runtime::json::MapAccess<'de>>(
                mut reader: runtime::json::Reader<'de, A>,
            ) -> Result<Self, A::Error> {
                let mut key = String::new();
                let mut $order = runtime::xml::ElementOrder::default();
                $(let mut $field = None;)*
                while reader.next(&mut key) {
                    match key.as_str() {
                        $($wire => {
                            $order.met(stringify!($field));
                            runtime::json::$kind::read(&mut $field, &mut reader);
                        })*
                        _ => reader.skip(),
                    }
                }
                reader.end(&key)?;
                let mut missed = runtime::json::Missed::default();
                match ($(runtime::json::$kind::finish($field, $wire, &mut missed),)*) {
                    ($(Some($field),)*) => Ok(Self { $order, $($field),* }),
                    #[allow(unreachable_patterns, reason = "a record may have no members")]
                    _ => Err(missed.error()),
                }
            }
        }
        runtime::json::serde_by_json!($name);
    };
}
#[allow(unused_imports)]
pub(crate) use unordered;
