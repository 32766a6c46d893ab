use cases::runtime::json::Value;
use cases::runtime::{CallOptions, Upload};
use cases::wire_bodies::models::{Address, BodiesPartsRequest, Form, Order, Patch};
use cases::wire_bodies::bodies::PatchesOrTextBody;
use cases::wire_bodies::Client;

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

pub async fn run(url: &str) -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder(url).build()?;
    let bodies = client.bodies();
    let address = || Address::default().with_street("Main St. 1");
    let mut form = Form::new("a b&c=d+ü");
    form.list = Some(texts(&["x", "y"]));
    form.flat = Some(texts(&["x,", "y"]));
    form.spaced = Some(texts(&["x", "y"]));
    form.deep = Some(address());
    form.kept = Some("a/b:c".to_owned());
    form.json = Some(address());
    form.plain = Some(address());
    bodies.form(form).await?;

    let picture = Upload::new(b"\x89PNG".to_vec()).file_name("a\"b.png").content_type("image/png");
    let parts = BodiesPartsRequest::new("Jane", picture).with_address(address()).with_codes(vec![1, 2]);
    bodies.parts(parts).options(CallOptions::default().multipart_boundary("XXX")).await?;

    let mut order = Order::new(7);
    order.remark = Some("<fine> & \"good\"".to_owned());
    order.lines = Some(texts(&["one", "two"]));
    order.tags = Some(texts(&["a", "b"]));
    let back = bodies.xml(order.clone()).await?.into_body();
    assert_eq!(back, order);
    let plain = bodies.xml(Order::new(8)).await?.into_body();
    assert_eq!(plain.tags, None);

    bodies.either(address()).await?;
    bodies.either("just text".to_owned()).await?;
    let mut patch = Patch::default();
    patch.title = Some(None);
    bodies.patch(patch).await?;
    let value = || Value::from(5);
    bodies.patches(value()).await?;
    bodies.patches(value()).as_json_patch().await?;
    bodies.patches(value()).as_merge_patch().as_merge_patch_query(true).await?;
    bodies.patches_or_text(PatchesOrTextBody::JsonPatch(value())).await?;
    bodies.patches_or_text(PatchesOrTextBody::StrategicMergePatch(value())).await?;
    bodies.patches_or_text("a,b".to_owned()).await?;
    bodies.text("Grüße").await?;
    bodies.raw(vec![0_u8, 255]).await?;
    bodies.lines(vec![address(), Address::default()]).await?;
    assert_eq!(bodies.whole_lines().await?.into_body(), "{\"a\":1}");
    bodies.put_whole_lines("{}\n[]\n".as_bytes().to_vec()).await?;
    Ok(())
}
