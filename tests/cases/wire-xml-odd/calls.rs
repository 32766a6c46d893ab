use cases::runtime::json::Open;
use cases::wire_xml_odd::Client;
use cases::wire_xml_odd::models::{Around, BodiesInlineRequest, Cat, Dog, Either, Home, Leaf, Marked, Mix, MixInner, One, Pet, Plain, Tree};

pub async fn run(url: &str) -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder(url).build()?;
    let bodies = client.bodies();
    let tree = Tree::Leaf(Leaf::default().with_colour("green"));
    assert_eq!(bodies.tree(tree.clone()).await?.into_body(), tree);

    let home = |pet: Pet| Home::default().with_pet(pet);
    let cat = home(Pet::Cat(Cat::default().with_lives(9)));
    assert_eq!(bodies.pet(cat.clone()).await?.into_body(), cat);
    assert_eq!(bodies.pet(cat).await?.into_body(), home(Pet::Dog(Dog::default().with_name("Rex"))));

    let mut mix = Mix::default().with_any("at").with_text("text").with_number(1).with_items(vec!["x".into(), "y".into()]);
    mix.inner = Some(MixInner::default().with_p("p").with_q(2));
    mix.pair = Some(Open { items: ("a".to_owned(), 3), rest: vec![true, false] });
    assert_eq!(bodies.mix(mix.clone()).await?.into_body(), mix);
    let least = bodies.mix(Mix::default()).await?.into_body();
    assert_eq!(least, Mix::default().with_number(1));

    // What has no name: a document of the caller's own, and an element of any name.
    assert_eq!(bodies.text("<my>text</my>").await?.into_body(), "<your>text</your>");
    assert_eq!(&bodies.bytes("<my>bytes</my>").await?.into_body().into_bytes().await?[..], b"<your>bytes</your>");
    let inline = BodiesInlineRequest::default().with_a("x");
    assert_eq!(bodies.inline(inline).await?.into_body().a.as_deref(), Some("y"));
    let cats = bodies.list(vec![Cat::default().with_lives(9)]).await?.into_body();
    assert_eq!(cats, [Cat::default().with_lives(8), Cat { is: "d".to_owned(), ..Cat::default() }]);
    assert_eq!(bodies.numbers().await?.into_body(), [1, 2]);
    assert_eq!(bodies.called().await?.into_body(), "w");

    let marked = |w: &str| One::Marked(Marked::default().with_w(w));
    let around = |inner: One| Around::default().with_inner(inner);
    let either = bodies.either(Either::default().with_one(vec![marked("w")])).await?.into_body();
    let wanted = vec![
        marked("w"),
        One::Plain(Plain::default().with_v("v")),
        One::Around(around(marked("i")).with_x("x").with_y("y")),
        One::Plain(Plain::default()),
        One::Around(around(One::Around(Around::default().with_x("")))),
        // What is deepest is the same whatever is tried around it.
        ["4", "3", "2", "1"].iter().fold(marked("i"), |inner, y| One::Around(around(inner).with_y(*y))),
    ];
    assert_eq!(either.one, Some(wanted));
    Ok(())
}
