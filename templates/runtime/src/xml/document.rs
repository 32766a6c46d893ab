//! Whole documents: from text, bytes or a stream to a value, from a value to text or a stream, and the children of a
//! huge document one by one.

use std::io::{Read, Write};
use std::marker::PhantomData;

use super::XSI;
use super::content::{FromXml, ToXml, XmlRoot};
use super::decode;
use super::error::Error;
use super::reader::{Reader, TextMode};
use super::scope::{PrefixTable, Prefixes};
use super::settings::{ReadSettings, WriteSettings};
use super::writer::Writer;
use super::written::check_prefix;

/// The namespace and the local name of an element.
pub type Named<'a> = (&'a str, &'a str);

/// For reading: an element of any name, in whatever namespace. No element is called so.
pub const ANY: Named<'static> = ("", "*");

/// The root element of a document, where its type does not say it: its name, and the prefixes of
/// [`XmlRoot::PREFIXES`].
#[derive(Clone, Copy, Debug)]
pub struct Root<'a> {
    name: Named<'a>,
    prefixes: PrefixTable,
}

impl<'a> From<Named<'a>> for Root<'a> {
    fn from(name: Named<'a>) -> Self {
        Root { name, prefixes: &[] }
    }
}

impl<'a> From<(&'a str, &'a str, PrefixTable)> for Root<'a> {
    fn from((ns, local, prefixes): (&'a str, &'a str, PrefixTable)) -> Self {
        Root { name: (ns, local), prefixes }
    }
}

/// Reads a document.
///
/// # Errors
/// Text that is not well-formed, whose root has another name, or that is no such value. See [`Error`].
pub fn from_str<T: XmlRoot + FromXml>(text: &str) -> Result<T, Error> {
    from_str_with(text, &ReadSettings::default())
}

/// Reads a document, with settings.
///
/// # Errors
/// As [`from_str`].
pub fn from_str_with<T: XmlRoot + FromXml>(text: &str, settings: &ReadSettings<'_>) -> Result<T, Error> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    document(Reader::from_text(text, settings))
}

/// Reads a document from bytes in the encoding that its byte order mark or its declaration says; UTF-8 otherwise.
///
/// # Errors
/// As [`from_str`], and bytes that the encoding does not have.
pub fn from_slice<T: XmlRoot + FromXml>(bytes: &[u8]) -> Result<T, Error> {
    from_slice_with(bytes, &ReadSettings::default())
}

/// Reads a document from bytes, with settings.
///
/// # Errors
/// As [`from_slice`].
pub fn from_slice_with<T: XmlRoot + FromXml>(bytes: &[u8], settings: &ReadSettings<'_>) -> Result<T, Error> {
    from_str_with(&decode::whole(bytes, settings.charset)?, settings)
}

/// Reads a document from a stream, in the encoding that it says.
///
/// # Errors
/// As [`from_slice`], and what the stream says.
pub fn from_reader<T: XmlRoot + FromXml>(stream: impl Read, settings: &ReadSettings<'_>) -> Result<T, Error> {
    document(Reader::from_stream(decode::stream(stream, settings.charset)?, settings))
}

/// Reads a document from bytes, with settings, whose root has the name of the use and not of the type; or, with [`ANY`],
/// any.
///
/// # Errors
/// As [`from_slice`].
pub fn from_slice_as<'r, T: FromXml>(
    bytes: &[u8],
    settings: &ReadSettings<'_>,
    root: impl Into<Root<'r>>,
) -> Result<T, Error> {
    read_as(bytes, settings, root.into(), T::from_xml)
}

/// Reads a document from bytes, with settings, whose root has a list of elements of one name, or of [`ANY`]; others are
/// passed over.
///
/// # Errors
/// As [`from_slice`].
pub fn list_from_slice<'r, T: FromXml>(
    bytes: &[u8],
    settings: &ReadSettings<'_>,
    root: impl Into<Root<'r>>,
    item: Named<'_>,
) -> Result<Vec<T>, Error> {
    read_as(bytes, settings, root.into(), |reader| {
        let mut items = Vec::new();
        while reader.next(TextMode::Skip)? {
            if item == ANY || (reader.local() == item.1 && reader.at_element_of(item.0)) {
                items.push(T::from_xml(reader)?);
            } else {
                reader.unknown()?;
            }
        }
        Ok(items)
    })
}

