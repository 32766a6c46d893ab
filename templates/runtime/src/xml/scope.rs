//! Namespaces in scope: what prefixes mean, on the way in and on the way out.

use std::sync::Arc;

use super::super::scalar::Str;
use super::error::TextError;

/// The namespace of `xml:lang` and its kin, which is always bound to `xml`.
pub const XML: &str = "http://www.w3.org/XML/1998/namespace";
/// The namespace of XML Schema.
pub(super) const XS: &str = "http://www.w3.org/2001/XMLSchema";
/// The namespace of `xsi:nil` and `xsi:type`.
pub const XSI: &str = "http://www.w3.org/2001/XMLSchema-instance";
pub(super) const XMLNS: &str = "http://www.w3.org/2000/xmlns/";
/// The namespace, in tables, of elements whose description does not say one: they are written without a prefix and
/// without a declaration, so that they are in the default one around them, and read in that one, in that of the element
/// around them, or in none. The prefix does not count (Namespaces in XML, 6.2): one that declares another default is foreign.
pub const AROUND: &str = "*";

/// Prefixes, each with its namespace.
pub type PrefixTable = &'static [(&'static str, &'static str)];

/// A namespace, by its place in the table of those that a document names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct NsId(u32);

impl NsId {
    /// No namespace.
    pub(super) const NONE: NsId = NsId(0);
}

/// The declarations in scope while reading.
#[derive(Debug)]
pub(super) struct Bindings {
    /// Namespaces of the document, as they are read (aliases replaced): those in scope, and some that were. The first is no
    /// namespace, the next are those that need no declaration.
    names: Vec<Arc<str>>,
    /// Prefix, namespace and the depth of the element that declares it, innermost last.
    stack: Vec<(Box<str>, NsId, usize)>,
    default: NsId,
    /// The default namespace around the root, where it was an element of a document.
    outside: NsId,
    aliases: Vec<(String, String)>,
}

impl Bindings {
    pub(super) fn new(aliases: &[(&str, &str)]) -> Self {
        let aliases: Vec<_> = aliases.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
        let (names, default, outside) = (vec![Arc::from("")], NsId::NONE, NsId::NONE);
        let mut bindings = Bindings { names, stack: Vec::new(), default, outside, aliases };
        bindings.default = bindings.default_for("");
        bindings.outside = bindings.default;
        bindings.intern(XML);
        bindings
    }

    /// Says which namespace was the default one around the root, in which it does not have it itself.
    pub(super) fn set_outside(&mut self, uri: &str) {
        self.outside = self.default_for(uri);
    }

    /// The namespace that elements without a prefix have where this one is the default: an alias may stand for none.
    fn default_for(&mut self, uri: &str) -> NsId {
        let read_as = self.alias(uri).to_owned();
        self.intern(&read_as)
    }

    fn alias<'a>(&'a self, uri: &'a str) -> &'a str {
        self.aliases.iter().find(|(found, _)| found == uri).map_or(uri, |(_, read_as)| read_as)
    }

    fn intern(&mut self, uri: &str) -> NsId {
        let at = self.names.iter().position(|name| **name == *uri).unwrap_or_else(|| {
            self.names.push(uri.into());
            self.names.len() - 1
        });
        NsId(u32::try_from(at).unwrap_or(u32::MAX))
    }

    pub(super) fn uri(&self, id: NsId) -> &str {
        usize::try_from(id.0).ok().and_then(|at| self.names.get(at)).map_or("", |name| name)
    }

    /// The same, to be kept.
    pub(super) fn shared(&self, id: NsId) -> Str {
        usize::try_from(id.0).ok().and_then(|at| self.names.get(at)).map(Str::shared).unwrap_or_default()
    }

    /// Takes a declaration of an element at this depth.
    pub(super) fn declare(&mut self, prefix: &str, uri: &str, depth: usize) -> Result<(), String> {
        let reserved = match prefix {
            "xmlns" => true,
            "xml" => uri != XML,
            "" => uri == XML || uri == XMLNS,
            _ => uri == XML || uri == XMLNS || uri.is_empty(),
        };
        if reserved {
            return Err(format!("the prefix `{prefix}` cannot be bound to {uri:?}"));
        }
        // A document may declare any number of namespaces in one place; looking them up must stay cheap.
        const MOST: usize = 1000;
        if self.stack.len() >= MOST {
            return Err(format!("more than {MOST} declarations of namespaces are in scope"));
        }
        let id = self.default_for(uri);
        if prefix.is_empty() {
            self.default = id;
        }
        self.stack.push((prefix.into(), id, depth));
        Ok(())
    }

