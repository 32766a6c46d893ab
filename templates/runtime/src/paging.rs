//! Pages of a list, one after the other, as lazy streams.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::str::FromStr;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use url::Url;

#[cfg(feature = "blocking")]
use super::blocking_iter::Blocking;
#[cfg(feature = "blocking")]
use super::client;
use super::client::Core;
use super::draft::Draft;
use super::error::{Error, ErrorKind, NoBody};
use super::follow;
use super::options::CallOptions;
use super::redact;
use super::request::Request;
use super::response::{RawResponse, Response};
use super::transport::BoxFuture;

type Raw = Result<RawResponse, Error<NoBody>>;
type Decode<T, H, E> = fn(RawResponse) -> Result<Response<T, H>, Error<E>>;

/// The pages of a list. Nothing is asked for before the stream is polled; after an error it has ended.
#[must_use = "a stream does nothing unless it is polled"]
pub struct Pages<T, H, E> {
    walk: Walk,
    decode: Decode<T, H, E>,
    next: fn(&Response<T, H>) -> Option<String>,
}

/// The part of the walk that is the same for all lists.
struct Walk {
    core: Core,
    /// The first request, whose headers go with each further one.
    model: Option<Request>,
    options: CallOptions,
    state: State,
    circle: Circle,
}

/// Finds links that lead in a circle, by Brent's method: one link is kept for comparison, and replaced after 1, 2, 4, 8.. steps, so
/// that a circle of any length is found, and the longest list costs no more memory than the shortest.
#[derive(Default)]
struct Circle {
    kept: Option<Url>,
    steps: u64,
    power: u64,
}

impl Circle {
    /// Takes a further link; `true`: the walk has been there before.
    fn closes(&mut self, url: &Url) -> bool {
        if self.kept.as_ref() == Some(url) {
            return true;
        }
        if self.steps >= self.power {
            self.kept = Some(url.clone());
            (self.steps, self.power) = (0, (self.power * 2).max(1));
        }
        self.steps += 1;
        false
    }
}

enum State {
    Ready(Box<Request>),
    Waiting(BoxFuture<'static, Raw>),
    Failed(Error<NoBody>),
    Done,
}

impl<T, H, E> Pages<T, H, E> {
    /// The pages that begin with the answer to a request. `next` finds the link to the page after one.
    pub fn new(
        core: Core,
        request: Result<Request, Error<E>>,
        options: CallOptions,
        decode: Decode<T, H, E>,
        next: fn(&Response<T, H>) -> Option<String>,
    ) -> Self {
        let (model, state) = match request {
            Ok(request) => (Some(request.clone()), State::Ready(Box::new(request))),
            Err(error) => (None, State::Failed(error.erase())),
        };
        Pages { walk: Walk { core, model, options, state, circle: Circle::default() }, decode, next }
    }

    /// The pages that begin with the answer to the call of a draft.
    pub fn of(draft: Draft, decode: Decode<T, H, E>, next: fn(&Response<T, H>) -> Option<String>) -> Self {
        let (core, request, options) = draft.parts();
        Pages::new(core, request.map_err(Error::retype), options, decode, next)
    }

    /// Goes on where [`Page::continuation`] left off, in place of the first page.
    pub fn resume_from(mut self, continuation: Continuation) -> Self {
        if !matches!(self.walk.state, State::Failed(_)) {
            self.walk.state = self.walk.request_of(&continuation.0, None);
        }
        self
    }

    /// The items of all pages, one by one.
    pub fn items<I>(self, of: fn(T) -> Vec<I>) -> Items<T, H, E, I> {
        Items { pages: self, of, ready: VecDeque::new() }
    }

    /// The next page; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<Page<T, H>, Error<E>>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// The next page, waited for on this thread.
    #[cfg(feature = "blocking")]
    pub fn next_blocking(&mut self) -> Option<Result<Page<T, H>, Error<E>>> {
        let core = self.walk.core.clone();
        client::wait(Some(&core), self.next()).unwrap_or_else(|error| Some(Err(error.retype())))
    }

    /// The pages as an iterator, which waits for each on this thread.
    #[cfg(feature = "blocking")]
    pub fn blocking(self) -> Blocking<Self> {
        let core = self.walk.core.clone();
        Blocking::new(self, Some(core))
    }

