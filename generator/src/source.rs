//! Files, loaded once; places in them that cost four bytes; lines and columns, found only when a person asks.

mod allow;
mod decode;
mod graft;
mod index;
mod json;
mod yaml;

pub use allow::{Allowed, Catalogued};
pub use graft::Origin;

use std::cell::{OnceCell, RefCell};
use std::fmt;
use std::fs;
use std::io::{self, Read};
use std::ops::Range;
use std::path::{Component, Path, PathBuf};

use foldhash::HashMap;
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
    Key { of: Place },
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
    /// Where its nodes are; made when the first of them is located.
    nodes: OnceCell<index::Index>,
    /// Where its lines begin, and marks within long ones; made when the first place in it is located.
    marks: OnceCell<Vec<Mark>>,
}

/// A byte whose line and column are known.
#[derive(Debug)]
struct Mark {
    byte: usize,
    line: usize,
    column: usize,
}

/// How many bytes at most lie between two marks: whole documents stand on one line, and each place in one is looked for.
const STRIDE: usize = 1024;

impl File {
    fn new(name: String, path: PathBuf, text: String) -> Self {
        File { name, path, text, nodes: OnceCell::new(), marks: OnceCell::new() }
    }

    fn nodes(&self) -> &index::Index {
        self.nodes.get_or_init(|| match self.syntax() {
            Syntax::Json => json::index(&self.text),
            Syntax::Yaml => yaml::index(&self.text),
        })
    }

    fn syntax(&self) -> Syntax {
        match self.text.trim_start().as_bytes().first() {
            Some(b'{' | b'[') => Syntax::Json,
            _ => Syntax::Yaml,
        }
    }

    /// The line and the column of a byte, both from 1.
    fn line_and_column(&self, byte: usize) -> (usize, usize) {
        let marks = self.marks.get_or_init(|| marks(&self.text));
        let before = marks.partition_point(|mark| mark.byte <= byte).checked_sub(1).and_then(|at| marks.get(at));
        let (start, line, column) = before.map_or((0, 1, 1), |mark| (mark.byte, mark.line, mark.column));
        (line, self.text.get(start..byte).map_or(0, |passed| passed.chars().count()) + column)
    }

    /// The bytes to underline for a node: its value where that is a scalar of one line, else its key, else (for items of
    /// lists, and the root) as much of its value as is on one line.
    fn show(&self, node: &index::Found, key: bool) -> Range<usize> {
        let value = self.text.get(node.value.clone()).unwrap_or_default();
        let line = value.lines().next().unwrap_or_default().trim_end();
        match &node.key {
            Some(span) if key || !node.scalar || !node.exact || line.len() < value.len() || line.is_empty() => {
                span.clone()
            }
            _ => node.value.start..node.value.start + line.len(),
        }
    }
}

/// The beginnings of the lines, and marks in lines of more than [`STRIDE`] bytes.
fn marks(text: &str) -> Vec<Mark> {
    let mut marks = vec![Mark { byte: 0, line: 1, column: 1 }];
    let (mut line, mut column, mut last) = (1, 1, 0);
    for (byte, char) in text.char_indices() {
        if byte - last >= STRIDE {
            marks.push(Mark { byte, line, column });
            last = byte;
        }
        column += 1;
        if char == '\n' {
            (line, column, last) = (line + 1, 1, byte + 1);
            marks.push(Mark { byte: last, line, column });
        }
    }
    marks
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
    /// The files by their paths; what is no file on disk has none.
    by_path: HashMap<PathBuf, FileId>,
    places: RefCell<Places>,
    grafts: RefCell<graft::Grafts>,
}

struct Places {
    nodes: Vec<Node>,
    known: HashMap<Node, Place>,
}

impl Default for Places {
    fn default() -> Self {
        Places { nodes: vec![Node::Nowhere], known: HashMap::default() }
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
        self.load_as(path, path)
    }

