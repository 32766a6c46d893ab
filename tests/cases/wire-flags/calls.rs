use cases::runtime::CallOptions;
use cases::wire_flags::Client;

pub async fn run(url: &str) -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder("me").endpoint(url).build()?;
    let flags = client.flags();
    flags.acl("a b").await?;
    flags.acl("b").version_id("1").await?;
    flags.sequence("b").await?;
    flags.tagging("b").tagging("").await?;
    // What no value of a parameter's type says, the options of the call do.
    flags.acl("b").options(CallOptions::new().query("snapshot", "")).await?;

    let texts = |pairs: &[(&str, &str)]| pairs.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect();
    let blobs = client.blobs();
    blobs.put("b", "x", texts(&[("One", "1")])).metadata(texts(&[("owner", "Jane, Joe"), ("empty", "")])).await?;
    let answer = blobs.get("b", "x").await?;
    assert_eq!(answer.headers().metadata, Some(texts(&[("owner", "Jane, Joe"), ("kind", "a")])));
    assert_eq!(blobs.get("b", "y").await?.headers().metadata, None);
    assert!(blobs.put("b", "x", texts(&[("a b", "1")])).await.is_err(), "no header is called so");

    assert!(Client::builder("me").dns_suffix("other.example.com:8443").build().is_ok());
    for name in ["", "a/b", "evil.com/", "evil.com#", "evil.com?", "x@evil.com", "a\\b", "a b", "a\tb"] {
        let error = Client::builder(name).build().map(|_| ()).expect_err(name);
        assert!(error.to_string().contains("`accountName`"), "{error}");
        assert!(Client::builder("me").dns_suffix(name).build().is_err(), "{name}");
    }
    Ok(())
}
