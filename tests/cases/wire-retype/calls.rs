use cases::wire_retype::Client;
use cases::wire_retype::models::Thing;
use std::time::Duration;

pub async fn run(url: &str) -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().endpoint(format!("{url}/base")).build()?;
    let thing = Thing::new(1..2).with_spans(vec![3..4]).with_left(Duration::from_millis(1500));
    let back = client.things().make(thing.clone()).wait(Duration::from_secs(2)).await?;
    assert_eq!(back.body(), &thing);
    Ok(())
}
