use cases::runtime::{CallOptions, Upload};
use cases::wire_bytes::Client;
use cases::wire_bytes::models::{Both, RawSendInlineRequest, RawSendNamedRequest};

pub async fn run(url: &str) -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder(url).build()?;
    let raw = client.raw();
    let options = || CallOptions::default().multipart_boundary("XXX");
    let file = |text: &str| Upload::from(text).file_name("a.png");

    let body = RawSendInlineRequest::default().with_file(file("one"));
    raw.send_inline().body(body).options(options()).await?;
    let text: String = raw.get_inline().await?.into_body();
    assert_eq!(text, "é");

    let body = RawSendNamedRequest::default().with_file(file("one")).with_files(vec![file("two"), file("three")]);
    raw.send_named().body(body).options(options()).await?;
    let text: String = raw.get_named().await?.into_body();
    assert_eq!(text, "a");
    let texts: Vec<String> = raw.get_list().await?.into_body();
    assert_eq!(texts, ["a", "b"]);
    let record = raw.get_record().await?.into_body();
    assert_eq!((record.file, record.files), ("a".to_owned(), Some(vec!["b".to_owned()])));

    let both = raw.both(Both::new(file("one"))).options(options()).await?.into_body();
    assert_eq!(both, Both::new(Upload::from("a")));
    Ok(())
}
