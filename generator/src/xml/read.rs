//! Text to tree. The reader is bounded: nesting, expansion of entities; nothing outside the text is ever opened.

use std::collections::HashMap;
use std::rc::Rc;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::dtd::{Entities, Problem};
use super::{Attribute, Element, Node, Scope, codes};
use crate::diag::Diagnostics;
use crate::source::{FileId, Sources};

/// How deep elements may nest; descriptions of services stay far below, and the readers behind this one recurse.
const MAX_DEPTH: usize = 250;

/// Reads the document in `file`. What is wrong with it is said in `diags`; `None` where there is no root to look at.
pub fn read(sources: &Sources, file: FileId, diags: &mut Diagnostics) -> Option<Element> {
    let text = &sources.file(file).text;
    let mut builder = Builder {
        sources,
        file,
        text,
        diags,
        open: Vec::new(),
        root: None,
        entities: Entities::default(),
        names: HashMap::new(),
    };
    let mut reader = Reader::from_str(text);
    reader.config_mut().enable_all_checks(true);
    loop {
        let before = offset(reader.buffer_position());
        match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(event) => {
                let after = offset(reader.buffer_position());
                if !builder.event(event, before..after) {
                    return builder.root;
                }
            }
            Err(error) => {
                let at = offset(reader.error_position()).min(text.len());
                builder.malformed(at..text.len().min(at + 1), error.to_string());
                return builder.finish();
            }
        }
    }
    builder.finish()
}

/// See [`super::root_name`].
pub(super) fn root_name(text: &str) -> Option<(Option<String>, String)> {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) | Event::Empty(tag) => {
                let scope = Scope::default().with(bindings(&tag, &mut Entities::default()));
                let name = tag.name();
                let (prefix, local) = split(name.as_ref());
                let namespace = scope.namespace(prefix)?;
                return Some((namespace.map(|n| n.to_string()), local.to_owned()));
            }
            Event::Text(text) if !text.trim().is_empty() => return None,
            Event::Eof => return None,
            _ => {}
        }
    }
}

fn offset(position: u64) -> usize {
    usize::try_from(position).unwrap_or(usize::MAX)
}

fn split(name: &str) -> (&str, &str) {
    name.split_once(':').unwrap_or(("", name))
}

/// The namespaces that a start tag binds. Broken attributes are reported by who reads the attributes themselves.
fn bindings(tag: &BytesStart<'_>, entities: &mut Entities) -> Vec<(String, Rc<str>)> {
    tag.attributes()
        .flatten()
        .filter_map(|attribute| {
            let key = attribute.key.as_ref();
            let prefix = match split(key) {
                ("", "xmlns") => "",
                ("xmlns", prefix) => prefix,
                _ => return None,
            };
            let value = entities.attribute_value(&attribute.value).ok()?;
            Some((prefix.to_owned(), Rc::from(value.trim())))
        })
        .collect()
}

struct Builder<'a> {
    sources: &'a Sources,
    file: FileId,
    text: &'a str,
    diags: &'a mut Diagnostics,
    open: Vec<Element>,
    root: Option<Element>,
    entities: Entities,
    names: HashMap<String, Rc<str>>,
}

