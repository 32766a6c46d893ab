use cases::runtime::Events;
use cases::wire_whole::Client;
use cases::wire_whole::models::{Change, Row, WholeChangesResponse as Changed, WholeFormQ, WholeKindsResponse as Kind, WholePingsResponseEvent, WholeWordsResponseData};

/// What all events are, and how many there are.
async fn all<T>(mut events: Events<T>) -> Result<Vec<T>, Box<dyn std::error::Error>> {
    let mut found = Vec::new();
    while let Some(event) = events.next().await {
        found.push(event?.data);
    }
    Ok(found)
}

pub async fn run(url: &str) -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().endpoint(url).build()?;
    let whole = client.whole();

    let kinds = all(whole.kinds().await?.into_body()).await?;
    let [Kind::AddString(text), Kind::AddInt64(number), Kind::AddJson(json)] = kinds.as_slice() else {
        return Err(format!("{kinds:?}").into());
    };
    assert_eq!((text.data.as_str(), text.id.as_deref()), ("1", None));
    assert_eq!((number.data.as_str(), number.id.as_deref()), ("1234", Some("7")));
    assert_eq!((json.data.get("foo").and_then(|foo| foo.as_i64()), json.retry), (Some(42), Some(20)));

    let mut rows = whole.rows().await?.into_body();
    assert_eq!(*rows.next().await.ok_or("a row")??.data.data, Row::new(1).with_t("a"));
    assert!(rows.next().await.is_some_and(|none| none.is_err()));
    assert!(rows.next().await.is_none());
    let changes = all(whole.changes().await?.into_body()).await?;
    let [Changed::Put(put), Changed::Gone(gone), Changed::Unknown(_)] = changes.as_slice() else {
        return Err(format!("{changes:?}").into());
    };
    assert_eq!((&*put.data, gone.data.as_str()), (&Row::new(2), "{\"n\":2}"));

    let changes = all(whole.tagged().await?.into_body()).await?;
    let [Change::Added(added), Change::Removed(removed), Change::Unknown(_)] = changes.as_slice() else {
        return Err(format!("{changes:?}").into());
    };
    assert_eq!((added.data.as_str(), added.id.as_deref()), ("{\"n\":1}", Some("7")));
    assert_eq!(removed.data.to_string(), "2024-02-29");

    let words = all(whole.words().await?.into_body()).await?;
    assert_eq!((words.len(), &words[0].data, words[0].id.is_some()), (1, &WholeWordsResponseData::Stop, true));
    let pings = all(whole.pings().await?.into_body()).await?;
    assert_eq!((pings.len(), pings[0].event.as_ref()), (1, Some(&WholePingsResponseEvent::Ping)));
    assert_eq!(all(whole.loose().await?.into_body()).await?, [Row::new(1)]);

    let form = WholeFormQ::new("a b&").with_row(Row::new(1).with_t("&")).with_rows(vec![Row::new(2), Row::new(3)]);
    let form = form.with_piped(vec!["a".to_owned(), "b c".to_owned()]).with_open("/a:b?").with_deep(Row::new(4));
    whole.form().q(form.with_number(vec![5, 6])).await?;
    whole.path().selector("$.a.b[1:1]").await?;
    whole.text(-5).await?;
    // The text of a form is the query, as the caller has encoded it.
    whole.encoded("a=b%20c&d").await?;
    whole.beside("b", Row::new(1)).await?;
    assert_eq!(whole.search(Row::new(1)).await?.into_body(), Row::new(2));
    Ok(())
}
