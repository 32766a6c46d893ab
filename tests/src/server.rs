//! A raw HTTP/1.1 server on 127.0.0.1 for one test: it records what it receives and answers by a script. It knows nothing of
//! HTTP beyond where a request ends, so that it can be as wrong as a test wants it to be.
//!
//! It cannot hold up a test: reading, writing, pausing and hanging all end when the server is dropped, and after [`LIFE`] in any case.

use std::io::{self, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::answer::{Answer, Step};
use crate::request::{self, Head, Request};

/// How long a connection lives at most.
pub const LIFE: Duration = Duration::from_secs(60);
/// How often a thread that waits looks whether the server is gone.
const TICK: Duration = Duration::from_millis(5);
const MOST_CONNECTIONS: usize = 64;
const LARGEST_REQUEST: usize = 64 << 20;

/// A running server; it stops when it is dropped.
pub struct Server {
    address: SocketAddr,
    scheme: &'static str,
    shared: Arc<Shared>,
}

/// What to answer to a request, which is counted from 0.
type Script = dyn Fn(usize, &Request) -> Answer + Send + Sync;

struct Shared {
    script: Box<Script>,
    requests: Mutex<Vec<Request>>,
    failures: Mutex<Vec<String>>,
    connections: AtomicUsize,
    stop: AtomicBool,
    tls: Option<Arc<ServerConfig>>,
}

impl Server {
    /// Answers the first request with the first answer, and so on. A request too many is recorded and gets a 599.
    pub fn script(answers: impl IntoIterator<Item = Answer>) -> Self {
        Server::start(None, in_order(answers))
    }

    /// Answers every request alike.
    pub fn always(answer: Answer) -> Self {
        Server::start(None, move |_, _| answer.clone())
    }

    /// Answers as a function says, which gets the number of the request, from 0, and the request.
    pub fn with(script: impl Fn(usize, &Request) -> Answer + Send + Sync + 'static) -> Self {
        Server::start(None, script)
    }

    /// As [`script`](Self::script), over TLS.
    pub fn tls(config: Arc<ServerConfig>, answers: impl IntoIterator<Item = Answer>) -> Self {
        Server::start(Some(config), in_order(answers))
    }

    fn start(
        tls: Option<Arc<ServerConfig>>,
        script: impl Fn(usize, &Request) -> Answer + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let scheme = if tls.is_some() { "https" } else { "http" };
        let shared = Arc::new(Shared {
            script: Box::new(script),
            requests: Mutex::default(),
            failures: Mutex::default(),
            connections: AtomicUsize::new(0),
            stop: AtomicBool::new(false),
            tls,
        });
        let accepting = Arc::clone(&shared);
        thread::spawn(move || accept(&listener, &accepting));
        Server { address, scheme, shared }
    }

    /// `http://127.0.0.1:port` or `https://..`, without a slash at the end.
    pub fn url(&self) -> String {
        format!("{}://{}", self.scheme, self.address)
    }

    /// `127.0.0.1:port`.
    pub fn authority(&self) -> String {
        self.address.to_string()
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// What was received so far.
    pub fn requests(&self) -> Vec<Request> {
        self.shared.requests.lock().expect("requests").clone()
    }

    /// The only request. Stops the test if there was none or another.
    pub fn request(&self) -> Request {
        let mut requests = self.requests();
        assert_eq!(requests.len(), 1, "one request was expected: {requests:?}");
        requests.remove(0)
    }

    /// How many connections were accepted.
    pub fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::SeqCst)
    }

    /// What went wrong with connections, TLS handshakes that failed for example; waits a moment for the first.
    pub fn failures(&self) -> Vec<String> {
        let start = Instant::now();
        loop {
            let found = self.shared.failures.lock().expect("failures").clone();
            if !found.is_empty() || start.elapsed() > Duration::from_secs(2) {
                return found;
            }
            thread::sleep(TICK);
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::SeqCst);
        // Wakes the thread that accepts.
        let _ = TcpStream::connect(self.address);
    }
}

/// An address where nobody listens.
pub fn closed_port() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port")
}

fn in_order(answers: impl IntoIterator<Item = Answer>) -> impl Fn(usize, &Request) -> Answer + Send + Sync + 'static {
    let answers: Vec<Answer> = answers.into_iter().collect();
    move |n, _| answers.get(n).cloned().unwrap_or_else(|| Answer::new(599, &[], "the script is over"))
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    for stream in listener.incoming() {
        if shared.stop.load(Ordering::SeqCst) {
            return;
        }
        let Ok(stream) = stream else { continue };
        let number = shared.connections.fetch_add(1, Ordering::SeqCst);
        if number >= MOST_CONNECTIONS {
            continue;
        }
        let shared = Arc::clone(shared);
        thread::spawn(move || {
            if let Err(error) = connection(stream, number, &shared) {
                shared.failures.lock().expect("failures").push(error.to_string());
            }
        });
    }
}

