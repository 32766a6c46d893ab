use cases::runtime::xml::Nillable;
use cases::wadl_nil_roots::Client;
use cases::wadl_nil_roots::models::{Thing, ThingFindThingResponse as Found};

pub async fn run(url: &str) -> Result<(), Box<dyn std::error::Error>> {
    let things = Client::builder().endpoint(url).build()?.thing();
    let answer = things.put_thing(Nillable::nil()).await?.into_body();
    let Nillable::Nil(nil) = answer else { return Err("it has no value".into()) };
    assert_eq!(nil.attributes.len(), 1);
    assert_eq!(things.put_thing(Thing::default().into()).await?.into_body(), Nillable::Value(Thing::default()));
    assert_eq!(things.find_thing().await?.into_body(), Found::Thing(Nillable::nil()));
    assert_eq!(things.find_thing().await?.into_body(), Found::Code(None));
    let (one, other) = (things.find_thing().await.err(), things.add_plain().await.err());
    for error in [one.map(|error| error.to_string()), other.map(|error| error.to_string())] {
        let error = error.ok_or("a value was made of nothing")?;
        assert!(error.contains("marked as having no value"), "{error}");
    }
    Ok(())
}
