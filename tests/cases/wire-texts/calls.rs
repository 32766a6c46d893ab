use cases::runtime::ErrorKind;
use cases::wire_texts::Client;
use cases::wire_texts::texts::SetEitherBody;

pub async fn run(url: &str) -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder(url).build()?;
    let texts = client.texts();
    assert_eq!(texts.count().await?.into_body(), 5);
    assert_eq!(texts.count().await.expect_err("no number").kind(), ErrorKind::Decode);
    assert_eq!(texts.count().await.expect_err("a 400").api_error(), Some(&7));
    assert_eq!(texts.count().await.expect_err("no number").api_error(), None);
    assert!(texts.set_count(6).await?.into_body());
    assert_eq!(texts.share().await?.into_body(), 0.25);
    texts.set_share(2.0).await?;
    texts.set_share(0.5).as_text().await?;
    assert!(texts.set_share(f64::NAN).as_text().await.is_err());
    texts.set_either(SetEitherBody::Text(true)).await?;
    assert_eq!(texts.word().await?.into_body(), "a");
    texts.set_word().body("7").await?;
    assert_eq!(texts.word().await?.into_body(), "");
    Ok(())
}