    /// Forgets the declarations of elements at this depth and deeper.
    pub(super) fn leave(&mut self, depth: usize) {
        let before = self.stack.len();
        while self.stack.last().is_some_and(|(_, _, declared)| *declared >= depth) {
            self.stack.pop();
        }
        if self.stack.len() < before {
            let innermost = self.stack.iter().rev().find(|(prefix, ..)| prefix.is_empty()).map(|(_, id, _)| *id);
            self.default = innermost.unwrap_or_else(|| self.default_for(""));
            self.forget_names();
        }
    }

    /// Forgets namespaces that are out of scope. Some are kept, since a document declares most of its own again and again.
    fn forget_names(&mut self) {
        const KEPT: usize = 100;
        if self.names.len() > KEPT {
            let last = self.stack.iter().map(|(_, id, _)| id.0).max();
            let used = last.and_then(|last| usize::try_from(last).ok()).map_or(0, |last| last + 1);
            self.names.truncate(used.max(KEPT));
        }
    }

    /// The namespace of an element without a prefix.
    pub(super) fn default(&self) -> NsId {
        self.default
    }

    /// The namespace that a prefix stands for.
    pub(super) fn resolve(&mut self, prefix: &str) -> Option<NsId> {
        match self.stack.iter().rev().find(|(bound, ..)| **bound == *prefix) {
            Some((_, id, _)) => Some(*id),
            None if prefix == "xml" => Some(self.intern(XML)),
            None => None,
        }
    }

    /// The namespace that a prefix (`""`: none) stands for around the element at this depth, without what that declares.
    pub(super) fn around(&self, prefix: &str, depth: usize) -> Option<NsId> {
        let outer = self.stack.iter().rev().find(|(bound, _, at)| *at < depth && **bound == *prefix);
        outer.map(|(_, id, _)| *id).or_else(|| prefix.is_empty().then_some(self.outside))
    }

    pub(super) fn lookup(&self, prefix: &str) -> Option<&str> {
        match self.stack.iter().rev().find(|(bound, ..)| **bound == *prefix) {
            Some((_, id, _)) => Some(self.uri(*id)),
            None if prefix == "xml" => Some(XML),
            None if prefix.is_empty() => Some(self.uri(self.default)),
            None => None,
        }
    }

    /// The declarations of the element at this depth.
    pub(super) fn declared_at(&self, depth: usize) -> impl Iterator<Item = (&str, &str)> {
        self.stack.iter().filter(move |(_, _, at)| *at == depth).map(|(prefix, id, _)| (&**prefix, self.uri(*id)))
    }
}

/// What a text may need to know of the place that it stands in: the namespaces that its prefixes mean.
#[derive(Clone, Copy, Debug)]
pub struct Scope<'a>(pub(super) Option<&'a Bindings>);

impl Scope<'_> {
    /// A place without declarations.
    pub const EMPTY: Scope<'static> = Scope(None);

    /// The namespace that a prefix stands for (`""`: the default namespace); `None` for one that is not declared.
    pub fn namespace(&self, prefix: &str) -> Option<&str> {
        match self.0 {
            Some(bindings) => bindings.lookup(prefix),
            None if prefix.is_empty() => Some(""),
            None => (prefix == "xml").then_some(XML),
        }
    }
}

pub(super) const DEFAULT_IN_THE_WAY: &str =
    "a name without a namespace cannot stand where a default namespace is declared";

/// What a text may need to ask of the place that it is written to: a prefix for a namespace.
#[derive(Debug)]
pub struct WriteScope<'a>(pub(super) &'a mut Declared);

impl WriteScope<'_> {
    /// A prefix that stands for the namespace there; one is declared where there is none.
    ///
    /// # Errors
    /// No namespace, where a default namespace is in scope: then no prefix says "none".
    pub fn prefix(&mut self, uri: &str, wished: Option<&str>) -> Result<String, TextError> {
        let without = wished == Some("") && !uri.is_empty();
        let wished = wished.filter(|prefix| !prefix.is_empty() && !uri.is_empty());
        if let Some(prefix) = wished.filter(|prefix| self.0.uri(prefix) == Some(uri)) {
            return Ok(prefix.to_owned());
        }
        // A document that writes the prefix gets it back, even where none is needed.
        if let Some(prefix) = wished.filter(|prefix| self.0.is_free(prefix) && self.0.root_is_open) {
            self.0.bind(prefix, uri);
            self.0.honoured.push((prefix.to_owned(), uri.to_owned()));
            return Ok(prefix.to_owned());
        }
        if self.0.uri("") == Some(uri) {
            self.0.needs_no_default |= uri.is_empty();
            self.0.is_undeclared |= uri.is_empty() && self.0.stack.iter().any(|(prefix, ..)| prefix.is_empty());
            return Ok(String::new());
        }
        if uri.is_empty() {
            self.0.default_in_the_way = true;
            return if self.0.prefixes.is_draft { Ok(String::new()) } else { Err(TextError::new(DEFAULT_IN_THE_WAY)) };
        }
        if without {
            self.0.wanted_default.get_or_insert_with(|| uri.to_owned());
        }
        let prefix = self.0.prefix_for_attribute(uri, wished);
        Ok(self.0.text(prefix).to_owned())
    }
}

