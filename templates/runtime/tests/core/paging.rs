//! Lists, page by page and item by item.

use uuid::Uuid;

use super::double::Double;
use super::service::{builder, client};
use crate::runtime::auth::SharedKey;
use crate::runtime::{CallOptions, Continuation, ErrorKind};

fn page(values: &str, next: &str) -> String {
    format!(r#"{{"value":[{values}],"odata.nextLink":"{next}"}}"#)
}

const LAST: &str = r#"{"value":[9]}"#;

#[tokio::test]
async fn items_come_over_all_pages_and_no_sooner_than_asked_for() {
    let double = Double::new()
        .answer(200, &[], &page("1,2", "https://api.test/v1/things?$skiptoken=a+b:c=%2B%20'x'"))
        .answer(200, &[], &page("", "/v1/things?p=3"))
        .answer(200, &[], LAST);
    let mut items = client(&double).list().items();
    assert!(double.sent().is_empty());
    assert_eq!(items.next().await.unwrap().unwrap(), 1);
    assert_eq!(items.next().await.unwrap().unwrap(), 2);
    assert_eq!(double.sent().len(), 1);
    assert_eq!(items.next().await.unwrap().unwrap(), 9);
    assert!(items.next().await.is_none());
    // The URL type writes an apostrophe of a query as %27, which every reader takes for the same.
    assert_eq!(double.lines()[1], "GET https://api.test/v1/things?$skiptoken=a+b:c=%2B%20%27x%27");
    assert_eq!(double.lines()[2], "GET https://api.test/v1/things?p=3");
}

#[tokio::test]
async fn the_options_go_with_each_page_and_the_ids_are_new() {
    let double = Double::new().answer(200, &[], &page("1", "?p=2")).answer(200, &[], LAST);
    let options = CallOptions::new().header("X-Mine", "m").query("extra", "e f");
    let all = client(&double).list().options(options).items().into_vec().await.unwrap();
    assert_eq!(all, [1, 9]);
    assert_eq!(double.header("x-mine"), [Some("m".into()), Some("m".into())]);
    assert_eq!(double.header("accept"), [Some("application/json".into()), Some("application/json".into())]);
    assert_eq!(
        double.lines(),
        ["GET https://api.test/v1/things?api-version=1&extra=e%20f", "GET https://api.test/v1/things?p=2"]
    );
    let ids = double.header("client-request-id");
    assert!(ids[0].is_some() && ids[1].is_some() && ids[0] != ids[1]);

    let id = Uuid::from_u128(7);
    let double = Double::new().answer(200, &[], &page("1", "?p=2")).answer(200, &[], LAST);
    client(&double).list().request_id(id).items().into_vec().await.unwrap();
    assert_eq!(double.header("client-request-id"), [Some(id.to_string()), Some(id.to_string())]);
}

#[tokio::test]
async fn each_page_is_signed_anew() {
    let double = Double::new().answer(200, &[], &page("1", "?p=2")).answer(200, &[], LAST);
    let key = SharedKey::new("a", "bm90IGEgcmVhbCBrZXk=").unwrap();
    let client = builder(&double).credential("token", key).build().unwrap();
    let mut pages = client.list().pages();
    pages.next().await.unwrap().unwrap();
    double.advance(std::time::Duration::from_secs(5));
    pages.next().await.unwrap().unwrap();
    assert_ne!(double.header("ocp-date")[0], double.header("ocp-date")[1]);
    assert_ne!(double.header("authorization")[0], double.header("authorization")[1]);
}

#[tokio::test]
async fn a_link_to_another_origin_is_an_error_after_the_page() {
    let double = Double::new().answer(200, &[], &page("1", "https://evil.test/v1/things?sig=s3cret"));
    let mut items = client(&double).list().items();
    assert_eq!(items.next().await.unwrap().unwrap(), 1);
    let error = items.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NextLink);
    assert!(error.to_string().contains("evil.test") && !error.to_string().contains("s3cret"), "{error}");
    assert!(items.next().await.is_none());
    assert_eq!(double.sent().len(), 1);

    let double = Double::new().answer(200, &[], &page("1", "https://friend.test/more")).answer(200, &[], LAST);
    let client = builder(&double).allow_origin("https://friend.test").build().unwrap();
    assert_eq!(client.list().items().into_vec().await.unwrap(), [1, 9]);
}

