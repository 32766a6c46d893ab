use cases::runtime::{CallOptions, Upload};
use cases::wire_rarities::Client;
use cases::wire_rarities::auth::{Basic, Credential};
use cases::wire_rarities::models::{Filter, Open, RarePartsRequest};

pub async fn run(url: &str) -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder(format!("{url}/v1")).credential(Credential::key("k")).build()?;
    let rare = client.rare();
    let filter = Filter::default().with_a("x y&").with_b(vec![1, 2]);
    rare.json().q(filter.clone()).await?;
    rare.form().q(filter).await?;

    let signed = Client::builder(format!("{url}/v1")).credential(Basic::new("u", "p")).credential(Credential::token("t"));
    let signed = signed.build()?;
    let answer = signed.rare().file("a/b:c@d%20e f").await?;
    assert_eq!(answer.headers().x_list, Some(vec![1, 2, 3]));
    for path in ["a//b", "../b", "a?b/.."] {
        assert!(signed.rare().file(path).request().is_err(), "{path}");
    }

    rare.raw("projects/a b/topics/c").await?;
    rare.greedy("folder/file.txt").await?;
    for path in ["a/../b", "..", "./a", ""] {
        assert!(rare.raw(path).request().is_err() && rare.greedy(path).request().is_err(), "{path}");
    }

    let open = rare.list().x_list(vec!["a".to_owned(), "b".to_owned()]).await?.into_body();
    assert_eq!(open.a.as_deref(), Some("x"));
    assert_eq!(open.additional_properties.len(), 2);
    let mut twice = Open::default().with_a("x");
    twice.additional_properties.insert("a".to_owned(), "y".into());
    assert!(rare.open(twice).request().is_err());
    // A comma would make two items of one.
    assert!(rare.list().x_list(vec!["a,b".to_owned()]).request().is_err());

    // Said when the crate is written: the text is not made of the bytes, nor the bytes of the text.
    rare.image(b"iVBORw==".to_vec()).await?;
    let image = Upload::new(b"\x89PNG".to_vec());
    let parts = RarePartsRequest::default().with_image(image).with_more(vec![Upload::new(b"GIF".to_vec())]);
    rare.parts(parts).options(CallOptions::default().multipart_boundary("XXX")).await?;
    Ok(())
}
