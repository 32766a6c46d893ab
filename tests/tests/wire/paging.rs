//! Lists in pages: lazy, to the letter of the service's link, and never away from home with credentials.

use futures_util::TryStreamExt;
use generated::batch::Client;
use generated::batch::models::Certificate;
use generated::runtime::{Continuation, ErrorKind};
use tests::answer::Answer;
use tests::server::Server;
use tests::signature;
use uuid::uuid;

use crate::common::{ACCOUNT, KEY, batch, batch_builder, fact, quick, within};

/// A page with certificates of these thumbprints, and a link.
fn page(thumbprints: &[&str], next: Option<&str>) -> Answer {
    let value: Vec<_> = thumbprints.iter().map(|t| serde_json::json!({ "thumbprint": t })).collect();
    let mut body = serde_json::json!({ "value": value });
    if let Some(next) = next {
        body["odata.nextLink"] = next.into();
    }
    Answer::json(body.to_string())
}

/// Pages by the number of the request; links lead to this server.
fn paged(pages: &'static [(&'static [&'static str], Option<&'static str>)]) -> Server {
    Server::with(move |n, request| {
        let authority = request.header("host").unwrap_or_default().to_owned();
        match pages.get(n) {
            Some((items, next)) => page(items, next.map(|next| next.replace("{authority}", &authority)).as_deref()),
            None => Answer::status(410),
        }
    })
}

async fn thumbprints(client: &Client) -> Result<Vec<String>, generated::batch::Error> {
    let all: Vec<Certificate> = within(client.certificates().list().items().try_collect::<Vec<_>>()).await?;
    Ok(all.into_iter().map(|certificate| certificate.thumbprint.unwrap_or_default()).collect())
}

/// Both pages of the recorded facts, whose link is odd on purpose.
#[tokio::test]
async fn the_link_byte_for_byte() {
    let (first, second) = (fact!("batch/list.http"), fact!("batch/list-next.http"));
    let (one, two) = (fact!("batch/list.http"), fact!("batch/list-next.http"));
    let server = Server::with(move |n, request| {
        let authority = request.header("host").unwrap_or_default();
        if n == 0 { one.answer(authority) } else { two.answer(authority) }
    });
    let items = batch(&server)
        .certificates()
        .list()
        .filter("state eq 'active' and thumbprint ne 'a+b'")
        .select("thumbprint,state")
        .max_results(1)
        .timeout(20)
        .client_request_id(uuid!("9c4d50ee-2d56-4cd3-8152-34347dc9f2b0"))
        .return_client_request_id(true)
        .ocp_date(time::macros::datetime!(2017-02-17 00:00:00 UTC))
        .items();
    let all: Vec<Certificate> = within(items.try_collect::<Vec<_>>()).await.unwrap();
    let found: Vec<_> = all.iter().map(|certificate| certificate.thumbprint.as_deref().unwrap()).collect();
    assert_eq!(found, ["0123456789abcdef0123456789abcdef01234567", "89abcdef0123456789abcdef0123456789abcdef"]);
    let requests = server.requests();
    first.check(&requests[0], &server.authority());
    assert_eq!(requests[1].line, second.line());
    for request in &requests {
        signature::check(request, ACCOUNT, KEY);
    }
}

/// The further pages are requests of their own: with the options of the call, but an id and a date that are new.
#[tokio::test]
async fn further_pages_have_their_own_id_and_date() {
    let server =
        paged(&[(&["a"], Some("/certificates?page=2")), (&["b"], Some("/certificates?page=3")), (&["c"], None)]);
    let items = batch(&server).certificates().list().return_client_request_id(true).items();
    let all: Vec<Certificate> = within(items.try_collect::<Vec<_>>()).await.unwrap();
    assert_eq!(all.len(), 3);
    let requests = server.requests();
    let mut ids: Vec<_> = requests.iter().map(|r| r.header("client-request-id").unwrap().to_owned()).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 3);
    for request in &requests {
        assert_eq!(request.header("return-client-request-id"), Some("true"));
        assert_eq!(request.header("accept"), Some("application/json"));
        assert!(tests::exchange::is_now(request.header("ocp-date").unwrap()));
        signature::check(request, ACCOUNT, KEY);
    }
}

