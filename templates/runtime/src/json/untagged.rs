//! Values of one of several types, told apart by their shape alone (`oneOf` and `anyOf` without a discriminator).
//!
//! The value is kept as text, looked at once, and then tried as each type that it may have, in the order given: the first
//! that loses none of its members is the one, however deep they are; where none is such, the one that loses the fewest.
//! A `null` that is read as absent counts as lost; a value that an enumeration does not list counts for half of that. Where
//! nothing of this tells them apart, it is the first that writes its values as they were read. Where a value may be of
//! several types at once (`anyOf`), and is, so that each would lose members of another, it is kept as it came.

use std::cell::Cell;
use std::fmt;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::fault::without_position;
use super::several::{adds, unknown, written};
use super::{Json, Member, Value, Wire};

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
        Shape { kind, members }
    }

    /// Whether the value is a string.
    pub fn is_string(&self) -> bool {
        self.kind == Kind::String
    }

    /// Whether the value is a number.
    pub fn is_number(&self) -> bool {
        self.kind == Kind::Number
    }

    /// Whether the value is an object.
    pub fn is_object(&self) -> bool {
        self.kind == Kind::Object
    }

    /// Whether the value is an object with a member of this name.
    pub fn has_member(&self, name: &str) -> bool {
        self.members.iter().any(|member| member == name)
    }

    /// Whether the value is an object that has all members of the table that have to be there.
    pub fn has(&self, members: &[Member]) -> bool {
        self.is_object() && members.iter().all(|(name, presence)| !presence.required || self.has_member(name))
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

/// What reading has come to on this thread. What reads a record knows nothing of the choice that it is tried for, so this
/// is where both meet.
#[derive(Clone, Copy)]
struct Ledger {
    /// What was lost, by the weights below.
    lost: usize,
    /// How many values were met that their enumeration does not list.
    unlisted: usize,
    /// How many bytes may still be read in attempts, while a choice is made.
    left: Option<usize>,
}

thread_local! {
    static LEDGER: Cell<Ledger> = const { Cell::new(Ledger { lost: 0, unlisted: 0, left: None }) };
}

/// What a member weighs that was passed over.
const MEMBER: usize = 2000;

/// What a value weighs that its enumeration does not list: it is kept all the same.
const UNLISTED: usize = MEMBER / 2;

/// What a value weighs that would be written as another: no number of them that is likely is worth a member.
const CHANGED: usize = 1;

/// Notes that a member is passed over.
pub(super) fn passed_over() {
    lose(MEMBER);
}

/// Whether a choice is being made, so that it matters what is lost.
pub(super) fn choosing() -> bool {
    LEDGER.get().left.is_some()
}

/// Notes, while a choice is made, that a value is none of those that its enumeration lists: another type may list it.
pub(crate) fn unlisted(is: impl FnOnce() -> bool) {
    if choosing() && is() {
        lose(UNLISTED);
        LEDGER.with(|cell| cell.set(Ledger { unlisted: cell.get().unlisted.wrapping_add(1), ..cell.get() }));
    }
}

/// Notes, while a choice is made, that a value would be written as another than was read: another type may keep it.
pub(crate) fn changed(is: impl FnOnce() -> bool) {
    if choosing() && is() {
        lose(CHANGED);
    }
}

fn lose(much: usize) {
    LEDGER.with(|cell| cell.set(Ledger { lost: cell.get().lost.wrapping_add(much), ..cell.get() }));
}

/// The outermost choice; when it ends, however it does, there is no limit any more.
struct Outermost;

impl Outermost {
    /// Sets a limit to all attempts at a text of this length, where no choice around it has.
    ///
    /// Choices within choices are tried once for each way that leads to them, which multiplies: a text may be nested so
    /// that there is no end to it.
    fn begin(length: usize) -> Option<Outermost> {
        // As often as values can be nested, and twice that.
        const TIMES: usize = 256;
        const ALWAYS: usize = 1 << 16;
        let ledger = LEDGER.get();
        if ledger.left.is_some() {
            return None;
        }
        LEDGER.set(Ledger { left: Some(length.saturating_mul(TIMES).saturating_add(ALWAYS)), ..ledger });
        Some(Outermost)
    }
}

impl Drop for Outermost {
    fn drop(&mut self) {
        LEDGER.set(Ledger { left: None, ..LEDGER.get() });
    }
}

/// Reads a value as one of the variants; `None` when it does not fit.
type Attempt<'a, T> = fn(&mut Tries<'a>) -> Option<T>;