/// Which prefixes a document is written with.
#[derive(Clone, Debug, Default)]
pub(super) struct Prefixes {
    /// Those to declare at the root.
    pub(super) declared: Vec<(String, String)>,
    /// Those to declare there if names of their namespaces come up.
    pub(super) known: PrefixTable,
    /// Elements declare no default namespace: each namespace has a prefix, but the one that the root declares so.
    pub(super) on_elements: bool,
    /// The document may be written once more, as [`Declared::revised`] says.
    pub(super) is_draft: bool,
}

/// A prefix that is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Prefix {
    /// None.
    Without,
    /// `xml`, which nobody declares.
    Xml,
    /// That of a declaration in scope, by its place.
    Of(usize),
}

/// The declarations in scope while writing.
#[derive(Debug, Default)]
pub(super) struct Declared {
    stack: Vec<(String, String, usize)>,
    pub(super) depth: usize,
    /// Declarations of the open start tag that are still to be written.
    pub(super) pending: Vec<(String, String)>,
    prefixes: Prefixes,
    /// A name without a namespace stood where a default namespace is declared.
    pub(super) default_in_the_way: bool,
    /// The namespace of a name that would be written without a prefix, were this namespace the default.
    wanted_default: Option<String>,
    /// The prefixes that names in values asked for and got.
    honoured: Vec<(String, String)>,
    /// A name without a namespace stands where no default namespace is declared.
    needs_no_default: bool,
    /// One is, and taken back: libxml2 takes `xmlns=""` for a namespace of that name where it meets such a name.
    is_undeclared: bool,
    /// The root has a namespace.
    root_is_named: bool,
    /// The start tag of the root still takes declarations.
    pub(super) root_is_open: bool,
    /// Declarations of the root that came up while its content was written.
    pub(super) late: Vec<(String, String)>,
}

impl Declared {
    pub(super) fn new(prefixes: Prefixes) -> Self {
        Declared { prefixes, ..Declared::default() }
    }

    /// With which prefixes names in values could be written, or would come closer to what was read; `None` where this
    /// draft does, or is none.
    pub(super) fn revised(&self) -> Option<Prefixes> {
        let given = &self.prefixes.declared;
        let has_default = given.iter().any(|(prefix, _)| prefix.is_empty()) || !self.root_is_named;
        let takes_default = !has_default && !self.needs_no_default && !self.default_in_the_way;
        let default = self.wanted_default.as_ref().filter(|_| takes_default);
        let is_good = default.is_none() && !self.default_in_the_way && !self.is_undeclared;
        if !self.prefixes.is_draft || is_good {
            return None;
        }
        let default = default.map(|uri| (String::new(), uri.clone()));
        let declared = given.iter().cloned().chain(default).chain(self.honoured.iter().cloned()).collect();
        Some(Prefixes { declared, on_elements: true, is_draft: false, ..self.prefixes })
    }

    /// Opens the scope of the root, with the prefixes that are to be declared there.
    pub(super) fn begin_root(&mut self, uri: &str) {
        self.root_is_named = !uri.is_empty();
        for (prefix, bound) in self.prefixes.declared.clone() {
            // A root without a namespace stands in no default one.
            if self.stack.iter().all(|(known, ..)| *known != prefix) && (!prefix.is_empty() || self.root_is_named) {
                self.declare(&prefix, &bound);
            }
        }
    }

    pub(super) fn declare(&mut self, prefix: &str, uri: &str) {
        self.stack.push((prefix.to_owned(), uri.to_owned(), self.depth));
        self.pending.push((prefix.to_owned(), uri.to_owned()));
    }

    /// Whether the element that is begun declares this prefix itself.
    pub(super) fn is_declared_here(&self, prefix: &str) -> bool {
        self.stack.iter().rev().take_while(|(.., depth)| *depth >= self.depth).any(|(known, ..)| known == prefix)
    }

