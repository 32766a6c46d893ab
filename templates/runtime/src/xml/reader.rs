//! The pull reader: the parts of one element after another, by namespace and local name.

use std::hash::BuildHasher;
use std::io::BufRead;

use super::super::scalar::Str;
use super::XSI;
use super::error::{Error, position};
use super::scope::{AROUND, NsId, Scope, XS};
use super::settings::ReadSettings;
use super::source::Source;
use super::state::{At, State, Token};
use super::tag::nil;
use super::text::XmlText;

/// What is done with the text of an element while its parts are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextMode {
    /// Passed over: there is none but white space.
    Skip,
    /// Kept until the end of the element: simple content.
    Keep,
    /// A part of its own: mixed content.
    Part,
}

/// Reads a document part by part. A type reads an element so:
///
/// [`next`](Reader::next) is called until it says `false`; in between, the part is an attribute, an element (to be read
/// or [skipped](Reader::skip) as a whole before the next call) or, if asked for, a text.
#[derive(Debug)]
pub struct Reader<'i> {
    source: Source<'i>,
    state: State,
}

impl<'i> Reader<'i> {
    /// Reads a document that is there as a whole.
    pub(super) fn from_text(text: &'i str, settings: &ReadSettings<'_>) -> Self {
        Reader { source: Source::whole(text), state: State::new(settings) }
    }

    /// Reads a document in UTF-8 that comes bit by bit.
    pub(super) fn from_stream(stream: Box<dyn BufRead + 'i>, settings: &ReadSettings<'_>) -> Self {
        Reader { source: Source::stream(stream), state: State::new(settings) }
    }

