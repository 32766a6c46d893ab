//! Values of a type that a schema limits: to a pattern, a length, a range, a number of digits.
//!
//! Such a type is a struct around the plain value. What is made by hand is checked (`try_new`); what is read is taken as it
//! came, unless the description's configuration says otherwise, and can be checked afterwards (`check`).

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;

use super::scalar::Space;

mod limited;
mod measured;

#[cfg(feature = "json")]
#[allow(unused_imports)]
pub(crate) use limited::by_json;
#[allow(unused_imports)] // A crate may have no types with limits.
pub(crate) use limited::{checked, limited};
pub use measured::Measured;
use measured::digits;
#[cfg(feature = "xml")]
pub use measured::{List, Union};

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
    described: &'static [&'static str],
    space: Space,
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
        described: &[],
        space: Space::Preserve,
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
        /// The patterns, in their order, as the schema has them: so errors say them.
        described(all: &'static [&'static str]) => described = all;
    }

    /// White space at the ends does not count, and more of it is a blank.
    pub const fn collapsed(mut self) -> Self {
        self.space = Space::Collapse;
        self
    }

    /// Each character of white space is a blank.
    pub const fn replaced(mut self) -> Self {
        self.space = Space::Replace;
        self
    }

    fn check(&self, value: &impl Measured, text: &str, patterns: &Patterns) -> Result<(), String> {
        // A facet speaks of the value, and a pattern of its text once white space is done with (Part 2, 4.3.4 and 4.3.6).
        let text = value.space(self.space).normalized(text);
        if let Some(why) = value.misspelled(&text) {
            return Err(why.to_owned());
        }
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
        if (self.lower.is_some() || self.upper.is_some()) && value.is_in_no_range() {
            return Err("it is in no range".to_owned());
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

/// The patterns of a type, compiled when they are first needed.
#[derive(Debug)]
pub struct Patterns(#[cfg(feature = "patterns")] Vec<(&'static str, regex::Regex)>);

impl Patterns {
    /// Those of `limits`.
    #[cfg(feature = "patterns")]
    pub fn of(limits: &Limits) -> Self {
        // Whoever wrote the pattern has compiled it already.
        let compiled = |(at, pattern): (usize, &&'static str)| {
            let described = limits.described.get(at).unwrap_or(pattern);
            super::patterns::whole(pattern).ok().map(|regex| (*described, regex))
        };
        Patterns(limits.patterns.iter().enumerate().filter_map(compiled).collect())
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

/// A type around a plain value that a schema limits.
pub trait Checked {
    /// The plain value.
    type Value;
    /// What the type is called in errors.
    const NAME: &'static str;
    /// What limits the values.
    const LIMITS: Limits;
    /// The patterns, compiled.
    fn patterns() -> &'static Patterns;
    /// The value as limits measure it.
    fn measured(value: &Self::Value) -> impl Measured;
}

/// Whether a value is within the limits of `T`; `text` is what it was read from, where it was.
///
/// # Errors
/// It is not: why.
pub fn check<T: Checked>(value: &T::Value, text: Option<&str>) -> Result<(), OutOfLimits> {
    let measured = T::measured(value);
    let text = text.map_or_else(|| measured.text(), Cow::Borrowed);
    T::LIMITS.check(&measured, &text, T::patterns()).map_err(|why| OutOfLimits::new(T::NAME, &text, why))
}

/// What white space counts for in the texts of a value of `T`.
#[cfg(feature = "xml")]
pub fn space<T: Checked>(value: &T::Value) -> Space {
    T::measured(value).space(T::LIMITS.space)
}

/// The word `reading` of the tables: what is read is checked by the text that it was read from.
pub fn reading(text: Option<&str>) -> Option<&str> {
    text
}
