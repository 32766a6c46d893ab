//! Files by the addresses that they give themselves: `$id` of a schema, `$self` of a document. References are relative to
//! that address, wherever the file lies (JSON Schema 2020-12 Core, 8.2.1; OpenAPI 3.2.0, 4.1.2.2; RFC 3986, 5).

use serde_json::Value;
use url::Url;

/// The address of a file.
pub(super) fn of_file(value: &Value) -> Option<Url> {
    let own = value.get("$self").or_else(|| value.get("$id"))?.as_str()?;
    let mut address = Url::parse(own).ok()?;
    address.set_fragment(None);
    Some(address)
}

/// What the part of a reference before its fragment means in a file of the address `base`, or of none.
pub(super) fn of_reference(base: Option<&Url>, part: &str) -> Option<Url> {
    let mut address = match base {
        Some(base) => base.join(part).ok()?,
        None => Url::parse(part).ok()?,
    };
    address.set_fragment(None);
    Some(address)
}

/// Where a file of this address lies beside one of the address `base`, if both are where their addresses say.
pub(super) fn beside(base: &Url, address: &Url) -> Option<String> {
    let relative = base.make_relative(address)?;
    let path = relative.split('?').next().unwrap_or_default();
    (!path.is_empty() && !path.contains("://")).then(|| path.to_owned())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn references_are_relative_to_the_address_of_their_file() {
        let base = of_file(&serde_json::json!({ "$id": "https://example.com/schemas/order.json#" })).unwrap();
        for (part, beside_it) in [
            ("common.json", Some("common.json")),
            ("/schemas/common.json", Some("common.json")),
            ("https://example.com/schemas/a/b.json?v=1", Some("a/b.json")),
            ("/other.json", Some("../other.json")),
            ("https://example.org/schemas/common.json", None),
        ] {
            let address = of_reference(Some(&base), part).unwrap();
            assert_eq!(beside(&base, &address).as_deref(), beside_it, "{part}");
        }
        assert_eq!(of_file(&serde_json::json!({ "$id": "order.json" })), None);
        assert_eq!(of_reference(None, "order.json"), None);
    }
}
