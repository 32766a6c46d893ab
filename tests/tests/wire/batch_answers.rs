//! What the Batch client makes of answers, the odd ones that servers give too.

use generated::batch::models::{Certificate, CertificateListResult, CertificateState};
use generated::runtime::ErrorKind;
use tests::answer::Answer;
use tests::server::Server;
use time::macros::datetime;
use uuid::uuid;

use crate::common::{THUMBPRINT, batch, fact, within};

/// The certificate that a body is read as.
async fn read(body: impl AsRef<[u8]>) -> Certificate {
    let server = Server::script([Answer::json(body)]);
    within(batch(&server).certificates().get("sha1", THUMBPRINT)).await.unwrap().into_body()
}

#[tokio::test]
async fn a_certificate_with_its_headers() {
    let server = Server::script([fact!("batch/get-all.http").answer("")]);
    let response = within(batch(&server).certificates().get("sha1", THUMBPRINT)).await.unwrap();
    assert_eq!(response.status(), 200);
    let certificate = response.body();
    assert_eq!(certificate.thumbprint.as_deref(), Some(THUMBPRINT));
    assert_eq!(certificate.thumbprint_algorithm.as_deref(), Some("sha1"));
    assert_eq!(certificate.state, Some(CertificateState::Active));
    // Seven digits of a second are kept.
    assert_eq!(certificate.state_transition_time, Some(datetime!(2015-12-25 12:34:56.789_012_3 UTC)));
    assert_eq!(certificate.public_data.as_deref(), Some("#####..."));
    assert_eq!(certificate.previous_state, None);
    assert!(certificate.delete_certificate_error.is_none());
    let headers = response.headers();
    assert_eq!(headers.e_tag.as_deref(), Some("\"0x8D4EDFEBFADF4AB\""));
    assert_eq!(headers.last_modified, Some(datetime!(2017-02-17 00:05:00 UTC)));
    assert_eq!(headers.request_id, Some(uuid!("4dd5a8b2-1c8a-4c3c-8a56-0d6b3b0f1b11")));
    assert_eq!(headers.client_request_id, Some(uuid!("9c4d50ee-2d56-4cd3-8152-34347dc9f2b0")));
    assert_eq!(response.request_id(), Some("4dd5a8b2-1c8a-4c3c-8a56-0d6b3b0f1b11"));
    // What the description does not name is there all the same.
    assert_eq!(response.raw_headers().get("dataserviceversion"), Some("3.0"));
}

#[tokio::test]
async fn every_member_of_a_certificate() {
    let server = Server::script([fact!("batch/get-failed-deletion.http").answer("")]);
    let certificate = within(batch(&server).certificates().get("sha1", THUMBPRINT)).await.unwrap().into_body();
    assert_eq!(certificate.state, Some(CertificateState::DeleteFailed));
    assert_eq!(certificate.previous_state, Some(CertificateState::Deleting));
    assert_eq!(certificate.previous_state_transition_time, Some(datetime!(2015-12-25 12:00:00 UTC)));
    let failure = certificate.delete_certificate_error.unwrap();
    assert_eq!((failure.code.as_deref(), failure.message.as_deref()), (Some("CertificateInUse"), Some("in use")));
    let values = failure.values.unwrap();
    assert_eq!((values[0].name.as_deref(), values[0].value.as_deref()), (Some("Pools"), Some("pool1")));
}

/// The sample answer of the service's reference.
#[tokio::test]
async fn the_answer_of_the_reference() {
    let server = Server::script([fact!("batch/get-reference.http").answer("")]);
    let certificate = within(batch(&server).certificates().get("sha1", THUMBPRINT)).await.unwrap().into_body();
    assert_eq!(certificate.state, Some(CertificateState::DeleteFailed));
    assert_eq!(certificate.state_transition_time, Some(datetime!(2014-07-31 21:12:58.236 UTC)));
    assert_eq!(certificate.previous_state_transition_time, Some(datetime!(2014-07-31 21:11:58.236 UTC)));
    assert_eq!(certificate.public_data.as_deref(), Some("#####..."));
    let failure = certificate.delete_certificate_error.unwrap();
    assert_eq!(failure.code.as_deref(), Some("PoolsReferencingCertificate"));
    assert_eq!(failure.values.unwrap()[0].value.as_deref(), Some("mypool1"));
}