    /// Loads the file that `location` is, seen from the file `from`. In messages it goes by its path relative to that of
    /// `from`, so that these name nothing of the machine either.
    ///
    /// # Errors
    /// As [`load`](Self::load).
    pub fn load_from(&mut self, from: FileId, location: &Path) -> io::Result<FileId> {
        let from = self.file(from);
        // `a/..` leads nowhere, whether or not there is a folder `a` (RFC 3986, 5.2.4).
        let path = from.path.parent().unwrap_or(Path::new("")).join(without_dots(location));
        let name = without_dots(&Path::new(&from.name).parent().unwrap_or(Path::new("")).join(location));
        self.load_as(&path, &name)
    }

    fn load_as(&mut self, path: &Path, name: &Path) -> io::Result<FileId> {
        if is_stream(path) {
            // What is read once is gone; it has no folder either, from which references could lead on.
            let known = self.files.iter().position(|file| file.path.as_os_str().is_empty() && file.name == STREAM);
            if let Some(index) = known {
                return Ok(FileId(u32::try_from(index).unwrap_or(u32::MAX)));
            }
            let mut bytes = Vec::new();
            match path.to_str() {
                Some("-") => io::stdin().lock().read_to_end(&mut bytes)?,
                _ => fs::File::open(path)?.read_to_end(&mut bytes)?,
            };
            let text = decode::decode(bytes)?;
            return Ok(self.push(File::new(STREAM.to_owned(), PathBuf::new(), text)));
        }
        let real = fs::canonicalize(path)?;
        if let Some(known) = self.by_path.get(&real) {
            return Ok(*known);
        }
        let text = decode::decode(fs::read(&real)?)?;
        let name = name.to_string_lossy().replace('\\', "/");
        let id = self.push(File::new(name, real.clone(), text));
        self.by_path.insert(real, id);
        Ok(id)
    }

    /// Adds text that is not in a file, under a name for messages.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        self.push(File::new(name.into(), PathBuf::new(), text.into()))
    }

    fn push(&mut self, file: File) -> FileId {
        self.files.push(file);
        FileId(u32::try_from(self.files.len() - 1).unwrap_or(u32::MAX))
    }

    /// Whether a file was loaded that is at `path` or below it.
    ///
    /// # Errors
    /// What the file system says of `path`.
    pub fn any_below(&self, path: &Path) -> io::Result<bool> {
        let real = fs::canonicalize(path)?;
        Ok(self.files.iter().any(|file| file.path.starts_with(&real)))
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

    /// The node that a node is a part of; `None` for the root of a file, and where the place is no node.
    pub fn parent(&self, place: Place) -> Option<Place> {
        match self.places.borrow().nodes[place.0 as usize] {
            Node::Member { parent, .. } => Some(parent),
            Node::Key { of } => Some(of),
            Node::Nowhere | Node::File(_) | Node::Span { .. } => None,
        }
    }

    /// The key itself of a member, where it is the key that is wrong and not what stands under it.
    pub fn key(&self, member: Place) -> Place {
        self.places.borrow_mut().intern(Node::Key { of: member })
    }

    /// The bytes `span` of a file.
    pub fn span(&self, file: FileId, span: Range<usize>) -> Place {
        let clamp = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        self.places.borrow_mut().intern(Node::Span { file, start: clamp(span.start), end: clamp(span.end) })
    }

    /// The file whose text says what is at a place; `None` only for [`Place::NOWHERE`].
    pub fn file_of(&self, place: Place) -> Option<FileId> {
        self.origin(place).map(|origin| origin.file)
    }

    /// The JSON Pointer (RFC 6901) of a place in the tree of [its file](Self::file_of), such as `/paths/~1pets/get`; empty for anything else.
    pub fn pointer(&self, place: Place) -> String {
        let keys = self.origin(place).map(|origin| origin.keys).unwrap_or_default();
        keys.iter().map(|key| format!("/{}", key.replace('~', "~0").replace('/', "~1"))).collect()
    }

    /// The keys from the root of the file to the place.
    pub fn keys(&self, place: Place) -> Vec<String> {
        let places = self.places.borrow();
        let mut keys = Vec::new();
        let mut place = place;
        if let Node::Key { of } = &places.nodes[place.0 as usize] {
            place = *of;
        }
        while let Node::Member { parent, key } = &places.nodes[place.0 as usize] {
            keys.push(key.to_string());
            place = *parent;
        }
        keys.reverse();
        keys
    }

    /// The place as file, line and column; `None` only for [`Place::NOWHERE`].
    ///
    /// The bytes are those to underline: a scalar value, or the key of anything bigger. A node that cannot be found in
    /// the text gives its nearest ancestor.
    pub fn locate(&self, place: Place) -> Option<Location> {
        let graft::Origin { file: id, keys } = self.origin(place)?;
        let file = self.file(id);
        let node = self.places.borrow().nodes[place.0 as usize].clone();
        let span = match node {
            Node::Span { start, end, .. } => start as usize..end as usize,
            node => file.show(&file.nodes().find(&keys), matches!(node, Node::Key { .. })),
        };
        let (line, column) = file.line_and_column(span.start);
        Some(Location { file: id, line, column, span })
    }

    /// The line and the column of a byte of a file, both from 1; the column in characters.
    pub fn line_and_column(&self, file: FileId, byte: usize) -> (usize, usize) {
        self.file(file).line_and_column(byte)
    }

    /// What syntax a file's text has: by its first character, since JSON documents are named anything.
    pub fn syntax(&self, file: FileId) -> Syntax {
        self.file(file).syntax()
    }
}