#[tokio::test]
async fn links_of_every_kind() {
    let server = paged(&[
        (&["a"], Some("http://{authority}/certificates?$skiptoken=a+b%2Bc/=:d,e'f")),
        (&["b"], Some("/certificates?$skiptoken=(x)")),
        (&[], Some("?$skiptoken=relative")),
        (&["c"], Some("certificates(page=4)?x#fragment")),
        (&["d"], Some("//{authority}/certificates?$skiptoken=%7e%2f")),
        (&["e"], Some("")),
    ]);
    assert_eq!(thumbprints(&batch(&server)).await.unwrap(), ["a", "b", "c", "d", "e"]);
    let targets: Vec<_> = server.requests().iter().map(|request| request.target().to_owned()).collect();
    assert_eq!(
        targets,
        [
            "/certificates?api-version=2024-07-01.20.0",
            // RFC 3986 would let the apostrophe stay; the URL standard, by which this transport goes, encodes it in a query.
            "/certificates?$skiptoken=a+b%2Bc/=:d,e%27f",
            "/certificates?$skiptoken=(x)",
            "/certificates?$skiptoken=relative",
            "/certificates(page=4)?x",
            "/certificates?$skiptoken=%7e%2f",
        ]
    );
    for request in server.requests() {
        signature::check(&request, ACCOUNT, KEY);
    }
}

/// Headers of the call's options go with every page, its query parameters with the first: the link has what it needs.
#[tokio::test]
async fn options_and_further_pages() {
    let server = paged(&[(&["a"], Some("/certificates?$skiptoken=x")), (&["b"], None)]);
    let options = generated::runtime::CallOptions::new().header("x-own", "1").query("own", "1");
    let items = batch(&server).certificates().list().options(options).items();
    within(items.try_collect::<Vec<Certificate>>()).await.unwrap();
    let requests = server.requests();
    assert_eq!(requests[0].query(), "api-version=2024-07-01.20.0&own=1");
    assert_eq!(requests[1].query(), "$skiptoken=x");
    assert!(requests.iter().all(|request| request.header("x-own") == Some("1")));
}

/// Nothing is asked for before somebody wants it.
#[tokio::test]
async fn pages_are_lazy() {
    let server = paged(&[(&["a", "b"], Some("/certificates?page=2")), (&["c"], None)]);
    let mut items = batch(&server).certificates().list().items();
    assert!(server.requests().is_empty());
    for _ in 0..2 {
        within(items.next()).await.unwrap().unwrap();
        assert_eq!(server.requests().len(), 1);
    }
    within(items.next()).await.unwrap().unwrap();
    assert_eq!(server.requests().len(), 2);
    assert!(within(items.next()).await.is_none());
    assert!(within(items.next()).await.is_none());
}

#[tokio::test]
async fn pages_with_their_headers() {
    let server = Server::script([
        Answer::new(
            200,
            &[("ETag", "\"1\"")],
            "{\"value\":[{\"thumbprint\":\"a\"}],\"odata.nextLink\":\"/certificates?2\"}",
        ),
        Answer::new(200, &[("ETag", "\"2\"")], "{}"),
    ]);
    let mut pages = batch(&server).certificates().list().pages();
    let first = within(pages.next()).await.unwrap().unwrap();
    assert_eq!(first.response().headers().e_tag.as_deref(), Some("\"1\""));
    assert_eq!(first.body().value.as_ref().map(Vec::len), Some(1));
    assert!(first.continuation().is_some());
    let second = within(pages.next()).await.unwrap().unwrap();
    assert_eq!(second.response().headers().e_tag.as_deref(), Some("\"2\""));
    assert!(second.continuation().is_none());
    assert!(within(pages.next()).await.is_none());
}

/// From one run to the next: the continuation is text.
#[tokio::test]
async fn going_on_later() {
    let server = paged(&[(&["a"], Some("http://{authority}/certificates?$skiptoken=x+y%2Bz")), (&["b"], None)]);
    let client = batch(&server);
    let mut pages = client.certificates().list().max_results(1).pages();
    let first = within(pages.next()).await.unwrap().unwrap();
    let kept = first.continuation().unwrap().to_string();
    let as_json = serde_json::to_string(first.continuation().unwrap()).unwrap();
    drop(pages);

    let continuation: Continuation = kept.parse().unwrap();
    assert_eq!(serde_json::from_str::<Continuation>(&as_json).unwrap(), continuation);
    let mut pages = client.certificates().list().max_results(1).pages().resume_from(continuation);
    let second = within(pages.next()).await.unwrap().unwrap();
    assert_eq!(second.body().value.as_ref().unwrap()[0].thumbprint.as_deref(), Some("b"));
    let requests = server.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[1].target(), "/certificates?$skiptoken=x+y%2Bz");
    signature::check(&requests[1], ACCOUNT, KEY);
}

#[tokio::test]
async fn going_on_at_a_foreign_place() {
    let server = Server::always(page(&[], None));
    let stranger = Server::always(page(&[], None));
    assert!("not a url".parse::<Continuation>().is_err());
    let continuation: Continuation = format!("{}/certificates?x=1", stranger.url()).parse().unwrap();
    let mut pages = batch(&server).certificates().list().pages().resume_from(continuation);
    let error = within(pages.next()).await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NextLink, "{error}");
    assert_eq!((server.connections(), stranger.connections()), (0, 0));
}

