//! Operations that go on after they were answered: the service is asked how far they are until they have ended (Azure's REST
//! API guidelines, "Long-running operations"; `x-ms-long-running-operation`).

use std::fmt;
use std::time::Duration;

use serde_json::Value;
use url::Url;

use super::client::Core;
use super::draft::Draft;
use super::error::{Error, ErrorKind, NoBody};
use super::follow;
use super::options::CallOptions;
use super::request::Request;
use super::response::{RawResponse, Response};
use super::retry;
use super::transport::Pause;

mod progress;

use progress::Watch;
pub use progress::{InvalidProgress, Progress};

/// How long to wait between two questions where nobody says.
const INTERVAL: Duration = Duration::from_secs(30);

/// Where the result of an operation is when it has ended (`final-state-via`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FinalState {
    /// Where the method has it: for `PUT` and `PATCH` where the request went, for `POST` at the `Location`.
    Usual,
    /// At the address in the header `Location`.
    Location,
    /// Where the request went.
    OriginalUri,
    /// In the last answer about the operation, where it was begun by a `POST`.
    Operation,
}

/// An operation under way. Nothing is sent before it is asked for.
#[must_use = "nothing is sent before the poller is awaited"]
pub struct Poller<T, E> {
    core: Core,
    /// The request that begins the operation.
    model: Option<Request>,
    options: CallOptions,
    read: fn(RawResponse) -> Result<Response<T>, Error<E>>,
    refused: fn(RawResponse) -> Option<Error<E>>,
    end: FinalState,
    interval: Duration,
    state: State,
    status: Option<String>,
    /// The last `Location` that was given.
    location: Option<String>,
}

enum State {
    New,
    Failed(Error<NoBody>),
    Under { watch: Watch, link: String, wait: Duration },
    Ended,
}

/// How far an operation is.
enum Stage {
    Running,
    Succeeded,
    Failed(String),
}

impl<T, E> Poller<T, E> {
    /// The operation that the call of a draft begins. `read` reads its result, `refused` is the error of a status that is
    /// none of success.
    pub fn of(
        draft: Draft,
        read: fn(RawResponse) -> Result<Response<T>, Error<E>>,
        refused: fn(RawResponse) -> Option<Error<E>>,
        end: FinalState,
    ) -> Self {
        let (core, request, options) = draft.parts();
        let (model, state) = match request {
            Ok(request) => (Some(request), State::New),
            Err(error) => (None, State::Failed(error)),
        };
        let interval = INTERVAL;
        Poller { core, model, options, read, refused, end, interval, state, status: None, location: None }
    }

    /// The wait between two questions where the service does not say (`Retry-After`); 30 seconds if not set.
    pub fn interval(mut self, interval: Duration) -> Self {
        self.interval = interval;
        self
    }

    /// How far the operation is, in the service's last word for it: `InProgress`, for example.
    pub fn status(&self) -> Option<&str> {
        self.status.as_deref()
    }

    /// Where the operation is asked about next, for [`resume_from`](Self::resume_from); `None` before it has begun and when it
    /// has ended.
    pub fn progress(&self) -> Option<Progress> {
        match &self.state {
            State::Under { watch, link, .. } => {
                Some(Progress { watch: *watch, link: link.clone(), location: self.location.clone() })
            }
            _ => None,
        }
    }

    /// Goes on with an operation that the same call has begun, perhaps in another process: it is not begun again, but asked
    /// about at once. A poller that has begun an operation itself stays with that one.
    pub fn resume_from(mut self, progress: Progress) -> Self {
        if matches!(self.state, State::New) {
            let Progress { watch, link, location } = progress;
            self.location = location;
            self.state = State::Under { watch, link, wait: Duration::ZERO };
        }
        self
    }

    /// Begins the operation, and waits for its end.
    ///
    /// # Errors
    /// Those of a call; one of the kind [`ErrorKind::Failed`] where the operation has failed or was cancelled.
    pub async fn until_done(mut self) -> Result<Response<T>, Error<E>> {
        loop {
            if let Some(result) = self.advance().await? {
                return Ok(result);
            }
        }
    }

