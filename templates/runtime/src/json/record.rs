//! Objects with known members: the one visitor that reads them, the one writer, and the macro that ties a type to both.

use std::fmt;
use std::marker::PhantomData;

use indexmap::IndexMap;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Error as _, SerializeMap, Serializer};

use super::fault::{at_member, prefixed};
use super::fields::{FieldRefs, Fields};
use super::presence::{Presence, Written};
use super::untagged::passed_over;
use super::{Json, Wire};

/// The name of a member, and what it means that it is not there.
pub type Member = (&'static str, Presence);

/// Reads an object.
///
/// # Errors
/// What the deserializer says, and what is wrong with a member.
pub fn read_record<'de, T: Json, D: Deserializer<'de>>(d: D) -> Result<T, D::Error> {
    d.deserialize_map(RecordVisitor(PhantomData))
}

/// Writes an object.
///
/// # Errors
/// What the serializer says, and what is wrong with a member.
pub fn write_record<T: Json, S: Serializer>(value: &T, s: S) -> Result<S::Ok, S::Error> {
    let mut out = Members::begin(s)?;
    value.write_members(&mut out);
    out.end()
}

struct RecordVisitor<T>(PhantomData<T>);

impl<'de, T: Json> Visitor<'de> for RecordVisitor<T> {
    type Value = T;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::from_members(Reader { map, marker: PhantomData })
    }
}

/// The members of an object, before they are read.
pub struct Reader<'de, A: MapAccess<'de>> {
    map: A,
    marker: PhantomData<&'de ()>,
}

impl<'de, A: MapAccess<'de>> Reader<'de, A> {
    /// Reads all members: those of the table into fields, the others into `R`.
    ///
    /// # Errors
    /// What the deserializer says, what is wrong with the value of a member, and a member that is not there and has to be.
    pub fn read<F: Fields, R: Others>(mut self, members: Option<&'static [Member]>) -> Result<(F, R), A::Error> {
        let members = members.unwrap_or_default();
        let (mut slots, mut others) = (F::Slots::default(), R::default());
        let (mut expected, mut other) = (0, String::new());
        while let Some(key) = self.map.next_key_seed(Key { members, expected, other: &mut other })? {
            let read = match key.and_then(|index| Some((index, *members.get(index)?))) {
                Some((index, (name, presence))) => {
                    expected = index + 1;
                    others.met(index);
                    F::read(&mut slots, index, presence, &mut self.map).map_err(|error| at_member(name, error))
                }
                None => others.read(&other, &mut self.map).map_err(|error| at_member(&other, error)),
            };
            read?;
        }
        match F::finish(slots, members) {
            Ok(fields) => Ok((fields, others)),
            Err(missing) => Err(A::Error::missing_field(missing)),
        }
    }
}

/// What becomes of the members that no field is for.
pub trait Others: Default {
    /// Notes that the member of this number, which a field is for, is about to be read.
    fn met(&mut self, _index: usize) {}

    /// Reads the value of another member.
    ///
    /// # Errors
    /// What the deserializer says, and what is wrong with the value.
    fn read<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error>;
}

/// They are passed over.
impl Others for () {
    fn read<'de, A: MapAccess<'de>>(&mut self, _name: &str, map: &mut A) -> Result<(), A::Error> {
        passed_over();
        map.next_value::<IgnoredAny>().map(|_| ())
    }
}

/// They are kept.
impl<T: Json> Others for (IndexMap<String, T>,) {
    fn read<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error> {
        let Wire(value) = map.next_value::<Wire<T>>()?;
        self.0.insert(name.to_owned(), value);
        Ok(())
    }
}

/// The numbers of the members that fields are for, in the order in which they came; the others are passed over.
#[derive(Clone, Debug, Default)]
pub struct Order(pub Vec<usize>);

impl Others for Order {
    fn met(&mut self, index: usize) {
        self.0.push(index);
    }
    fn read<'de, A: MapAccess<'de>>(&mut self, name: &str, map: &mut A) -> Result<(), A::Error> {
        ().read(name, map)
    }
}

