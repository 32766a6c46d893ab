//! Bodies of XML, in answers and requests.

use super::error::Error;
use super::headers::FromHeaders;
use super::request_builder::RequestBuilder;
use super::response::{RawResponse, Response};
use super::xml::{self, FromXml, ReadSettings, ToXml, XmlContent, XmlRoot};

impl RawResponse {
    /// Decodes a body of XML, by the namespaces that the service's descriptions and answers use for one another.
    ///
    /// # Errors
    /// The body is not a document of a `T`. If the content type names something else, or the body is in a content coding, that is the
    /// error's kind.
    pub fn xml<T: XmlRoot + FromXml, H: FromHeaders, E>(self) -> Result<Response<T, H>, Error<E>> {
        self.read_xml(|raw, settings| xml::from_slice_with(raw.body(), settings))
    }

    /// The error of an answer whose error body is XML.
    pub fn xml_error<E: XmlRoot + FromXml>(self) -> Error<E> {
        self.read_xml_error(|raw, settings| xml::from_slice_with(raw.body(), settings))
    }

    /// Decodes a body of XML whose root has a name of its own.
    ///
    /// # Errors
    /// As for [`xml`](Self::xml).
    pub fn xml_as<'r, T: FromXml, H: FromHeaders, E>(
        self,
        root: impl Into<xml::Root<'r>>,
    ) -> Result<Response<T, H>, Error<E>> {
        self.read_xml(|raw, settings| xml::from_slice_as(raw.body(), settings, root))
    }

    /// Decodes a body of XML whose root has a list of elements.
    ///
    /// # Errors
    /// As for [`xml`](Self::xml).
    pub fn xml_list<'r, T: FromXml, H: FromHeaders, E>(
        self,
        root: impl Into<xml::Root<'r>>,
        item: xml::Named<'_>,
    ) -> Result<Response<Vec<T>, H>, Error<E>> {
        self.read_xml(|raw, settings| xml::list_from_slice(raw.body(), settings, root, item))
    }

    /// The error of an answer whose error body is XML, with a root that has a name of its own.
    pub fn xml_error_as<'r, E: FromXml>(self, root: impl Into<xml::Root<'r>>) -> Error<E> {
        self.read_xml_error(|raw, settings| xml::from_slice_as(raw.body(), settings, root))
    }

    /// The error of an answer whose error body is XML, with a list of elements in its root.
    pub fn xml_error_list<'r, E: FromXml>(self, root: impl Into<xml::Root<'r>>, item: xml::Named<'_>) -> Error<Vec<E>> {
        self.read_xml_error(|raw, settings| xml::list_from_slice(raw.body(), settings, root, item))
    }

    /// Decodes a body of XML whose root is one of the elements of a choice.
    ///
    /// # Errors
    /// As for [`xml`](Self::xml).
    pub fn xml_either<T: XmlContent, H: FromHeaders, E>(self) -> Result<Response<T, H>, Error<E>> {
        self.read_xml(|raw, settings| xml::either_from_slice(raw.body(), settings))
    }

    /// The error of an answer whose error body is XML, with one of the elements of a choice for its root.
    pub fn xml_error_either<E: XmlContent>(self) -> Error<E> {
        self.read_xml_error(|raw, settings| xml::either_from_slice(raw.body(), settings))
    }

    fn read_xml<T, H: FromHeaders, E>(
        self,
        read: impl FnOnce(&Self, &ReadSettings<'_>) -> Result<T, xml::Error>,
    ) -> Result<Response<T, H>, Error<E>> {
        let raw = self.uncoded()?;
        match raw.with_settings(read) {
            Ok(body) => Ok(raw.with(body)),
            Err(error) => Err(raw.unreadable(is_xml, "XML", error)),
        }
    }

    fn read_xml_error<E>(self, read: impl FnOnce(&Self, &ReadSettings<'_>) -> Result<E, xml::Error>) -> Error<E> {
        self.typed_error(|raw| raw.with_settings(read).ok())
    }

    /// Reads by the namespaces of the service, in the charset of the content type.
    fn with_settings<T>(
        &self,
        read: impl FnOnce(&Self, &ReadSettings<'_>) -> Result<T, xml::Error>,
    ) -> Result<T, xml::Error> {
        let (aliases, charset) = (self.service().xml_aliases, self.charset());
        read(self, &ReadSettings { aliases, charset: charset.as_deref(), ..ReadSettings::default() })
    }
}

impl RequestBuilder {
    /// A body of XML, in UTF-8.
    pub fn xml<T: XmlRoot + ToXml>(&mut self, content_type: &str, body: &T) {
        self.xml_text(content_type, xml::to_vec(body));
    }

    /// A body of XML whose root has a name of its own, in UTF-8.
    pub fn xml_as<'r, T: ToXml>(&mut self, content_type: &str, body: &T, root: impl Into<xml::Root<'r>>) {
        self.xml_text(content_type, xml::to_vec_as(body, root));
    }

    /// A body of XML whose root has a list of elements, in UTF-8.
    pub fn xml_list<'r, T: ToXml>(
        &mut self,
        content_type: &str,
        body: &[T],
        root: impl Into<xml::Root<'r>>,
        item: xml::Named<'_>,
    ) {
        self.xml_text(content_type, xml::to_vec_list(body, root, item));
    }

    /// A body of XML whose root is the element that was chosen, in UTF-8.
    pub fn xml_either<T: XmlContent>(&mut self, content_type: &str, body: &T, prefixes: xml::PrefixTable) {
        self.xml_text(content_type, xml::either_to_vec(body, prefixes));
    }

    fn xml_text(&mut self, content_type: &str, text: Result<Vec<u8>, xml::Error>) {
        match text {
            Ok(bytes) => self.bytes(content_type, bytes),
            Err(error) => self.fail(format!("the body cannot be written as XML: {error}")),
        }
    }
}

fn is_xml(media_type: &str) -> bool {
    let lower = media_type.to_ascii_lowercase();
    lower == "application/xml" || lower == "text/xml" || lower.ends_with("+xml")
}
