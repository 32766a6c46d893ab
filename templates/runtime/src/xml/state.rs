//! Where the pull reader is in its document: the open elements, the tag and the text that were read last.

use std::collections::HashMap;
use std::ops::Range;

use super::error::Error;
use super::markup::{self, Piece, SECTION};
use super::scope::Bindings;
use super::settings::{ReadSettings, UnknownContent};
use super::source::Source;
use super::tag::Tag;
use super::unescape;

/// What the reader stands at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum At {
    Attribute(usize),
    Element,
    Text,
    End,
}

/// What one step found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    Start,
    End,
    Eof,
}

/// What came of one piece.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// A tag.
    To(Token),
    /// Something else.
    On,
    /// Nothing: the text ends before it.
    Short,
}

/// How far a document is (XML 1.0, 2.8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Begun {
    /// Nothing was looked at.
    Nothing,
    /// The declaration, or there is none.
    Declaration,
    /// The document type declaration.
    DocType,
    /// The root element.
    Root,
}

/// Where a reader is, and what it holds.
#[derive(Debug)]
pub(super) struct State {
    pub(super) bindings: Bindings,
    pub(super) tag: Tag,
    text: Text,
    /// The names of the open elements one after another, and where each begins.
    names: String,
    pub(super) open: Vec<usize>,
    pub(super) at: At,
    /// The next attribute of the tag; past all of them once its element has ended.
    pub(super) attribute: usize,
    /// The part is to be given once more.
    pub(super) again: bool,
    /// What follows the text that was given as a part.
    pub(super) held: Option<Token>,
    /// What of the document may only come first is past.
    begun: Begun,
    /// The end of an empty element is still to come.
    empty: bool,
    /// An element has ended. Its name and declarations are kept until the next step, for the values read from it.
    ended: bool,
    /// What the text of the elements nested so deep is where there is none.
    pub(super) fill: Option<(usize, &'static str)>,
    /// Whether text is taken or passed over.
    pub(super) taking: bool,
    pub(super) max_depth: usize,
    pub(super) max_stack: usize,
    pub(super) max_text: usize,
    /// Whether what nobody takes is an error.
    pub(super) refuses: bool,
    /// How many steps may still be taken, where an element is read again and again.
    pub(super) budget: Option<usize>,
    /// Which of its variants each union is that was read already, by its name and its text.
    pub(super) chosen: HashMap<u64, Option<usize>>,
    /// How much of such an element nobody took.
    pub(super) missed: usize,
    /// Where the stack was when reading began.
    stack: usize,
}

/// Text that was taken: as it stands in the document, as long as that can be, or gathered.
#[derive(Debug, Default)]
struct Text {
    stands: Range<usize>,
    gathered: String,
}

/// Only comments and the like stand around the root element (XML 1.0, 2.1 and 2.8).
const TEXT_OUTSIDE: &str = "text outside of the root element";

fn is_blank_outside(character: char) -> bool {
    matches!(character, '\u{FEFF}' | ' ' | '\t' | '\n' | '\r')
}

/// About where the top of the stack is.
#[inline(never)]
fn stack() -> usize {
    let here = 0_u8;
    std::ptr::from_ref(&here).addr()
}

impl State {
    /// Takes note of the stack, before the first of the elements is read by who called.
    pub(super) fn enter(&mut self) {
        self.stack = stack();
    }

    /// The stack is measured from where it is for `outer`, within whose reading this one happens.
    pub(super) fn continue_stack(&mut self, outer: &State) {
        self.stack = outer.stack;
    }

    pub(super) fn new(settings: &ReadSettings<'_>) -> Self {
        State {
            stack: stack(),
            bindings: Bindings::new(settings.aliases),
            tag: Tag::default(),
            text: Text::default(),
            names: String::new(),
            open: Vec::new(),
            at: At::End,
            attribute: usize::MAX,
            again: false,
            held: None,
            begun: Begun::Nothing,
            empty: false,
            ended: false,
            fill: None,
            taking: false,
            max_depth: settings.max_depth,
            max_stack: settings.max_stack,
            max_text: settings.max_text,
            refuses: settings.unknown == UnknownContent::Refuse,
            budget: None,
            chosen: HashMap::new(),
            missed: 0,
        }
    }

    /// Goes to the next tag, or to the end of the document. Text on the way is taken, everything else passed over.
    pub(super) fn advance(&mut self, source: &mut Source<'_>) -> Result<Token, Error> {
        if self.ended {
            self.forget_ended();
        }
        if self.empty {
            self.empty = false;
            return Ok(self.end());
        }
        loop {
            match self.step(source)? {
                Step::To(token) => return Ok(token),
                Step::On => {}
                Step::Short if !source.is_last() => source.refill(self.max_text)?,
                Step::Short if source.at >= source.text().len() => return Ok(Token::Eof),
                Step::Short => return Err(Error::new(markup::cut(source.text(), source.at))),
            }
        }
    }