impl Builder<'_> {
    /// Takes one event in; `false` to stop.
    fn event(&mut self, event: Event<'_>, span: std::ops::Range<usize>) -> bool {
        match event {
            Event::Start(tag) => {
                let element = self.element(&tag, span.clone());
                self.open.push(element);
                if self.open.len() > MAX_DEPTH {
                    let place = self.sources.span(self.file, span);
                    self.diags
                        .error(codes::TOO_LARGE, place, format!("elements are nested more than {MAX_DEPTH} deep"))
                        .note("nothing of the file is read");
                    return false;
                }
            }
            Event::Empty(tag) => {
                let element = self.element(&tag, span);
                self.close(element);
            }
            Event::End(_) => {
                if let Some(element) = self.open.pop() {
                    self.close(element);
                }
            }
            Event::Text(text) => {
                let content = text.xml10_content();
                if self.open.is_empty() && !content.trim().is_empty() {
                    self.malformed(span, "there is text outside the root element".to_owned());
                    return false;
                }
                self.push_text(&content);
            }
            Event::CData(data) => self.push_text(&data.xml10_content()),
            Event::GeneralRef(reference) => {
                let raw = format!("&{};", &*reference.xml10_content());
                match self.entities.expand(&raw) {
                    Ok(value) => self.push_text(&value),
                    Err(problem) => {
                        self.entity_problem(problem, span);
                        self.push_text(&raw);
                    }
                }
            }
            Event::DocType(doctype) => self.entities = Entities::declared_in(&doctype),
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) | Event::Eof => {}
        }
        true
    }

    fn element(&mut self, tag: &BytesStart<'_>, span: std::ops::Range<usize>) -> Element {
        let outer = self.open.last().map(|e| e.scope.clone()).unwrap_or_default();
        let scope = outer.with(bindings(tag, &mut self.entities));
        let mut attributes: Vec<Attribute> = Vec::new();
        for attribute in tag.attributes() {
            let attribute = match attribute {
                Ok(attribute) => attribute,
                Err(error) => {
                    self.malformed(span.clone(), error.to_string());
                    continue;
                }
            };
            let key = attribute.key.as_ref();
            let (prefix, local) = split(key);
            if prefix == "xmlns" || (prefix.is_empty() && local == "xmlns") {
                continue;
            }
            let place = self.attribute_span(key, &attribute.value).unwrap_or(span.clone());
            let value = match self.entities.attribute_value(&attribute.value) {
                Ok(value) => value,
                Err(problem) => {
                    self.entity_problem(problem, place.clone());
                    attribute.value.into_owned()
                }
            };
            let namespace = if prefix.is_empty() { None } else { self.namespace(&scope, prefix, place.clone()) };
            let place = self.sources.span(self.file, place);
            if let Some(twin) = attributes.iter().find(|a| a.namespace == namespace && a.local == local) {
                // Namespaces in XML 1.0, 6.3: two prefixes of one namespace do not make two attributes.
                self.diags
                    .error(codes::NOT_WELL_FORMED, place, format!("the attribute `{local}` stands twice"))
                    .also(twin.place, "first here");
                continue;
            }
            attributes.push(Attribute { namespace, local: local.to_owned(), value, place });
        }
        let name = tag.name();
        let (prefix, local) = split(name.as_ref());
        let namespace = self.namespace(&scope, prefix, span.clone());
        let local = self.intern(local);
        let start = span.start;
        Element {
            namespace,
            local,
            attributes,
            children: Vec::new(),
            place: self.sources.span(self.file, span),
            start,
            scope,
        }
    }

    fn intern(&mut self, name: &str) -> Rc<str> {
        if let Some(known) = self.names.get(name) {
            return known.clone();
        }
        let new: Rc<str> = name.into();
        self.names.insert(name.to_owned(), new.clone());
        new
    }

    fn namespace(&mut self, scope: &Scope, prefix: &str, span: std::ops::Range<usize>) -> Option<Rc<str>> {
        scope.namespace(prefix).unwrap_or_else(|| {
            let place = self.sources.span(self.file, span);
            self.diags.error(
                codes::UNBOUND_PREFIX,
                place,
                format!("the prefix `{prefix}` is not bound to a namespace"),
            );
            None
        })
    }

    /// The bytes of the attribute in the text: events of a reader over a `&str` are slices of it.
    fn attribute_span(&self, key: &str, value: &str) -> Option<std::ops::Range<usize>> {
        let base = self.text.as_ptr() as usize;
        let start = (key.as_ptr() as usize).checked_sub(base)?;
        let end = (value.as_ptr() as usize).checked_sub(base)? + value.len() + 1;
        (start < end && end <= self.text.len()).then_some(start..end)
    }

    fn entity_problem(&mut self, problem: Problem, span: std::ops::Range<usize>) {
        let place = self.sources.span(self.file, span);
        match problem {
            Problem::Unknown(name) => self
                .diags
                .error(codes::UNKNOWN_ENTITY, place, format!("the entity `{name}` has no text in this file"))
                .note("the reference is kept as text; other files are never opened for an entity"),
            Problem::Endless => {
                self.diags.error(codes::TOO_LARGE, place, "an entity expands to too much, or to itself")
            }
            Problem::Malformed => self.diags.error(codes::NOT_WELL_FORMED, place, "an `&` does not begin a reference"),
        };
    }

    fn push_text(&mut self, text: &str) {
        if let Some(element) = self.open.last_mut() {
            match element.children.last_mut() {
                Some(Node::Text(before)) => before.push_str(text),
                _ => element.children.push(Node::Text(text.to_owned())),
            }
        }
    }

    fn close(&mut self, element: Element) {
        match self.open.last_mut() {
            Some(parent) => parent.children.push(Node::Element(element)),
            None if self.root.is_none() => self.root = Some(element),
            None => {
                self.diags.error(codes::NOT_WELL_FORMED, element.place, "there is a second root element");
            }
        }
    }

    fn malformed(&mut self, span: std::ops::Range<usize>, message: String) {
        let place = self.sources.span(self.file, span);
        self.diags.error(codes::NOT_WELL_FORMED, place, message);
    }

    /// The root; elements that are still open were cut off, which is said.
    fn finish(mut self) -> Option<Element> {
        if let Some(unclosed) = self.open.last() {
            let (place, name) = (unclosed.place, unclosed.local.clone());
            if !self.diags.has_errors() {
                self.diags.error(codes::NOT_WELL_FORMED, place, format!("the element `{name}` is not closed"));
            }
            while let Some(element) = self.open.pop() {
                self.close(element);
            }
        } else if self.root.is_none() {
            let place = self.sources.root(self.file);
            self.diags.error(codes::NOT_WELL_FORMED, place, "the file holds no XML element");
        }
        self.root
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> (Option<Element>, Vec<String>) {
        let mut sources = Sources::new();
        let file = sources.add("test.xml", text);
        let mut diags = Diagnostics::new();
        let root = read(&sources, file, &mut diags);
        (root, diags.iter().map(|d| format!("{} {}", d.code, d.message)).collect())
    }

    #[test]
    fn names_are_expanded_and_scopes_nest() {
        let (root, diags) = parse("<a xmlns='u' xmlns:p='v'><p:b xmlns:p='w' p:c='1' d='2'/><e xmlns=''/></a>");
        assert!(diags.is_empty(), "{diags:?}");
        let root = root.unwrap();
        assert!(root.is("u", "a"));
        let children: Vec<_> = root.elements().collect();
        assert!(children[0].is("w", "b"));
        assert_eq!(children[0].attribute_in("w", "c").unwrap().value, "1");
        assert_eq!(children[0].attribute("d").unwrap().value, "2");
        assert_eq!(children[1].namespace, None);
        assert_eq!(root.scope.namespace("p").unwrap().as_deref(), Some("v"));
    }

    #[test]
    fn text_entities_and_cdata_are_joined() {
        let (root, diags) = parse(
            "<!DOCTYPE a [<!ENTITY who 'you &amp; me'>]><a b='&who;!'>1 &lt; <![CDATA[<2>]]>&#x41;<!-- no -->&who;</a>",
        );
        assert!(diags.is_empty(), "{diags:?}");
        let root = root.unwrap();
        assert_eq!(root.text(), "1 < <2>Ayou & me");
        assert_eq!(root.attribute("b").unwrap().value, "you & me!");
    }

    #[test]
    fn attributes_know_their_place() {
        let mut sources = Sources::new();
        let file = sources.add("test.xml", "<a\n  b='1'/>");
        let root = read(&sources, file, &mut Diagnostics::new()).unwrap();
        let place = sources.locate(root.attribute("b").unwrap().place).unwrap();
        assert_eq!((place.line, place.column), (2, 3));
    }

    #[test]
    fn what_is_not_well_formed_is_said() {
        for (text, code) in [
            ("<a><b></a>", "XM0001"),
            ("<a>", "XM0001"),
            ("<a/><b/>", "XM0001"),
            ("", "XM0001"),
            ("plain", "XM0001"),
            ("<a b='1' b='2'/>", "XM0001"),
            ("<a xmlns:p='u' xmlns:q='u' p:b='1' q:b='2'/>", "XM0001"),
            ("<p:a/>", "XM0002"),
            ("<a>&nope;</a>", "XM0003"),
            ("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>", "XM0003"),
        ] {
            let (_, diags) = parse(text);
            assert!(diags.iter().any(|d| d.starts_with(code)), "{text}: {diags:?}");
        }
    }

    #[test]
    fn nesting_and_expansion_are_bounded() {
        let (_, diags) = parse(&"<a>".repeat(100_000));
        assert!(diags[0].starts_with("XM0004"), "{diags:?}");
        let mut dtd = "<!ENTITY e0 'aaaaaaaaaa'>".to_owned();
        for n in 1..8 {
            let inner = format!("&e{};", n - 1).repeat(10);
            dtd.push_str(&format!("<!ENTITY e{n} '{inner}'>"));
        }
        let (_, diags) = parse(&format!("<!DOCTYPE a [{dtd}]><a>&e7;&e7;</a>"));
        assert!(diags.iter().any(|d| d.starts_with("XM0004")), "{diags:?}");
    }

    #[test]
    fn the_root_is_known_from_the_beginning() {
        assert_eq!(root_name("<?xml version='1.0'?><!-- c --><x:s xmlns:x='u'>"), Some((Some("u".into()), "s".into())));
        assert_eq!(root_name("openapi: 3.0.0"), None);
        assert_eq!(root_name("{}"), None);
    }
}
