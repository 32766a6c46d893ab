use cases::runtime::json::Value;
use cases::runtime::{CallOptions, Upload};
use cases::wire_elsewhere::models::OddSheetsRequest;
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
    Ok(())
}
