use cases::runtime::{CallOptions, Upload};
use cases::wire_charsets::Client;
use cases::wire_charsets::models::{BodiesPartsRequest, Thing};

pub async fn run(url: &str) -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder(url).build()?;
    let bodies = client.bodies();
    bodies.text("ü").await?;
    bodies.ascii("u").await?;
    let thing = || Thing::default().with_a("ü");
    bodies.json(thing()).await?;
    bodies.json(thing()).as_xml().await?;
    bodies.json(thing()).as_form().await?;
    bodies.bytes(Upload::new(vec![b'u'])).await?;
    bodies.shared("ü").await?;
    bodies.shared_again("ü").await?;
    let parts = BodiesPartsRequest::new("ü", thing(), Upload::new(vec![b'u']));
    bodies.parts(parts).options(CallOptions::default().multipart_boundary("XXX")).await?;
    Ok(())
}
