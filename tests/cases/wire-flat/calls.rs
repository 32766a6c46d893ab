use cases::wire_flat::Client;
use cases::wire_flat::models::PerhapsColour;

pub async fn run(url: &str) -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().endpoint(format!("{url}/base")).build()?;
    let machine = client.machines().get().await?.into_body();
    assert_eq!((machine.name.as_str(), machine.size().map(String::as_str)), ("a", Some("large")));
    assert_eq!((machine.depth(), machine.cores(), machine.tags()), (Some(&3), Some(&8), None));
    assert_eq!((machine.r#type(), machine.colour()), (None, Some(&PerhapsColour::Red)));
    let empty = client.machines().get().await?.into_body();
    assert_eq!((empty.size(), empty.depth(), empty.cores(), empty.colour()), (None, None, Some(&1), None));
    Ok(())
}
