//! Values by names, and several values in a row, where elements hold them.

use indexmap::IndexMap;

use super::super::json::Open;
use super::content::{FromXml, ToXml};
use super::error::Error;
use super::kinds::rest;
use super::reader::{Reader, TextMode};
use super::scope::AROUND;
use super::writer::Writer;

/// A map is an element with a child for each entry, whose name is the key. Of names with a prefix the local part is the
/// key; a key that is no name cannot be written.
impl<T: FromXml> FromXml for IndexMap<String, T> {
    fn from_xml(reader: &mut Reader<'_>) -> Result<Self, Error> {
        let mut slots = IndexMap::new();
        while reader.next(TextMode::Skip)? {
            if !rest::required::other(&mut slots, reader)? {
                reader.unknown()?;
            }
        }
        rest::required::finish(slots, reader)
    }
}
impl<T: ToXml> ToXml for IndexMap<String, T> {
    fn to_xml(&self, writer: &mut Writer<'_>) -> Result<(), Error> {
        rest::required::write(writer, self)
    }
}

/// A tuple is an element with a child `item` for each value, in order, and so for what follows them; their names do not
/// count.
macro_rules! tuples {
    ($(($($ty:ident $at:tt),+))+) => { $(
        impl<$($ty: FromXml),+> FromXml for ($($ty,)+) {
            fn from_xml(reader: &mut Reader<'_>) -> Result<Self, Error> {
                let value = ($(next::<$ty>(reader, $at)?,)+);
                while reader.next(TextMode::Skip)? {
                    reader.skip()?;
                }
                Ok(value)
            }
        }
        impl<$($ty: ToXml),+> ToXml for ($($ty,)+) {
            fn to_xml(&self, writer: &mut Writer<'_>) -> Result<(), Error> {
                $(writer.element(AROUND, "item", &self.$at)?;)+
                Ok(())
            }
        }
        impl<$($ty: FromXml,)+ More: FromXml> FromXml for Open<($($ty,)+), More> {
            fn from_xml(reader: &mut Reader<'_>) -> Result<Self, Error> {
                let items = ($(next::<$ty>(reader, $at)?,)+);
                Ok(Open { items, rest: More::list_from_children(reader)? })
            }
        }
        impl<$($ty: ToXml,)+ More: ToXml> ToXml for Open<($($ty,)+), More> {
            fn to_xml(&self, writer: &mut Writer<'_>) -> Result<(), Error> {
                self.items.to_xml(writer)?;
                self.rest.iter().try_for_each(|item| writer.element(AROUND, "item", item))
            }
        }
    )+ };
}
tuples! {
    (A 0) (A 0, B 1) (A 0, B 1, C 2) (A 0, B 1, C 2, D 3) (A 0, B 1, C 2, D 3, E 4) (A 0, B 1, C 2, D 3, E 4, F 5)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6) (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8) (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10) (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11)
}

/// The next child, whatever its name.
fn next<T: FromXml>(reader: &mut Reader<'_>, at: usize) -> Result<T, Error> {
    while reader.next(TextMode::Skip)? {
        if reader.at_element() {
            return T::from_xml(reader);
        }
    }
    // The end comes once more, for who looks for it.
    reader.unread();
    Err(reader.fault(format!("a list of fixed length ends before its item {}", at + 1)))
}