    /// Begins the operation; or waits as long as the service wants it, and asks once more. `None` while it goes on.
    ///
    /// # Errors
    /// As [`until_done`](Self::until_done), and one where the operation has ended before.
    pub async fn advance(&mut self) -> Result<Option<Response<T>>, Error<E>> {
        match std::mem::replace(&mut self.state, State::Ended) {
            State::New => {
                let request = self.request()?.clone();
                let raw = self.send(request).await?;
                self.begun(raw).await
            }
            State::Under { watch, link, wait } => {
                self.core.inner.transport.sleep(wait, Pause::Poll).await;
                let request = self.link(&link)?;
                let raw = self.send(request).await?;
                self.watched(watch, link, raw).await
            }
            State::Failed(error) => Err(error.retype()),
            State::Ended => Err(Error::new(ErrorKind::InvalidRequest, "the operation has ended before")),
        }
    }

    /// Begins the operation, and waits for its end on this thread.
    ///
    /// # Errors
    /// As for [`until_done`](Self::until_done), and one if this is a thread of an async runtime.
    #[cfg(feature = "blocking")]
    pub fn until_done_blocking(self) -> Result<Response<T>, Error<E>> {
        let core = self.core.clone();
        super::client::wait(Some(&core), self.until_done()).map_err(Error::retype)?
    }

    /// As [`advance`](Self::advance), waiting on this thread.
    ///
    /// # Errors
    /// As for [`advance`](Self::advance), and one if this is a thread of an async runtime.
    #[cfg(feature = "blocking")]
    pub fn advance_blocking(&mut self) -> Result<Option<Response<T>>, Error<E>> {
        let core = self.core.clone();
        super::client::wait(Some(&core), self.advance()).map_err(Error::retype)?
    }

    fn request(&self) -> Result<&Request, Error<E>> {
        let missing = || Error::new(ErrorKind::InvalidRequest, "the operation was not begun");
        self.model.as_ref().ok_or_else(missing)
    }

    fn link(&self, link: &str) -> Result<Request, Error<E>> {
        let model = self.request()?;
        follow::request_of(&self.core, model, link, model.url()).map_err(Error::retype)
    }

    async fn send(&self, request: Request) -> Result<RawResponse, Error<E>> {
        let raw = self.core.execute(request, self.options.clone()).await.map_err(Error::retype)?;
        if (200..300).contains(&raw.status()) {
            return Ok(raw);
        }
        match (self.refused)(raw.clone()) {
            Some(error) => Err(error),
            None => Err(Error::about(raw, ErrorKind::Status, "")),
        }
    }

    /// What the first answer says of the operation.
    async fn begun(&mut self, raw: RawResponse) -> Result<Option<Response<T>>, Error<E>> {
        self.note_location(&raw);
        let header = |name: &str| raw.headers().get(name).map(|link| absolute(link, raw.url()));
        if let Some(link) = header("azure-asyncoperation").or_else(|| header("operation-location")) {
            return Ok(self.go_on(Watch::Operation, link, &raw));
        }
        if let (201 | 202, Some(link)) = (raw.status(), self.location.clone()) {
            return Ok(self.go_on(Watch::Location, link, &raw));
        }
        let request = self.request()?;
        let (changes, url) = (matches!(request.method(), "PUT" | "PATCH"), request.url().to_string());
        // What cannot be read would be taken for what has no word of its state, which is done.
        let raw = if changes { raw.uncoded()? } else { raw };
        match stage_of_resource(&raw) {
            Stage::Running if changes => Ok(self.go_on(Watch::Resource, url, &raw)),
            Stage::Failed(word) => Err(failed(raw, &word)),
            _ => (self.read)(raw).map(Some),
        }
    }