    /// Takes the next piece, if all of it is there.
    #[inline]
    fn step(&mut self, source: &mut Source<'_>) -> Result<Step, Error> {
        let (text, at) = (source.text(), source.at);
        if self.begun == Begun::Nothing {
            let Some(end) = markup::declaration(text.get(at..).unwrap_or_default(), source.is_last())? else {
                return Ok(Step::Short);
            };
            self.begun = Begun::Declaration;
            source.at = at + end;
            return Ok(Step::On);
        }
        let (step, end) = match text.as_bytes().get(at..).unwrap_or_default() {
            [b'<', b'/', rest @ ..] => match self.end_as_begun(rest) {
                Some(length) => (Step::To(Token::End), at + 2 + length),
                None => self.other(text, at, source.is_last())?,
            },
            [b'<', b'!' | b'?', ..] | [b'&', ..] | [b'<'] => self.other(text, at, source.is_last())?,
            [b'<', ..] => match self.begin(text, at)? {
                Some(end) => (Step::To(Token::Start), end),
                None => (Step::Short, at),
            },
            [] => (Step::Short, at),
            _ => match markup::run(text.as_bytes(), at, source.is_last()) {
                Some((end, plain)) => {
                    if self.open.is_empty() {
                        let run = text.get(at..end).unwrap_or_default();
                        let wrong = run.find(|character| !is_blank_outside(character));
                        if let Some(wrong) = wrong {
                            source.at = at + wrong;
                            return Err(Error::new(TEXT_OUTSIDE));
                        }
                    }
                    if !plain {
                        unescape::check_text(text.get(at..end).unwrap_or_default())?;
                    }
                    if self.taking {
                        self.take_text(text, at..end, plain && source.is_whole())?;
                    }
                    (Step::On, end)
                }
                None => (Step::Short, at),
            },
        };
        source.at = end;
        Ok(step)
    }

    /// Takes an end tag that is to the letter what it has to be; its length.
    #[inline]
    fn end_as_begun(&mut self, rest: &[u8]) -> Option<usize> {
        let name = self.names.as_bytes().get(*self.open.last()?..)?;
        if rest.get(name.len()) == Some(&b'>') && rest.starts_with(name) {
            let length = name.len() + 1;
            self.end();
            return Some(length);
        }
        None
    }

    /// Takes what is less common than tags and text.
    fn other(&mut self, text: &str, at: usize, last: bool) -> Result<(Step, usize), Error> {
        let Some(piece) = markup::piece(text, at, last)? else { return Ok((Step::Short, at)) };
        let inside = |start: usize, end: usize| text.get(start..end).unwrap_or_default();
        Ok(match piece {
            Piece::End { end } => {
                self.close(inside(at + 2, end - 1))?;
                (Step::To(Token::End), end)
            }
            Piece::Section { .. } | Piece::Reference { .. } if self.open.is_empty() => {
                return Err(Error::new(TEXT_OUTSIDE));
            }
            Piece::Section { end } => {
                if self.taking {
                    self.gather(text, |out| unescape::text(inside(at + SECTION.len(), end - 3), out))?;
                }
                (Step::On, end)
            }
            Piece::Reference { end } => {
                let name = inside(at + 1, end - 1);
                if self.taking {
                    self.gather(text, |out| unescape::entity(name, out))?;
                } else {
                    unescape::entity(name, &mut String::new())?;
                }
                (Step::On, end)
            }
            // Entities could stand for anything, at any size: none are taken from a document, and references to them are
            // errors where they stand. Those with a `%` could declare what is not seen here.
            Piece::DocType { .. } if self.begun >= Begun::DocType => {
                return Err(Error::new("a document type declaration that does not stand before the root element"));
            }
            Piece::DocType { end } if !markup::names_root(inside(at, end)) => {
                return Err(Error::new("a document type declaration without the name of a root element"));
            }
            Piece::DocType { end } if markup::has_parameter_entities(inside(at, end)) => {
                return Err(Error::new("a document type declaration with parameter entities is refused"));
            }
            Piece::DocType { end } => {
                self.begun = Begun::DocType;
                (Step::On, end)
            }
            Piece::Passed { end } => (Step::On, end),
        })
    }