    /// Reads an element that is there as text, in which elements may be nested so deep, in so many steps; also gives how
    /// many steps are left.
    pub(super) fn within<T>(
        &mut self,
        text: &str,
        depth: usize,
        budget: usize,
        read: impl FnOnce(&mut Reader<'_>) -> Result<T, Error>,
    ) -> Within<T> {
        let (max_stack, max_text) = (self.state.max_stack, self.state.max_text);
        let settings = ReadSettings { max_depth: depth, max_stack, max_text, ..ReadSettings::default() };
        let mut reader = Reader::from_text(text, &settings);
        reader.state.budget = Some(budget);
        reader.state.refuses = self.state.refuses;
        reader.state.continue_stack(&self.state);
        reader.state.bindings.set_outside(self.default_around());
        reader.state.chosen = std::mem::take(&mut self.state.chosen);
        let result = reader.find_root().and_then(|()| read(&mut reader));
        self.state.chosen = std::mem::take(&mut reader.state.chosen);
        Within { result, left: reader.state.budget.unwrap_or_default(), missed: reader.state.missed }
    }

    /// How deep elements may be nested in the current one, itself included.
    pub(super) fn depth_left(&self) -> usize {
        (self.state.max_depth + 1).saturating_sub(self.state.open.len())
    }

    /// How many steps may still be taken, where they are counted.
    pub(super) fn budget(&self) -> Option<usize> {
        self.state.budget
    }

    /// What a union of this name was found to be where it stood in this text, if it was read before: the number of its variant,
    /// or that it is none. Also gives what to [`remember`](Reader::remember) it by.
    pub(super) fn chosen(&mut self, union: &str, text: &str) -> (u64, Option<Option<usize>>) {
        if self.state.budget.is_none() {
            // It stands in no other one, and what stands in it is read for the first time.
            self.state.chosen.clear();
        }
        let key = self.state.chosen.hasher().hash_one((union, text, self.default_around()));
        (key, self.state.chosen.get(&key).copied())
    }

    /// Notes what a union is, for when the element around it is read again as something else.
    pub(super) fn remember(&mut self, key: u64, variant: Option<usize>) {
        self.state.chosen.insert(key, variant);
    }

    /// Says how much of an element nobody took.
    pub(super) fn miss(&mut self, parts: usize) {
        self.state.missed += parts;
    }

    /// Says how many steps may still be taken, where they are counted.
    pub(super) fn set_budget(&mut self, left: usize) {
        if let Some(budget) = &mut self.state.budget {
            *budget = left;
        }
    }

    /// Goes to the next tag.
    fn advance(&mut self) -> Result<Token, Error> {
        if let Some(budget) = &mut self.state.budget {
            if *budget == 0 {
                return Err(self.fault("unions within unions, of which too many have to be tried"));
            }
            *budget -= 1;
        }
        self.state.advance(&mut self.source).map_err(|error| self.place(error))
    }

    /// The next part of the element that is being read; `false` at its end.
    ///
    /// # Errors
    /// A document that is not well-formed, or beyond the limits.
    pub fn next(&mut self, mode: TextMode) -> Result<bool, Error> {
        if self.state.again {
            self.state.again = false;
            return Ok(self.state.at != At::End);
        }
        if let Some(token) = self.state.held.take() {
            return Ok(self.state.arrive(token));
        }
        if self.state.attribute < self.state.tag.len() {
            self.state.at = At::Attribute(self.state.attribute);
            self.state.attribute += 1;
            return Ok(true);
        }
        self.state.clear_text();
        let looks = self.state.refuses || self.state.budget.is_some();
        self.state.taking = mode != TextMode::Skip || looks;
        let token = self.advance()?;
        if mode == TextMode::Skip && looks && !is_blank(self.taken()) {
            if self.state.refuses {
                return Err(self.stray());
            }
            self.miss(1);
        }
        match token {
            Token::Start if mode == TextMode::Keep => {
                self.state.at = At::Element;
                Err(self.within_text())
            }
            token @ (Token::Start | Token::End) if mode == TextMode::Part && self.state.has_text() => {
                self.state.held = Some(token);
                self.state.at = At::Text;
                Ok(true)
            }
            Token::End => {
                let depth = self.state.open.len();
                if let Some((_, text)) = self.state.fill.take_if(|(at, _)| *at >= depth)
                    && mode == TextMode::Keep
                    && !self.state.has_text()
                {
                    self.state.set_text(text);
                }
                Ok(self.state.arrive(Token::End))
            }
            token @ Token::Start => Ok(self.state.arrive(token)),
            Token::Eof => Err(self.fault("the document ends within an element")),
        }
    }

    /// Says what the text of the current element is if it is empty: what the schema has as its default.
    pub fn fill(&mut self, text: &'static str) {
        self.state.fill = Some((self.state.open.len(), text));
    }

    /// Gives the current part (an element, or the end) once more at the next call: it belongs to someone else.
    pub fn unread(&mut self) {
        self.state.again = true;
    }

    /// Passes over the current part; a whole element with all that is in it.
    ///
    /// # Errors
    /// As [`next`](Reader::next).
    pub fn skip(&mut self) -> Result<(), Error> {
        match self.state.at {
            At::Element => self.pass_over().map(|_| ()),
            _ => Ok(()),
        }
    }

    /// Passes over the current part, which the description does not have.
    ///
    /// # Errors
    /// As [`skip`](Reader::skip), and any such part where the settings say so
    /// ([`UnknownContent::Refuse`](super::UnknownContent::Refuse)).
    pub fn unknown(&mut self) -> Result<(), Error> {
        if self.at_attribute_of(XSI) {
            return self.about_element();
        }
        if self.state.refuses {
            self.refuse()?;
        } else if self.state.budget.is_some() && self.says_something() {
            self.miss(1);
            if self.state.at == At::Element {
                self.miss(self.state.tag.len());
                let within = self.pass_over()?;
                self.miss(within);
                return Ok(());
            }
        }
        self.skip()
    }

    /// Looks at an attribute of `xsi` that nobody has asked for: a value is not made of an element that says it has none.
    #[cold]
    fn about_element(&self) -> Result<(), Error> {
        if self.local() != "nil" {
            return Ok(());
        }
        match nil(self.text()) {
            Some(false) => Ok(()),
            Some(true) => Err(self.fault("the element is marked as having no value (`xsi:nil`), and must have one")),
            None => Err(self.fault(format!("attribute `nil`: expected a boolean, found {:?}", self.text()))),
        }
    }

    /// Passes over the current element, which is marked as having no value.
    ///
    /// # Errors
    /// As [`unknown`](Reader::unknown), for its attributes, and what is in it all the same.
    pub(super) fn pass_nil(&mut self) -> Result<(), Error> {
        while self.next(TextMode::Part)? {
            if !self.at_attribute() {
                self.no_content()?;
            } else if self.namespace() != XSI {
                self.unknown()?;
            }
        }
        Ok(())
    }

    /// Passes over the current part of an element that is marked as having no value.
    ///
    /// # Errors
    /// Anything but white space (XML Schema Part 1, 3.3.4).
    pub(super) fn no_content(&self) -> Result<(), Error> {
        match self.state.at {
            At::Element => Err(self.fault(format!(
                "the element `{}` stands in one that is marked as having no value (`xsi:nil`)",
                self.local()
            ))),
            _ if self.says_something() => {
                Err(self.fault("the element is marked as having no value (`xsi:nil`), and has content"))
            }
            _ => Ok(()),
        }
    }

    /// Whether the current part is more than white space.
    fn says_something(&self) -> bool {
        match self.state.at {
            At::Text => !is_blank(self.text()),
            At::Attribute(_) | At::Element => true,
            At::End => false,
        }
    }

    #[cold]
    fn refuse(&self) -> Result<(), Error> {
        let (what, name) = match self.state.at {
            _ if !self.says_something() => return Ok(()),
            At::Text | At::End => return Err(self.stray()),
            At::Attribute(_) => ("attribute", self.local()),
            At::Element => ("element", self.local()),
        };
        Err(self.fault(match self.namespace() {
            "" => format!("the {what} `{name}` is not known here"),
            ns => format!("the {what} `{name}` of `{ns}` is not known here"),
        }))
    }

    /// Refuses a type that the current element says it has: its value is read as one of a simple type, in which the name has no place,
    /// unless it is one of these of XML Schema.
    #[cold]
    fn refuse_type(&self, names: &[&str]) -> Result<(), Error> {
        match self.xsi_type()? {
            Some((XS, name)) if names.contains(&name) => Ok(()),
            Some((ns, name)) if self.at_element() => {
                Err(self.fault(format!("the type `{name}` of `{ns}` (`xsi:type`) is not known here")))
            }
            _ => Ok(()),
        }
    }

    /// The error for text where there may be elements only.
    #[cold]
    fn stray(&self) -> Error {
        const MOST: usize = 40;
        let text = self.taken().trim();
        let end = text.char_indices().nth(MOST).map_or(text.len(), |(end, _)| end);
        let more = if end < text.len() { ".." } else { "" };
        self.fault(format!(
            "the text `{}{more}` stands where there may be elements only",
            text.get(..end).unwrap_or_default()
        ))
    }

    /// The error for an element where there may be text only (XML Schema Part 1, 3.4.4): what stands around it is no value without it.
    #[cold]
    fn within_text(&self) -> Error {
        self.fault(format!("the element `{}` stands where there may be text only", self.local()))
    }

    /// Passes over the current element, and counts the elements and attributes in it.
    fn pass_over(&mut self) -> Result<usize, Error> {
        self.state.taking = false;
        let (mut depth, mut parts) = (1_usize, 0);
        while depth > 0 {
            match self.advance()? {
                Token::Start => {
                    depth += 1;
                    parts += 1 + self.state.tag.len();
                }
                Token::End => depth -= 1,
                Token::Eof => return Err(self.fault("the document ends within an element")),
            }
        }
        Ok(parts)
    }

    /// Says that reading goes on from here, as far as the stack is concerned.
    pub(super) fn enter(&mut self) {
        self.state.enter();
    }

    /// Goes to the root element.
    pub(super) fn find_root(&mut self) -> Result<(), Error> {
        loop {
            match self.outside()? {
                Token::Start => {
                    self.state.at = At::Element;
                    return Ok(());
                }
                Token::Eof => return Err(self.fault("the document has no root element")),
                Token::End => {}
            }
        }
    }

    /// Goes to the end of the document, where nothing may follow but comments and the like.
    pub(super) fn find_end(&mut self) -> Result<(), Error> {
        loop {
            match self.outside()? {
                Token::Start => return Err(self.fault("a second root element")),
                Token::Eof => return Ok(()),
                Token::End => {}
            }
        }
    }

    /// One step outside of the root element.
    fn outside(&mut self) -> Result<Token, Error> {
        self.state.taking = false;
        self.advance()
    }

    /// The local name of the current attribute or element.
    #[inline]
    pub fn local(&self) -> &str {
        match self.state.at {
            At::Attribute(at) => self.state.tag.attribute_local(self.source.text(), at),
            At::Element => self.state.tag.local(self.source.text()),
            At::Text | At::End => "",
        }
    }

    /// The namespace of the current attribute or element, aliases replaced; `""` for none.
    pub fn namespace(&self) -> &str {
        self.state.bindings.uri(self.namespace_id())
    }

    /// The same, to be kept.
    pub(super) fn shared_namespace(&self) -> Str {
        self.state.bindings.shared(self.namespace_id())
    }

    fn namespace_id(&self) -> NsId {
        match self.state.at {
            At::Attribute(at) => self.state.tag.attribute_ns(at),
            At::Element => self.state.tag.ns(),
            At::Text | At::End => NsId::NONE,
        }
    }

    /// The prefix of the current attribute or element; `""` for none.
    pub fn prefix(&self) -> &str {
        match self.state.at {
            At::Attribute(at) => self.state.tag.attribute_prefix(self.source.text(), at),
            At::Element => self.state.tag.prefix(self.source.text()),
            At::Text | At::End => "",
        }
    }

    /// Whether the current part is an element of this namespace; of [`AROUND`], what is in none, in the default one around
    /// it or in that of the element around it.
    #[inline]
    pub fn at_element_of(&self, ns: &str) -> bool {
        self.state.at == At::Element && (self.namespace() == ns || ns == AROUND && self.is_as_around())
    }

    fn is_as_around(&self) -> bool {
        let (ns, depth) = (self.namespace_id(), self.state.open.len());
        let is_of = |prefix| self.state.bindings.around(prefix, depth) == Some(ns);
        ns == NsId::NONE || is_of("") || self.state.prefix_around().is_some_and(is_of)
    }

    /// The default namespace around the current element.
    fn default_around(&self) -> &str {
        let bindings = &self.state.bindings;
        bindings.around("", self.state.open.len()).map_or("", |ns| bindings.uri(ns))
    }

    /// Whether the current part is an attribute of this namespace.
    #[inline]
    pub fn at_attribute_of(&self, ns: &str) -> bool {
        matches!(self.state.at, At::Attribute(_)) && self.namespace() == ns
    }

    /// Whether the current part is an element.
    pub fn at_element(&self) -> bool {
        self.state.at == At::Element
    }

    /// Whether the current part is an attribute.
    pub fn at_attribute(&self) -> bool {
        matches!(self.state.at, At::Attribute(_))
    }

    /// Whether the current part is a text.
    pub fn at_text(&self) -> bool {
        self.state.at == At::Text
    }

    /// Whether the element ends behind the current text.
    pub(super) fn ends_behind(&self) -> bool {
        self.state.held == Some(Token::End)
    }

    /// The value of the current attribute, or the current or kept text.
    pub fn text(&self) -> &str {
        match self.state.at {
            At::Attribute(at) => self.state.tag.attribute_value(self.source.text(), at),
            _ => self.taken(),
        }
    }

    fn taken(&self) -> &str {
        self.state.text(self.source.text())
    }

    /// Whether the current element is marked as having no value (`xsi:nil`).
    pub fn is_nil(&self) -> bool {
        self.state.at == At::Element && self.state.tag.nil
    }

    /// The namespace and the local name of the type that the current element says it has (`xsi:type`).
    ///
    /// # Errors
    /// A prefix that is not declared.
    pub fn xsi_type(&self) -> Result<Option<(&str, &str)>, Error> {
        let Some(name) = self.state.tag.kind(self.source.text()) else { return Ok(None) };
        let name = name.trim();
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        match self.state.bindings.lookup(prefix) {
            Some(ns) => Ok(Some((ns, local))),
            None => Err(self.fault(format!("the prefix `{prefix}` of the type `{name}` is not declared"))),
        }
    }

    /// Whether the current element says that it has this type (`xsi:type`).
    ///
    /// # Errors
    /// As [`xsi_type`](Reader::xsi_type).
    pub fn has_type(&self, ns: &str, name: &str) -> Result<bool, Error> {
        Ok(self.xsi_type()? == Some((ns, name)))
    }

    /// The error for an element whose type is not among those that it may have.
    #[cold]
    pub fn unknown_type(&self, of: &str) -> Error {
        match self.xsi_type() {
            Ok(Some((ns, name))) => self.fault(format!("the type `{name}` of `{ns}` is none of {of}")),
            Ok(None) => self.fault(format!("missing `xsi:type`, which says which {of} it is")),
            Err(error) => error,
        }
    }

    /// The namespaces in scope.
    pub fn scope(&self) -> Scope<'_> {
        Scope(Some(&self.state.bindings))
    }

