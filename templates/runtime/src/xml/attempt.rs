//! Elements of one of several types, told apart by a tag in them or by their parts (`oneOf` and `anyOf`).
//!
//! The element is kept as a small tree, looked at, and read from its text as the types that it may have. All attempts
//! at one element, and at those within it, share a budget that grows with its size, and what those within it are is
//! remembered, so that unions within unions cost no more than that.

use std::cell::Cell;

use super::any::AnyElement;
use super::content::FromXml;
use super::error::Error;
use super::reader::{Reader, Within};
use super::scope::{AROUND, Prefixes};
use super::writer::Writer;

/// How many steps of reading an element may take, for each byte of it, before no more is tried.
const STEPS: usize = 100;

/// An element that has been read, and not yet as what it is.
#[derive(Debug)]
pub struct Kept {
    /// In memory of its own: unions within unions stand on the stack one on another.
    element: Box<AnyElement>,
    /// The default namespace in it.
    default: String,
    text: String,
    /// How deep elements in it may be nested.
    depth: usize,
    budget: Cell<usize>,
}

impl Kept {
    /// Keeps the current element.
    ///
    /// # Errors
    /// A document that is not well-formed, or beyond the limits.
    pub fn new(reader: &mut Reader<'_>) -> Result<Self, Error> {
        let depth = reader.depth_left();
        let default = reader.scope().namespace("").unwrap_or_default().to_owned();
        let element = Box::new(AnyElement::from_xml(reader)?);
        let mut writer = Writer::new(None, Prefixes::default(), None);
        element.write(&mut writer)?;
        let text = writer.finish()?;
        let budget = reader.budget().unwrap_or_else(|| text.len().saturating_mul(STEPS).saturating_add(10_000));
        Ok(Kept { element, default, text, depth, budget: Cell::new(budget) })
    }

    /// The value of an attribute.
    pub fn attribute(&self, ns: &str, name: &str) -> Option<String> {
        self.element.attribute(ns, name).map(|text| text.trim().to_owned())
    }

    /// The text of a child element; of the first, if there are several.
    pub fn child(&self, ns: &str, name: &str) -> Option<String> {
        let is_as_around = |child: &AnyElement| {
            let ns = child.namespace.as_str();
            ns.is_empty() || ns == self.element.namespace.as_str() || ns == self.default
        };
        let is_of = |child: &AnyElement| child.namespace == ns || ns == AROUND && is_as_around(child);
        let found = self.element.elements().find(|child| child.local == name && is_of(child));
        found.map(|child| child.text().trim().to_owned())
    }

    /// Whether what is in the element may be a value of this look.
    pub fn looks(&self, look: Look) -> bool {
        let parts = || self.element.elements().next().is_some();
        match look {
            Look::Any => true,
            Look::Text => !parts(),
            Look::Parts(names) => {
                let has = |name: &&str| {
                    self.element.elements().any(|child| child.local == *name)
                        || self.element.attributes.iter().any(|attribute| attribute.local == *name)
                };
                let bare_text =
                    !parts() && self.element.attributes.is_empty() && !self.element.text().trim().is_empty();
                !bare_text && names.iter().all(has)
            }
        }
    }

    /// Reads the element as a value. `reader` is the one that the element came from.
    ///
    /// # Errors
    /// An element that is no such value.
    pub fn read<T: FromXml>(&self, reader: &mut Reader<'_>) -> Result<T, Error> {
        let (result, missed) = self.read_in(reader, self.budget.get());
        reader.miss(missed);
        result
    }

    /// Reads the element in so many steps, and counts what of it nobody took.
    fn read_in<T: FromXml>(&self, reader: &mut Reader<'_>, steps: usize) -> (Result<T, Error>, usize) {
        let Within { result, left, missed } = reader.within(&self.text, self.depth, steps, T::from_xml);
        let left = self.budget.get().saturating_sub(steps.saturating_sub(left));
        self.budget.set(left);
        reader.set_budget(left);
        (result.map_err(|error| reader.fault(describe(&error))), missed)
    }

    /// The error for an element whose tag means no variant.
    #[cold]
    pub fn unknown_tag(&self, reader: &Reader<'_>, name: &str, tag: Option<&str>, known: &[&str]) -> Error {
        let known = known.join("`, `");
        reader.fault(match tag {
            Some(tag) => format!("`{name}`: unknown type `{tag}`, expected one of `{known}`"),
            None => format!("missing `{name}`, which says the type: one of `{known}`"),
        })
    }
}

fn describe(error: &Error) -> String {
    // The names on the way begin with the element itself, which who reads on knows.
    match error.path().split_once('/') {
        Some((_, path)) => format!("{path}: {}", error.message()),
        None => error.message().to_owned(),
    }
}