/// What a document is called that is no file.
pub const STREAM: &str = "stdin";

/// Whether a path is that of a stream: `-`, or a pipe of the shell's.
pub fn is_stream(path: &Path) -> bool {
    path == Path::new("-") || fs::metadata(path).is_ok_and(|it| !it.is_file() && !it.is_dir())
}

/// The path without `.` and `a/..`.
pub fn without_dots(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(plain.components().next_back(), Some(Component::Normal(_))) => {
                plain.pop();
            }
            part => plain.push(part),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is underlined for the node under `keys`, and line and column.
    fn shown(text: &str, keys: &[&str]) -> (String, usize, usize) {
        let mut sources = Sources::new();
        let file = sources.add("a", text);
        let place = keys.iter().fold(sources.root(file), |place, key| sources.member(place, key));
        let location = sources.locate(place).unwrap();
        (text[location.span].to_owned(), location.line, location.column)
    }

    #[test]
    fn a_scalar_shows_itself_and_anything_bigger_its_key() {
        let text = "{\n  \"a\": {\n    \"ü\": 1, \"c\": [1, {\"d\": 2}, {\n}]\n  }\n}";
        assert_eq!(shown(text, &["a"]), ("\"a\"".into(), 2, 3));
        assert_eq!(shown(text, &["a", "ü"]), ("1".into(), 3, 10));
        assert_eq!(shown(text, &["a", "c"]), ("\"c\"".into(), 3, 13));
        assert_eq!(shown(text, &["a", "c", "1"]), ("{\"d\": 2}".into(), 3, 22));
        assert_eq!(shown(text, &["a", "c", "2"]), ("{".into(), 3, 32));
        assert_eq!(shown(text, &["a", "ü", "x", "y"]), ("\"ü\"".into(), 3, 5));
        assert_eq!(shown(text, &["x"]), ("{".into(), 1, 1));
        assert_eq!(shown(text, &[]), ("{".into(), 1, 1));
        let yaml = "a: |\n  long\n  text\nb:\n  - c: 1\n    d: 2\ne:\nf: x\n";
        assert_eq!(shown(yaml, &["a"]), ("a".into(), 1, 1));
        assert_eq!(shown(yaml, &["b", "0"]), ("c: 1".into(), 5, 5));
        assert_eq!(shown(yaml, &["e"]), ("e".into(), 7, 1));
        assert_eq!(shown(yaml, &["f"]), ("x".into(), 8, 4));
        assert_eq!(shown(yaml, &[]), ("a: |".into(), 1, 1));
        assert_eq!(shown("", &["a"]), (String::new(), 1, 1));
    }

    #[test]
    fn the_key_of_a_member_is_a_place_too() {
        let mut sources = Sources::new();
        let file = sources.add("a", "a: 1\nb: 2\n");
        let member = sources.member(sources.root(file), "b");
        let key = sources.key(member);
        assert_eq!(sources.locate(key).unwrap().span, 5..6);
        assert_eq!(sources.locate(member).unwrap().span, 8..9);
        assert_eq!(sources.pointer(key), "/b");
        assert_eq!(sources.file_of(key), Some(file));
    }

    #[test]
    fn spans_have_lines_and_columns_in_characters() {
        let mut sources = Sources::new();
        let file = sources.add("a", "<ü/>\r\n<b/>");
        let at = |span: Range<usize>| sources.locate(sources.span(file, span)).map(|it| (it.line, it.column));
        assert_eq!(at(0..1), Some((1, 1)));
        assert_eq!(at(3..4), Some((1, 3)));
        assert_eq!(at(7..8), Some((2, 1)));
        assert_eq!(at(11..11), Some((2, 5)));
        // Beyond the end, and in the middle of a character: the line, and no panic.
        assert_eq!(at(99..100).map(|it| it.0), Some(2));
        assert_eq!(at(2..3).map(|it| it.0), Some(1));
        assert_eq!(sources.locate(Place::NOWHERE), None);
    }

    #[test]
    fn columns_in_lines_of_many_marks_count_from_the_beginning() {
        let mut sources = Sources::new();
        let text = format!("{}\n{}", "ü".repeat(3 * STRIDE), "x".repeat(3 * STRIDE));
        let file = sources.add("a", text.as_str());
        let at = |byte: usize| sources.locate(sources.span(file, byte..byte + 1)).map(|it| (it.line, it.column));
        for character in (0..3 * STRIDE).step_by(7) {
            assert_eq!(at(2 * character), Some((1, character + 1)));
        }
        let second = text.find('x').unwrap();
        for character in (0..3 * STRIDE).step_by(7) {
            assert_eq!(at(second + character), Some((2, character + 1)));
        }
    }

    #[test]
    fn pointers_are_escaped_and_equal_places_are_one() {
        let mut sources = Sources::new();
        let file = sources.add("a", "{}");
        let root = sources.root(file);
        let place = sources.member(sources.member(root, "a/b~c"), 0);
        assert_eq!(sources.pointer(place), "/a~1b~0c/0");
        assert_eq!(sources.member(sources.member(root, "a/b~c"), "0"), place);
    }

    #[test]
    fn a_file_is_loaded_once_by_whatever_path() {
        let directory = tempfile::tempdir().unwrap();
        fs::create_dir(directory.path().join("sub")).unwrap();
        fs::write(directory.path().join("a.json"), "\u{FEFF}{}").unwrap();
        let mut sources = Sources::new();
        let first = sources.load(&directory.path().join("a.json")).unwrap();
        let second = sources.load(&directory.path().join("sub/../a.json")).unwrap();
        assert_eq!(first, second);
        assert_eq!(sources.files().count(), 1);
        assert_eq!(sources.file(first).text, "{}");
        assert_eq!(sources.load(&directory.path().join("b.json")).unwrap_err().kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn a_file_that_another_refers_to_is_named_from_there() {
        let directory = tempfile::tempdir().unwrap();
        fs::create_dir(directory.path().join("sub")).unwrap();
        fs::write(directory.path().join("a.json"), "{}").unwrap();
        fs::write(directory.path().join("sub/b.json"), "{}").unwrap();
        let mut sources = Sources::new();
        let a = sources.load(&directory.path().join("a.json")).unwrap();
        sources.files[0].name = "specs/a.json".to_owned();
        let b = sources.load_from(a, Path::new("./sub/b.json")).unwrap();
        assert_eq!(sources.file(b).name, "specs/sub/b.json");
        assert_eq!(sources.load_from(b, Path::new("../a.json")).unwrap(), a);
        // The folder `x` need not be there.
        assert_eq!(sources.load_from(b, Path::new("x/.././../a.json")).unwrap(), a);
        fs::write(directory.path().join("c.json"), "{}").unwrap();
        let c = sources.load_from(b, Path::new("../c.json")).unwrap();
        assert_eq!(sources.file(c).name, "specs/c.json");
    }
}
