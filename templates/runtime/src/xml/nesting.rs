//! Values within elements, which are values of their own types.

use super::content::ToXml;
use super::error::Error;
use super::writer::{Tag, Writer};

impl Writer<'_> {
    /// Writes an element with a value in it.
    ///
    /// # Errors
    /// A value that XML cannot hold.
    pub fn element<T: ToXml + ?Sized>(&mut self, ns: &str, local: &str, value: &T) -> Result<(), Error> {
        match self.tag_of(ns, local) {
            // The variant decides what its tag is, not what stands in its field.
            Some((tag, true)) => self.text_element(ns, local, tag),
            Some((_, false)) => Ok(()),
            None => {
                self.begin_as(ns, local, None, value.declarations())?;
                value.to_xml(self)?;
                self.end()
            }
        }
    }

    fn text_element(&mut self, ns: &str, local: &str, text: &str) -> Result<(), Error> {
        self.begin(ns, local)?;
        self.text(text)?;
        self.end()
    }

    /// Writes attributes and content of a variant into the element that was begun last, with the tag that says which it
    /// is; in the place of the variant's own field, if it has one.
    ///
    /// # Errors
    /// A value that XML cannot hold.
    pub fn tagged<T: ToXml + ?Sized>(&mut self, tag: Tag, value: &'static str, variant: &T) -> Result<(), Error> {
        self.begin_tag(tag, value)?;
        let result = variant.to_xml(self);
        let written = self.end_tag();
        result?;
        match tag {
            Tag::Element(ns, local) if !written => self.text_element(ns, local, value),
            _ => Ok(()),
        }
    }
}
