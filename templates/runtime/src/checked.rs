//! Values of a type that a schema limits: to a pattern, a length, a range, a number of digits.
//!
//! Such a type is a struct around the plain value. What is made by hand is checked (`try_new`); what is read is taken as it
//! came, unless the description's configuration says otherwise, and can be checked afterwards (`check`).

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;

use super::scalar::{Base64, Date, DateTime, Decimal, Double, Duration, Float, Gregorian, Hex, Integer, Time};

/// A value that is outside of what its type lets in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutOfLimits(String);

impl OutOfLimits {
    fn new(name: &str, text: &str, why: impl fmt::Display) -> Self {
        // Values may be secret or huge: enough to recognise them, and no more.
        const SHOWN: usize = 40;
        let mut shown: String = text.chars().take(SHOWN).collect();
        if shown.len() < text.len() {
            shown.push('…');
        }
        OutOfLimits(format!("{shown:?} is no {name}: {why}"))
    }
}

impl fmt::Display for OutOfLimits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for OutOfLimits {}

/// What limits the values of a type, as in `Limits::NONE.min_length(2).patterns(&["[A-Z]+"])`.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    min_length: Option<u64>,
    max_length: Option<u64>,
    lower: Option<(&'static str, bool)>,
    upper: Option<(&'static str, bool)>,
    total_digits: Option<u64>,
    fraction_digits: Option<u64>,
    patterns: &'static [&'static str],
    collapsed: bool,
}