/// Finds the number of the member that comes, or puts its name into `other`.
struct Key<'a> {
    members: &'static [Member],
    /// Where to look first: objects mostly have their members in the order of their description.
    expected: usize,
    other: &'a mut String,
}

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = Option<usize>;
    fn deserialize<D: Deserializer<'de>>(self, d: D) -> Result<Option<usize>, D::Error> {
        d.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key<'_> {
    type Value = Option<usize>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a member")
    }
    fn visit_str<E: serde::de::Error>(self, v: &str) -> Result<Option<usize>, E> {
        let find = |members: &[Member]| members.iter().position(|(name, _)| *name == v);
        let (before, after) = self.members.split_at_checked(self.expected).unwrap_or((self.members, &[]));
        let found = find(after).map(|index| index + before.len()).or_else(|| find(before));
        if found.is_none() {
            self.other.clear();
            self.other.push_str(v);
        }
        Ok(found)
    }
}

/// Writes the members of an object one by one; the first error ends the writing and comes out of [`Members::end`].
pub struct Members<S: Serializer> {
    map: S::SerializeMap,
    error: Option<S::Error>,
    tags: Vec<&'static str>,
    /// The only member that is asked for; all others are passed over.
    only: Option<&'static str>,
}

impl<S: Serializer> Members<S> {
    /// Opens an object.
    ///
    /// # Errors
    /// What the serializer says.
    pub fn begin(s: S) -> Result<Self, S::Error> {
        Ok(Members { map: s.serialize_map(None)?, error: None, tags: Vec::new(), only: None })
    }

    /// Opens an object that is written for one of its members.
    pub(super) fn begin_for(s: S, name: &'static str) -> Result<Self, S::Error> {
        Ok(Members { only: Some(name), ..Members::begin(s)? })
    }

    /// Writes a member, unless it is a discriminator that was already written.
    pub fn put<T: Json>(&mut self, name: &str, value: &T) {
        if self.error.is_some() || self.tags.contains(&name) || self.only.is_some_and(|only| only != name) {
            return;
        }
        if let Err(error) = self.map.serialize_entry(name, &Wire(value)) {
            self.error = Some(S::Error::custom(prefixed(name, &error)));
        }
    }

    /// Writes a member that a field is for.
    pub fn field<T: Json>(&mut self, member: Option<&Member>, value: &T) {
        match member {
            None | Some((_, Presence { written: Written::Never, .. })) => {}
            Some((_, Presence { written: Written::Filled, .. })) if value.is_absent() => {}
            Some((name, _)) => self.put(name, value),
        }
    }

    /// Writes the members that fields are for.
    pub fn fields(&mut self, members: Option<&[Member]>, fields: impl FieldRefs) {
        fields.write(members.unwrap_or_default(), self);
    }

    /// Writes a discriminator; members of this name that come later are left out.
    pub fn tag<T: serde::Serialize + ?Sized>(&mut self, name: &'static str, value: &T) {
        if self.error.is_some() || self.tags.contains(&name) {
            return;
        }
        if let Err(error) = self.map.serialize_entry(name, value) {
            self.error = Some(error);
        }
        self.tags.push(name);
    }

    /// Writes a discriminator that is a number or a boolean, given as JSON.
    pub fn tag_value(&mut self, name: &'static str, value: &str) {
        match serde_json::from_str::<serde_json::Value>(value) {
            Ok(value) => self.tag(name, &value),
            Err(_) => self.tag(name, value),
        }
    }