    /// Binds a prefix that is free: at the root, so that it is declared once, or where the root is beyond reach.
    fn bind(&mut self, prefix: &str, uri: &str) -> Prefix {
        if !self.root_is_open {
            self.declare(prefix, uri);
            return Prefix::Of(self.stack.len() - 1);
        }
        let inner = self.stack.iter().position(|(.., depth)| *depth > 1).unwrap_or(self.stack.len());
        self.stack.insert(inner, (prefix.to_owned(), uri.to_owned(), 1));
        self.late.push((prefix.to_owned(), uri.to_owned()));
        Prefix::Of(inner)
    }

    /// A prefix as it is written.
    #[inline]
    pub(super) fn text(&self, prefix: Prefix) -> &str {
        match prefix {
            Prefix::Without => "",
            Prefix::Xml => "xml",
            Prefix::Of(at) => self.stack.get(at).map_or("", |(prefix, ..)| prefix),
        }
    }

    pub(super) fn leave(&mut self) {
        while self.stack.last().is_some_and(|(.., depth)| *depth >= self.depth) {
            self.stack.pop();
        }
        self.depth = self.depth.saturating_sub(1);
    }

    pub(super) fn uri(&self, prefix: &str) -> Option<&str> {
        match self.stack.iter().rev().find(|(bound, ..)| bound == prefix) {
            Some((_, uri, _)) => Some(uri),
            None if prefix.is_empty() => Some(""),
            None => None,
        }
    }

    /// A bound prefix that stands for the namespace and is not hidden by an inner declaration.
    fn bound(&self, uri: &str, default_too: bool) -> Option<Prefix> {
        let mut found = self.stack.iter().enumerate().rev().filter(|(_, (_, bound, _))| bound == uri);
        let visible = |prefix: &str| (default_too || !prefix.is_empty()) && self.uri(prefix) == Some(uri);
        found.find(|(_, (prefix, ..))| visible(prefix)).map(|(at, _)| Prefix::Of(at))
    }

    /// The prefix of an element's name; the default namespace is declared anew where nothing else is bound.
    pub(super) fn prefix_for_element(&mut self, uri: &str) -> Prefix {
        if uri.is_empty() {
            if self.uri("") != Some("") {
                self.declare("", "");
            }
            return Prefix::Without;
        }
        if uri == AROUND || self.uri("") == Some(uri) {
            return Prefix::Without;
        }
        if let Some(prefix) = self.bound(uri, true) {
            return prefix;
        }
        if self.prefixes.on_elements || self.known(uri).is_some() || self.is_declared_here("") {
            return self.prefix_for_attribute(uri, None);
        }
        self.declare("", uri);
        Prefix::Without
    }

    /// The prefix of an attribute's name.
    pub(super) fn prefix_for_attribute(&mut self, uri: &str, wished: Option<&str>) -> Prefix {
        match uri {
            "" => return Prefix::Without,
            XML => return Prefix::Xml,
            _ => {}
        }
        if let Some(prefix) = self.bound(uri, false) {
            return prefix;
        }
        let prefix = self.fresh(if uri == XSI { Some("xsi") } else { wished.or(self.known(uri)) });
        self.bind(&prefix, uri)
    }

    /// The prefix that the description has for a namespace.
    fn known(&self, uri: &str) -> Option<&'static str> {
        self.prefixes.known.iter().find(|(_, known)| *known == uri).map(|(prefix, _)| *prefix)
    }

    /// Declares at the root what may still come up, before the root is beyond reach.
    pub(super) fn declare_known(&mut self) {
        for (prefix, uri) in self.prefixes.known {
            if self.root_is_open && self.is_free(prefix) && self.bound(uri, true).is_none() {
                self.bind(prefix, uri);
            }
        }
    }

    /// Whether a prefix may be bound: no element around, and no declaration still to be written, does.
    fn is_free(&self, prefix: &str) -> bool {
        !prefix.is_empty() && prefix != "xml" && prefix != "xmlns" && self.uri(prefix).is_none()
    }

    /// The wished prefix, or one with a number, that the open element does not declare or use already.
    fn fresh(&self, wished: Option<&str>) -> String {
        if let Some(prefix) = wished.filter(|prefix| self.is_free(prefix)) {
            return prefix.to_owned();
        }
        (1_u32..).map(|number| format!("ns{number}")).find(|prefix| self.is_free(prefix)).unwrap_or_default()
    }
}