macro_rules! limit {
    ($($(#[$doc:meta])* $name:ident($value:ident: $ty:ty) => $field:ident = $kept:expr;)*) => { $(
        $(#[$doc])*
        pub const fn $name(mut self, $value: $ty) -> Self {
            self.$field = $kept;
            self
        }
    )* };
}

impl Limits {
    /// No limit.
    pub const NONE: Limits = Limits {
        min_length: None,
        max_length: None,
        lower: None,
        upper: None,
        total_digits: None,
        fraction_digits: None,
        patterns: &[],
        collapsed: false,
    };

    limit! {
        /// At least so many characters or bytes.
        min_length(least: u64) => min_length = Some(least);
        /// At most so many characters or bytes.
        max_length(most: u64) => max_length = Some(most);
        /// At least this.
        minimum(least: &'static str) => lower = Some((least, false));
        /// More than this.
        above(end: &'static str) => lower = Some((end, true));
        /// At most this.
        maximum(most: &'static str) => upper = Some((most, false));
        /// Less than this.
        below(end: &'static str) => upper = Some((end, true));
        /// At most so many digits.
        total_digits(most: u64) => total_digits = Some(most);
        /// At most so many digits behind the point.
        fraction_digits(most: u64) => fraction_digits = Some(most);
        /// Regular expressions in the notation of the `regex` crate, of which the whole text fits each; `\i`, `\I`, `\c` and
        /// `\C` are those of XML Schema: the characters of names.
        patterns(all: &'static [&'static str]) => patterns = all;
    }

    /// White space at the ends does not count, and more of it is a blank.
    pub const fn collapsed(mut self) -> Self {
        self.collapsed = true;
        self
    }

    fn check(&self, value: &impl Measured, text: &str, patterns: &Patterns) -> Result<(), String> {
        let text = if self.collapsed { collapse(text) } else { text.into() };
        let length = value.length(&text);
        if let (Some(least), Some(length)) = (self.min_length, length)
            && length < least
        {
            return Err(format!("it is {length} long, and {least} is the least"));
        }
        if let (Some(most), Some(length)) = (self.max_length, length)
            && length > most
        {
            return Err(format!("it is {length} long, and {most} is the most"));
        }
        if let Some((end, exclusive)) = self.lower
            && let Some(order) = value.compare(end)
            && (order == Ordering::Less || exclusive && order == Ordering::Equal)
        {
            return Err(format!("it is not {} {end}", if exclusive { "more than" } else { "at least" }));
        }
        if let Some((end, exclusive)) = self.upper
            && let Some(order) = value.compare(end)
            && (order == Ordering::Greater || exclusive && order == Ordering::Equal)
        {
            return Err(format!("it is not {} {end}", if exclusive { "less than" } else { "at most" }));
        }
        if self.total_digits.is_some() || self.fraction_digits.is_some() {
            let (whole, fraction) = digits(&text);
            let (all, behind) = (whole.len() + fraction.len(), fraction.len());
            if let Some(most) = self.fraction_digits.filter(|most| exceeds(behind, *most)) {
                return Err(format!("it has {behind} digits behind the point, and {most} is the most"));
            }
            if let Some(most) = self.total_digits.filter(|most| exceeds(all, *most)) {
                return Err(format!("it has {all} digits, and {most} is the most"));
            }
        }
        match patterns.first_missed(&text) {
            Some(pattern) => Err(format!("it does not fit the pattern `{pattern}`")),
            None => Ok(()),
        }
    }
}

fn exceeds(count: usize, most: u64) -> bool {
    u64::try_from(count).is_ok_and(|count| count > most)
}

fn collapse(text: &str) -> Cow<'_, str> {
    const SPACE: [char; 4] = [' ', '\t', '\n', '\r'];
    text.split(SPACE).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ").into()
}

/// The patterns of a type, compiled when they are first needed.
#[derive(Debug)]
pub struct Patterns(#[cfg(feature = "patterns")] Vec<(&'static str, regex::Regex)>);

impl Patterns {
    /// Those of `limits`.
    #[cfg(feature = "patterns")]
    pub fn of(limits: &Limits) -> Self {
        // Whoever wrote the pattern has compiled it already.
        let compiled = |pattern: &&'static str| {
            regex::Regex::new(&format!("^(?:{})$", written_out(pattern))).ok().map(|regex| (*pattern, regex))
        };
        Patterns(limits.patterns.iter().filter_map(compiled).collect())
    }

    #[cfg(feature = "patterns")]
    fn first_missed(&self, text: &str) -> Option<&'static str> {
        self.0.iter().find(|(_, regex)| !regex.is_match(text)).map(|(pattern, _)| *pattern)
    }

    /// None: no type of the crate has any.
    #[cfg(not(feature = "patterns"))]
    pub fn of(_: &Limits) -> Self {
        Patterns()
    }

    #[cfg(not(feature = "patterns"))]
    fn first_missed(&self, _: &str) -> Option<&'static str> {
        None
    }
}

/// What may begin a name, and what else may stand in one (XML 1.0, 2.3), as parts of a class.
#[cfg(feature = "patterns")]
const NAME_START: &str = r"_:A-Za-z\u{C0}-\u{D6}\u{D8}-\u{F6}\u{F8}-\u{2FF}\u{370}-\u{37D}\u{37F}-\u{1FFF}\u{200C}-\u{200D}\u{2070}-\u{218F}\u{2C00}-\u{2FEF}\u{3001}-\u{D7FF}\u{F900}-\u{FDCF}\u{FDF0}-\u{FFFD}\u{10000}-\u{EFFFF}";
#[cfg(feature = "patterns")]
const NAME_MORE: &str = r"\-.0-9\u{B7}\u{300}-\u{36F}\u{203F}-\u{2040}";

/// A pattern with the characters of names written out.
#[cfg(feature = "patterns")]
fn written_out(pattern: &str) -> String {
    let (mut out, mut left) = (String::new(), pattern.chars());
    while let Some(c) = left.next() {
        match (c, if c == '\\' { left.next() } else { None }) {
            ('\\', Some('i')) => out.push_str(&format!("[{NAME_START}]")),
            ('\\', Some('I')) => out.push_str(&format!("[^{NAME_START}]")),
            ('\\', Some('c')) => out.push_str(&format!("[{NAME_START}{NAME_MORE}]")),
            ('\\', Some('C')) => out.push_str(&format!("[^{NAME_START}{NAME_MORE}]")),
            (c, escaped) => {
                out.push(c);
                out.extend(escaped);
            }
        }
    }
    out
}

/// A type around a plain value that a schema limits.
pub trait Checked {
    /// The plain value.
    type Value: Measured;
    /// What the type is called in errors.
    const NAME: &'static str;
    /// What limits the values.
    const LIMITS: Limits;
    /// The patterns, compiled.
    fn patterns() -> &'static Patterns;
}

/// Whether a value is within the limits of `T`; `text` is what it was read from, where it was.
///
/// # Errors
/// It is not: why.
pub fn check<T: Checked>(value: &T::Value, text: Option<&str>) -> Result<(), OutOfLimits> {
    let text = text.map_or_else(|| value.text(), Cow::Borrowed);
    T::LIMITS.check(value, &text, T::patterns()).map_err(|why| OutOfLimits::new(T::NAME, &text, why))
}

/// A plain value, as limits measure it.
pub trait Measured {
    /// Its text.
    fn text(&self) -> Cow<'_, str>;
    /// How long it is, if it has a length; `text` is its text without the white space that does not count.
    fn length(&self, _text: &str) -> Option<u64> {
        None
    }
    /// How it compares with the end of a range, where that can be said.
    fn compare(&self, _end: &str) -> Option<Ordering> {
        None
    }
}

impl Measured for String {
    fn text(&self) -> Cow<'_, str> {
        self.into()
    }
    fn length(&self, text: &str) -> Option<u64> {
        u64::try_from(text.chars().count()).ok()
    }
}

macro_rules! bytes {
    ($($ty:ty)*) => { $(
        impl Measured for $ty {
            fn text(&self) -> Cow<'_, str> {
                format!("{self:#}").into()
            }
            fn length(&self, _: &str) -> Option<u64> {
                u64::try_from(self.len()).ok()
            }
        }
    )* };
}
bytes!(Hex Base64);

