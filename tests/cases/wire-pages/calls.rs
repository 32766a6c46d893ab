use cases::wire_pages::Client;

pub async fn run(url: &str) -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().endpoint(format!("{url}/base")).build()?;
    let pages = client.pages();
    assert_eq!(pages.names().per_page(2).items().into_vec().await?, ["a", "b", "c"]);
    let mut runs = pages.runs().pages();
    let first = runs.next().await.ok_or("a page")??;
    assert_eq!(first.body().total, 2);
    let more = first.continuation().ok_or("more")?.clone();
    let rest = pages.runs().pages().resume_from(more).items(|page| page.runs.unwrap_or_default()).into_vec().await?;
    assert_eq!(rest.iter().map(|run| run.id).collect::<Vec<_>>(), [2]);
    pages.both().await?;
    Ok(())
}
