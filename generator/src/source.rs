//! Files, loaded once; places in them that cost four bytes; lines and columns, found only when a person asks.

mod json;
mod yaml;

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt;
use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use serde::{Serialize, Serializer};

/// A file that was loaded into [`Sources`].
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct FileId(u32);

/// Where something stands in a source file: a node of a JSON or YAML tree, or a range of bytes.
///
/// Two places of one [`Sources`] are equal exactly when they are the same place, so a place can be a key.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct Place(u32);

impl Place {
    /// The place of things that no file says: what the generator adds by itself.
    pub const NOWHERE: Place = Place(0);
}

impl Serialize for Place {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(self.0)
    }
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
enum Node {
    Nowhere,
    File(FileId),
    Member { parent: Place, key: Box<str> },
    Span { file: FileId, start: u32, end: u32 },
}

/// A loaded file.
#[derive(Debug)]
pub struct File {
    /// The path as the user wrote it or as another file refers to it, for messages; always with `/`.
    pub name: String,
    /// Where the file is on disk; the same for every spelling of its path. Empty for text that has no file.
    pub path: PathBuf,
    /// The text, decoded to UTF-8, without a byte order mark.
    pub text: String,
}

/// How a file's nodes are found again by their keys.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Syntax {
    /// JSON text (RFC 8259).
    Json,
    /// YAML text (1.2, and what is common of 1.1).
    Yaml,
}

/// A place as a person wants it: file, line, column, and the range of bytes to underline.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Location {
    /// The file.
    pub file: FileId,
    /// The bytes of the file's text that the place covers.
    pub span: Range<usize>,
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1, in characters.
    pub column: usize,
}

/// All files of a run, and all places in them that anybody has spoken of.
#[derive(Default)]
pub struct Sources {
    files: Vec<File>,
    places: RefCell<Places>,
}

struct Places {
    nodes: Vec<Node>,
    known: HashMap<Node, Place>,
}

impl Default for Places {
    fn default() -> Self {
        Places { nodes: vec![Node::Nowhere], known: HashMap::new() }
    }
}

impl Places {
    fn intern(&mut self, node: Node) -> Place {
        if let Some(&place) = self.known.get(&node) {
            return place;
        }
        let place = Place(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(node.clone());
        self.known.insert(node, place);
        place
    }
}

impl Sources {
    /// No files yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Loads the file at `path`, or finds it if it was loaded before under any spelling of its path.
    ///
    /// Text is UTF-8, or UTF-16 when a byte order mark says so; a byte order mark is taken off.
    ///
    /// # Errors
    /// What the file system says; [`io::ErrorKind::InvalidData`] where the bytes are not text.
    pub fn load(&mut self, path: &Path) -> io::Result<FileId> {
        let real = fs::canonicalize(path)?;
        if let Some(index) = self.files.iter().position(|file| file.path == real) {
            return Ok(FileId(u32::try_from(index).unwrap_or(u32::MAX)));
        }
        let text = decode(fs::read(&real)?)?;
        let name = path.to_string_lossy().replace('\\', "/");
        Ok(self.push(File { name, path: real, text }))
    }

    /// Adds text that is not in a file, under a name for messages.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        self.push(File { name: name.into(), path: PathBuf::new(), text: text.into() })
    }

    fn push(&mut self, file: File) -> FileId {
        self.files.push(file);
        FileId(u32::try_from(self.files.len() - 1).unwrap_or(u32::MAX))
    }

    /// The file behind `id`.
    pub fn file(&self, id: FileId) -> &File {
        &self.files[id.0 as usize]
    }

    /// The ids of all files, in the order in which they were loaded.
    pub fn files(&self) -> impl Iterator<Item = FileId> + use<> {
        (0..u32::try_from(self.files.len()).unwrap_or(u32::MAX)).map(FileId)
    }

    /// The root of a file: of its tree, or its beginning.
    pub fn root(&self, file: FileId) -> Place {
        self.places.borrow_mut().intern(Node::File(file))
    }

    /// The member `key` (or the item with that index) of the node at `parent`.
    pub fn member(&self, parent: Place, key: impl fmt::Display) -> Place {
        self.places.borrow_mut().intern(Node::Member { parent, key: key.to_string().into() })
    }

    /// The bytes `span` of a file.
    pub fn span(&self, file: FileId, span: Range<usize>) -> Place {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        self.places.borrow_mut().intern(Node::Span { file, start: clamp(span.start), end: clamp(span.end) })
    }

    /// The file that a place is in; `None` only for [`Place::NOWHERE`].
    pub fn file_of(&self, place: Place) -> Option<FileId> {
        let places = self.places.borrow();
        let mut place = place;
        loop {
            match &places.nodes[place.0 as usize] {
                Node::Nowhere => return None,
                Node::File(file) | Node::Span { file, .. } => return Some(*file),
                Node::Member { parent, .. } => place = *parent,
            }
        }
    }

    /// The JSON Pointer (RFC 6901) of a place in a tree, such as `/paths/~1pets/get`; empty for anything else.
    pub fn pointer(&self, place: Place) -> String {
        self.keys(place).iter().map(|key| format!("/{}", key.replace('~', "~0").replace('/', "~1"))).collect()
    }

    /// The keys from the root of the file to the place.
    pub fn keys(&self, place: Place) -> Vec<String> {
        let places = self.places.borrow();
        let mut keys = Vec::new();
        let mut place = place;
        while let Node::Member { parent, key } = &places.nodes[place.0 as usize] {
            keys.push(key.to_string());
            place = *parent;
        }
        keys.reverse();
        keys
    }

    /// The place as file, line and column; `None` only for [`Place::NOWHERE`].
    ///
    /// A node that cannot be found in the text (it was merged in by a YAML alias, say) gives its nearest ancestor.
    pub fn locate(&self, place: Place) -> Option<Location> {
        let file = self.file_of(place)?;
        let text = &self.file(file).text;
        let span = match self.places.borrow().nodes[place.0 as usize] {
            Node::Span { start, end, .. } => start as usize..end as usize,
            _ => {
                let keys = self.keys(place);
                match self.syntax(file) {
                    Syntax::Json => json::find(text, &keys),
                    Syntax::Yaml => yaml::find(text, &keys),
                }
            }
        };
        let before = text.get(..span.start).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Some(Location {
            file,
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            span,
        })
    }

    /// What syntax a file's text has: by its first character, since JSON documents are named anything.
    pub fn syntax(&self, file: FileId) -> Syntax {
        match self.file(file).text.trim_start().as_bytes().first() {
            Some(b'{' | b'[') => Syntax::Json,
            _ => Syntax::Yaml,
        }
    }
}

fn decode(bytes: Vec<u8>) -> io::Result<String> {
    let bad =
        |_| io::Error::new(io::ErrorKind::InvalidData, "the file is neither UTF-8 nor UTF-16 with a byte order mark");
    match bytes.as_slice() {
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8(rest.to_vec()).map_err(|_| bad(())),
        [0xFF, 0xFE, rest @ ..] => {
            let units: Vec<u16> = rest.chunks(2).map(|c| u16::from_le_bytes([c[0], *c.get(1).unwrap_or(&0)])).collect();
            String::from_utf16(&units).map_err(|_| bad(()))
        }
        [0xFE, 0xFF, rest @ ..] => {
            let units: Vec<u16> = rest.chunks(2).map(|c| u16::from_be_bytes([c[0], *c.get(1).unwrap_or(&0)])).collect();
            String::from_utf16(&units).map_err(|_| bad(()))
        }
        _ => String::from_utf8(bytes).map_err(|_| bad(())),
    }
}
