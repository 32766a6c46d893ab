use cases::wire_styles::models::{Color, LineItem, Nested, NestedA, Orders, OrdersShipping, Pageable};
use cases::wire_styles::Client;

fn text() -> String {
    "blue".to_owned()
}

fn list() -> Vec<String> {
    ["blue", "black", "brown"].map(str::to_owned).to_vec()
}

fn color() -> Color {
    Color::new(100, 200, 150)
}

pub async fn run(url: &str) -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder(url).build()?;
    let styles = client.styles();
    styles.simple(text(), text(), list(), list(), color(), color()).await?;
    styles.label(text(), text(), list(), list(), color(), color()).await?;
    styles.matrix(text(), text(), list(), list(), color(), color()).await?;
    // No text of a value is a part of the path.
    let odd = || "a/b c?d#e,f;g=h.i%2F..".to_owned();
    styles.simple(odd(), odd(), vec![odd(), "x".to_owned()], list(), color(), color()).await?;
    // An empty value: `.` and `;name` in the styles that have a form for it, refused where the path would be another.
    styles.matrix("", "", list(), list(), color(), color()).await?;
    assert!(styles.simple("", text(), list(), list(), color(), color()).await.is_err());
    assert!(styles.simple(text(), text(), vec![], list(), color(), color()).await.is_err());
    assert!(styles.simple("..", text(), list(), list(), color(), color()).await.is_err());

    styles.form().text_flat(text()).text_exploded(text()).await?;
    styles.form().list_flat(list()).list_exploded(list()).await?;
    styles.form().object_flat(color()).object_exploded(color()).await?;
    // Absent and empty are apart; a list without items is left out, a list of an empty text is not.
    styles.form().text_flat("").list_flat(vec![]).list_exploded(vec![String::new()]).await?;
    styles.space_delimited().list_flat(list()).list_exploded(list()).await?;
    styles.space_delimited().object_flat(color()).object_exploded(color()).await?;
    styles.pipe_delimited().list_flat(list()).list_exploded(list()).await?;
    styles.pipe_delimited().object_flat(color()).object_exploded(color()).await?;
    // What holds the character between items cannot be told apart.
    assert!(styles.pipe_delimited().list_flat(vec!["a|b".to_owned()]).await.is_err());
    styles.deep_object().list_exploded(list()).object_exploded(color()).await?;
    let nested = Nested::default().with_a(NestedA::default().with_b("x & y")).with_c(vec![1, 2]);
    styles.deep_nested().nested(nested).await?;
    let item = |price: &str, quantity| LineItem::default().with_price(price).with_quantity(quantity);
    let shipping = OrdersShipping::default()
        .with_countries(vec!["US".to_owned(), "CA".to_owned()])
        .with_options(vec![item("o", 3)]);
    let orders = Orders::default().with_line_items(vec![item("p1", 1), item("p2", 2)]).with_shipping(shipping);
    styles.deep_lists(orders.clone()).orders(orders).await?;
    // Springdoc's pages: a list that is a member stands there item by item.
    let pageable = Pageable::default().with_page(0).with_size(20).with_sort(vec!["a".to_owned(), "b,desc".to_owned()]);
    let filters = [("kind".to_owned(), list())].into_iter().collect();
    styles.pageable(pageable).filters(filters).await?;
    styles.pageable(Pageable::default().with_sort(vec![])).await?;
    let reserved = ":/?#[]@!$&'()*+,;= ü";
    let call = styles.reserved().kept(reserved).escaped(reserved);
    call.kept_list(vec!["a/b".to_owned(), "c".to_owned()]).escaped_list(vec!["a/b,".to_owned(), "c".to_owned()]).await?;

    let call = styles.header().x_text_flat(text()).x_text_exploded("a \"b\", 100%").x_list_flat(list());
    call.x_list_exploded(list()).x_object_flat(color()).x_object_exploded(color()).await?;
    assert!(styles.header().x_text_flat("a\r\nX-Other: b").await.is_err());
    styles.header().x_text_flat("").x_list_flat(vec![]).await?;
    let call = styles.cookie().text_flat(text()).text_exploded("a; b=c").list_flat(list()).list_exploded(list());
    call.object_flat(color()).object_exploded(color()).await?;
    styles.as_json().filter(color()).x_filter(color()).await?;
    Ok(())
}
