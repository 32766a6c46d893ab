//! The five Batch operations: the bytes that arrive, against the recorded facts.

use generated::batch::models::{CertificateAddParameter, CertificateFormat};
use generated::runtime::{CallOptions, ErrorKind};
use tests::answer::Answer;
use tests::exchange;
use tests::server::Server;
use tests::signature;
use time::macros::datetime;
use uuid::uuid;

use crate::common::{ACCOUNT, KEY, THUMBPRINT, batch, batch_builder, fact, within};

/// A server with one answer of a transcript.
fn serving(fact: &exchange::Exchange) -> Server {
    Server::script([fact.answer("127.0.0.1:1")])
}

#[tokio::test]
async fn get_with_nothing_set() {
    let fact = fact!("batch/get.http");
    let server = serving(&fact);
    within(batch(&server).certificates().get("sha1", THUMBPRINT)).await.unwrap();
    fact.check(&server.request(), &server.authority());
    signature::check(&server.request(), ACCOUNT, KEY);
}

#[tokio::test]
async fn get_with_every_option() {
    let fact = fact!("batch/get-all.http");
    let server = serving(&fact);
    let call = batch(&server)
        .certificates()
        .get("sha1", THUMBPRINT)
        .select("thumbprint,state,url")
        .timeout(30)
        .client_request_id(uuid!("9c4d50ee-2d56-4cd3-8152-34347dc9f2b0"))
        .return_client_request_id(true)
        .ocp_date(datetime!(2017-02-17 00:00:00 UTC));
    within(call).await.unwrap();
    fact.check(&server.request(), &server.authority());
    signature::check(&server.request(), ACCOUNT, KEY);
}

#[tokio::test]
async fn list_with_every_option() {
    let fact = fact!("batch/list.http");
    let server = serving(&fact);
    let call = batch(&server)
        .certificates()
        .list()
        .filter("state eq 'active' and thumbprint ne 'a+b'")
        .select("thumbprint,state")
        .max_results(1)
        .timeout(20)
        .client_request_id(uuid!("9c4d50ee-2d56-4cd3-8152-34347dc9f2b0"))
        .return_client_request_id(true)
        .ocp_date(datetime!(2017-02-17 00:00:00 UTC));
    within(call).await.unwrap();
    fact.check(&server.request(), &server.authority());
    signature::check(&server.request(), ACCOUNT, KEY);
}

#[tokio::test]
async fn add() {
    let fact = fact!("batch/add.http");
    let server = serving(&fact);
    let certificate = CertificateAddParameter::new(THUMBPRINT, "sha1", "U29tZUNlcnREYXRh")
        .with_certificate_format(CertificateFormat::Pfx)
        .with_password("<ExamplePassword>");
    let call = batch(&server).certificates().add(certificate).timeout(30).ocp_date(datetime!(2017-02-17 00:00:00 UTC));
    let response = within(call).await.unwrap();
    assert_eq!(response.status(), 201);
    fact.check(&server.request(), &server.authority());
    signature::check(&server.request(), ACCOUNT, KEY);
}

