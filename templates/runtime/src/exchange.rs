//! What was asked, and what was answered.

use std::sync::Arc;

use bytes::Bytes;
use url::Url;

use super::headers::Headers;
use super::operation::Service;

/// What was asked, for errors and paging.
#[derive(Debug)]
pub(crate) struct Exchange {
    pub(crate) service: &'static Service,
    pub(crate) method: String,
    /// Where the last request of the call went, without what a credential added.
    pub(crate) url: Url,
    pub(crate) attempts: u32,
}

impl Exchange {
    pub(crate) fn request_id<'a>(&self, headers: &'a Headers) -> Option<&'a str> {
        self.service.request_id_headers.iter().find_map(|name| headers.get(name))
    }
}

/// An answer, with what it answers.
pub(crate) struct Answered {
    pub(crate) status: u16,
    pub(crate) headers: Headers,
    pub(crate) body: Bytes,
    pub(crate) exchange: Arc<Exchange>,
}
