use cases::runtime::json::Value;
use cases::runtime::{CallOptions, Upload};
use cases::wire_elsewhere::models::{Floats, OddFloatsEither, OddSheetsRequest};
use cases::wire_elsewhere::{Client, auth};

pub async fn run(url: &str) -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder(url).credential(auth::Credential::key("k")).build()?;
    let odd = client.odd();
    odd.get_thing("a b").page(2).sizes(vec!["x".to_owned(), "y".to_owned()]).word("w").await?;
    odd.keys().x_key("in the query").await?;
    odd.put_keys("mine", "text").await?;

    let response = odd.dated(Upload::new(&b"abc"[..])).await?;
    let modified = response.headers().last_modified.expect("a date");
    odd.dated(Upload::new(&b"abc"[..])).if_modified_since(modified).x_since(modified).await?;

    let bytes = |text: &str| Upload::new(text.as_bytes().to_vec());
    let excel = bytes("3").file_name("b.xls").content_type("application/vnd.ms-excel");
    let sheets = OddSheetsRequest::default()
        .with_first(bytes("1;2"))
        .with_second(excel)
        .with_third(bytes("4"))
        .with_words(Value::from(5));
    odd.sheets(sheets).options(CallOptions::default().multipart_boundary("XXX")).await?;

    let of = Floats::default().with_f(0.1).with_d(0.123_456_789_012_345_67).with_n(3).with_list(vec![0.1, 2.0]);
    let answer = odd.floats().of(of.clone()).either(OddFloatsEither::Number(0.1)).await?.into_body();
    assert_eq!(answer, of);
    odd.link("/subscriptions/x", "l").await?;
    odd.link("subscriptions/x", "l").await?;
    assert!(odd.link("//x", "l").await.is_err() && odd.link("/", "l").await.is_err());
    Ok(())
}
