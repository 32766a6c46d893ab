//! What is sent as a body, or as a part of one: bytes, or a stream that is sent once.

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use tokio::io::{AsyncRead, ReadBuf};

/// Why a stream could not be read on.
pub type StreamError = Box<dyn StdError + Send + Sync>;

type Chunks = Pin<Box<dyn Stream<Item = Result<Bytes, StreamError>> + Send>>;

/// Bytes to be sent, or a stream of them, with what is said of them.
///
/// Bytes can be sent any number of times, so a call with them is repeated like any other. A stream is sent once, also by clones of this
/// value: a call with one is repeated only as long as nothing of the stream has been asked for.
///
/// Text, `Vec<u8>` and [`Bytes`] become one by [`From`].
#[derive(Clone)]
#[must_use = "nothing is sent until a call has it"]
pub struct Upload {
    content: Content,
    content_type: Option<String>,
    file_name: FileName,
    headers: Vec<(String, String)>,
}

#[derive(Clone)]
enum Content {
    Whole(Bytes),
    Stream(Arc<Once>),
    /// One after the other.
    Pieces(Arc<[Upload]>),
}

struct Once {
    length: Option<u64>,
    /// Taken when the first chunk is asked for.
    chunks: Mutex<Option<Chunks>>,
}

impl Once {
    fn slot(&self) -> MutexGuard<'_, Option<Chunks>> {
        self.chunks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Clone, PartialEq, Eq)]
enum FileName {
    Usual,
    None,
    Given(String),
}

impl Upload {
    fn of(content: Content) -> Self {
        Upload { content, content_type: None, file_name: FileName::Usual, headers: Vec::new() }
    }

    /// Bytes.
    pub fn new(bytes: impl Into<Bytes>) -> Self {
        Upload::of(Content::Whole(bytes.into()))
    }

    /// A stream of chunks. Without [`length`](Self::length) it is sent chunked (RFC 9112, 7.1), which some services do not take.
    pub fn stream<S, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<StreamError>,
    {
        let chunks: Chunks = Box::pin(Converted(Box::pin(stream)));
        let once = Once { length: None, chunks: Mutex::new(Some(chunks)) };
        Upload::of(Content::Stream(Arc::new(once)))
    }

    /// What a reader gives, an open file for example, from where it stands to its end.
    pub fn reader(reader: impl AsyncRead + Send + 'static) -> Self {
        Upload::stream(FromReader { reader: Box::pin(reader), done: false })
    }

    /// Says how many bytes a stream has. Bytes know it themselves. If it was another number, sending fails.
    pub fn length(mut self, bytes: u64) -> Self {
        if let Content::Stream(once) = &self.content {
            let chunks = once.slot().take();
            self.content = Content::Stream(Arc::new(Once { length: Some(bytes), chunks: Mutex::new(chunks) }));
        }
        self
    }

    /// The media type, in place of the one that the operation describes.
    pub fn content_type(mut self, media_type: impl Into<String>) -> Self {
        self.content_type = Some(media_type.into());
        self
    }