#[tokio::test]
async fn a_link_to_the_page_itself_is_an_error() {
    let double = Double::new().answer(200, &[], &page("1", "https://api.test/v1/things?api-version=1"));
    let error = client(&double).list().items().into_vec().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::NextLink);
}

#[tokio::test]
async fn a_walk_can_be_taken_up_again() {
    let double = Double::new().answer(200, &[], &page("1", "?$skiptoken=s3cret"));
    let client1 = client(&double);
    let mut pages = client1.list().pages();
    let first = pages.next().await.unwrap().unwrap();
    let continuation = first.continuation().unwrap().clone();
    assert!(!format!("{continuation:?}").contains("s3cret"));
    let kept = serde_json::to_string(&continuation).unwrap();
    assert_eq!(kept, r#""https://api.test/v1/things?$skiptoken=s3cret""#);

    let again: Continuation = serde_json::from_str(&kept).unwrap();
    let double = Double::new().answer(200, &[], LAST);
    let mut pages = client(&double).list().pages().resume_from(again);
    let last = pages.next().await.unwrap().unwrap();
    assert!(last.continuation().is_none());
    assert_eq!(double.lines(), ["GET https://api.test/v1/things?$skiptoken=s3cret"]);

    let foreign: Continuation = "https://evil.test/".parse().unwrap();
    let mut pages = client(&Double::new()).list().pages().resume_from(foreign);
    assert_eq!(pages.next().await.unwrap().unwrap_err().kind(), ErrorKind::NextLink);
    assert!("nothing".parse::<Continuation>().is_err());
}

#[tokio::test]
async fn an_error_ends_the_walk() {
    let double = Double::new().answer(200, &[], &page("1", "?p=2")).answer(404, &[], r#"{"code":"Gone"}"#);
    let mut pages = client(&double).list().pages();
    pages.next().await.unwrap().unwrap();
    let error = pages.next().await.unwrap().unwrap_err();
    assert_eq!(error.api_error().unwrap()["code"], "Gone");
    assert!(pages.next().await.is_none());
    // What is wrong with the request comes as the first page.
    let options = CallOptions::new().header("bad name", "");
    let mut pages = client(&Double::new()).list().options(options).pages();
    assert_eq!(pages.next().await.unwrap().unwrap_err().kind(), ErrorKind::InvalidRequest);
    assert!(pages.next().await.is_none());
}

#[test]
fn streams_can_be_moved_between_threads() {
    fn check<T: futures_core::Stream + Send + Unpin + 'static>(_: T) {}
    let client = client(&Double::new());
    check(client.list().items());
    check(client.list().pages());
    fn future<T: Future + Send + 'static>(_: T) {}
    future(client.list().into_future());
}

#[tokio::test]
async fn the_next_page_is_found_among_the_links() {
    for (lines, expected) in [
        (&["<https://a/?p=2>; rel=\"next\""][..], Some("https://a/?p=2")),
        (&["<https://a/?p=9>; rel=\"last\", <https://a/?p=2>; rel=\"next\""], Some("https://a/?p=2")),
        (&["<a,b;c>; rel=prev; title=\"x, <y>; rel=next\", </p?3>;rel=next"], Some("/p?3")),
        (&["<a>; rel=prev", "<b>; title=\"\\\"\"; REL=\"self Next\""], Some("b")),
        (&["<b>; anchor; rel=\"next\""], Some("b")),
        (&["<b> ; rel = \"next\""], Some("b")),
        (&["<b>; rel=nextest", "<b>; rev=next"], None),
        (&["<b", "b; rel=next", ""], None),
        (&[], None),
    ] {
        let headers: Vec<String> = lines.iter().map(|line| format!("Link: {line}")).collect();
        let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
        let double = Double::new().answer(200, &headers, LAST);
        let response = client(&double).list().await.unwrap();
        assert_eq!(crate::runtime::next_link(&response).as_deref(), expected, "{lines:?}");
    }
}