fn read_as<T>(
    bytes: &[u8],
    settings: &ReadSettings<'_>,
    root: Root<'_>,
    read: impl FnOnce(&mut Reader<'_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let text = decode::whole(bytes, settings.charset)?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
    let mut reader = Reader::from_text(text, settings);
    begin(&mut reader, root.name.0, root.name.1)?;
    let value = read(&mut reader)?;
    reader.find_end()?;
    Ok(value)
}

fn document<T: XmlRoot + FromXml>(mut reader: Reader<'_>) -> Result<T, Error> {
    begin(&mut reader, T::NAMESPACE, T::NAME)?;
    let value = T::from_xml(&mut reader)?;
    reader.find_end()?;
    Ok(value)
}

fn begin(reader: &mut Reader<'_>, ns: &str, name: &str) -> Result<(), Error> {
    reader.find_root()?;
    if (ns, name) == ANY || (reader.local() == name && reader.namespace() == ns) {
        return Ok(());
    }
    let show = |ns: &str, name: &str| match ns {
        "" => format!("`{name}` without a namespace"),
        _ => format!("`{name}` of the namespace `{ns}`"),
    };
    let found = show(reader.namespace(), reader.local());
    Err(reader.fault(format!("expected the root element {}, found {found}", show(ns, name))))
}

/// Reads the children of a document's root one by one, in constant memory: those of this name, as they come; all other
/// children are passed over.
///
/// # Errors
/// A stream without a root element of this name.
pub fn children<'r, T: FromXml>(
    stream: impl Read + 'r,
    root: (&str, &str),
    child: (&str, &str),
    settings: &ReadSettings<'_>,
) -> Result<Children<'r, T>, Error> {
    let mut reader = Reader::from_stream(decode::stream(stream, settings.charset)?, settings);
    begin(&mut reader, root.0, root.1)?;
    let (ns, name) = (child.0.to_owned(), child.1.to_owned());
    Ok(Children { reader, ns, name, done: false, marker: PhantomData })
}

/// The children of a document's root; see [`children`]. Ends after an error.
#[derive(Debug)]
pub struct Children<'r, T> {
    reader: Reader<'r>,
    ns: String,
    name: String,
    done: bool,
    marker: PhantomData<fn() -> T>,
}

impl<T: FromXml> Iterator for Children<'_, T> {
    type Item = Result<T, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.done {
            return None;
        }
        let next = self.find();
        self.done = !matches!(next, Ok(Some(_)));
        next.transpose()
    }
}

impl<T: FromXml> Children<'_, T> {
    fn find(&mut self) -> Result<Option<T>, Error> {
        // Each child may be asked for from another thread.
        self.reader.enter();
        while self.reader.next(TextMode::Skip)? {
            if self.reader.local() == self.name && self.reader.at_element_of(&self.ns) {
                return T::from_xml(&mut self.reader).map(Some);
            }
            self.reader.skip()?;
        }
        self.reader.find_end()?;
        Ok(None)
    }
}

/// Writes a document as text.
///
/// # Errors
/// A value that XML cannot hold.
pub fn to_string<T: XmlRoot + ToXml>(value: &T) -> Result<String, Error> {
    to_string_with(value, &WriteSettings::default())
}

/// Writes a document as text, with settings.
///
/// # Errors
/// As [`to_string`].
pub fn to_string_with<T: XmlRoot + ToXml>(value: &T, settings: &WriteSettings<'_>) -> Result<String, Error> {
    write(value, settings, None)
}

/// Writes a document as bytes in UTF-8.
///
/// # Errors
/// As [`to_string`].
pub fn to_vec<T: XmlRoot + ToXml>(value: &T) -> Result<Vec<u8>, Error> {
    to_string(value).map(String::into_bytes)
}

/// Writes a document to a stream, in UTF-8.
///
/// # Errors
/// As [`to_string`], and what the stream says.
pub fn to_writer<T: XmlRoot + ToXml>(
    stream: &mut dyn Write,
    value: &T,
    settings: &WriteSettings<'_>,
) -> Result<(), Error> {
    write(value, settings, Some(stream)).map(|_| ())
}

fn write<T: XmlRoot + ToXml>(
    value: &T,
    settings: &WriteSettings<'_>,
    stream: Option<&mut dyn Write>,
) -> Result<String, Error> {
    let root = Root { name: (T::NAMESPACE, T::NAME), prefixes: T::PREFIXES };
    write_as(value, root, settings, stream)
}