    /// The name of the file, for a part of a multipart body. Without one the part has the name of its field, since many services take
    /// only parts with a file name for files.
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = FileName::Given(name.into());
        self
    }

    /// A part of a multipart body without a file name.
    pub fn without_file_name(mut self) -> Self {
        self.file_name = FileName::None;
        self
    }

    /// A header field of the part, for a part of a multipart body; a body of its own has those of the call
    /// ([`CallOptions::header`](super::CallOptions::header)).
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The bytes; `None` for a stream.
    pub fn bytes(&self) -> Option<&Bytes> {
        match &self.content {
            Content::Whole(bytes) => Some(bytes),
            Content::Stream(_) | Content::Pieces(_) => None,
        }
    }

    /// How many bytes it has, where that is known.
    pub fn len(&self) -> Option<u64> {
        match &self.content {
            Content::Whole(bytes) => Some(bytes.len() as u64),
            Content::Stream(once) => once.length,
            Content::Pieces(all) => all.iter().try_fold(0u64, |sum, piece| sum.checked_add(piece.len()?)),
        }
    }

    /// Whether it surely has no bytes.
    pub fn is_empty(&self) -> bool {
        self.len() == Some(0)
    }

    /// Whether it has been sent and cannot be sent again.
    pub fn is_spent(&self) -> bool {
        match &self.content {
            Content::Whole(_) => false,
            Content::Stream(once) => once.slot().is_none(),
            Content::Pieces(all) => all.iter().any(Upload::is_spent),
        }
    }

    /// The media type that was given.
    pub fn media_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// The header fields that were given.
    pub(crate) fn headers(&self) -> &[(String, String)] {
        &self.headers
    }

    /// The file name for the part of a field.
    pub(crate) fn name_for<'a>(&'a self, field: &'a str) -> Option<&'a str> {
        match &self.file_name {
            FileName::Usual => Some(field),
            FileName::None => None,
            FileName::Given(name) => Some(name),
        }
    }

    /// Several as one.
    pub(crate) fn joined(pieces: Vec<Upload>) -> Self {
        Upload::of(Content::Pieces(pieces.into()))
    }

    /// The chunks, for a transport. A stream is begun when its first chunk is asked for, and from then on it is spent.
    pub fn open(&self) -> OpenUpload {
        OpenUpload { left: vec![self.clone()], current: Mutex::new(None), due: None }
    }
}

impl From<Bytes> for Upload {
    fn from(bytes: Bytes) -> Self {
        Upload::new(bytes)
    }
}

impl From<Vec<u8>> for Upload {
    fn from(bytes: Vec<u8>) -> Self {
        Upload::new(bytes)
    }
}

impl From<String> for Upload {
    fn from(text: String) -> Self {
        Upload::new(text)
    }
}

impl From<&str> for Upload {
    fn from(text: &str) -> Self {
        Upload::new(text.to_owned())
    }
}

impl From<&[u8]> for Upload {
    fn from(bytes: &[u8]) -> Self {
        Upload::new(bytes.to_vec())
    }
}

impl<const N: usize> From<&[u8; N]> for Upload {
    fn from(bytes: &[u8; N]) -> Self {
        Upload::new(bytes.to_vec())
    }
}

/// Streams are equal if they are the same stream.
impl PartialEq for Upload {
    fn eq(&self, other: &Self) -> bool {
        let same = match (&self.content, &other.content) {
            (Content::Whole(one), Content::Whole(other)) => one == other,
            (Content::Stream(one), Content::Stream(other)) => Arc::ptr_eq(one, other),
            (Content::Pieces(one), Content::Pieces(other)) => one == other,
            _ => false,
        };
        let said = self.content_type == other.content_type && self.headers == other.headers;
        same && said && self.file_name == other.file_name
    }
}

impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Upload");
        match self.len() {
            Some(length) => out.field("bytes", &length),
            None => out.field("bytes", &"unknown"),
        };
        out.field("content_type", &self.content_type);
        if let FileName::Given(name) = &self.file_name {
            out.field("file_name", name);
        }
        out.finish_non_exhaustive()
    }
}

/// In JSON, bytes that are text are that text; there is no other form that a service would know.
impl super::json::Json for Upload {
    fn read<'de, D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        <String as serde::Deserialize>::deserialize(d).map(Upload::from)
    }
    fn write<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        match self.bytes().map(|bytes| std::str::from_utf8(bytes)) {
            Some(Ok(text)) => s.serialize_str(text),
            Some(Err(_)) => Err(serde::ser::Error::custom("bytes that are no text have no place in JSON")),
            None => Err(serde::ser::Error::custom("a stream has no place in JSON")),
        }
    }
    fn fits(shape: &super::json::Shape) -> bool {
        shape.is_string()
    }
}

impl serde::Serialize for Upload {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        super::json::Json::write(self, s)
    }
}

impl<'de> serde::Deserialize<'de> for Upload {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        super::json::Json::read(d)
    }
}

impl super::param::ToParam for Upload {
    fn to_param(&self) -> super::param::ParamValue {
        use super::param::ParamValue;
        match self.bytes().map(|bytes| std::str::from_utf8(bytes)) {
            Some(Ok(text)) => ParamValue::Text(text.to_owned()),
            _ => ParamValue::Invalid("bytes that are no text, or a stream".to_owned()),
        }
    }
}