macro_rules! numbers {
    ($($ty:ty)*) => { $(
        impl Measured for $ty {
            fn text(&self) -> Cow<'_, str> {
                self.to_string().into()
            }
            fn compare(&self, end: &str) -> Option<Ordering> {
                Some(compare(&self.to_string(), end.trim()))
            }
        }
    )* };
}
numbers!(i8 i16 i32 i64 u8 u16 u32 u64 Integer Decimal);

macro_rules! floats {
    ($($ty:ty)*) => { $(
        impl Measured for $ty {
            fn text(&self) -> Cow<'_, str> {
                self.to_string().into()
            }
            fn compare(&self, end: &str) -> Option<Ordering> {
                self.partial_cmp(&end.trim().parse::<$ty>().ok()?)
            }
        }
    )* };
}
floats!(Float Double);

macro_rules! times {
    ($($ty:ty: $to:expr, $zoned:expr;)*) => { $(
        impl Measured for $ty {
            fn text(&self) -> Cow<'_, str> {
                self.as_str().into()
            }
            /// Two of which one has a zone and the other has none are not compared.
            fn compare(&self, end: &str) -> Option<Ordering> {
                let end: $ty = end.trim().parse().ok()?;
                let (to, zoned): (fn(&$ty) -> Option<_>, fn(&$ty) -> Option<_>) = ($to, $zoned);
                match (self.zone(), end.zone()) {
                    (None, None) => Some(to(self)?.cmp(&to(&end)?)),
                    (Some(_), Some(_)) => Some(zoned(self)?.cmp(&zoned(&end)?)),
                    _ => None,
                }
            }
        }
    )* };
}
times! {
    DateTime: DateTime::to_primitive, DateTime::to_offset;
    Date: Date::to_date, |date| Some(date.to_date()?.midnight().assume_offset(date.zone()?));
    Time: Time::to_time, |time| Some(time::Date::MIN.next_day()?.with_time(time.to_time()?).assume_offset(time.zone()?));
}

macro_rules! texts {
    ($($ty:ty)*) => { $(
        impl Measured for $ty {
            fn text(&self) -> Cow<'_, str> {
                self.to_string().into()
            }
        }
    )* };
}
texts!(bool Duration Gregorian);

/// The digits that count, before and behind the point.
fn digits(number: &str) -> (&str, &str) {
    let number = number.trim_start_matches(['+', '-']);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    (whole.trim_start_matches('0'), fraction.trim_end_matches('0'))
}

/// The order of two decimal numbers of any length, without exponents.
fn compare(one: &str, other: &str) -> Ordering {
    let is_zero = |number: &str| digits(number) == ("", "");
    let is_negative = |number: &str| number.starts_with('-') && !is_zero(number);
    let size = |one: &str, other: &str| {
        let ((whole, fraction), (other_whole, other_fraction)) = (digits(one), digits(other));
        whole
            .len()
            .cmp(&other_whole.len())
            .then_with(|| whole.cmp(other_whole))
            .then_with(|| fraction.cmp(other_fraction))
    };
    match (is_negative(one), is_negative(other)) {
        (false, false) => size(one, other),
        (true, true) => size(other, one),
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
    }
}

