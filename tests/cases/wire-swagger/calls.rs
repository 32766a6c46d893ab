use cases::wire_swagger::Client;

pub async fn run(url: &str) -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder("one").endpoint(url).build()?;
    let swagger = client.swagger();
    swagger.shared().await?;
    swagger.shared().skip(2).x_trace("t").await?;
    Ok(())
}
