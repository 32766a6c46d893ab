//! A server on this machine that writes down what it receives, byte for byte, and answers piece by piece.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::service::Client;
use crate::runtime::auth::Bearer;
use crate::runtime::{self, CallOptions, Headers, RawResponse, Request, RequestBuilder, Response, RetryPolicy};

pub const EMPTY: &[&str] = &["HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"];
pub const BUSY: &[&str] = &["HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"];

/// What was received, one text for each request.
pub type Received = Arc<Mutex<Vec<String>>>;

async fn request(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut piece = [0; 4096];
    while let Ok(length @ 1..) = stream.read(&mut piece).await {
        bytes.extend_from_slice(&piece[..length]);
        let text = String::from_utf8_lossy(&bytes);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let header = |name: &str| head.lines().find_map(|line| line.strip_prefix(name)).map(str::to_owned);
        let whole = match header("content-length: ") {
            Some(length) => body.len() >= length.parse().unwrap(),
            None if header("transfer-encoding: chunked").is_some() => body.ends_with("0\r\n\r\n"),
            None => true,
        };
        if whole {
            break;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A server that gives one answer for each connection, with a pause between its pieces.
pub async fn server(answers: Vec<&'static [&'static str]>) -> (String, Received) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let received = Received::default();
    let seen = received.clone();
    tokio::spawn(async move {
        for answer in answers {
            let (mut stream, _) = listener.accept().await.unwrap();
            let text = request(&mut stream).await;
            seen.lock().unwrap().push(text);
            for piece in answer {
                stream.write_all(piece.as_bytes()).await.ok();
                stream.flush().await.ok();
                tokio::time::sleep(Duration::from_millis(15)).await;
            }
            stream.shutdown().await.ok();
        }
    });
    (format!("http://{address}"), received)
}

pub fn client(url: &str) -> Client {
    let quick = RetryPolicy::default().backoff(Duration::from_millis(1), Duration::from_millis(1));
    Client::builder(url).credential("token", Bearer::new("t")).retry(quick).build().unwrap()
}

pub static PUT: runtime::Operation = runtime::Operation::new("put", "PUT", "/x", &[]).accept("application/json");

pub static GET: runtime::Operation = runtime::Operation::new("get", "GET", "/x", &[]).accept("text/event-stream");

/// Builds the request of an operation.
pub fn build(
    client: &Client,
    operation: &'static runtime::Operation,
    options: &CallOptions,
    fill: impl FnOnce(&mut RequestBuilder),
) -> Result<Request, runtime::Error> {
    let mut builder = RequestBuilder::new(&client.core, operation);
    builder.path("/x");
    fill(&mut builder);
    builder.finish(options)
}

/// Sends a request as generated code does.
pub async fn send(client: &Client, request: Request) -> Result<RawResponse, runtime::Error> {
    runtime::Call::new(&client.core, Ok(request), CallOptions::default(), Ok).await
}

pub type Answer<T> = Result<Response<T>, runtime::Error>;

/// The header fields and the body of a request that was received.
pub fn parts(text: &str) -> (Headers, &str) {
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let mut headers = Headers::new();
    for line in head.lines().skip(1) {
        let (name, value) = line.split_once(": ").unwrap();
        headers.append(name, value).unwrap();
    }
    (headers, body)
}
