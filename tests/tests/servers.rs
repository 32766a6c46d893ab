//! The judge is judged first: what the raw server records and does, seen by a bare socket.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::io::{ErrorKind, Read, Write};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use tests::answer::Answer;
use tests::exchange::Exchange;
use tests::server::{Server, closed_port};

fn connect(server: &Server) -> TcpStream {
    let stream = TcpStream::connect(server.authority()).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
    stream
}

fn read_all(stream: &mut TcpStream) -> Result<String, ErrorKind> {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).map_err(|error| error.kind())?;
    Ok(String::from_utf8(bytes).unwrap())
}

#[test]
fn requests_are_recorded_to_the_letter() {
    let server = Server::script([Answer::status(204), Answer::new(200, &[("A", "b")], "body").then_close()]);
    let mut stream = connect(&server);
    // Two at once, in odd pieces, the second in chunks.
    let sent = "GET /a%2f?b HTTP/1.1\r\nhost:  x \r\nOCP-Date: y\r\n\r\nPOST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n\
                3\r\nabc\r\n0A\r\n0123456789\r\n0\r\n\r\n";
    for piece in sent.as_bytes().chunks(7) {
        stream.write_all(piece).unwrap();
        stream.flush().unwrap();
    }
    let answer = read_all(&mut stream).unwrap();
    assert_eq!(answer, "HTTP/1.1 204 Scripted\r\n\r\nHTTP/1.1 200 Scripted\r\nA: b\r\nContent-Length: 4\r\n\r\nbody");
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[0].line, "GET /a%2f?b HTTP/1.1");
    let headers = [("host".to_owned(), "x".to_owned()), ("OCP-Date".to_owned(), "y".to_owned())];
    assert_eq!(requests[0].headers, headers);
    assert!(!requests[0].has_header_spelled("ocp-date") && requests[0].header("ocp-date") == Some("y"));
    assert_eq!(requests[1].text(), "abc0123456789");
    assert_eq!(server.connections(), 1);
}

#[test]
fn faults_happen() {
    let server = Server::script([
        Answer::close(),
        Answer::raw("HTTP/1.1 2").pause(Duration::from_millis(50)).then_reset(),
        Answer::default().drip("abc", Duration::from_millis(40)).then_close(),
    ]);
    let ask = || {
        let mut stream = connect(&server);
        stream.write_all(b"GET / HTTP/1.1\r\n\r\n").unwrap();
        stream
    };
    assert_eq!(read_all(&mut ask()), Ok(String::new()));
    assert_eq!(read_all(&mut ask()), Err(ErrorKind::ConnectionReset));
    let start = Instant::now();
    assert_eq!(read_all(&mut ask()), Ok("abc".to_owned()));
    assert!(start.elapsed() >= Duration::from_millis(120));
    // More than the script has.
    let mut stream = ask();
    let mut first = [0; 12];
    stream.read_exact(&mut first).unwrap();
    assert_eq!(&first, b"HTTP/1.1 599");
}

#[test]
fn a_server_that_is_dropped_hangs_nobody() {
    let server = Server::always(Answer::never());
    let mut stream = connect(&server);
    stream.write_all(b"GET / HTTP/1.1\r\n\r\n").unwrap();
    std::thread::sleep(Duration::from_millis(50));
    drop(server);
    assert_eq!(read_all(&mut stream), Ok(String::new()));
}

#[test]
fn nobody_is_at_a_closed_port() {
    assert_eq!(TcpStream::connect(closed_port()).unwrap_err().kind(), ErrorKind::ConnectionRefused);
}

const FACT: &str = "# A remark.\n> GET /x HTTP/1.1\n> host: {authority}\n> ocp-date: {now}\n> id: {uuid}\n>\n< HTTP/1.1 200 OK\n<\n< a\n< b\n";

/// A request as a server records it.
fn received(text: &str) -> (tests::request::Request, String) {
    let server = Server::script([Answer::status(204)]);
    connect(&server).write_all(text.replace("AUTHORITY", &server.authority()).as_bytes()).unwrap();
    let start = Instant::now();
    while server.requests().is_empty() && start.elapsed() < Duration::from_secs(10) {
        std::thread::sleep(Duration::from_millis(5));
    }
    (server.request(), server.authority())
}

#[test]
fn facts_are_compared_to_the_letter() {
    let now = httpdate::fmt_http_date(std::time::SystemTime::now());
    let id = "9c4d50ee-2d56-4cd3-8152-34347dc9f2b0";
    let right = format!("GET /x HTTP/1.1\r\nID: {id}\r\nhost: AUTHORITY\r\nocp-date: {now}\r\n\r\n");
    let holds = |text: &str| {
        let (request, authority) = received(text);
        let check = || Exchange::parse("a fact", FACT).check(&request, &authority);
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(check)).is_ok()
    };
    assert!(holds(&right));
    let wrong = [
        ("/x", "/x?"),
        ("GET", "HEAD"),
        ("ocp-date", "Ocp-Date"),
        (now.as_str(), "Fri, 17 Feb 2017 00:00:00 GMT"),
        ("4cd3", "1cd3"),
        ("\r\n\r\n", "\r\nmore: 1\r\n\r\n"),
        ("AUTHORITY", "127.0.0.1"),
        ("host:", "post:"),
        ("\r\n\r\n", "\r\nhost: AUTHORITY\r\n\r\n"),
    ];
    for (from, to) in wrong {
        assert!(!holds(&right.replace(from, to)), "{from} -> {to}");
    }
}
