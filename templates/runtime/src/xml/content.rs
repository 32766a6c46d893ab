//! The traits of the XML wire, and their implementations for types that a crate does not define itself.

use super::error::Error;
use super::reader::{Reader, TextMode};
use super::scope::{AROUND, PrefixTable};
use super::text::QName;
use super::writer::Writer;

/// A value that is read from an element: from its attributes and its content.
pub trait FromXml: Sized {
    /// Reads the current element, up to its end.
    ///
    /// # Errors
    /// An element that is no such value, and a document that is not well-formed.
    fn from_xml(reader: &mut Reader<'_>) -> Result<Self, Error>;

    /// Reads a list of such values that the current element holds: one for each child element, whatever its name. What is
    /// text reads a text of values with blanks between them instead.
    ///
    /// # Errors
    /// As [`from_xml`](FromXml::from_xml).
    fn list_from_xml(reader: &mut Reader<'_>) -> Result<Vec<Self>, Error> {
        Self::list_from_children(reader)
    }

    /// Reads a list of such values, one for each child element of the current one that is still to come, whatever its
    /// name.
    ///
    /// # Errors
    /// As [`from_xml`](FromXml::from_xml).
    fn list_from_children(reader: &mut Reader<'_>) -> Result<Vec<Self>, Error> {
        let mut items = Vec::new();
        while reader.next(TextMode::Skip)? {
            if reader.at_element() {
                items.push(Self::from_xml(reader)?);
            } else {
                reader.unknown()?;
            }
        }
        Ok(items)
    }

    /// Takes the current element as a value, or as more of the one in the slot, where elements of one name make a list.
    ///
    /// # Errors
    /// As [`from_xml`](FromXml::from_xml), and a second element where only one may stand.
    fn gather(slot: &mut Option<Self>, reader: &mut Reader<'_>) -> Result<(), Error> {
        if slot.is_some() {
            return Err(reader.fault(format!("the element `{}` stands twice", reader.local())));
        }
        *slot = Some(Self::from_xml(reader)?);
        Ok(())
    }
}

/// A value that is written into an element.
pub trait ToXml {
    /// Writes attributes and content into the element that was begun last.
    ///
    /// # Errors
    /// A value that XML cannot hold.
    fn to_xml(&self, writer: &mut Writer<'_>) -> Result<(), Error>;

    /// The prefixes that what is written relies on, with their namespaces: they are declared by the element around it, whose
    /// own name is then written with another one.
    fn declarations(&self) -> &[(String, String)] {
        &[]
    }

    /// Writes a list of such values into the element that was begun last: an element `item` for each. What is text writes
    /// the texts with blanks between them instead.
    ///
    /// # Errors
    /// As [`to_xml`](ToXml::to_xml).
    fn list_to_xml(items: &[Self], writer: &mut Writer<'_>) -> Result<(), Error>
    where
        Self: Sized,
    {
        items.iter().try_for_each(|item| writer.element(AROUND, "item", item))
    }

    /// Writes the value as an element of this name; a list as one for each of its items.
    ///
    /// # Errors
    /// As [`to_xml`](ToXml::to_xml), and a name that XML cannot hold.
    fn spread(&self, writer: &mut Writer<'_>, ns: &str, name: &str) -> Result<(), Error> {
        writer.element(ns, name, self)
    }
}

/// A value that is read from children of an element which has other children too: a choice, a group, or a run of them.
pub trait XmlContent: Sized {
    /// Whether the current part (an element, or a text in mixed content) begins such a value.
    fn begins(reader: &Reader<'_>) -> bool;

    /// Whether the current part begins a value that misses nothing before it; where [`begins`](XmlContent::begins) says
    /// yes and this does not, an element is missing, or the part belongs to another value.
    fn leads(reader: &Reader<'_>) -> bool {
        Self::begins(reader)
    }

    /// Reads a value, which begins with the current part; more elements are taken as long as they belong to it.
    ///
    /// # Errors
    /// As [`FromXml::from_xml`].
    fn read(reader: &mut Reader<'_>) -> Result<Self, Error>;

    /// Takes more elements, where they may stand in several places; `false` for a value that is complete.
    ///
    /// # Errors
    /// As [`FromXml::from_xml`].
    fn read_more(&mut self, _reader: &mut Reader<'_>) -> Result<bool, Error> {
        Ok(false)
    }

    /// The value where there are no such elements at all, if that is one.
    fn absent() -> Option<Self> {
        None
    }

    /// Writes the elements.
    ///
    /// # Errors
    /// As [`ToXml::to_xml`].
    fn write(&self, writer: &mut Writer<'_>) -> Result<(), Error>;
}

/// A value that is a document: the name of its root element.
pub trait XmlRoot {
    /// The namespace of the element; `""` for none.
    const NAMESPACE: &'static str;
    /// The local name of the element.
    const NAME: &'static str;
    /// The prefixes, each with its namespace, that the description has for names of these namespaces.
    const PREFIXES: PrefixTable = &[];
}

/// The document, or an element of its name that is marked as having no value (`xsi:nil`).
impl<T: XmlRoot> XmlRoot for Option<T> {
    const NAMESPACE: &'static str = T::NAMESPACE;
    const NAME: &'static str = T::NAME;
    const PREFIXES: PrefixTable = T::PREFIXES;
}

/// [`XmlContent::begins`] of the type of a field.
pub fn begins_by<S, T: XmlContent>(_field: fn(&S) -> &T, reader: &Reader<'_>) -> bool {
    T::begins(reader)
}

/// [`XmlContent::leads`] of the type of a field.
pub fn leads_by<S, T: XmlContent>(_field: fn(&S) -> &T, reader: &Reader<'_>) -> bool {
    T::leads(reader)
}

/// How well a part has to fit a field without a name of its own before the field is given it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// It begins a value that misses nothing.
    Leads,
    /// It belongs to such a value.
    Begins,
    /// There is no better place for it.
    Last,
}

impl Fit {
    /// From the best to the worst.
    pub const ALL: [Fit; 3] = [Fit::Leads, Fit::Begins, Fit::Last];

    /// Whether the current part fits a value of the type.
    pub fn fits<T: XmlContent>(self, reader: &Reader<'_>) -> bool {
        match self {
            Fit::Leads => T::leads(reader),
            Fit::Begins | Fit::Last => T::begins(reader),
        }
    }
}

/// Reads a run of elements of one name, the first of which is the current part; those without text have the text `empty`.
///
/// # Errors
/// As [`FromXml::from_xml`].
pub fn read_run<T: FromXml>(
    reader: &mut Reader<'_>,
    ns: &str,
    name: &str,
    empty: Option<&'static str>,
) -> Result<Vec<T>, Error> {
    let mut run = Vec::new();
    loop {
        if let Some(empty) = empty {
            reader.fill(empty);
        }
        run.push(T::from_xml(reader)?);
        if !reader.next(TextMode::Skip)? || reader.local() != name || !reader.at_element_of(ns) {
            reader.unread();
            return Ok(run);
        }
    }
}

macro_rules! simple {
    ($($ty:ty)*) => { $(
        impl FromXml for $ty {
            fn from_xml(reader: &mut Reader<'_>) -> Result<Self, Error> {
                reader.simple()
            }
            fn list_from_xml(reader: &mut Reader<'_>) -> Result<Vec<Self>, Error> {
                reader.simple()
            }
        }
        impl ToXml for $ty {
            fn to_xml(&self, writer: &mut Writer<'_>) -> Result<(), Error> {
                writer.value(self)
            }
            fn list_to_xml(items: &[Self], writer: &mut Writer<'_>) -> Result<(), Error> {
                writer.values(items)
            }
        }
    )* };
}
simple!(String bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 uuid::Uuid QName);
simple!(time::OffsetDateTime time::Date time::Time);
#[cfg(feature = "http")]
simple!(super::super::upload::Upload);

use super::super::scalar;
simple!(scalar::Base64 scalar::Base64Url scalar::Hex scalar::Decimal scalar::Integer scalar::Duration);
simple!(scalar::Float scalar::Double scalar::DateTime scalar::Date scalar::Time scalar::Rfc1123 scalar::UnixTime);
simple!(scalar::GYear scalar::GYearMonth scalar::GMonth scalar::GMonthDay scalar::GDay);

/// A list of values in one element. Where elements of one name make a list, each of them is an item.
impl<T: FromXml> FromXml for Vec<T> {
    fn from_xml(reader: &mut Reader<'_>) -> Result<Self, Error> {
        T::list_from_xml(reader)
    }
    fn gather(slot: &mut Option<Self>, reader: &mut Reader<'_>) -> Result<(), Error> {
        slot.get_or_insert_default().push(T::from_xml(reader)?);
        Ok(())
    }
}
impl<T: ToXml> ToXml for Vec<T> {
    fn to_xml(&self, writer: &mut Writer<'_>) -> Result<(), Error> {
        T::list_to_xml(self, writer)
    }
    fn spread(&self, writer: &mut Writer<'_>, ns: &str, name: &str) -> Result<(), Error> {
        self.iter().try_for_each(|item| writer.element(ns, name, item))
    }
}

/// Nothing: the content, if there is any, is passed over.
impl FromXml for () {
    fn from_xml(reader: &mut Reader<'_>) -> Result<Self, Error> {
        while reader.next(TextMode::Skip)? {
            reader.unknown()?;
        }
        Ok(())
    }
}
impl ToXml for () {
    fn to_xml(&self, _: &mut Writer<'_>) -> Result<(), Error> {
        Ok(())
    }
}

/// A value, or an element that is marked as having none (`xsi:nil`).
impl<T: FromXml> FromXml for Option<T> {
    fn from_xml(reader: &mut Reader<'_>) -> Result<Self, Error> {
        if reader.is_nil() {
            reader.pass_nil()?;
            return Ok(None);
        }
        T::from_xml(reader).map(Some)
    }
    fn gather(slot: &mut Option<Self>, reader: &mut Reader<'_>) -> Result<(), Error> {
        if reader.is_nil() && slot.is_none() {
            *slot = Some(None);
            return reader.pass_nil();
        }
        T::gather(slot.get_or_insert_default(), reader)
    }
}
impl<T: ToXml> ToXml for Option<T> {
    fn to_xml(&self, writer: &mut Writer<'_>) -> Result<(), Error> {
        match self {
            Some(value) => value.to_xml(writer),
            None => writer.attribute(super::XSI, "nil", "true"),
        }
    }
    fn spread(&self, writer: &mut Writer<'_>, ns: &str, name: &str) -> Result<(), Error> {
        match self {
            Some(value) => value.spread(writer, ns, name),
            None => writer.element(ns, name, self),
        }
    }
}

impl<T: FromXml> FromXml for Box<T> {
    fn from_xml(reader: &mut Reader<'_>) -> Result<Self, Error> {
        T::from_xml(reader).map(Box::new)
    }
}
impl<T: ToXml> ToXml for Box<T> {
    fn to_xml(&self, writer: &mut Writer<'_>) -> Result<(), Error> {
        (**self).to_xml(writer)
    }
    fn declarations(&self) -> &[(String, String)] {
        (**self).declarations()
    }
}

impl<T: XmlContent> XmlContent for Box<T> {
    fn begins(reader: &Reader<'_>) -> bool {
        T::begins(reader)
    }
    fn leads(reader: &Reader<'_>) -> bool {
        T::leads(reader)
    }
    fn read(reader: &mut Reader<'_>) -> Result<Self, Error> {
        T::read(reader).map(Box::new)
    }
    fn read_more(&mut self, reader: &mut Reader<'_>) -> Result<bool, Error> {
        (**self).read_more(reader)
    }
    fn absent() -> Option<Self> {
        T::absent().map(Box::new)
    }
    fn write(&self, writer: &mut Writer<'_>) -> Result<(), Error> {
        (**self).write(writer)
    }
}

/// A value or none.
impl<T: XmlContent> XmlContent for Option<T> {
    fn begins(reader: &Reader<'_>) -> bool {
        T::begins(reader)
    }
    fn leads(reader: &Reader<'_>) -> bool {
        T::leads(reader)
    }
    fn read(reader: &mut Reader<'_>) -> Result<Self, Error> {
        T::read(reader).map(Some)
    }
    fn read_more(&mut self, reader: &mut Reader<'_>) -> Result<bool, Error> {
        match self {
            Some(value) => value.read_more(reader),
            None => {
                *self = Some(T::read(reader)?);
                Ok(true)
            }
        }
    }
    fn absent() -> Option<Self> {
        Some(None)
    }
    fn write(&self, writer: &mut Writer<'_>) -> Result<(), Error> {
        match self {
            Some(value) => value.write(writer),
            None => Ok(()),
        }
    }
}

/// Values one after another, in the order of the document.
impl<T: XmlContent> XmlContent for Vec<T> {
    fn begins(reader: &Reader<'_>) -> bool {
        T::begins(reader)
    }
    fn leads(reader: &Reader<'_>) -> bool {
        T::leads(reader)
    }
    fn read(reader: &mut Reader<'_>) -> Result<Self, Error> {
        Ok(vec![T::read(reader)?])
    }
    fn read_more(&mut self, reader: &mut Reader<'_>) -> Result<bool, Error> {
        self.push(T::read(reader)?);
        Ok(true)
    }
    fn absent() -> Option<Self> {
        Some(Vec::new())
    }
    fn write(&self, writer: &mut Writer<'_>) -> Result<(), Error> {
        self.iter().try_for_each(|value| value.write(writer))
    }
}