    /// Writes all entries of a map as members. One that is called as one of those that are described would be there twice,
    /// and is an error.
    pub fn rest<T: Json>(&mut self, rest: &IndexMap<String, T>, described: Option<&[Member]>) {
        for (name, value) in rest {
            if described.is_some_and(|members| members.iter().any(|(described, _)| described == name)) {
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
/// json::record! { Certificate { thumbprint: optional "thumbprint", state: required "state" } rest more }
/// ```
///
/// Words: `required` (T), `optional` (`Option<T>`, `null` read as absent), `nullable` (`Option<T>`, always written),
/// `maybe` (`Option<Option<T>>`), `many` (`Vec<T>`), `constant(expr)` (a unit type, made by `expr` where it is absent), each
/// also after `read_only` (then `required` is an `Option<T>`; never written) and `write_only` (`required` is an `Option<T>`;
/// not missed on reading). The field behind `rest` (`IndexMap<String, T>`) keeps all other members.
#[allow(unused_macros)]
macro_rules! record {
    ($name:ident {
        $($field:ident : $kind:ident $($sub:ident)? $(($default:expr))? $wire:literal),* $(,)?
    } $(rest $rest:ident)?) => {
        impl runtime::json::Json for $name {
            const MEMBERS: Option<&'static [runtime::json::Member]> =
                Some(&[$(($wire, runtime::json::words::$kind$(::$sub)?)),*]);
            fn from_members<'de, A: runtime::json::MapAccess<'de>>(
                reader: runtime::json::Reader<'de, A>,
            ) -> Result<Self, A::Error> {
                let (runtime::json::record!(@tuple $($field)*), ($($rest,)?)) = reader.read(Self::MEMBERS)?;
                Ok(Self { $($field $(: Option::unwrap_or_else($field, $default))?,)* $($rest)? })
            }
            fn write_members<S: runtime::json::Serializer>(&self, out: &mut runtime::json::Members<S>) {
                let Self { $($field,)* $($rest)? } = self;
                out.fields(Self::MEMBERS, runtime::json::record!(@tuple $($field)*));
                $(out.rest($rest, Self::MEMBERS);)?
            }
        }
        runtime::json::serde_by_json!($name);
    };
    // Fields as nested tuples: a pattern and a value alike.
    (@tuple $a:ident $b:ident $c:ident $d:ident $e:ident $f:ident $g:ident $h:ident $i:ident $j:ident $k:ident $l:ident
        $($more:ident)+) => {
        runtime::json::More(
            ($a, $b, $c, $d, $e, $f, $g, $h, $i, $j, $k, $l),
            runtime::json::record!(@tuple $($more)+),
        )
    };
    (@tuple $($field:ident)*) => { ($($field,)*) };
}
#[allow(unused_imports)]
pub(crate) use record;

/// As `record!`, for elements of XML that may come in any order (`xs:all`): the members of the object are in that order,
/// which the first field, an `xml::ElementOrder`, remembers.
#[allow(unused_macros)]
macro_rules! unordered {
    ($name:ident { $order:ident: order $(, $field:ident : $kind:ident $(($default:expr))? $wire:literal)* $(,)? }) => {
        impl runtime::json::Json for $name {
            const MEMBERS: Option<&'static [runtime::json::Member]> = Some(&[$(($wire, runtime::json::words::$kind)),*]);
            fn from_members<'de, A: runtime::json::MapAccess<'de>>(
                reader: runtime::json::Reader<'de, A>,
            ) -> Result<Self, A::Error> {
                let (runtime::json::record!(@tuple $($field)*), runtime::json::Order(order)) =
                    reader.read(Self::MEMBERS)?;
                let $order = runtime::xml::ElementOrder::of(&[$(stringify!($field)),*], &order);
                Ok(Self { $order, $($field $(: Option::unwrap_or_else($field, $default))?,)* })
            }
            fn write_members<S: runtime::json::Serializer>(&self, out: &mut runtime::json::Members<S>) {
                for field in self.$order.all(&[$(stringify!($field)),*]) {
                    $(if field == stringify!($field) {
                        out.field(Some(&($wire, runtime::json::words::$kind)), &self.$field);
                    })*
                }
            }
        }
        runtime::json::serde_by_json!($name);
    };
}
#[allow(unused_imports)]
pub(crate) use unordered;
