//! Values of one of several types, told apart by their shape alone (`oneOf` and `anyOf` without a discriminator).
//!
//! The value is kept as text, looked at once, and then tried as each type that it may have, in the order given.

use std::cell::Cell;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::fault::without_position;
use super::{Json, Wire};

/// What kind of value a JSON text holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Kind {
    Null,
    Bool,
    Number,
    String,
    Array,
    Object,
}

/// What a look at a JSON value tells: its kind and, for an object, the names of its members.
#[derive(Clone, Debug)]
pub struct Shape {
    /// The kind of value.
    pub kind: Kind,
    members: Vec<String>,
    /// Whether the type that was asked last would keep all members.
    kept: Cell<bool>,
}

impl Shape {
    /// Looks at a value.
    pub fn of(raw: &RawValue) -> Shape {
        // The first character tells the kind; asking serde_json would not do, as its features change its answers.
        let kind = match raw.get().trim_start().as_bytes().first() {
            Some(b'{') => Kind::Object,
            Some(b'[') => Kind::Array,
            Some(b'"') => Kind::String,
            Some(b't' | b'f') => Kind::Bool,
            Some(b'n') => Kind::Null,
            _ => Kind::Number,
        };
        let members = match kind {
            // The text was read once already; should it fail now, no type fits, and each says why.
            Kind::Object => serde_json::from_str::<Names>(raw.get()).map(|names| names.0).unwrap_or_default(),
            _ => Vec::new(),
        };
        Shape { kind, members, kept: Cell::new(true) }
    }

    /// Whether the value is a string.
    pub fn is_string(&self) -> bool {
        self.kind == Kind::String
    }

    /// Whether the value is a number.
    pub fn is_number(&self) -> bool {
        self.kind == Kind::Number
    }

    /// Whether the value is an object that has all members of the table that have to be there; others that it has would
    /// be kept.
    pub fn rest(&self, members: &[(bool, &str)]) -> bool {
        self.kept.set(true);
        self.has(members)
    }

    /// As [`rest`](Self::rest), where others would be passed over.
    pub fn skip(&self, members: &[(bool, &str)]) -> bool {
        self.kept.set(self.members.iter().all(|member| members.iter().any(|(_, known)| member == known)));
        self.has(members)
    }

    fn has(&self, members: &[(bool, &str)]) -> bool {
        self.kind == Kind::Object
            && members.iter().all(|(required, name)| !required || self.members.iter().any(|member| member == name))
    }
}

/// The names of an object's members.
struct Names(Vec<String>);

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_map(NamesVisitor)
    }
}

struct NamesVisitor;

impl<'de> Visitor<'de> for NamesVisitor {
    type Value = Names;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Names, A::Error> {
        let mut names = Vec::new();
        while let Some((name, _)) = map.next_entry::<String, IgnoredAny>()? {
            names.push(name);
        }
        Ok(Names(names))
    }
}

/// The attempts to read a value as one of several types.
pub struct Tries<'a> {
    raw: &'a RawValue,
    shape: Shape,
    said: String,
    /// Whether only types are tried that lose nothing of the value.
    strict: bool,
}

impl<'a> Tries<'a> {
    /// Begins with the value's text.
    pub fn new(raw: &'a RawValue) -> Self {
        let shape = Shape::of(raw);
        // Only of an object members can be lost.
        let strict = shape.kind == Kind::Object;
        Tries { raw, shape, said: String::new(), strict }
    }

    /// Goes on to types that would lose members, where none kept them all; `false` where that was so already.
    pub fn relax(&mut self) -> bool {
        std::mem::take(&mut self.strict)
    }

    /// Tries a type; `None` when it does not fit, and why is kept.
    pub fn attempt<T: Json>(&mut self, variant: &str) -> Option<T> {
        self.shape.kept.set(true);
        if !T::fits(&self.shape) {
            self.note(variant, "another kind of value, or required members are missing");
            return None;
        }
        if self.strict && !self.shape.kept.get() {
            return None;
        }
        match serde_json::from_str::<Wire<T>>(self.raw.get()) {
            Ok(wire) => Some(wire.0),
            Err(error) => {
                self.note(variant, &without_position(&error));
                None
            }
        }
    }

    fn note(&mut self, variant: &str, message: &str) {
        // An error is for people: beyond some length more of it helps nobody (unions in unions multiply).
        const ENOUGH: usize = 2000;
        if !self.strict && self.said.len() < ENOUGH {
            self.said.push_str("; ");
            self.said.push_str(variant);
            self.said.push_str(": ");
            self.said.push_str(message);
        }
    }

    /// The error when no type fitted.
    #[cold]
    pub fn error<E: serde::de::Error>(self) -> E {
        E::custom(format_args!("the value fits none of the possible types{}", self.said))
    }
}

/// Ties an enum to values that are told apart by their shape:
///
/// ```text
/// json::untagged! { IdOrName { Id(i64), Name(String) } closed }
/// ```
///
/// The variants are tried in the order given, first those that would keep all members of an object, and the first that
/// reads wins. `closed` (or nothing): a value that fits none
/// is an error that says what each variant said; `open`: it is kept in `Unknown(Value)`.
#[allow(unused_macros)]
macro_rules! untagged {
    ($name:ident { $($variant:ident ( $ty:ty )),* $(,)? }) => {
        runtime::json::untagged! { $name { $($variant ($ty)),* } closed }
    };
    ($name:ident { $($variant:ident ( $ty:ty )),* $(,)? } closed) => {
        runtime::json::untagged! { @impl $name [$($variant $ty,)*] [$($variant)*] (closed) }
    };
    ($name:ident { $($variant:ident ( $ty:ty )),* $(,)? } open) => {
        runtime::json::untagged! { @impl $name [$($variant $ty,)*] [$($variant)* Unknown] (open) }
    };
    (@impl $name:ident [$($variant:ident $ty:ty,)*] [$($all:ident)*] $($otherwise:tt)*) => {
        impl runtime::json::Json for $name {
            fn read<'de, D: runtime::json::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let raw = runtime::json::raw(d)?;
                let mut tries = runtime::json::Tries::new(&raw);
                loop {
                    $(
                        if let Some(value) = tries.attempt::<$ty>(stringify!($variant)) {
                            return Ok($name::$variant(value));
                        }
                    )*
                    if !tries.relax() {
                        break;
                    }
                }
                runtime::json::untagged!(@otherwise $name raw tries $($otherwise)*)
            }
            fn write<S: runtime::json::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                match self {
                    $($name::$all(value) => runtime::json::Json::write(value, s),)*
                }
            }
            fn write_members<S: runtime::json::Serializer>(&self, out: &mut runtime::json::Members<S>) {
                match self {
                    $($name::$all(value) => runtime::json::Json::write_members(value, out),)*
                }
            }
            fn fits(shape: &runtime::json::Shape) -> bool {
                runtime::json::untagged!(@fits shape [$($ty,)*] $($otherwise)*)
            }
        }
        runtime::json::serde_by_json!($name);
    };
    (@otherwise $name:ident $raw:ident $tries:ident (open)) => {
        runtime::json::from_raw(&$raw).map($name::Unknown)
    };
    (@otherwise $name:ident $raw:ident $tries:ident $closed:tt) => {
        Err($tries.error())
    };
    (@fits $shape:ident [$($ty:ty,)*] (open)) => {{
        let _ = $shape;
        true
    }};
    (@fits $shape:ident [$($ty:ty,)*] $closed:tt) => {
        false $(|| <$ty as runtime::json::Json>::fits($shape))*
    };
}
#[allow(unused_imports)]
pub(crate) use untagged;
