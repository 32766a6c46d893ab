use cases::wire_swagger::Client;
use cases::wire_swagger::models::Thing;

pub async fn run(url: &str) -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder("one").endpoint(url).build()?;
    let swagger = client.swagger();
    swagger.shared().await?;
    swagger.shared().skip(2).x_trace("t").await?;
    let thing = Thing::default().with_name("a b").with_size(2);
    swagger.form(thing.clone()).await?;
    swagger.json(thing.clone()).await?;
    assert_eq!(swagger.half(thing.clone()).await?.into_body(), thing);
    Ok(())
}
