//! Bodies of XML, in answers and requests.

use super::error::{Error, ErrorKind};
use super::headers::FromHeaders;
use super::request_builder::RequestBuilder;
use super::response::{RawResponse, Response};
use super::xml::{self, FromXml, ReadSettings, ToXml, XmlRoot};

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

    fn read_xml<T: XmlRoot + FromXml>(&self) -> Result<T, xml::Error> {
        let settings = ReadSettings { aliases: self.service().xml_aliases, ..ReadSettings::default() };
        xml::from_slice_with(self.body(), &settings)
    }
}

impl RequestBuilder {
    /// A body of XML, in UTF-8.
    pub fn xml<T: XmlRoot + ToXml>(&mut self, content_type: &str, body: &T) {
        match xml::to_vec(body) {
            Ok(bytes) => self.bytes(content_type, bytes),
            Err(error) => self.fail(format!("the body cannot be written as XML: {error}")),
        }
    }
}

fn is_xml(media_type: &str) -> bool {
    let lower = media_type.to_ascii_lowercase();
    lower == "application/xml" || lower == "text/xml" || lower.ends_with("+xml")
}
