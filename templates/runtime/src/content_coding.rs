//! Codings of the bodies of answers (RFC 9110, 8.4). A transport that takes one off takes its header off too, so that what the header
//! still names is still there.

use super::error::{Error, ErrorKind};
use super::response::RawResponse;
use super::retry;

impl RawResponse {
    /// The answer, if its body is in no coding: what is compressed is not what its content type says.
    pub(crate) fn uncoded<E>(self) -> Result<Self, Error<E>> {
        // Where nothing came, as behind HEAD, there is nothing in a coding. Of a stream nobody knows yet.
        if !self.may_have_body() {
            return Ok(self);
        }
        let Some(coding) = self.coding() else { return Ok(self) };
        let mut message = format!("the body is in the content coding {coding:?}, which is not taken off");
        if cfg!(not(feature = "gzip")) && ["gzip", "x-gzip"].contains(&coding.as_str()) {
            message.push_str("; the feature `gzip` of this crate does that");
        }
        let retryable = retry::is_passing_status(self.status());
        Err(Error::about(self, ErrorKind::ContentType, message).with_retryable(retryable))
    }

    /// The codings of the body, in the order in which they were applied; `identity` is none (RFC 9110, 8.4.1 and 12.5.3).
    fn coding(&self) -> Option<String> {
        let fields = self.headers().get_all("content-encoding").flat_map(|field| field.split(','));
        let names = fields.map(|name| name.trim().to_ascii_lowercase());
        let codings: Vec<String> = names.filter(|name| !name.is_empty() && name != "identity").collect();
        (!codings.is_empty()).then(|| codings.join(", "))
    }
}
