use cases::wire_paging::Client;

pub async fn run(url: &str) -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().endpoint(format!("{url}/base")).build()?;
    let pages = client.pages();
    let customers = pages.customers().limit(2).expand(vec!["a".into(), "b c".into()]).items().into_vec().await?;
    assert_eq!(customers.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["c 1", "c&2", "c3"]);
    assert_eq!(pages.orders().items().into_vec().await?, ["x", "y"]);
    assert_eq!(pages.events().page_cursor(5).items().into_vec().await?, ["e", "f"]);
    assert_eq!(pages.rows().limit(2).items().into_vec().await?, [1, 2, 3]);
    let mut leaves = pages.leaves().pages();
    let first = leaves.next().await.ok_or("a page")??;
    let more = first.continuation().ok_or("more")?.clone();
    assert!(more.to_string().ends_with("/base/leaves?page=1"), "{more}");
    let rest = pages.leaves().pages().resume_from(more).items(|page| {
        page.result.flatten().map(|result| result.leaves).unwrap_or_default()
    });
    assert_eq!(rest.into_vec().await?, ["m"]);
    assert_eq!(pages.links().items().into_vec().await?, ["n", "o"]);
    // A page that does not say whether there is more goes on where it says how.
    let messages = [
        pages.messages().items().into_vec().await?,
        pages.answers().items().into_vec().await?,
        pages.lasts().items().into_vec().await?,
    ];
    for messages in messages {
        assert_eq!(messages.iter().map(|one| one.id.as_str()).collect::<Vec<_>>(), ["1", "2", "3"]);
    }
    assert_eq!(pages.counted().items().into_vec().await?.len(), 2);
    // On a thread of no runtime: item by item, all of them, page by page; on one of a runtime it is an error.
    let url = url.to_owned();
    std::thread::spawn(move || without_async(&url).map_err(|error| error.to_string())).join().expect("a thread")?;
    let mut refused = pages.orders().items().blocking();
    assert!(refused.next().ok_or("an error")?.is_err_and(|error| error.to_string().contains("async runtime")));
    assert!(refused.next().is_none());
    assert!(pages.orders().items().into_vec_blocking().is_err());
    Ok(())
}

fn without_async(url: &str) -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().endpoint(format!("{url}/base")).build()?;
    let pages = client.pages();
    let mut all = Vec::new();
    for item in pages.orders().items().blocking() {
        all.push(item?);
    }
    assert_eq!(all, ["x", "y"]);
    assert_eq!(pages.rows().limit(2).items().into_vec_blocking()?, [1, 2, 3]);
    let mut links = pages.links().pages();
    assert_eq!(links.next_blocking().ok_or("a page")??.body().names, ["n"]);
    let mut items = links.items(|page| page.names);
    assert_eq!(items.next_blocking().ok_or("an item")??, "o");
    assert!(items.next_blocking().is_none());
    let raw = client.send_raw_blocking(pages.links().request()?)?;
    assert_eq!(raw.status(), 404);
    Ok(())
}
