//! The variables of an address: what they may hold, and what would make another address of it.

use super::double::Double;
use super::service::SERVICE;
use crate::runtime::CoreBuilder;

/// The address that a template becomes.
fn address(template: &str, variables: &[(&'static str, &str)]) -> Result<String, String> {
    let mut builder = CoreBuilder::new(&SERVICE, template);
    builder.transport(Double::new());
    for (name, value) in variables {
        builder.variable(name, *value);
    }
    builder.build().map(|core| core.base_url().to_string()).map_err(|error| error.to_string())
}

const WHOLE: &str = "{scheme}://{host}:{port}/v{ver}/{+more}";

/// With one of the variables of `WHOLE` as this value.
fn with(name: &'static str, value: &str) -> Result<String, String> {
    let mut all = vec![("scheme", "https"), ("host", "api.test"), ("port", "8443"), ("ver", "2"), ("+more", "a")];
    all.retain(|(known, _)| *known != name);
    all.push((name, value));
    address(WHOLE, &all)
}

#[test]
fn variables_stand_for_parts_of_an_address() {
    assert_eq!(with("scheme", "http").unwrap(), "http://api.test:8443/v2/a");
    assert_eq!(with("host", "[::1]").unwrap(), "https://[::1]:8443/v2/a");
    assert_eq!(with("ver", "1.0..").unwrap(), "https://api.test:8443/v1.0../a");
    // What is part of the path keeps its slashes, and may be empty.
    assert_eq!(with("+more", "a/b c").unwrap(), "https://api.test:8443/v2/a/b%20c");
    assert_eq!(with("+more", "").unwrap(), "https://api.test:8443/v2/");
    // A value is no template.
    assert_eq!(with("ver", "{host}").unwrap(), "https://api.test:8443/v%7Bhost%7D/a");
    let azure = "https://{account}.{suffix}";
    assert_eq!(address(azure, &[("account", "a"), ("suffix", "x.test:99")]).unwrap(), "https://a.x.test:99/");
}

#[test]
fn a_variable_that_begins_an_address_may_hold_more_than_a_name() {
    for (value, whole) in
        [("https://api.test", "https://api.test/v1"), ("http://[::1]:80/base", "http://[::1]/base/v1")]
    {
        assert_eq!(address("{endpoint}/v1", &[("endpoint", value)]).unwrap(), whole);
    }
    let regional = "{endpoint}.api.test/v1";
    assert_eq!(address(regional, &[("endpoint", "https://eu")]).unwrap(), "https://eu.api.test/v1");
    for value in ["https://evil.test/", "https://evil.test/a", "", "https://"] {
        assert!(address(regional, &[("endpoint", value)]).is_err(), "{value:?}");
    }
    for value in ["", " ", "https://evil.test\\", "https://evil.test#", "https://evil.test?x=", "https://u@evil.test"] {
        assert!(address("{endpoint}/v1", &[("endpoint", value)]).is_err(), "{value:?}");
    }
}

#[test]
fn an_address_has_one_slash_where_its_pieces_meet() {
    for value in ["https://api.test/", "https://api.test//", "https://api.test"] {
        assert_eq!(address("{endpoint}/v1", &[("endpoint", value)]).unwrap(), "https://api.test/v1");
    }
    for value in ["/base/", "base", "/base"] {
        assert_eq!(address("https://api.test/{path}/v1", &[("path", value)]).unwrap(), "https://api.test/base/v1");
    }
    assert_eq!(address("https://api.test{path}/v1", &[("path", "/base/")]).unwrap(), "https://api.test/base/v1");
    let two = [("one", "a/"), ("two", "/b")];
    assert_eq!(address("https://api.test/{one}/{two}", &two).unwrap(), "https://api.test/a/b");
    assert_eq!(address("https://api.test/{one}", &[("one", "a//b")]).unwrap(), "https://api.test/a//b");
}

#[test]
fn what_may_be_left_out_of_an_address_may_be_empty() {
    // Behind a whole host, a path and a part of a name are there or not.
    assert_eq!(address("https://api.test{base}", &[("base", "")]).unwrap(), "https://api.test/");
    assert_eq!(address("https://api.test{base}", &[("base", "/v1")]).unwrap(), "https://api.test/v1");
    assert_eq!(address("https://{host}{base}/x", &[("host", "h"), ("base", "/b")]).unwrap(), "https://h/b/x");
    assert_eq!(address("https://api{stage}.test", &[("stage", "")]).unwrap(), "https://api.test/");
    let both = [("endpoint", "https://h/a"), ("base", "/b")];
    assert_eq!(address("{endpoint}{base}", &both).unwrap(), "https://h/a/b");
    assert!(address("{endpoint}{base}.api.test", &both).is_err());
    assert!(address("https://api{endpoint}{base}.test", &[("endpoint", "/a"), ("base", "b")]).is_err());
    assert!(address("https://api.{base}", &[("base", "/v1")]).is_err());
    assert!(address("https://api{stage}.test", &[("stage", "/v1")]).is_err());
    assert!(address("https://api.test{base}", &[("base", "/v1/../..")]).is_err());
    assert!(address("https://{host}{base}", &[("host", ""), ("base", "/evil.test")]).is_err());
}

#[test]
fn a_value_cannot_change_what_an_address_is_made_of() {
    // RFC 3986, 3.2: these end the authority, or make a user of what stands before.
    for value in
        ["", "evil.test/", "/evil.test", "a\\b", "a?b", "a#b", "u@evil.test", "a b", "a\tb", "a\u{7f}", "a\u{a0}b"]
    {
        let error = with("host", value).unwrap_err();
        assert!(error.contains("`host`"), "{value:?}: {error}");
    }
    for value in ["", "80/", "80@evil.test"] {
        assert!(with("port", value).unwrap_err().contains("`port`"), "{value:?}");
    }
    for value in ["", "https://evil.test/", "https:", "1http", "ht tp", "https://evil.test?"] {
        assert!(with("scheme", value).unwrap_err().contains("`scheme`"), "{value:?}");
    }
    for value in ["1/../../admin", "1?x", "1#x", "1\\..", "1/%2e%2E/a", "1/.\t./a", "1/.", "1\n"] {
        let error = with("ver", value).unwrap_err();
        assert!(error.contains("`ver`"), "{value:?}: {error}");
    }
    for value in ["..", ".", "a/..", "%2e"] {
        assert!(with("+more", value).unwrap_err().contains("`+more`"), "{value:?}");
    }
    // Two values that make such a segment together.
    let error = address("https://api.test/{a}{b}/c", &[("a", "."), ("b", ".")]).unwrap_err();
    assert!(error.contains("`..`"), "{error}");
    // What the description itself has there is its own.
    assert_eq!(address("https://api.test/x/../{a}", &[("a", "b")]).unwrap(), "https://api.test/b");
    // The words of an error are no place for line breaks.
    assert!(!with("host", "a\nb").unwrap_err().contains('\n'));
}
