//! A transport that follows a script and writes down what it was given.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use crate::runtime::*;

type Answer = Box<dyn FnOnce(&Request) -> Result<TransportResponse, TransportError> + Send>;

#[derive(Clone, Default)]
pub struct Double {
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    script: VecDeque<Option<Answer>>,
    sent: Vec<Sent>,
    waits: Vec<Duration>,
    clock: Duration,
    impatient: bool,
}

#[derive(Clone)]
pub struct Sent {
    pub request: Request,
    pub with_certificate: bool,
}

impl Double {
    pub fn new() -> Self {
        Double::default()
    }

    fn push(self, answer: Answer) -> Self {
        self.state.lock().unwrap().script.push_back(Some(answer));
        self
    }

    /// Answers with a status, headers (`name: value`) and a body.
    pub fn answer(self, status: u16, headers: &[&str], body: &str) -> Self {
        let headers: Vec<String> = headers.iter().map(|line| line.to_string()).collect();
        let body = body.to_owned();
        self.push(Box::new(move |_| Ok(response(status, &headers, Body::from(body)))))
    }

    /// As [`answer`](Self::answer), of a body that need not be text.
    pub fn bytes(self, status: u16, headers: &[&str], body: &'static [u8]) -> Self {
        let headers: Vec<String> = headers.iter().map(|line| line.to_string()).collect();
        self.push(Box::new(move |_| Ok(response(status, &headers, Body::from(Bytes::from_static(body))))))
    }

    pub fn body(self, status: u16, body: Body) -> Self {
        self.push(Box::new(move |_| Ok(response(status, &[], body))))
    }

    pub fn fails(self, kind: TransportErrorKind) -> Self {
        self.push(Box::new(move |_| Err(TransportError::new(kind, "as the script says"))))
    }

    /// Never answers.
    pub fn hangs(self) -> Self {
        self.state.lock().unwrap().script.push_back(None);
        self
    }

    /// Time for an attempt runs out at once.
    pub fn impatient(self) -> Self {
        self.state.lock().unwrap().impatient = true;
        self
    }

    pub fn sent(&self) -> Vec<Sent> {
        self.state.lock().unwrap().sent.clone()
    }

    /// Method and URL of what was sent.
    pub fn lines(&self) -> Vec<String> {
        self.sent().iter().map(|sent| format!("{} {}", sent.request.method(), sent.request.url())).collect()
    }

    /// A header of each request that was sent.
    pub fn header(&self, name: &str) -> Vec<Option<String>> {
        self.sent().iter().map(|sent| sent.request.headers().get(name).map(str::to_owned)).collect()
    }

    pub fn waits(&self) -> Vec<Duration> {
        self.state.lock().unwrap().waits.clone()
    }

    pub fn advance(&self, by: Duration) {
        self.state.lock().unwrap().clock += by;
    }
}

/// 2017-02-17 00:00:00 UTC.
pub fn epoch() -> SystemTime {
    SystemTime::UNIX_EPOCH + Duration::from_secs(1_487_289_600)
}

fn response(status: u16, lines: &[String], body: Body) -> TransportResponse {
    let mut headers = Headers::new();
    for line in lines {
        let (name, value) = line.split_once(": ").unwrap();
        headers.append(name, value).unwrap();
    }
    TransportResponse { status, headers, body }
}

impl Transport for Double {
    fn send(&self, outgoing: Outgoing) -> BoxFuture<'_, Result<TransportResponse, TransportError>> {
        let mut state = self.state.lock().unwrap();
        state
            .sent
            .push(Sent { request: outgoing.request().clone(), with_certificate: outgoing.certificate().is_some() });
        let next = state.script.pop_front().expect("more requests than the script has answers");
        match next {
            Some(answer) => Box::pin(std::future::ready(answer(outgoing.request()))),
            None => Box::pin(std::future::pending()),
        }
    }

    fn sleep(&self, duration: Duration, why: Pause) -> BoxFuture<'static, ()> {
        let mut state = self.state.lock().unwrap();
        if why == Pause::Timeout && !state.impatient {
            return Box::pin(std::future::pending());
        }
        if why == Pause::Backoff {
            state.waits.push(duration);
            state.clock += duration;
        }
        Box::pin(std::future::ready(()))
    }

    fn now(&self) -> SystemTime {
        epoch() + self.state.lock().unwrap().clock
    }
}
