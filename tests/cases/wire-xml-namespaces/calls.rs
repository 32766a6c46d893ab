use cases::wire_xml_namespaces::Client;
use cases::wire_xml_namespaces::models::{Cause, Other, Problem};

pub async fn run(url: &str) -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder(url).build()?;
    let bodies = client.bodies();
    let cause = |text: &str| Cause::new(text);
    let mut problem = Problem::new(404);
    problem.title = Some("Gone".to_owned());
    problem.ids = Some(vec![1, 2]);
    problem.causes = Some(vec![cause("first").with_id("c"), cause("second").with_level("low")]);
    problem.other = Some(Other::default().with_name("o").with_more("m"));
    // As it is sent, with a prefix for every namespace, and with no namespace for what is said to have none.
    for _ in 0..3 {
        assert_eq!(bodies.problem(problem.clone()).await?.into_body(), problem);
    }
    // What is of another namespace is something else.
    let other = bodies.problem(problem.clone()).await?.into_body();
    assert_eq!((other.title, other.other), (None, None));
    // So it is where that namespace is the default one there.
    let other = bodies.problem(problem.clone()).await?.into_body();
    assert_eq!((other.status, other.title, other.ids), (404, None, Some(vec![1])));

    let causes = vec![cause("first"), cause("second")];
    assert_eq!(bodies.causes(causes.clone()).await?.into_body(), causes);
    Ok(())
}