    fn page(&mut self, raw: RawResponse) -> Result<Page<T, H>, Error<E>> {
        let url = raw.url().clone();
        let response = (self.decode)(raw)?;
        let link = (self.next)(&response).filter(|link| !link.is_empty());
        let mut continuation = None;
        if let Some(link) = link {
            match self.walk.request_of(&link, Some(&url)) {
                State::Ready(request) if self.walk.circle.closes(request.url()) => {
                    let message = format!("{:?} was followed before: the pages lead in a circle", redact::link(&link));
                    self.walk.state = State::Failed(Error::new(ErrorKind::NextLink, message));
                }
                State::Ready(request) => {
                    continuation = Some(Continuation(request.url().as_str().to_owned()));
                    self.walk.state = State::Ready(request);
                }
                // This page is whole; what is wrong with the link comes in the place of the next one.
                other => self.walk.state = other,
            }
        }
        Ok(Page { response, continuation })
    }
}

impl Walk {
    /// The request for a link found on the page at a URL.
    fn request_of(&self, link: &str, page: Option<&Url>) -> State {
        let Some(model) = &self.model else { return State::Done };
        match request_of(&self.core, model, link, page) {
            Ok(request) => State::Ready(Box::new(request)),
            Err(error) => State::Failed(error),
        }
    }
}

fn request_of(core: &Core, model: &Request, link: &str, page: Option<&Url>) -> Result<Request, Error<NoBody>> {
    let request = follow::request_of(core, model, link, page.unwrap_or(model.url()))?;
    if page == Some(request.url()) {
        let message = format!("{:?} is the page itself, which would be read for ever", redact::link(link));
        return Err(Error::new(ErrorKind::NextLink, message));
    }
    Ok(request)
}

impl<T, H, E> Stream for Pages<T, H, E> {
    type Item = Result<Page<T, H>, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            match std::mem::replace(&mut self.walk.state, State::Done) {
                State::Ready(request) => {
                    let call = self.walk.core.execute(*request, self.walk.options.clone());
                    self.walk.state = State::Waiting(call);
                }
                State::Waiting(mut call) => {
                    let Poll::Ready(raw) = call.as_mut().poll(cx) else {
                        self.walk.state = State::Waiting(call);
                        return Poll::Pending;
                    };
                    return Poll::Ready(Some(match raw {
                        Ok(raw) => self.page(raw),
                        Err(error) => Err(error.retype()),
                    }));
                }
                State::Failed(error) => return Poll::Ready(Some(Err(error.retype()))),
                State::Done => return Poll::Ready(None),
            }
        }
    }
}

impl<T, H, E> Unpin for Pages<T, H, E> {}

impl<T, H, E> fmt::Debug for Pages<T, H, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("first", &self.walk.model).finish_non_exhaustive()
    }
}

/// One page.
#[derive(Clone, Debug)]
pub struct Page<T, H = ()> {
    response: Response<T, H>,
    continuation: Option<Continuation>,
}

impl<T, H> Page<T, H> {
    /// The answer that has the page.
    pub fn response(&self) -> &Response<T, H> {
        &self.response
    }

    /// The answer, by value.
    pub fn into_response(self) -> Response<T, H> {
        self.response
    }

    /// The page itself.
    pub fn body(&self) -> &T {
        self.response.body()
    }

    /// The page itself, by value.
    pub fn into_body(self) -> T {
        self.response.into_body()
    }

    /// Where to go on after this page, now or in another run; `None` on the last.
    pub fn continuation(&self) -> Option<&Continuation> {
        self.continuation.as_ref()
    }
}

/// The items of all pages.
#[must_use = "a stream does nothing unless it is polled"]
pub struct Items<T, H, E, I> {
    pages: Pages<T, H, E>,
    of: fn(T) -> Vec<I>,
    ready: VecDeque<I>,
}

impl<T, H, E, I> Items<T, H, E, I> {
    /// The next item; `None` after the last.
    pub async fn next(&mut self) -> Option<Result<I, Error<E>>> {
        poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await
    }

    /// All items. Mind that a list may be long.
    ///
    /// # Errors
    /// The first error that comes; the items before it are dropped.
    pub async fn into_vec(mut self) -> Result<Vec<I>, Error<E>> {
        let mut all = Vec::new();
        while let Some(item) = self.next().await {
            all.push(item?);
        }
        Ok(all)
    }

    /// The next item, waited for on this thread.
    #[cfg(feature = "blocking")]
    pub fn next_blocking(&mut self) -> Option<Result<I, Error<E>>> {
        let core = self.pages.walk.core.clone();
        client::wait(Some(&core), self.next()).unwrap_or_else(|error| Some(Err(error.retype())))
    }

    /// The items as an iterator, which waits for each on this thread.
    #[cfg(feature = "blocking")]
    pub fn blocking(self) -> Blocking<Self> {
        let core = self.pages.walk.core.clone();
        Blocking::new(self, Some(core))
    }

    /// All items, waited for on this thread. Mind that a list may be long.
    ///
    /// # Errors
    /// As for [`into_vec`](Self::into_vec), and one if this is a thread of an async runtime.
    #[cfg(feature = "blocking")]
    pub fn into_vec_blocking(self) -> Result<Vec<I>, Error<E>> {
        self.blocking().collect()
    }
}

impl<T, H, E, I> Stream for Items<T, H, E, I> {
    type Item = Result<I, Error<E>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.ready.pop_front() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(cx)) {
                Some(Ok(page)) => self.ready = (self.of)(page.into_body()).into(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

impl<T, H, E, I> Unpin for Items<T, H, E, I> {}

impl<T, H, E, I> fmt::Debug for Items<T, H, E, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("pages", &self.pages).field("ready", &self.ready.len()).finish_non_exhaustive()
    }
}

/// Where a list goes on: the service's link to the next page. `Display` and serde give the whole link, which may hold a token of the
/// service; `Debug` hides it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Continuation(String);

impl fmt::Display for Continuation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Continuation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Continuation").field(&redact::link(&self.0)).finish()
    }
}

impl FromStr for Continuation {
    type Err = InvalidContinuation;

    /// Whether the link may be followed is decided by the client that it is given to.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match Url::parse(text) {
            Ok(url) if url.has_host() => Ok(Continuation(text.to_owned())),
            _ => Err(InvalidContinuation),
        }
    }
}

impl Serialize for Continuation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Continuation {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A text that is no continuation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidContinuation;

impl fmt::Display for InvalidContinuation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a continuation is a whole URL")
    }
}

impl std::error::Error for InvalidContinuation {}