#[cfg(feature = "xml")]
impl super::xml::XmlText for Upload {
    fn from_text(text: &str, _: &super::xml::Scope<'_>) -> Result<Self, super::xml::TextError> {
        Ok(Upload::from(text))
    }
    fn to_text(&self, _: &mut super::xml::WriteScope<'_>) -> Result<std::borrow::Cow<'_, str>, super::xml::TextError> {
        match self.bytes().map(|bytes| std::str::from_utf8(bytes)) {
            Some(Ok(text)) => Ok(text.into()),
            _ => Err(super::xml::TextError::new("bytes that are no text, or a stream, have no place in XML")),
        }
    }
}

/// The chunks of an [`Upload`] on their way.
pub struct OpenUpload {
    /// What is still to be sent, the next at the end.
    left: Vec<Upload>,
    /// Behind a lock so that it can be shared between threads, which HTTP libraries ask for.
    current: Mutex<Option<Chunks>>,
    /// How many bytes of the current stream are still to come, where that was said.
    due: Option<u64>,
}

/// A stream that is not as long as was said.
#[derive(Debug)]
pub(crate) struct WrongLength(&'static str);

impl fmt::Display for WrongLength {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl StdError for WrongLength {}

/// The length is in the head of the request: more or fewer bytes would be taken for another request, or waited for.
fn counted(due: &mut Option<u64>, chunk: Bytes) -> Result<Bytes, StreamError> {
    if let Some(left) = due {
        *left = left.checked_sub(chunk.len() as u64).ok_or(WrongLength("the stream has more bytes than was said"))?;
    }
    Ok(chunk)
}

impl Stream for OpenUpload {
    type Item = Result<Bytes, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let this = &mut *self;
            let current = this.current.get_mut().unwrap_or_else(PoisonError::into_inner);
            if let Some(chunks) = current {
                match ready!(chunks.as_mut().poll_next(cx)) {
                    Some(chunk) => {
                        return Poll::Ready(Some(chunk.and_then(|chunk| counted(&mut this.due, chunk))));
                    }
                    None => *current = None,
                }
                if this.due.take().is_some_and(|left| left > 0) {
                    return Poll::Ready(Some(Err(WrongLength("the stream has fewer bytes than was said").into())));
                }
            }
            let Some(next) = this.left.pop() else { return Poll::Ready(None) };
            match next.content {
                Content::Whole(bytes) if bytes.is_empty() => {}
                Content::Whole(bytes) => return Poll::Ready(Some(Ok(bytes))),
                Content::Stream(once) => match once.slot().take() {
                    Some(chunks) => {
                        *current = Some(chunks);
                        this.due = once.length;
                    }
                    None => return Poll::Ready(Some(Err("the stream has been sent already".into()))),
                },
                Content::Pieces(pieces) => this.left.extend(pieces.iter().rev().cloned()),
            }
        }
    }
}

impl fmt::Debug for OpenUpload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OpenUpload").finish_non_exhaustive()
    }
}

/// A stream with the errors of the user's own.
struct Converted<S>(Pin<Box<S>>);

impl<S: Stream<Item = Result<Bytes, E>>, E: Into<StreamError>> Stream for Converted<S> {
    type Item = Result<Bytes, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll_next(cx).map(|chunk| chunk.map(|chunk| chunk.map_err(Into::into)))
    }
}

struct FromReader<R> {
    reader: Pin<Box<R>>,
    done: bool,
}

/// How many bytes are asked of a reader at once.
const PIECE: usize = 64 << 10;

impl<R: AsyncRead> Stream for FromReader<R> {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.done {
            return Poll::Ready(None);
        }
        let mut piece = vec![0; PIECE];
        let mut buffer = ReadBuf::new(&mut piece);
        let read = ready!(self.reader.as_mut().poll_read(cx, &mut buffer));
        let length = buffer.filled().len();
        self.done = read.is_err() || length == 0;
        Poll::Ready(match read {
            Err(error) => Some(Err(error)),
            Ok(()) if length == 0 => None,
            Ok(()) => {
                piece.truncate(length);
                Some(Ok(piece.into()))
            }
        })
    }
}