/// The page itself is whole; the link is the error, in the place of the next page, and nothing goes to the stranger.
#[tokio::test]
async fn a_link_to_a_foreign_host() {
    let stranger = Server::always(page(&["x"], None));
    for link in
        [format!("{}/certificates?x=secret-token", stranger.url()), format!("//{}/certificates", stranger.authority())]
    {
        let server = Server::script([page(&["a"], Some(&link))]);
        let mut items = batch(&server).certificates().list().items();
        let first = within(items.next()).await.unwrap().unwrap();
        assert_eq!(first.thumbprint.as_deref(), Some("a"));
        let error = within(items.next()).await.unwrap().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NextLink, "{error}");
        assert!(!error.to_string().contains("secret-token"), "{error}");
        assert!(within(items.next()).await.is_none());
    }
    assert_eq!(stranger.connections(), 0);
}

#[tokio::test]
async fn a_link_to_an_origin_that_was_allowed() {
    let other = Server::script([page(&["b"], None)]);
    let server = Server::script([page(&["a"], Some(&format!("{}/certificates?2", other.url())))]);
    let client = batch_builder(&server).allow_origin(other.url()).build().unwrap();
    assert_eq!(thumbprints(&client).await.unwrap(), ["a", "b"]);
    signature::check(&other.request(), ACCOUNT, KEY);
}

#[tokio::test]
async fn links_that_are_none() {
    for link in ["ftp://127.0.0.1/", "http://user:pass@127.0.0.1/", "http://[bad", "mailto:x@y"] {
        let server = Server::script([page(&["a"], Some(link))]);
        let error = thumbprints(&batch(&server)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NextLink, "{link}: {error}");
        assert_eq!(server.requests().len(), 1);
    }
}

/// Links that lead in a circle, at once or after some pages, with a way that leads into it or without.
#[tokio::test]
async fn circles() {
    let server = paged(&[(&["a"], Some("/certificates?api-version=2024-07-01.20.0"))]);
    let error = thumbprints(&batch(&server)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NextLink, "{error}");
    assert_eq!(server.requests().len(), 1);

    for (way, length) in [(0, 2), (0, 3), (1, 2), (5, 3), (3, 17), (20, 1)] {
        let server = Server::with(move |n, _| {
            let place = if n < way { n } else { way + (n - way) % length };
            page(&["a"], Some(&format!("/certificates?page={place}")))
        });
        let error = thumbprints(&batch(&server)).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::NextLink, "{error}");
        let (sent, pages) = (server.requests().len(), way + length);
        assert!(sent > length && sent <= 3 * pages + 3, "{way} {length}: {sent}");
    }
}

/// An error in the middle: what came before it is there, and the stream is at its end.
#[tokio::test]
async fn an_error_on_a_further_page() {
    let server = Server::script([
        page(&["a"], Some("/certificates?2")),
        Answer::new(404, &[("Content-Type", "application/json")], "{\"code\":\"Gone\"}"),
    ]);
    let mut items = batch(&server).certificates().list().items();
    within(items.next()).await.unwrap().unwrap();
    let error = within(items.next()).await.unwrap().unwrap_err();
    assert_eq!((error.status(), error.api_error().unwrap().code.as_deref()), (Some(404), Some("Gone")));
    assert!(within(items.next()).await.is_none());
}

/// Each page is repeated for itself.
#[tokio::test]
async fn a_further_page_is_tried_again() {
    let server = Server::script([page(&["a"], Some("/certificates?2")), Answer::status(503), page(&["b"], None)]);
    let client = batch_builder(&server).retry(quick()).build().unwrap();
    assert_eq!(thumbprints(&client).await.unwrap(), ["a", "b"]);
    let requests = server.requests();
    assert_eq!(requests[1].line, requests[2].line);
}

/// Very many empty pages are no recursion.
#[tokio::test]
async fn many_empty_pages() {
    let server = Server::with(|n, _| {
        let next = format!("/certificates?page={n}");
        if n < 2000 { page(&[], Some(&next)) } else { page(&["last"], None) }
    });
    assert_eq!(thumbprints(&batch(&server)).await.unwrap(), ["last"]);
}

#[tokio::test]
async fn a_request_that_cannot_be_built() {
    let server = Server::always(page(&[], None));
    let options = generated::runtime::CallOptions::new().header("x", "a\r\nb");
    let mut pages = batch(&server).certificates().list().options(options).pages();
    let error = within(pages.next()).await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(within(pages.next()).await.is_none());
    assert_eq!(server.connections(), 0);
}
