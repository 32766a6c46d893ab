use cases::wire_collections::Client;
use cases::wire_collections::models::ListsFormRequest;

fn list() -> Vec<String> {
    ["a", "b,c"].map(str::to_owned).to_vec()
}

pub async fn run(url: &str) -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().endpoint(url).build()?;
    let lists = client.lists();
    lists.path(list(), list(), list(), list()).await?;
    assert!(lists.path(list(), list(), list(), vec!["a|b".to_owned()]).await.is_err());
    lists.query().csv(list()).ssv(list()).tsv(list()).pipes(list()).multi(list()).await?;
    let two = vec!["a".to_owned(), "b".to_owned()];
    let answer = lists.header().x_csv(two).x_ssv(list()).x_tsv(list()).x_pipes(list()).await?;
    let headers = answer.headers();
    for found in [&headers.x_csv, &headers.x_ssv, &headers.x_tsv, &headers.x_pipes] {
        assert_eq!(found.as_deref(), Some(&[1, 2][..]));
    }
    // Nothing is encoded in a header.
    assert!(lists.header().x_csv(list()).await.is_err());
    assert!(lists.header().x_ssv(vec!["a b".to_owned()]).await.is_err());
    // Lists within lists: each is one text.
    let rows = || vec![list(), vec!["d".to_owned()], Vec::new()];
    let words = || vec![vec!["a".to_owned(), "b".to_owned()], vec!["c,d".to_owned()]];
    let nested = || lists.nested(vec![vec![1, 2], vec![3]]);
    nested().multi(words()).await.expect_err("a comma is what stands between items");
    nested().multi(vec![vec!["a".to_owned(), "b".to_owned()], vec!["c".to_owned()]]).csv(rows()).tsv(rows()).await?;
    nested().x_pipes(vec![vec!["a".to_owned(), "b".to_owned()], vec!["c d".to_owned()]]).await?;
    let form = ListsFormRequest::default().with_csv(list()).with_ssv(list()).with_tsv(list()).with_pipes(list());
    lists.form().body(form.with_multi(list()).with_text("a b")).await?;
    Ok(())
}
