use cases::union_anyof::Client;
use cases::union_anyof::models::{Anything, Mail, Place};

pub async fn run(url: &str) -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder(url).build()?;
    let both = client.mixed().put_mixed(Anything::Mail(Mail::new("a@b"))).await?.into_body();
    let Anything::Several(value) = &both else { return Err(format!("{both:?}").into()) };
    assert_eq!(value["town"], "Rome");
    let one = client.mixed().put_mixed(both).await?.into_body();
    assert_eq!(one, Anything::Place(Place::new("Rome")));
    Ok(())
}
