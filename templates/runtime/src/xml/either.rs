//! Documents of several kinds, which their root elements tell apart.

use super::content::XmlContent;
use super::decode;
use super::error::Error;
use super::reader::Reader;
use super::scope::{PrefixTable, Prefixes};
use super::settings::ReadSettings;
use super::writer::Writer;

/// Reads a document from bytes, with settings, whose root is one of the elements of a choice.
///
/// # Errors
/// As [`from_slice`](super::from_slice).
pub fn either_from_slice<T: XmlContent>(bytes: &[u8], settings: &ReadSettings<'_>) -> Result<T, Error> {
    let text = decode::whole(bytes, settings.charset)?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
    let mut reader = Reader::from_text(text, settings);
    reader.find_root()?;
    if !T::begins(&reader) {
        let (ns, name) = (reader.namespace(), reader.local());
        return Err(reader.fault(format!("no document begins with the root element `{name}` of the namespace `{ns}`")));
    }
    let value = T::read(&mut reader)?;
    reader.find_end()?;
    Ok(value)
}

/// Writes a document as bytes in UTF-8, whose root is the element that was chosen.
///
/// # Errors
/// As [`to_string`](super::to_string).
pub fn either_to_vec<T: XmlContent>(value: &T, known: PrefixTable) -> Result<Vec<u8>, Error> {
    let draft = attempt(value, Prefixes { declared: Vec::new(), known, on_elements: false, is_draft: true })?;
    // What names in values ask for is known late.
    let text = match draft.revised() {
        None => draft.finish(),
        Some(prefixes) => attempt(value, prefixes)?.finish(),
    }?;
    Ok(text.into_bytes())
}

fn attempt<T: XmlContent>(value: &T, prefixes: Prefixes) -> Result<Writer<'static>, Error> {
    let mut writer = Writer::new(None, prefixes, None);
    writer.raw("<?xml version=\"1.0\" encoding=\"utf-8\"?>");
    value.write(&mut writer)?;
    Ok(writer)
}
