//! What a server does with one request: the exact bytes that it sends, its pauses, and how it ends.

use std::time::Duration;

/// One step of an answer.
#[derive(Clone, Debug)]
pub(crate) enum Step {
    Send(Vec<u8>),
    Pause(Duration),
    /// Ends the connection in order (FIN).
    Close,
    /// Ends the connection at once (RST).
    Reset,
    /// Says nothing more until the test is over.
    Hang,
}

/// An answer, as a list of steps. Afterwards the connection waits for the next request, unless a step ended it.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    pub(crate) steps: Vec<Step>,
}

impl Answer {
    /// An answer of exactly these bytes.
    pub fn raw(bytes: impl AsRef<[u8]>) -> Self {
        Answer::default().send(bytes)
    }

    /// Status line, header lines and body, with a `Content-Length` that is right.
    pub fn new(status: u16, headers: &[(&str, &str)], body: impl AsRef<[u8]>) -> Self {
        let body = body.as_ref();
        let mut bytes = head(status, headers, body.len());
        bytes.extend_from_slice(body);
        Answer::raw(bytes)
    }

    /// A success with a body of JSON.
    pub fn json(body: impl AsRef<[u8]>) -> Self {
        Answer::new(200, &[("Content-Type", "application/json;odata=minimalmetadata")], body)
    }

    /// A success with a body of XML.
    pub fn xml(body: impl AsRef<[u8]>) -> Self {
        Answer::new(200, &[("Content-Type", "application/xml; charset=utf-8")], body)
    }

    /// A status with no body.
    pub fn status(status: u16) -> Self {
        Answer::new(status, &[], "")
    }

    /// The body in chunks (RFC 9112, 7.1), a pause before each.
    pub fn chunked(status: u16, headers: &[(&str, &str)], chunks: &[&[u8]], pause: Duration) -> Self {
        let mut text = format!("HTTP/1.1 {status} Scripted\r\n");
        for (name, value) in headers {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        text.push_str("Transfer-Encoding: chunked\r\n\r\n");
        let mut answer = Answer::raw(text);
        for chunk in chunks {
            answer = answer.pause(pause).send(format!("{:x}\r\n", chunk.len())).send(chunk).send("\r\n");
        }
        answer.send("0\r\n\r\n")
    }

    /// A head that announces `announced` bytes, and no body yet.
    pub fn head(status: u16, headers: &[(&str, &str)], announced: usize) -> Self {
        Answer::raw(head(status, headers, announced))
    }

    /// Nothing: the connection is ended in place of an answer.
    pub fn close() -> Self {
        Answer::default().then_close()
    }

    /// Nothing: the connection is reset in place of an answer.
    pub fn reset() -> Self {
        Answer::default().then_reset()
    }

    /// Nothing, for ever.
    pub fn never() -> Self {
        Answer::default().then_hang()
    }

    /// Sends bytes.
    pub fn send(mut self, bytes: impl AsRef<[u8]>) -> Self {
        self.steps.push(Step::Send(bytes.as_ref().to_vec()));
        self
    }

    /// Sends bytes one at a time, with a pause before each.
    pub fn drip(mut self, bytes: impl AsRef<[u8]>, pause: Duration) -> Self {
        for byte in bytes.as_ref() {
            self = self.pause(pause).send([*byte]);
        }
        self
    }

    /// Waits.
    pub fn pause(mut self, pause: Duration) -> Self {
        self.steps.push(Step::Pause(pause));
        self
    }

    /// Ends the connection.
    pub fn then_close(mut self) -> Self {
        self.steps.push(Step::Close);
        self
    }

    /// Resets the connection.
    pub fn then_reset(mut self) -> Self {
        self.steps.push(Step::Reset);
        self
    }

    /// Says nothing more.
    pub fn then_hang(mut self) -> Self {
        self.steps.push(Step::Hang);
        self
    }
}

fn head(status: u16, headers: &[(&str, &str)], length: usize) -> Vec<u8> {
    let mut text = format!("HTTP/1.1 {status} Scripted\r\n");
    for (name, value) in headers {
        text.push_str(&format!("{name}: {value}\r\n"));
    }
    // RFC 9110, 8.6: not with 204 and 304.
    if !matches!(status, 204 | 304) {
        text.push_str(&format!("Content-Length: {length}\r\n"));
    }
    text.push_str("\r\n");
    text.into_bytes()
}
