//! Bodies of XML, in answers and requests.

use super::error::{Error, ErrorKind};
use super::headers::FromHeaders;
use super::request_builder::RequestBuilder;
use super::response::{RawResponse, Response};
use super::xml::{self, FromXml, ReadSettings, ToXml, XmlContent, XmlRoot};

impl RawResponse {
    /// Decodes a body of XML, by the namespaces that the service's descriptions and answers use for one another.
    ///
    /// # Errors
    /// The body is not a document of a `T`. If the content type names something else, that is the error's kind.
    pub fn xml<T: XmlRoot + FromXml, H: FromHeaders, E>(self) -> Result<Response<T, H>, Error<E>> {
        match self.read_xml::<T>() {
            Ok(body) => Ok(self.with(body)),
            Err(error) => Err(self.unreadable(is_xml, "XML", error)),
        }
    }

    /// The error of an answer whose error body is XML.
    pub fn xml_error<E: XmlRoot + FromXml>(self) -> Error<E> {
        let api = self.read_xml::<E>().ok();
        Error::about(self, ErrorKind::Status, "").with_api(api)
    }

    /// Decodes a body of XML whose root has a name of its own.
    ///
    /// # Errors
    /// As for [`xml`](Self::xml).
    pub fn xml_as<'r, T: FromXml, H: FromHeaders, E>(
        self,
        root: impl Into<xml::Root<'r>>,
    ) -> Result<Response<T, H>, Error<E>> {
        match xml::from_slice_as(self.body(), &self.settings(), root) {
            Ok(body) => Ok(self.with(body)),
            Err(error) => Err(self.unreadable(is_xml, "XML", error)),
        }
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
        match xml::list_from_slice(self.body(), &self.settings(), root, item) {
            Ok(body) => Ok(self.with(body)),
            Err(error) => Err(self.unreadable(is_xml, "XML", error)),
        }
    }

    /// The error of an answer whose error body is XML, with a root that has a name of its own.
    pub fn xml_error_as<'r, E: FromXml>(self, root: impl Into<xml::Root<'r>>) -> Error<E> {
        let api = xml::from_slice_as(self.body(), &self.settings(), root).ok();
        Error::about(self, ErrorKind::Status, "").with_api(api)
    }

    /// The error of an answer whose error body is XML, with a list of elements in its root.
    pub fn xml_error_list<'r, E: FromXml>(self, root: impl Into<xml::Root<'r>>, item: xml::Named<'_>) -> Error<Vec<E>> {
        let api = xml::list_from_slice(self.body(), &self.settings(), root, item).ok();
        Error::about(self, ErrorKind::Status, "").with_api(api)
    }

    /// Decodes a body of XML whose root is one of the elements of a choice.
    ///
    /// # Errors
    /// As for [`xml`](Self::xml).
    pub fn xml_either<T: XmlContent, H: FromHeaders, E>(self) -> Result<Response<T, H>, Error<E>> {
        match xml::either_from_slice(self.body(), &self.settings()) {
            Ok(body) => Ok(self.with(body)),
            Err(error) => Err(self.unreadable(is_xml, "XML", error)),
        }
    }

    /// The error of an answer whose error body is XML, with one of the elements of a choice for its root.
    pub fn xml_error_either<E: XmlContent>(self) -> Error<E> {
        let api = xml::either_from_slice(self.body(), &self.settings()).ok();
        Error::about(self, ErrorKind::Status, "").with_api(api)
    }

    fn settings(&self) -> ReadSettings<'static> {
        ReadSettings { aliases: self.service().xml_aliases, ..ReadSettings::default() }
    }

    fn read_xml<T: XmlRoot + FromXml>(&self) -> Result<T, xml::Error> {
        xml::from_slice_with(self.body(), &self.settings())
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