/// What is not set is left out, and there is no `null`.
#[tokio::test]
async fn add_with_required_members_only() {
    let server = Server::script([Answer::status(201)]);
    let call = batch(&server).certificates().add(CertificateAddParameter::new("AB", "sha1", "ZA=="));
    within(call).await.unwrap();
    assert_eq!(server.request().text(), r#"{"thumbprint":"AB","thumbprintAlgorithm":"sha1","data":"ZA=="}"#);
}

#[tokio::test]
async fn cancel_deletion() {
    let fact = fact!("batch/cancel-deletion.http");
    let server = serving(&fact);
    let response = within(batch(&server).certificates().cancel_deletion("sha1", THUMBPRINT)).await.unwrap();
    assert_eq!(response.status(), 204);
    fact.check(&server.request(), &server.authority());
    signature::check(&server.request(), ACCOUNT, KEY);
}

#[tokio::test]
async fn delete() {
    let fact = fact!("batch/delete.http");
    let server = serving(&fact);
    let response = within(batch(&server).certificates().delete("sha1", THUMBPRINT)).await.unwrap();
    assert_eq!(response.status(), 202);
    fact.check(&server.request(), &server.authority());
    signature::check(&server.request(), ACCOUNT, KEY);
}

/// A value can never change the path, whatever it holds; the template's own `(`, `)`, `=` and `,` stay as they are.
#[tokio::test]
async fn odd_path_values_are_encoded() {
    let server = Server::always(Answer::json("{}"));
    let client = batch(&server);
    let cases = [
        ("a b(c),d/é'%/+;=", "a%20b%28c%29%2Cd%2F%C3%A9%27%25%2F%2B%3B%3D"),
        ("?x=1&y#z", "%3Fx%3D1%26y%23z"),
        ("../..", "..%2F.."),
        ("%2e%2E", "%252e%252E"),
        ("\u{1F511}\"<>\\^`{|}", "%F0%9F%94%91%22%3C%3E%5C%5E%60%7B%7C%7D"),
        ("$!*:@~-._", "%24%21%2A%3A%40~-._"),
        ("a\r\nHost: x", "a%0D%0AHost%3A%20x"),
    ];
    for (n, (value, encoded)) in cases.into_iter().enumerate() {
        within(client.certificates().get("sha1", value)).await.unwrap();
        let request = &server.requests()[n];
        let expected = format!("/certificates(thumbprintAlgorithm=sha1,thumbprint={encoded})");
        assert_eq!(request.path(), expected, "{value:?}");
        assert_eq!(request.query(), "api-version=2024-07-01.20.0");
        signature::check(request, ACCOUNT, KEY);
    }
}

#[tokio::test]
async fn odd_query_values_are_encoded() {
    let server = Server::always(Answer::json("{}"));
    let client = batch(&server);
    let cases = [
        ("a&b=c", "a%26b%3Dc"),
        ("a+b c", "a%2Bb%20c"),
        ("100%", "100%25"),
        ("#é;", "%23%C3%A9%3B"),
        ("'\"[]", "%27%22%5B%5D"),
        ("a,b/c:d@e$f*g?h!(i)", "a%2Cb%2Fc%3Ad%40e%24f%2Ag%3Fh%21%28i%29"),
    ];
    for (n, (value, encoded)) in cases.into_iter().enumerate() {
        within(client.certificates().get("sha1", "T").select(value)).await.unwrap();
        let request = &server.requests()[n];
        assert_eq!(request.query(), format!("$select={encoded}&api-version=2024-07-01.20.0"), "{value:?}");
        signature::check(request, ACCOUNT, KEY);
    }
}

/// Absent is not empty: an empty value is sent as one, and the signature leaves it out as the service does.
#[tokio::test]
async fn an_empty_query_value_is_sent() {
    let server = Server::script([Answer::json("{}")]);
    within(batch(&server).certificates().get("sha1", "T").select("")).await.unwrap();
    assert_eq!(server.request().query(), "$select=&api-version=2024-07-01.20.0");
    signature::check(&server.request(), ACCOUNT, KEY);
}

/// An empty value is none: it is refused before anything is sent.
#[tokio::test]
async fn an_empty_path_value_is_refused() {
    let server = Server::always(Answer::json("{}"));
    let error = within(batch(&server).certificates().get("sha1", "")).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(error.to_string().contains("thumbprint"), "{error}");
    assert_eq!(server.connections(), 0);
}

#[tokio::test]
async fn booleans_and_ids_in_headers() {
    let server = Server::script([Answer::json("{}")]);
    let call = batch(&server)
        .certificates()
        .get("sha1", "T")
        .return_client_request_id(false)
        .client_request_id(uuid!("9C4D50EE-2D56-4CD3-8152-34347DC9F2B0"));
    within(call).await.unwrap();
    let request = server.request();
    assert_eq!(request.header("return-client-request-id"), Some("false"));
    assert_eq!(request.header("client-request-id"), Some("9c4d50ee-2d56-4cd3-8152-34347dc9f2b0"));
}

/// A date of another offset is the same instant, in GMT.
#[tokio::test]
async fn dates_are_written_in_gmt() {
    let server = Server::script([Answer::json("{}")]);
    let call = batch(&server).certificates().get("sha1", "T").ocp_date(datetime!(2017-02-17 01:30:00.5 +02:00));
    within(call).await.unwrap();
    assert_eq!(server.request().header("ocp-date"), Some("Thu, 16 Feb 2017 23:30:00 GMT"));
    signature::check(&server.request(), ACCOUNT, KEY);
}

#[tokio::test]
async fn every_call_gets_its_own_id() {
    let server = Server::always(Answer::json("{}"));
    let client = batch(&server);
    let call = client.certificates().get("sha1", "T");
    within(call.clone()).await.unwrap();
    within(call).await.unwrap();
    let ids: Vec<_> = server.requests().iter().map(|r| r.header("client-request-id").unwrap().to_owned()).collect();
    assert!(ids.iter().all(|id| exchange::is_random_uuid(id)), "{ids:?}");
    assert_ne!(ids[0], ids[1]);
}

/// Connections are used again: two calls, one connection.
#[tokio::test]
async fn connections_are_kept() {
    let server = Server::always(Answer::json("{}"));
    let client = batch(&server);
    for _ in 0..3 {
        within(client.clone().certificates().get("sha1", "T")).await.unwrap();
    }
    assert_eq!((server.requests().len(), server.connections()), (3, 1));
}

#[tokio::test]
async fn a_slash_at_the_end_of_the_address_is_not_doubled() {
    let server = Server::always(Answer::json("{}"));
    for end in ["", "/", "/base", "/base/"] {
        let client = batch_builder(&server).endpoint(format!("{}{end}", server.url())).build().unwrap();
        within(client.certificates().list()).await.unwrap();
    }
    let paths: Vec<_> = server.requests().iter().map(|request| request.path().to_owned()).collect();
    assert_eq!(paths, ["/certificates", "/certificates", "/base/certificates", "/base/certificates"]);
    for request in server.requests() {
        signature::check(&request, ACCOUNT, KEY);
    }
}

#[tokio::test]
async fn another_api_version() {
    let server = Server::script([Answer::json("{}")]);
    let client = batch_builder(&server).api_version("2024-02-01.19.0").build().unwrap();
    within(client.certificates().list()).await.unwrap();
    assert_eq!(server.request().query(), "api-version=2024-02-01.19.0");
}

#[tokio::test]
async fn options_of_one_call() {
    let server = Server::script([Answer::json("{}")]);
    let options = CallOptions::new().header("x-trace", "1").header("If-None-Match", "\"a\"").query("$expand", "a b");
    within(batch(&server).certificates().get("sha1", "T").options(options)).await.unwrap();
    let request = server.request();
    assert_eq!(request.header("x-trace"), Some("1"));
    assert_eq!(request.header("if-none-match"), Some("\"a\""));
    assert_eq!(request.query(), "api-version=2024-07-01.20.0&%24expand=a%20b");
    // What the options add is signed as everything else.
    signature::check(&request, ACCOUNT, KEY);
}

#[tokio::test]
async fn user_agent_and_headers_of_the_client() {
    let server = Server::script([Answer::json("{}")]);
    let client = batch_builder(&server).user_agent("my-program/1.2").header("x-team", "blue").build().unwrap();
    within(client.certificates().list()).await.unwrap();
    let request = server.request();
    let agent = request.header("user-agent").unwrap();
    assert!(agent.starts_with("my-program/1.2 generated/"), "{agent}");
    assert_eq!(request.header("x-team"), Some("blue"));
}

/// The request of a call is what is sent but for the credential, and `send_raw` takes it, changed or not.
#[tokio::test]
async fn a_request_as_a_value() {
    let server = Server::script([Answer::new(418, &[("x-tea", "pot")], "short and stout")]);
    let client = batch(&server);
    let mut request = client.certificates().get("sha1", THUMBPRINT).timeout(3).request().unwrap();
    assert_eq!(request.method(), "GET");
    assert_eq!(
        request.target(),
        format!(
            "/certificates(thumbprintAlgorithm=sha1,thumbprint={THUMBPRINT})?timeout=3&api-version=2024-07-01.20.0"
        )
    );
    assert!(!request.headers().contains("authorization"));
    request.set_header("x-mine", "yes").unwrap();
    // Whatever status comes is an answer.
    let raw = within(client.send_raw(request)).await.unwrap();
    assert_eq!((raw.status(), raw.body().as_ref()), (418, b"short and stout".as_slice()));
    assert_eq!(raw.headers().get("X-Tea"), Some("pot"));
    let received = server.request();
    assert_eq!(received.header("x-mine"), Some("yes"));
    signature::check(&received, ACCOUNT, KEY);
}

/// The other credential of the service: a token in place of the signature, and then no date of our making.
#[tokio::test]
async fn a_bearer_token() {
    use generated::batch::{Client, auth::Bearer};
    let server = Server::script([Answer::json("{}")]);
    let client = Client::builder(server.url()).credential(Bearer::new("token-of-mine")).build().unwrap();
    within(client.certificates().list()).await.unwrap();
    let request = server.request();
    assert_eq!(request.header("authorization"), Some("Bearer token-of-mine"));
    assert_eq!(request.header("ocp-date"), None);
}

/// A token goes over TLS only, but for servers on this machine: to others it is refused before a connection is tried.
#[tokio::test]
async fn a_bearer_token_does_not_go_over_http() {
    use generated::batch::{Client, auth::Bearer};
    for url in ["http://account.invalid", "http://192.0.2.1", "http://[2001:db8::1]", "http://localhost.example"] {
        let client = Client::builder(url).credential(Bearer::new("token-of-mine")).build().unwrap();
        let error = within(client.certificates().list()).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Credential, "{error}");
        assert!(!error.to_string().contains("token-of-mine"), "{error}");
    }
}

#[tokio::test]
async fn no_credential_is_an_error_before_sending() {
    use generated::batch::Client;
    let server = Server::always(Answer::json("{}"));
    let client = Client::builder(server.url()).build().unwrap();
    let error = within(client.certificates().list()).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credential);
    assert!(error.to_string().contains("api_key"), "{error}");
    assert_eq!((error.attempts(), server.connections()), (0, 0));

    let client = Client::builder(server.url()).allow_anonymous().build().unwrap();
    within(client.certificates().list()).await.unwrap();
    assert_eq!(server.request().header("authorization"), None);
}
