use cases::wire_polling::Client;
use cases::wire_polling::models::Thing;

pub async fn run(url: &str) -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder().endpoint(format!("{url}/base")).build()?;
    let things = client.things();
    // What is made says itself how far it is.
    let made = things.put("a", Thing::new(1)).if_match("x").poller().until_done().await?;
    assert_eq!(made.body().size, 2);
    // One that is compressed does not say that it is done.
    let coded = things.put("z", Thing::new(1)).if_match("x").poller().until_done().await.expect_err("a coding");
    assert_eq!(coded.kind(), cases::runtime::ErrorKind::ContentType);
    // An operation with an address of its own; the result is where the request went.
    let mut poller = things.patch("a").poller().interval(std::time::Duration::ZERO);
    assert!(poller.advance().await?.is_none());
    assert!(poller.advance().await?.is_none());
    assert_eq!(poller.status(), Some("Running"));
    let patched = poller.advance().await?.ok_or("an end")?;
    assert_eq!((poller.status(), patched.body().size), (Some("Succeeded"), 3));
    assert!(poller.advance().await.is_err());
    // An address that answers 202 until there is something else.
    assert_eq!(things.post("a").poller().until_done().await?.body().size, 4);
    things.delete("a").poller().until_done().await?;
    // The operation has the result.
    assert_eq!(things.run("a").poller().until_done().await?.body().count, Some(5));
    // It ends at once, it fails, it is refused, it is told of elsewhere.
    things.delete("b").poller().until_done().await?;
    let failed = things.run("b").poller().until_done().await.expect_err("a failure");
    assert_eq!(failed.kind(), cases::runtime::ErrorKind::Failed);
    assert_eq!((failed.code().as_deref(), failed.message().as_deref()), (Some("Busy"), Some("come back later")));
    let refused = things.run("c").poller().until_done().await.expect_err("a refusal");
    assert_eq!(refused.api_error().map(|fault| fault.code.as_str()), Some("no"));
    let elsewhere = things.run("d").poller().until_done().await.expect_err("another origin");
    assert_eq!(elsewhere.kind(), cases::runtime::ErrorKind::NextLink);
    // It is begun here, and asked about elsewhere, by way of text.
    let mut begun = things.post("e").poller();
    assert!(begun.progress().is_none());
    assert!(begun.advance().await?.is_none());
    let kept = begun.progress().ok_or("progress")?.to_string();
    assert!(!format!("{:?}", begun.progress()).contains("secret"), "{kept}");
    let mut resumed = things.post("e").poller().resume_from(kept.parse()?);
    assert!(resumed.advance().await?.is_none());
    assert_eq!(resumed.until_done().await?.body().size, 6);
    assert!("{}".parse::<cases::runtime::Progress>().is_err());
    let stray = kept.replace("127.0.0.1", "127.0.0.2").parse()?;
    let elsewhere = things.post("e").poller().resume_from(stray).until_done().await.expect_err("another origin");
    assert_eq!(elsewhere.kind(), cases::runtime::ErrorKind::NextLink);
    // On a thread of no runtime.
    let own = Client::builder().endpoint(format!("{url}/base")).build()?;
    let blocked = move || -> Result<(), String> {
        let mut poller = own.things().post("f").poller();
        assert!(poller.advance_blocking().map_err(|error| error.to_string())?.is_none());
        let done = poller.until_done_blocking().map_err(|error| error.to_string())?;
        assert_eq!(done.body().size, 7);
        Ok(())
    };
    std::thread::spawn(blocked).join().expect("a thread")?;
    let refused = things.post("f").poller().until_done_blocking().expect_err("a thread of a runtime");
    assert_eq!(refused.kind(), cases::runtime::ErrorKind::InvalidRequest);
    Ok(())
}