/// Ties a struct around a plain value to the limits of a schema:
///
/// ```text
/// runtime::checked! { Code(String) { min_length(2), patterns(&["[A-Z]+"]) } }
/// runtime::checked! { Level(u8) { maximum("9") } reading }
/// ```
///
/// With `reading` behind it, values outside the limits are refused on reading, too.
#[allow(unused_macros)]
macro_rules! checked {
    ($name:ident ( $ty:ty ) { $($limit:ident ( $($value:expr)? )),* $(,)? } $($reading:ident)?) => {
        impl runtime::checked::Checked for $name {
            type Value = $ty;
            const NAME: &'static str = stringify!($name);
            const LIMITS: runtime::checked::Limits = runtime::checked::Limits::NONE $(.$limit($($value)?))*;
            fn patterns() -> &'static runtime::checked::Patterns {
                static PATTERNS: std::sync::OnceLock<runtime::checked::Patterns> = std::sync::OnceLock::new();
                PATTERNS.get_or_init(|| runtime::checked::Patterns::of(&<$name as runtime::checked::Checked>::LIMITS))
            }
        }
        impl $name {
            /// The value, if it is within the limits of the type.
            ///
            /// # Errors
            /// It is not.
            pub fn try_new(value: impl Into<$ty>) -> Result<Self, runtime::OutOfLimits> {
                let value = value.into();
                runtime::checked::check::<$name>(&value, None)?;
                Ok($name(value))
            }
            /// The plain value.
            pub fn get(&self) -> &$ty {
                &self.0
            }
            /// The plain value, by itself.
            pub fn into_inner(self) -> $ty {
                self.0
            }
            /// Whether the value is within the limits of the type; one that was read may not be.
            ///
            /// # Errors
            /// It is not.
            pub fn check(&self) -> Result<(), runtime::OutOfLimits> {
                runtime::checked::check::<$name>(&self.0, None)
            }
            /// What is read from this text, as it has to be then.
            #[allow(dead_code, unused_variables)]
            fn read(value: $ty, text: Option<&str>) -> Result<Self, runtime::OutOfLimits> {
                $(runtime::checked::check::<$name>(&value, runtime::checked::$reading(text))?;)?
                Ok($name(value))
            }
        }
        impl std::ops::Deref for $name {
            type Target = $ty;
            fn deref(&self) -> &$ty {
                &self.0
            }
        }
        impl AsRef<$ty> for $name {
            fn as_ref(&self) -> &$ty {
                &self.0
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Display::fmt(&self.0, f)
            }
        }
        impl From<$name> for $ty {
            fn from(value: $name) -> Self {
                value.0
            }
        }
        impl TryFrom<$ty> for $name {
            type Error = runtime::OutOfLimits;
            fn try_from(value: $ty) -> Result<Self, runtime::OutOfLimits> {
                $name::try_new(value)
            }
        }
        #[cfg(feature = "xml")]
        impl runtime::xml::XmlText for $name {
            fn from_text(text: &str, scope: &runtime::xml::Scope<'_>) -> Result<Self, runtime::xml::TextError> {
                let value = <$ty as runtime::xml::XmlText>::from_text(text, scope)?;
                $name::read(value, Some(text)).map_err(|error| runtime::xml::TextError::new(error.to_string()))
            }
            fn to_text(
                &self,
                scope: &mut runtime::xml::WriteScope<'_>,
            ) -> Result<std::borrow::Cow<'_, str>, runtime::xml::TextError> {
                runtime::xml::XmlText::to_text(&self.0, scope)
            }
            fn is_known(&self) -> bool {
                self.check().is_ok()
            }
        }
        #[cfg(feature = "xml")]
        runtime::xml::text_content!($name);
        #[cfg(feature = "json")]
        impl runtime::json::Json for $name {
            fn read<'de, De: runtime::json::Deserializer<'de>>(d: De) -> Result<Self, De::Error> {
                let value = runtime::json::Json::read(d)?;
                Self::read(value, None).map_err(runtime::json::custom)
            }
            fn write<Se: runtime::json::Serializer>(&self, s: Se) -> Result<Se::Ok, Se::Error> {
                runtime::json::Json::write(&self.0, s)
            }
            fn fits(shape: &runtime::json::Shape) -> bool {
                runtime::json::fits_inside($name, shape)
            }
        }
        #[cfg(feature = "json")]
        runtime::json::serde_by_json!($name);
        #[cfg(feature = "http")]
        impl runtime::FromHeader for $name {
            fn from_header(text: &str) -> Option<Self> {
                runtime::FromHeader::from_header(text).and_then(|value| $name::read(value, None).ok())
            }
        }
        #[cfg(feature = "http")]
        impl runtime::param::ToParam for $name {
            fn to_param(&self) -> runtime::param::ParamValue {
                runtime::param::ToParam::to_param(&self.0)
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use checked;

/// The word `reading` of the tables: what is read is checked by the text that it was read from.
pub fn reading(text: Option<&str>) -> Option<&str> {
    text
}