/// Writes a document as bytes in UTF-8, whose root has the name of the use and not of the type.
///
/// # Errors
/// As [`to_string`].
pub fn to_vec_as<'r, T: ToXml>(value: &T, root: impl Into<Root<'r>>) -> Result<Vec<u8>, Error> {
    write_as(value, root.into(), &WriteSettings::default(), None).map(String::into_bytes)
}

/// Writes a document as bytes in UTF-8, whose root has a list of elements of one name.
///
/// # Errors
/// As [`to_string`].
pub fn to_vec_list<'r, T: ToXml>(items: &[T], root: impl Into<Root<'r>>, item: Named<'_>) -> Result<Vec<u8>, Error> {
    to_vec_as(&Items { items, item }, root)
}

struct Items<'a, T> {
    items: &'a [T],
    item: Named<'a>,
}

impl<T: ToXml> ToXml for Items<'_, T> {
    fn to_xml(&self, writer: &mut Writer<'_>) -> Result<(), Error> {
        self.items.iter().try_for_each(|value| writer.element(self.item.0, self.item.1, value))
    }
}

fn write_as<T: ToXml>(
    value: &T,
    root: Root<'_>,
    settings: &WriteSettings<'_>,
    mut stream: Option<&mut dyn Write>,
) -> Result<String, Error> {
    settings.prefixes.iter().try_for_each(|(prefix, uri)| check_prefix(prefix, uri))?;
    let given = settings.prefixes.iter().map(|(prefix, uri)| ((*prefix).to_owned(), (*uri).to_owned())).collect();
    let prefixes = Prefixes { declared: given, known: root.prefixes, on_elements: false, is_draft: true };
    let draft =
        attempt(value, root.name, settings, stream.as_mut().map(|stream| &mut **stream as &mut dyn Write), prefixes)?;
    // What names in values ask for is known late. So little that nothing of it is gone can be written once more.
    let Some(prefixes) = draft.revised() else { return draft.finish() };
    drop(draft);
    let text = attempt(value, root.name, settings, None, prefixes)?.finish()?;
    match stream {
        Some(stream) => {
            stream.write_all(text.as_bytes()).map_err(|error| Error::new(error.to_string()))?;
            Ok(String::new())
        }
        None => Ok(text),
    }
}

fn attempt<'w, T: ToXml>(
    value: &T,
    root: Named<'_>,
    settings: &WriteSettings<'_>,
    stream: Option<&'w mut dyn Write>,
    prefixes: Prefixes,
) -> Result<Writer<'w>, Error> {
    let mut writer = Writer::new(stream, prefixes, settings.indent);
    if settings.declaration {
        writer.raw("<?xml version=\"1.0\" encoding=\"utf-8\"?>");
    }
    writer.element(root.0, root.1, &Located { value, locations: settings.schema_locations })?;
    Ok(writer)
}

/// A root element that says where its schemas are.
struct Located<'a, T> {
    value: &'a T,
    locations: &'a [(&'a str, &'a str)],
}

impl<T: ToXml> ToXml for Located<'_, T> {
    fn to_xml(&self, writer: &mut Writer<'_>) -> Result<(), Error> {
        let (alone, named): (Vec<_>, Vec<_>) = self.locations.iter().partition(|(namespace, _)| namespace.is_empty());
        // Both are lists of addresses with blanks between them.
        let is_address = |text: &str| !text.is_empty() && !text.contains(char::is_whitespace);
        if let Some((namespace, location)) =
            self.locations.iter().find(|(ns, location)| !is_address(location) || ns.contains(char::is_whitespace))
        {
            return Err(Error::new(format!(
                "the schema of {namespace:?} cannot be at {location:?}: no address has blanks"
            )));
        }
        if !named.is_empty() {
            let pairs: Vec<String> =
                named.iter().map(|(namespace, location)| format!("{namespace} {location}")).collect();
            writer.attribute(XSI, "schemaLocation", &pairs.join(" "))?;
        }
        if let Some((_, location)) = alone.first() {
            writer.attribute(XSI, "noNamespaceSchemaLocation", location)?;
        }
        self.value.to_xml(writer)
    }

    fn declarations(&self) -> &[(String, String)] {
        self.value.declarations()
    }
}