/// What a variant makes of a value.
struct Reading<T> {
    /// What is lost, by weight.
    lost: usize,
    /// Whether it has values that an enumeration does not list.
    unlisted: bool,
    value: T,
}

impl<T> Reading<T> {
    /// The value, whose losses are those of the choice.
    fn taken(self) -> T {
        let ledger = LEDGER.get();
        let unlisted = ledger.unlisted.wrapping_add(usize::from(self.unlisted));
        LEDGER.set(Ledger { lost: ledger.lost.wrapping_add(self.lost), unlisted, ..ledger });
        self.value
    }
}

/// The attempts to read a value as one of several types.
pub struct Tries<'a> {
    raw: &'a RawValue,
    shape: Shape,
    said: String,
}

impl<'a> Tries<'a> {
    /// Begins with the value's text.
    pub fn new(raw: &'a RawValue) -> Self {
        Tries { raw, shape: Shape::of(raw), said: String::new() }
    }

    /// The value by the first variant that loses none of its members, else by the first of those that lose the fewest.
    ///
    /// # Errors
    /// The attempts, where none came to anything.
    pub fn choose<T>(mut self, variants: &[Attempt<'a, T>]) -> Result<T, Self> {
        let _limit = Outermost::begin(self.raw.get().len());
        let mut best: Option<Reading<T>> = None;
        self.each(variants, |reading| {
            if best.as_ref().is_none_or(|best| reading.lost < best.lost) {
                best = Some(reading);
            }
        });
        best.map(Reading::taken).ok_or(self)
    }

    /// As [`choose`](Self::choose), but for an object that is of several variants at once, each of which would lose members
    /// that another has: that is `several`.
    ///
    /// # Errors
    /// As [`choose`](Self::choose).
    pub fn choose_or<T: Json>(mut self, variants: &[Attempt<'a, T>], several: fn(Value) -> T) -> Result<T, Self> {
        let _limit = Outermost::begin(self.raw.get().len());
        let mut readings: Vec<Reading<T>> = Vec::new();
        self.each(variants, |reading| readings.push(reading));
        let Some((best, at)) = readings.iter().zip(0..).min_by_key(|(reading, _)| reading.lost) else {
            return Err(self);
        };
        if best.lost >= MEMBER && readings.len() > 1 {
            let read: Value = serde_json::from_str(self.raw.get()).unwrap_or_default();
            // What has values that a type does not list is not of that type.
            let others = readings.iter().zip(0..).filter(|(reading, other)| *other != at && !reading.unlisted);
            let others: Vec<Value> = others.map(|(reading, _)| written(&reading.value)).collect();
            let kept = written(&best.value);
            if others.iter().any(|other| adds(&read, &kept, other)) {
                let all: Vec<&Value> = others.iter().chain([&kept]).collect();
                lose(unknown(&read, &all).saturating_mul(MEMBER));
                return Ok(several(read));
            }
        }
        Ok(readings.swap_remove(at).taken())
    }

    /// Gives what the variants make of the value to `take`, up to the first that loses nothing.
    fn each<T>(&mut self, variants: &[Attempt<'a, T>], mut take: impl FnMut(Reading<T>)) {
        let before = LEDGER.get();
        for variant in variants {
            LEDGER.set(Ledger { left: LEDGER.get().left, ..before });
            let Some(value) = variant(self) else { continue };
            let now = LEDGER.get();
            let lost = now.lost.wrapping_sub(before.lost);
            take(Reading { lost, unlisted: now.unlisted != before.unlisted, value });
            if lost == 0 {
                break;
            }
        }
        LEDGER.set(Ledger { left: LEDGER.get().left, ..before });
    }

    /// Tries a type; `None` when it does not fit, and why is kept.
    pub fn attempt<T: Json>(&mut self, variant: &str) -> Option<T> {
        if !T::fits(&self.shape) {
            self.note(variant, "another kind of value, or required members are missing");
            return None;
        }
        let ledger = LEDGER.get();
        let text = self.raw.get();
        let left = ledger.left.and_then(|left| left.checked_sub(text.len()));
        if ledger.left.is_some() && left.is_none() {
            self.note(variant, "the value can be read in too many ways");
            return None;
        }
        LEDGER.set(Ledger { left, ..ledger });
        match serde_json::from_str::<Wire<T>>(text) {
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
        if self.said.len() < ENOUGH {
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
/// The variants are tried in the order given, and the first that reads and loses nothing wins, else the first of those that
/// lose the fewest members, and change the fewest values. `closed` (or nothing): a value that fits none is an error that says
/// what each variant said; `open`: it is kept in `Unknown(Value)`. Behind either, `several`: an object that is of several
/// variants at once, each of which would lose members of another, is kept in `Several(Value)`.
#[allow(unused_macros)]
macro_rules! untagged {
    ($name:ident { $($variant:ident ( $ty:ty )),* $(,)? }) => {
        runtime::json::untagged! { $name { $($variant ($ty)),* } closed }
    };
    ($name:ident { $($variant:ident ( $ty:ty )),* $(,)? } closed) => {
        runtime::json::untagged! { @impl $name [$($variant $ty,)*] [$($variant)*] closed one }
    };
    ($name:ident { $($variant:ident ( $ty:ty )),* $(,)? } closed several) => {
        runtime::json::untagged! { @impl $name [$($variant $ty,)*] [$($variant)* Several] closed several }
    };
    ($name:ident { $($variant:ident ( $ty:ty )),* $(,)? } open) => {
        runtime::json::untagged! { @impl $name [$($variant $ty,)*] [$($variant)* Unknown] open one }
    };
    ($name:ident { $($variant:ident ( $ty:ty )),* $(,)? } open several) => {
        runtime::json::untagged! { @impl $name [$($variant $ty,)*] [$($variant)* Unknown Several] open several }
    };
    (@impl $name:ident [$($variant:ident $ty:ty,)*] [$($all:ident)*] $open:ident $number:ident) => {
        impl runtime::json::Json for $name {
            fn read<'de, D: runtime::json::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let raw = runtime::json::raw(d)?;
                let tries = runtime::json::Tries::new(&raw);
                let chosen = runtime::json::untagged!(@choose $number $name tries [
                    $(|tries| tries.attempt(stringify!($variant)).map(Self::$variant)),*
                ]);
                match chosen {
                    Ok(value) => Ok(value),
                    Err(tries) => runtime::json::untagged!(@otherwise $open raw tries),
                }
            }
            fn write<S: runtime::json::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$all(value) => runtime::json::Json::write(value, s),)*
                }
            }
            fn write_members<S: runtime::json::Serializer>(&self, out: &mut runtime::json::Members<S>) {
                match self {
                    $(Self::$all(value) => runtime::json::Json::write_members(value, out),)*
                }
            }
            fn fits(shape: &runtime::json::Shape) -> bool {
                runtime::json::untagged!(@fits $open shape [$($ty,)*])
            }
        }
        runtime::json::serde_by_json!($name);
    };
    (@choose one $name:ident $tries:ident $variants:expr) => {
        $tries.choose(&$variants)
    };
    (@choose several $name:ident $tries:ident $variants:expr) => {
        $tries.choose_or(&$variants, $name::Several)
    };
    (@otherwise open $raw:ident $tries:ident) => {{
        let _ = $tries;
        runtime::json::from_raw(&$raw).map(Self::Unknown)
    }};
    (@otherwise closed $raw:ident $tries:ident) => {
        Err($tries.error())
    };
    (@fits open $shape:ident [$($ty:ty,)*]) => {{
        let _ = $shape;
        true
    }};
    (@fits closed $shape:ident [$($ty:ty,)*]) => {
        false $(|| <$ty as runtime::json::Json>::fits($shape))*
    };
}
#[allow(unused_imports)]
pub(crate) use untagged;