/// What a quick look at an element can tell of it.
#[derive(Clone, Copy, Debug)]
pub enum Look {
    /// Nothing: only reading tells.
    Any,
    /// Text, and no child elements.
    Text,
    /// Children and attributes, at least those of these names, and not text alone.
    Parts(&'static [&'static str]),
}

/// The attempts to read an element as one of several types.
#[derive(Debug)]
pub struct Tries<C> {
    kept: Kept,
    said: String,
    /// The value that has the most of the element, how much is not in it, and the number of its variant.
    best: Option<(C, usize, usize)>,
    /// How many variants came up.
    count: usize,
    /// What the element was found to be when the one around it was read as something else, and by what that is remembered.
    chosen: Option<Option<usize>>,
    key: u64,
    /// How many steps may be taken to find a better one.
    more: usize,
}

/// How many steps may be taken to find a better variant than the first, for each byte of the element: so few that unions
/// nested in unions, which have as many of their own, do not take all that there are.
const MORE: usize = 8;

impl<C> Tries<C> {
    /// Begins with the current element.
    ///
    /// # Errors
    /// As [`Kept::new`].
    pub fn new(reader: &mut Reader<'_>) -> Result<Self, Error> {
        let kept = Kept::new(reader)?;
        let more = kept.text.len().saturating_mul(MORE);
        let (key, chosen) = reader.chosen(std::any::type_name::<C>(), &kept.text);
        Ok(Tries { kept, said: String::new(), best: None, count: 0, chosen, key, more })
    }

    /// Tries a type, of which `make` makes the value; `true` when it fits and has all that is in the element, so that no other
    /// needs to be tried.
    ///
    /// # Errors
    /// The attempts have taken all the time that an element of its size is given. Which variant is the best is not known then.
    pub fn attempt<T: FromXml>(
        &mut self,
        reader: &mut Reader<'_>,
        variant: &str,
        look: Look,
        make: fn(T) -> C,
    ) -> Result<bool, Error> {
        let number = self.count;
        self.count += 1;
        if self.chosen.is_some_and(|chosen| chosen != Some(number)) {
            return Ok(false);
        }
        if !self.kept.looks(look) {
            self.note(variant, "other parts than it needs");
            return Ok(false);
        }
        let before = self.kept.budget.get();
        let is_more = self.best.is_some();
        let steps = if is_more { before.min(self.more) } else { before };
        let (result, missed) = self.kept.read_in(reader, steps);
        let taken = before.saturating_sub(self.kept.budget.get());
        match result {
            Ok(value) => {
                if self.best.as_ref().is_none_or(|(_, least, _)| missed < *least) {
                    self.best = Some((make(value), missed, number));
                }
                if missed == 0 {
                    return Ok(true);
                }
            }
            Err(error) if taken >= steps => return Err(error),
            Err(error) => self.note(variant, error.message()),
        }
        if is_more {
            self.more = self.more.saturating_sub(taken);
        }
        Ok(false)
    }

    /// The value that has the most of the element, if any type fits; the first of several.
    pub fn best(&mut self, reader: &mut Reader<'_>) -> Option<C> {
        reader.remember(self.key, self.best.as_ref().map(|(_, _, number)| *number));
        let (value, missed, _) = self.best.take()?;
        reader.miss(missed);
        Some(value)
    }

    /// Reads the element as what is kept of one that fits no type.
    ///
    /// # Errors
    /// As [`Kept::read`].
    pub fn otherwise<T: FromXml>(&self, reader: &mut Reader<'_>) -> Result<T, Error> {
        self.kept.read(reader)
    }

