//! All children that no other field takes, by their names (`additionalProperties`).

use indexmap::IndexMap;

use super::super::scope::AROUND;
use super::{Done, Error, FromXml, Reader, TextMode, ToXml, Writer};

/// What the text of the element is.
pub const TEXT: TextMode = TextMode::Skip;

/// The field is an `IndexMap<String, T>`.
pub mod required {
    use super::*;
    /// Takes the current part, if it is an element.
    pub fn other<T: FromXml>(slot: &mut IndexMap<String, Option<T>>, reader: &mut Reader<'_>) -> Result<bool, Error> {
        if !reader.at_element() {
            return Ok(false);
        }
        let name = reader.local().to_owned();
        T::gather(slot.entry(name).or_insert(None), reader)?;
        Ok(true)
    }
    /// The field.
    pub fn finish<T>(slot: IndexMap<String, Option<T>>, _reader: &Reader<'_>) -> Result<IndexMap<String, T>, Error> {
        Ok(slot.into_iter().filter_map(|(name, value)| Some((name, value?))).collect())
    }
    /// Writes the field.
    pub fn write<T: ToXml>(writer: &mut Writer<'_>, value: &IndexMap<String, T>) -> Done {
        value.iter().try_for_each(|(name, value)| value.spread(writer, AROUND, name))
    }
}