#[tokio::test]
async fn nothing_is_required() {
    assert_eq!(read("{}").await, Certificate::default());
    assert_eq!(
        read(r#"{"thumbprint": null, "state": null, "deleteCertificateError": null}"#).await,
        Certificate::default()
    );
}

#[tokio::test]
async fn a_byte_order_mark_is_skipped() {
    assert_eq!(read(b"\xef\xbb\xbf{\"thumbprint\": \"T\"}").await.thumbprint.as_deref(), Some("T"));
}

#[tokio::test]
async fn unknown_members_are_skipped() {
    let body = r#"{"new": {"deep": [1, {"a": null}]}, "thumbprint": "T", "odata.metadata": "x", "more": 1e400}"#;
    assert_eq!(read(body).await.thumbprint.as_deref(), Some("T"));
}

/// A value that the description does not list is kept and written back as it came; another case is another value.
#[tokio::test]
async fn unknown_states_are_kept() {
    for state in ["frozen", "DeleteFailed", "ACTIVE", "", "déjà vu"] {
        let certificate = read(format!(r#"{{"state":"{state}"}}"#)).await;
        assert_eq!(certificate.state, Some(CertificateState::Unknown(state.to_owned())));
        assert_eq!(serde_json::to_string(&certificate).unwrap(), format!(r#"{{"state":"{state}"}}"#));
    }
}

#[tokio::test]
async fn dates_of_every_kind() {
    let cases = [
        ("2015-12-25T12:34:56.7890123Z", datetime!(2015-12-25 12:34:56.789_012_3 UTC)),
        ("2015-12-25T14:34:56+02:00", datetime!(2015-12-25 14:34:56 +02:00)),
        ("2015-12-25T12:34:56-00:00", datetime!(2015-12-25 12:34:56 UTC)),
        ("2015-12-25t12:34:56z", datetime!(2015-12-25 12:34:56 UTC)),
        ("2015-12-25T12:34:56.123456789Z", datetime!(2015-12-25 12:34:56.123_456_789 UTC)),
        ("2015-12-25T12:34:56.1234567891Z", datetime!(2015-12-25 12:34:56.123_456_789 UTC)),
        ("0001-01-01T00:00:00Z", datetime!(0001-01-01 00:00:00 UTC)),
        ("9999-12-31T23:59:59.9999999Z", datetime!(9999-12-31 23:59:59.999_999_9 UTC)),
    ];
    for (text, expected) in cases {
        let certificate = read(format!(r#"{{"stateTransitionTime":"{text}"}}"#)).await;
        let found = certificate.state_transition_time.unwrap();
        assert_eq!((found, found.offset()), (expected, expected.offset()), "{text}");
    }
}

#[tokio::test]
async fn a_date_that_is_none_is_an_error_that_names_the_member() {
    let server = Server::script([Answer::json(r#"{"stateTransitionTime":"yesterday"}"#)]);
    let error = within(batch(&server).certificates().get("sha1", "T")).await.unwrap_err();
    assert_eq!((error.kind(), error.status()), (ErrorKind::Decode, Some(200)));
    let text = error.to_string();
    assert!(text.contains("stateTransitionTime"), "{text}");
}

#[tokio::test]
async fn escapes_in_text() {
    let certificate = read(r#"{"publicData":"\u00e9\ud83d\udd11\n\"\\\/"}"#).await;
    assert_eq!(certificate.public_data.as_deref(), Some("é\u{1F511}\n\"\\/"));
}

/// Where a member comes twice, the last counts, as for most readers.
#[tokio::test]
async fn a_member_twice() {
    assert_eq!(read(r#"{"thumbprint":"a","thumbprint":"b"}"#).await.thumbprint.as_deref(), Some("b"));
}

#[tokio::test]
async fn a_body_in_chunks_with_pauses() {
    let headers = [("Content-Type", "application/json")];
    // The last letter is split between two of them.
    let chunks: [&[u8]; 3] = [b"{\"thumb", b"print\":\"T\xC3", b"\xA9\"}"];
    let answer = Answer::chunked(200, &headers, &chunks, std::time::Duration::from_millis(20));
    let server = Server::always(answer);
    let client = batch(&server);
    for _ in 0..2 {
        let certificate = within(client.certificates().get("sha1", "T")).await.unwrap().into_body();
        assert_eq!(certificate.thumbprint.as_deref(), Some("Té"));
    }
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn a_body_that_ends_with_the_connection() {
    let raw = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"thumbprint\":\"T\"}";
    let server = Server::script([Answer::raw(raw).then_close()]);
    let certificate = within(batch(&server).certificates().get("sha1", "T")).await.unwrap().into_body();
    assert_eq!(certificate.thumbprint.as_deref(), Some("T"));
}

#[tokio::test]
async fn answers_without_a_body_and_their_headers() {
    let id = "https://account.region.batch.azure.com/certificates(thumbprintAlgorithm=sha1,thumbprint=T)";
    let headers =
        [("DataServiceId", id), ("ETag", "\"1\""), ("request-id", "not-a-uuid"), ("Last-Modified", "yesterday")];
    let server = Server::script([
        Answer::new(201, &headers, ""),
        Answer::new(204, &headers, ""),
        Answer::new(202, &headers, "a body that nobody asked for"),
    ]);
    let client = batch(&server);
    let certificate = generated::batch::models::CertificateAddParameter::new("T", "sha1", "ZA==");
    let added = within(client.certificates().add(certificate)).await.unwrap();
    assert_eq!(added.headers().data_service_id.as_deref(), Some(id));
    assert_eq!(added.headers().e_tag.as_deref(), Some("\"1\""));
    // A header that is not of its type does not make an error of a success; its text stays at hand.
    assert_eq!((added.headers().request_id, added.headers().last_modified), (None, None));
    assert_eq!(added.request_id(), Some("not-a-uuid"));
    let cancelled = within(client.certificates().cancel_deletion("sha1", "T")).await.unwrap();
    assert_eq!(cancelled.headers().data_service_id.as_deref(), Some(id));
    let deleted = within(client.certificates().delete("sha1", "T")).await.unwrap();
    assert_eq!(deleted.raw_body().as_ref(), b"a body that nobody asked for");
}

/// RFC 9110, 5.6.7: the three forms of a date.
#[tokio::test]
async fn dates_in_headers() {
    for text in ["Fri, 17 Feb 2017 00:05:00 GMT", "Friday, 17-Feb-17 00:05:00 GMT", "Fri Feb 17 00:05:00 2017"] {
        let server = Server::script([Answer::new(200, &[("last-modified", text)], "{}")]);
        let response = within(batch(&server).certificates().get("sha1", "T")).await.unwrap();
        assert_eq!(response.headers().last_modified, Some(datetime!(2017-02-17 00:05:00 UTC)), "{text}");
    }
}

#[tokio::test]
async fn an_empty_list() {
    for body in ["{}", r#"{"value":[]}"#, r#"{"value":null,"odata.nextLink":null}"#] {
        let server = Server::script([Answer::json(body)]);
        let list: CertificateListResult = within(batch(&server).certificates().list()).await.unwrap().into_body();
        assert_eq!(list.value.unwrap_or_default(), Vec::new());
        assert_eq!(list.odata_next_link, None);
    }
}