/// A connection, plain or not.
trait Wire: Read + Write {
    fn tcp(&self) -> &TcpStream;
    fn certificate(&self) -> Option<Vec<u8>>;
}

impl Wire for TcpStream {
    fn tcp(&self) -> &TcpStream {
        self
    }

    fn certificate(&self) -> Option<Vec<u8>> {
        None
    }
}

impl Wire for StreamOwned<ServerConnection, TcpStream> {
    fn tcp(&self) -> &TcpStream {
        &self.sock
    }

    fn certificate(&self) -> Option<Vec<u8>> {
        self.conn.peer_certificates().and_then(|chain| chain.first()).map(|leaf| leaf.to_vec())
    }
}

fn connection(stream: TcpStream, number: usize, shared: &Shared) -> io::Result<()> {
    stream.set_read_timeout(Some(TICK))?;
    stream.set_write_timeout(Some(Duration::from_secs(10)))?;
    stream.set_nodelay(true)?;
    match &shared.tls {
        None => talk(stream, number, shared),
        Some(config) => {
            let tls = ServerConnection::new(Arc::clone(config)).map_err(io::Error::other)?;
            talk(StreamOwned::new(tls, stream), number, shared)
        }
    }
}

fn talk(mut wire: impl Wire, number: usize, shared: &Shared) -> io::Result<()> {
    let until = Instant::now() + LIFE;
    let mut buffer = Vec::new();
    while let Some(mut request) = read_request(&mut wire, &mut buffer, shared, until)? {
        request.connection = number;
        request.certificate = wire.certificate();
        let n = {
            let mut requests = shared.requests.lock().expect("requests");
            requests.push(request.clone());
            requests.len() - 1
        };
        if !answer(&mut wire, &(shared.script)(n, &request), shared, until)? {
            return Ok(());
        }
    }
    Ok(())
}

/// The next request; `None` when the client has ended the connection, or the test is over.
fn read_request(
    wire: &mut impl Wire,
    buffer: &mut Vec<u8>,
    shared: &Shared,
    until: Instant,
) -> io::Result<Option<Request>> {
    let mut chunk = vec![0; 64 << 10];
    loop {
        if let Some(Head { line, headers, used }) = request::parse_head(buffer)?
            && let Some((body, more)) = request::parse_body(&headers, &buffer[used..])?
        {
            buffer.drain(..used + more);
            let at = Instant::now();
            return Ok(Some(Request { connection: 0, at, line, headers, body, certificate: None }));
        }
        match wire.read(&mut chunk) {
            Ok(0) if buffer.is_empty() => return Ok(None),
            Ok(0) => {
                return Err(io::Error::new(
                    ErrorKind::UnexpectedEof,
                    "the client ended the connection within a request",
                ));
            }
            Ok(n) => buffer.extend_from_slice(&chunk[..n]),
            Err(error) if is_wait(&error) => {}
            // A client that lets go of a connection it has no more use for.
            Err(error)
                if buffer.is_empty()
                    && matches!(error.kind(), ErrorKind::ConnectionReset | ErrorKind::UnexpectedEof) =>
            {
                return Ok(None);
            }
            Err(error) => return Err(error),
        }
        if buffer.len() > LARGEST_REQUEST {
            return Err(io::Error::new(ErrorKind::InvalidData, "a request that is too large"));
        }
        if over(shared, until) {
            return Ok(None);
        }
    }
}

/// Goes through the steps; `false` when the connection is at its end.
fn answer(wire: &mut impl Wire, answer: &Answer, shared: &Shared, until: Instant) -> io::Result<bool> {
    for step in &answer.steps {
        match step {
            Step::Send(bytes) => {
                // A client may have seen enough: that is its right.
                if wire.write_all(bytes).and_then(|()| wire.flush()).is_err() {
                    return Ok(false);
                }
            }
            Step::Pause(pause) => {
                let end = (Instant::now() + *pause).min(until);
                while Instant::now() < end && !over(shared, until) {
                    thread::sleep(TICK.min(end.saturating_duration_since(Instant::now())));
                }
            }
            Step::Close => return Ok(false),
            Step::Reset => {
                socket2::SockRef::from(wire.tcp()).set_linger(Some(Duration::ZERO))?;
                return Ok(false);
            }
            Step::Hang => {
                while !over(shared, until) {
                    thread::sleep(TICK);
                }
                return Ok(false);
            }
        }
    }
    Ok(true)
}

fn over(shared: &Shared, until: Instant) -> bool {
    shared.stop.load(Ordering::SeqCst) || Instant::now() >= until
}

fn is_wait(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut | ErrorKind::Interrupted)
}
