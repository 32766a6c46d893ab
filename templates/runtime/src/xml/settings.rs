//! How documents are read and written.

/// What a reader may assume.
#[derive(Clone, Copy, Debug)]
pub struct ReadSettings<'a> {
    /// Namespaces that are read as another: `(found, read as)`. For found `""`, elements without a namespace are meant;
    /// attributes without one never change.
    pub aliases: &'a [(&'a str, &'a str)],
    /// How deep elements may be nested. The default is 256. Elements whose types take much of the stack reach
    /// [`max_stack`](ReadSettings::max_stack) before that, above all without optimization.
    pub max_depth: usize,
    /// How many bytes of the thread's stack reading may take. What a level of elements takes is a matter of its type and of
    /// the optimization: from some hundred bytes to many thousand. The default, 1 MiB, is half of what threads of Rust's
    /// standard library have; with more than is left of the stack, a document that is nested deep ends the process. For a
    /// greater value read in a thread of such a [stack](std::thread::Builder::stack_size).
    pub max_stack: usize,
    /// How many bytes a text may have, and in a stream also a tag, a comment or a section. The default is 256 MiB.
    pub max_text: usize,
    /// What is done with what the description does not have.
    pub unknown: UnknownContent,
    /// The charset that is said by what brought the document, such as `Content-Type`: bytes are read by it, whatever their
    /// declaration says, unless they begin with a byte order mark (RFC 7303, 3).
    pub charset: Option<&'a str>,
}

/// What is done with attributes and elements that the description does not have, and with text where it has elements only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UnknownContent {
    /// It is passed over: a newer version of a service may send more than is described.
    #[default]
    Ignore,
    /// It is an error, so that nothing of a document is lost without a word. Attributes of `xsi` are known everywhere but on
    /// values of simple types, which cannot keep another type than their own (`xsi:type`).
    Refuse,
}

impl Default for ReadSettings<'_> {
    fn default() -> Self {
        ReadSettings {
            aliases: &[],
            max_depth: 256,
            max_stack: 1024 * 1024,
            max_text: 256 * 1024 * 1024,
            unknown: UnknownContent::Ignore,
            charset: None,
        }
    }
}

/// How a document is written.
#[derive(Clone, Copy, Debug)]
pub struct WriteSettings<'a> {
    /// Whether to begin with `<?xml version="1.0" encoding="utf-8"?>`.
    pub declaration: bool,
    /// How many blanks to indent the elements of each level by; `None`: everything on one line. Mixed and simple content
    /// is left as it is, and so are kept elements of any kind and what says `xml:space="preserve"`.
    pub indent: Option<usize>,
    /// Prefixes to declare at the root: `(prefix, namespace)`. `""` chooses the default namespace. For what is not listed
    /// stand those of [`XmlRoot::PREFIXES`](super::XmlRoot::PREFIXES), declared at the root if the document has names of
    /// theirs; any other namespace is declared as the default where it is needed.
    pub prefixes: &'a [(&'a str, &'a str)],
    /// Where the schemas of namespaces are, `(namespace, location)`, for those who validate the document: said at the root as
    /// `xsi:schemaLocation`, for no namespace (`""`) as `xsi:noNamespaceSchemaLocation` (XML Schema 1.0, part 1, 2.6.3).
    pub schema_locations: &'a [(&'a str, &'a str)],
}

impl Default for WriteSettings<'_> {
    fn default() -> Self {
        WriteSettings { declaration: true, indent: None, prefixes: &[], schema_locations: &[] }
    }
}
