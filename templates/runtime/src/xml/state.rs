//! Where the pull reader is in its document: the open elements, the tag and the text that were read last.

use quick_xml::events::{BytesStart, Event};

use super::scope::Bindings;
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
    Other,
    Eof,
}

/// Where a reader is, and what it holds.
#[derive(Debug)]
pub(super) struct State {
    pub(super) bindings: Bindings,
    pub(super) tag: Tag,
    pub(super) text: String,
    /// The local names of the open elements one after another, and where each begins.
    pub(super) names: String,
    pub(super) open: Vec<usize>,
    pub(super) at: At,
    /// The next attribute of the tag; past all of them once its element has ended.
    pub(super) attribute: usize,
    /// The part is to be given once more.
    pub(super) again: bool,
    /// What follows the text that was given as a part.
    pub(super) held: Option<Token>,
    /// The end of an empty element is still to come.
    pub(super) empty: bool,
    /// An element has ended. Its name and declarations are kept until the next step, for the values read from it.
    pub(super) ended: bool,
    /// What the text of the elements nested so deep is where there is none.
    pub(super) fill: Option<(usize, &'static str)>,
    /// Whether text is taken or passed over.
    pub(super) taking: bool,
    pub(super) max_depth: usize,
    /// How many steps may still be taken, where an element is read again and again.
    pub(super) budget: Option<usize>,
    /// Where the stack was when reading began.
    stack: usize,
}

/// How much of the stack the nesting of a document may take: half of what a thread has that asks for nothing else.
const MOST_STACK: usize = 1024 * 1024;

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

    pub(super) fn new(aliases: &[(&str, &str)], max_depth: usize) -> Self {
        State {
            stack: stack(),
            bindings: Bindings::new(aliases),
            tag: Tag::default(),
            text: String::new(),
            names: String::new(),
            open: Vec::new(),
            at: At::End,
            attribute: usize::MAX,
            again: false,
            held: None,
            empty: false,
            ended: false,
            fill: None,
            taking: false,
            max_depth,
            budget: None,
        }
    }

    pub(super) fn take(&mut self, event: Event<'_>) -> Result<Token, String> {
        match event {
            Event::Start(start) => return self.begin(&start, false),
            Event::Empty(start) => return self.begin(&start, true),
            Event::End(_) => return Ok(self.end()),
            Event::Text(text) if self.taking => unescape::text(&text, &mut self.text)?,
            Event::CData(text) if self.taking => unescape::text(&text, &mut self.text)?,
            Event::GeneralRef(name) => {
                let before = self.text.len();
                unescape::entity(&name, &mut self.text)?;
                if !self.taking {
                    self.text.truncate(before);
                }
            }
            // Entities could stand for anything, at any size; none are taken from a document.
            Event::DocType(declared) if declared.contains("<!ENTITY") => {
                return Err("a document type declaration with entities is refused".to_owned());
            }
            Event::Eof => return Ok(Token::Eof),
            Event::Text(_)
            | Event::CData(_)
            | Event::Comment(_)
            | Event::PI(_)
            | Event::Decl(_)
            | Event::DocType(_) => {}
        }
        Ok(Token::Other)
    }

    fn begin(&mut self, start: &BytesStart<'_>, empty: bool) -> Result<Token, String> {
        if self.open.len() >= self.max_depth {
            return Err(format!("elements nested deeper than {}", self.max_depth));
        }
        if stack().abs_diff(self.stack) > MOST_STACK {
            return Err("elements nested too deep for the types that they have".to_owned());
        }
        self.tag.take(start, &mut self.bindings, self.open.len() + 1)?;
        // It was for an element that was passed over.
        self.fill = self.fill.filter(|(at, _)| *at <= self.open.len());
        self.open.push(self.names.len());
        self.names.push_str(self.tag.local());
        (self.attribute, self.empty) = (0, empty);
        Ok(Token::Start)
    }

    pub(super) fn end(&mut self) -> Token {
        self.attribute = usize::MAX;
        self.ended = true;
        Token::End
    }

    pub(super) fn forget_ended(&mut self) {
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

    pub(super) fn path(&self) -> String {
        let ends = self.open.iter().skip(1).copied().chain([self.names.len()]);
        let steps = self.open.iter().zip(ends).map(|(start, end)| self.names.get(*start..end).unwrap_or_default());
        steps.collect::<Vec<_>>().join("/")
    }
}