    fn note(&mut self, variant: &str, message: &str) {
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
    pub fn error(self, reader: &Reader<'_>) -> Error {
        reader.fault(format!("the element fits none of the possible types{}", self.said))
    }
}

/// Ties an enum to elements that are told apart by what is in them:
///
/// ```text
/// xml::untagged! { NameOrPet { Pet(Pet) = parts "id" "kind", Name(String) = text, Other(Other) = any } closed }
/// ```
///
/// The variants are tried in the order given, and the first wins that reads and has all that is in the element, or else the
/// most of it; `text`, `parts` and `any` say what is looked at
/// before ([`Look`]). `closed`: an element that fits none is an error that says what each variant said; `open`: it is
/// kept in `Unknown`.
#[allow(unused_macros)]
macro_rules! untagged {
    ($name:ident { $($variant:ident ( $ty:ty ) = $look:ident $($part:literal)*),* $(,)? } closed) => {
        runtime::xml::untagged! { @impl $name [$({ $variant [$ty] $look $($part)* })*] [$($variant)*] closed }
    };
    ($name:ident { $($variant:ident ( $ty:ty ) = $look:ident $($part:literal)*),* $(,)? } open) => {
        runtime::xml::untagged! { @impl $name [$({ $variant [$ty] $look $($part)* })*] [$($variant)* Unknown] open }
    };
    (@impl $name:ident [$({ $variant:ident [$ty:ty] $look:ident $($part:literal)* })*] [$($all:ident)*] $open:ident) => {
        impl runtime::xml::FromXml for $name {
            fn from_xml(reader: &mut runtime::xml::Reader<'_>) -> Result<Self, runtime::xml::Error> {
                let mut tries = runtime::xml::Tries::new(reader)?;
                let _ = false $(|| {
                    let look = runtime::xml::untagged!(@look $look $($part)*);
                    tries.attempt::<$ty>(reader, stringify!($variant), look, $name::$variant)?
                })*;
                if let Some(value) = tries.best(reader) {
                    return Ok(value);
                }
                runtime::xml::untagged!(@otherwise $open $name tries reader)
            }
        }
        impl runtime::xml::ToXml for $name {
            fn to_xml(&self, writer: &mut runtime::xml::Writer<'_>) -> Result<(), runtime::xml::Error> {
                match self {
                    $($name::$all(value) => runtime::xml::ToXml::to_xml(value, writer),)*
                }
            }
        }
    };
    (@look any) => { runtime::xml::Look::Any };
    (@look text) => { runtime::xml::Look::Text };
    (@look parts $($part:literal)*) => { runtime::xml::Look::Parts(&[$($part),*]) };
    (@otherwise open $name:ident $tries:ident $reader:ident) => {
        $tries.otherwise($reader).map($name::Unknown)
    };
    (@otherwise closed $name:ident $tries:ident $reader:ident) => {
        Err($tries.error($reader))
    };
}
#[allow(unused_imports)]
pub(crate) use untagged;

/// Ties an enum to elements that say their type in a child element or an attribute:
///
/// ```text
/// xml::tagged! { Pet by child "" "petType" { Cat(Cat) = "cat" | "Cat", Dog(Box<Dog>) = "dog" } open }
/// ```
///
/// `by attribute` likewise. Of several tags the first is written, in the place of the variant's own field if it has one.
/// `open`: an element with another tag or none is kept in `Unknown`; `closed`: it is an error.
#[allow(unused_macros)]
macro_rules! tagged {
    ($name:ident by $place:ident $ns:tt $tag:literal {
        $($variant:ident ( $ty:ty ) = $first:literal $(| $more:literal)*),* $(,)?
    } $open:ident) => {
        impl runtime::xml::FromXml for $name {
            fn from_xml(reader: &mut runtime::xml::Reader<'_>) -> Result<Self, runtime::xml::Error> {
                let kept = runtime::xml::Kept::new(reader)?;
                match kept.$place($ns, $tag).as_deref() {
                    $(Some($first $(| $more)*) => kept.read::<$ty>(reader).map($name::$variant),)*
                    other => runtime::xml::tagged!(@other $open $name kept reader $tag other [$($first,)*]),
                }
            }
        }
        impl runtime::xml::ToXml for $name {
            fn to_xml(&self, writer: &mut runtime::xml::Writer<'_>) -> Result<(), runtime::xml::Error> {
                const TAG: runtime::xml::Tag = runtime::xml::tagged!(@tag $place $ns $tag);
                runtime::xml::tagged!(@write $open $name self writer TAG [$($variant $first,)*])
            }
        }
    };
    (@tag child $ns:tt $tag:literal) => { runtime::xml::Tag::Element($ns, $tag) };
    (@tag attribute $ns:tt $tag:literal) => { runtime::xml::Tag::Attribute($ns, $tag) };
    (@other open $name:ident $kept:ident $reader:ident $tag:literal $other:ident $known:tt) => {{
        let _ = $other;
        $kept.read($reader).map($name::Unknown)
    }};
    (@other closed $name:ident $kept:ident $reader:ident $tag:literal $other:ident $known:tt) => {
        Err($kept.unknown_tag($reader, $tag, $other, &$known))
    };
    (@write open $name:ident $self:ident $writer:ident $t:ident [$($variant:ident $first:literal,)*]) => {
        match $self {
            $($name::$variant(value) => $writer.tagged($t, $first, value),)*
            $name::Unknown(value) => runtime::xml::ToXml::to_xml(value, $writer),
        }
    };
    (@write closed $name:ident $self:ident $writer:ident $t:ident [$($variant:ident $first:literal,)*]) => {
        match $self {
            $($name::$variant(value) => $writer.tagged($t, $first, value),)*
        }
    };
}
#[allow(unused_imports)]
pub(crate) use tagged;