    /// What a further answer says.
    async fn watched(&mut self, watch: Watch, link: String, raw: RawResponse) -> Result<Option<Response<T>>, Error<E>> {
        self.note_location(&raw);
        let raw = if watch == Watch::Location { raw } else { raw.uncoded()? };
        let stage = match watch {
            Watch::Operation => {
                let status = word(&raw, &["status"]);
                self.status.clone_from(&status);
                match status {
                    Some(word) => stage(word),
                    None => return Err(Error::about(raw, ErrorKind::Decode, "the operation has no `status`")),
                }
            }
            Watch::Location if raw.status() == 202 => Stage::Running,
            Watch::Location => Stage::Succeeded,
            Watch::Resource => {
                self.status = word(&raw, &["properties", "provisioningState"]);
                stage_of_resource(&raw)
            }
        };
        match stage {
            Stage::Running => {
                let link = match watch {
                    Watch::Location => self.location.clone().unwrap_or(link),
                    _ => link,
                };
                Ok(self.go_on(watch, link, &raw))
            }
            Stage::Failed(word) => Err(failed(raw, &word)),
            Stage::Succeeded => match self.result_at(watch, &raw)? {
                Some(link) => {
                    let request = self.link(&link)?;
                    let raw = self.send(request).await?;
                    (self.read)(raw).map(Some)
                }
                None => (self.read)(raw).map(Some),
            },
        }
    }

    /// Where the result is, if not in the last answer.
    fn result_at(&self, watch: Watch, raw: &RawResponse) -> Result<Option<String>, Error<E>> {
        let (end, location) = (self.end, self.location.clone());
        let request = self.request()?;
        let (method, original) = (request.method(), request.url().to_string());
        Ok(match (watch, end) {
            (Watch::Operation, FinalState::Location) if location.is_some() => location,
            (Watch::Operation, FinalState::Operation) if method == "POST" => None,
            (Watch::Operation, _) => match (word(raw, &["resourceLocation"]), method) {
                (Some(link), _) => Some(absolute(&link, raw.url())),
                (None, "PUT" | "PATCH") => Some(original),
                (None, "POST") if end == FinalState::OriginalUri => Some(original),
                (None, "POST") => location,
                (None, _) => None,
            },
            (Watch::Location, FinalState::OriginalUri) if method != "DELETE" => Some(original),
            (Watch::Location | Watch::Resource, _) => None,
        })
    }

    fn go_on(&mut self, watch: Watch, link: String, raw: &RawResponse) -> Option<Response<T>> {
        let wait = retry::retry_after(raw.headers(), self.core.inner.transport.now()).unwrap_or(self.interval);
        self.state = State::Under { watch, link, wait };
        None
    }

    fn note_location(&mut self, raw: &RawResponse) {
        if let Some(link) = raw.headers().get("location") {
            self.location = Some(absolute(link, raw.url()));
        }
    }
}

/// A link as it stands in an answer from `base`; what is no URL stays as it is, and is told of where it is followed.
fn absolute(link: &str, base: &Url) -> String {
    base.join(link).map_or_else(|_| link.to_owned(), String::from)
}

fn failed<E>(raw: RawResponse, word: &str) -> Error<E> {
    Error::about(raw, ErrorKind::Failed, format!("it ended as {word:?}"))
}

/// The text at a member of a body of JSON.
fn word(raw: &RawResponse, way: &[&str]) -> Option<String> {
    let body: Value = serde_json::from_slice(raw.body()).ok()?;
    way.iter().try_fold(&body, |value, name| value.get(name))?.as_str().map(str::to_owned)
}

fn stage(word: String) -> Stage {
    match word.to_ascii_lowercase().as_str() {
        "succeeded" => Stage::Succeeded,
        "failed" | "canceled" | "cancelled" => Stage::Failed(word),
        _ => Stage::Running,
    }
}

/// How far what is being made or changed is: by its own word, else by the status.
fn stage_of_resource(raw: &RawResponse) -> Stage {
    match (raw.status(), word(raw, &["properties", "provisioningState"])) {
        (202, _) => Stage::Running,
        (_, Some(word)) => stage(word),
        (201, None) => Stage::Running,
        _ => Stage::Succeeded,
    }
}

impl<T, E> fmt::Debug for Poller<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Poller").field("status", &self.status).field("end", &self.end).finish_non_exhaustive()
    }
}
