use cases::wadl_elements::Client;
use cases::wadl_elements::models::{
    Figure, Note, Shape, Thing, ThingModel, ThingsFindBadRequest, ThingsFindResponse, ThingsShapeResponse,
};

pub async fn run(url: &str) -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().endpoint(url).build()?;
    let things = client.things();
    // The root says which of the elements it is, in errors too.
    assert_eq!(things.find().await?.into_body(), ThingsFindResponse::Thing(thing()));
    assert_eq!(things.find().await?.into_body(), ThingsFindResponse::Note(Note("n".to_owned())));
    let error = things.find().await.err().ok_or("it was no error")?;
    assert!(matches!(error.api_error(), Some(ThingsFindBadRequest::Fault(fault)) if fault.code == "c"));
    let error = things.find().await.err().ok_or("it was no error")?;
    assert!(error.to_string().contains("no document begins with the root element `Else`"), "{error}");

    let note = ThingsFindResponse::Note(Note("n".to_owned()));
    assert_eq!(things.put(note.clone()).await?.into_body(), note);
    assert_eq!(things.put(thing()).await?.into_body(), ThingsFindResponse::Thing(thing()));

    let square = things.shape(Shape::Square(3)).await?.into_body();
    assert_eq!(square, ThingsShapeResponse::Shape(Shape::Square(4)));
    let Figure::Line(line) = things.figure().await?.into_body() else { return Err("no line".into()) };
    assert_eq!((line.id, line.length), (Some(1), 2));
    let Figure::Dot(dot) = things.figure().await?.into_body() else { return Err("no dot".into()) };
    assert_eq!(dot.id, None);
    Ok(())
}

fn thing() -> Thing {
    Thing(ThingModel::new("t"))
}