    /// How many attributes the current element has.
    pub(super) fn attribute_count(&self) -> usize {
        self.state.tag.len()
    }

    /// The declarations on the current element: prefix and namespace.
    pub(super) fn declarations(&self) -> impl Iterator<Item = (&str, &str)> {
        self.state.bindings.declared_at(self.state.open.len())
    }

    /// The value of the current attribute, or of the current or kept text.
    ///
    /// # Errors
    /// A text that is no such value.
    pub fn value<T: XmlText>(&self) -> Result<T, Error> {
        T::from_text(self.text(), &self.scope()).map_err(|error| match self.state.at {
            At::Attribute(_) => self.fault(format!("attribute `{}`: {error}", self.local())),
            _ => self.fault(error.to_string()),
        })
    }

    /// Reads the current element, which has simple content, as a value.
    ///
    /// # Errors
    /// A text that is no such value, and as [`next`](Reader::next).
    pub fn simple<T: XmlText>(&mut self) -> Result<T, Error> {
        if self.state.refuses {
            self.refuse_type(T::NAMES)?;
        }
        while self.next(TextMode::Keep)? {
            self.unknown()?;
        }
        self.value()
    }

    /// An error at the place that the reader has reached.
    #[cold]
    pub fn fault(&self, message: impl Into<String>) -> Error {
        self.place(Error::new(message))
    }

    #[cold]
    fn place(&self, error: Error) -> Error {
        let position = self.source.passed().and_then(position);
        error.at(self.state.path(), self.source.offset(), position)
    }

    /// The first of what is wrong with the fields of a record, with the place that the reader has reached.
    #[cold]
    pub fn wrong(&self, first: Option<Error>) -> Error {
        self.place(first.unwrap_or_else(|| Error::new("a field is missing")))
    }
}

/// What came of reading an element once more.
pub(super) struct Within<T> {
    pub(super) result: Result<T, Error>,
    /// How many steps may still be taken.
    pub(super) left: usize,
    /// How much of it nobody took.
    pub(super) missed: usize,
}

/// Whether a text is white space alone (XML 1.0, 2.3).
fn is_blank(text: &str) -> bool {
    text.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'))
}

impl TextMode {
    /// The mode that serves both: where there is simple content, there are no elements for text to stand between.
    pub const fn or(self, other: TextMode) -> TextMode {
        match (self, other) {
            (TextMode::Keep, _) | (_, TextMode::Keep) => TextMode::Keep,
            (TextMode::Part, _) | (_, TextMode::Part) => TextMode::Part,
            _ => TextMode::Skip,
        }
    }
}
