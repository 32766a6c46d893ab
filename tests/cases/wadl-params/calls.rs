use cases::wadl_params::{Client, models};

pub async fn run(url: &str) -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().endpoint(url).build()?;
    let list = || client.operations().list_things(models::ListThingsState::Old, true);
    // What is not given is no part of the path.
    let _ = list().await;
    let _ = list().color("dark blue").await;
    // A value of a list type is one text, with blanks between its items.
    let words = vec!["a".to_owned(), "b".to_owned()];
    let _ = list().sizes(vec![1, 2]).mood(models::Mood::Good).x_words(words).await;
    let words = vec!["c".to_owned(), "d".to_owned()];
    let form = models::SendRequest::default().with_sizes(vec![1, 2]).with_mood(models::Mood::Bad).with_word(words);
    client.operations().send(form).await?;
    // In a path by name, too.
    let sized = || client.operations().sized();
    sized().await?;
    sized().sizes(vec![1, 2]).mood(models::Mood::Good).words(vec!["a".to_owned(), "b".to_owned()]).await?;
    // Several of them are several texts.
    let rows = || vec![vec![1, 2], vec![3]];
    sized().several(rows()).rows(rows()).moods(vec![models::Mood::Good, models::Mood::Bad]).x_rows(rows()).await?;
    Ok(())
}