    /// Takes text as it stands, if it may stay there.
    #[inline]
    fn take_text(&mut self, text: &str, stands: Range<usize>, may_stay: bool) -> Result<(), Error> {
        if may_stay && self.text.is_empty() && stands.len() <= self.max_text {
            self.text.stands = stands;
            return Ok(());
        }
        self.gather(text, |out| unescape::text(text.get(stands).unwrap_or_default(), out))
    }

    /// Adds text that is not as it stands in the document, or is not all that there is.
    fn gather(&mut self, text: &str, add: impl FnOnce(&mut String) -> Result<(), String>) -> Result<(), Error> {
        let stands = std::mem::take(&mut self.text.stands);
        self.text.gathered.push_str(text.get(stands).unwrap_or_default());
        add(&mut self.text.gathered)?;
        if self.text.len() > self.max_text { Err(self.too_long()) } else { Ok(()) }
    }

    #[cold]
    fn too_long(&self) -> Error {
        Error::new(format!("a text of more than {} bytes", self.max_text))
    }

    #[cold]
    fn too_deep(&self) -> Error {
        Error::new(format!(
            "elements nested so deep that reading them takes more than {} bytes of the stack; `ReadSettings::max_stack` may \
             be greater in a thread that has more",
            self.max_stack
        ))
    }

    /// The text that was taken.
    #[inline]
    pub(super) fn text<'a>(&'a self, source: &'a str) -> &'a str {
        if self.text.stands.is_empty() {
            &self.text.gathered
        } else {
            source.get(self.text.stands.clone()).unwrap_or_default()
        }
    }

    #[inline]
    pub(super) fn has_text(&self) -> bool {
        !self.text.is_empty()
    }

    #[inline]
    pub(super) fn clear_text(&mut self) {
        self.text.stands = 0..0;
        self.text.gathered.clear();
    }

    /// Takes this as the text, where there is none.
    pub(super) fn set_text(&mut self, text: &str) {
        self.text.gathered.push_str(text);
    }

    fn begin(&mut self, text: &str, at: usize) -> Result<Option<usize>, Error> {
        if self.open.len() >= self.max_depth {
            return Err(Error::new(format!("elements nested deeper than {}", self.max_depth)));
        }
        if stack().abs_diff(self.stack) > self.max_stack {
            return Err(self.too_deep());
        }
        let Some(end) = self.tag.take(text, at, &mut self.bindings, self.open.len() + 1)? else { return Ok(None) };
        // It was for an element that was passed over.
        if self.fill.is_some() {
            self.fill = self.fill.filter(|(at, _)| *at <= self.open.len());
        }
        self.begun = Begun::Root;
        self.open.push(self.names.len());
        self.names.push_str(self.tag.name(text));
        (self.attribute, self.empty) = (0, self.tag.empty);
        Ok(Some(end))
    }

    /// Takes an end tag, of which this is the inside.
    fn close(&mut self, name: &str) -> Result<(), Error> {
        let start = self.open.last().copied();
        let expected = start.and_then(|start| self.names.get(start..));
        if expected != Some(name) {
            let name = name.trim_end_matches([' ', '\t', '\n', '\r']);
            match expected {
                Some(expected) if expected == name => {}
                Some(expected) => return Err(Error::new(format!("expected `</{expected}>`, found `</{name}>`"))),
                None => return Err(Error::new(format!("`</{name}>` ends no element"))),
            }
        }
        self.end();
        Ok(())
    }

    fn end(&mut self) -> Token {
        self.attribute = usize::MAX;
        self.ended = true;
        Token::End
    }

    fn forget_ended(&mut self) {
        self.ended = false;
        self.bindings.leave(self.open.len());
        if let Some(start) = self.open.pop() {
            self.names.truncate(start);
        }
    }

    pub(super) fn arrive(&mut self, token: Token) -> bool {
        self.at = if token == Token::Start { At::Element } else { At::End };
        token == Token::Start
    }

    /// The prefix of the element around the innermost one.
    pub(super) fn prefix_around(&self) -> Option<&str> {
        let [.., around, inner] = self.open.as_slice() else { return None };
        let name = self.names.get(*around..*inner)?;
        Some(name.split_once(':').map_or("", |(prefix, _)| prefix))
    }

    pub(super) fn path(&self) -> String {
        let ends = self.open.iter().skip(1).copied().chain([self.names.len()]);
        let steps = self.open.iter().zip(ends).map(|(start, end)| self.names.get(*start..end).unwrap_or_default());
        // Without the prefixes, which mean nothing by themselves.
        let steps = steps.map(|name| name.rsplit(':').next().unwrap_or_default());
        steps.collect::<Vec<_>>().join("/")
    }
}

impl Text {
    #[inline]
    fn len(&self) -> usize {
        self.stands.len() + self.gathered.len()
    }

    #[inline]
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
