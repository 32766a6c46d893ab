//! Kinds of media types, as far as bodies of different kinds are written and read in different ways.

/// A media type without its parameters, in lower case.
pub fn essence(media: &str) -> String {
    media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether a body is JSON (RFC 6839, 3.1 for `+json`).
pub fn is_json(media: &str) -> bool {
    let essence = essence(media);
    matches!(essence.as_str(), "application/json" | "text/json" | "application/x-json" | "json")
        || essence.ends_with("+json")
}

/// Whether a body is XML (RFC 7303, 4.2 for `+xml`).
pub fn is_xml(media: &str) -> bool {
    let essence = essence(media);
    matches!(essence.as_str(), "application/xml" | "text/xml" | "xml") || essence.ends_with("+xml")
}

/// Whether a body is a form.
pub fn is_form(media: &str) -> bool {
    essence(media) == "application/x-www-form-urlencoded"
}

/// Whether a body has parts.
pub fn is_multipart(media: &str) -> bool {
    essence(media).starts_with("multipart/")
}

/// Whether a body is JSON, a value on each line.
pub fn is_lines(media: &str) -> bool {
    matches!(
        essence(media).as_str(),
        "application/x-ndjson"
            | "application/ndjson"
            | "application/jsonl"
            | "application/x-jsonl"
            | "application/jsonlines"
            | "application/x-jsonlines"
            | "application/json-seq"
            | "application/stream+json"
            | "text/ndjson"
            | "application/geo+json-seq"
    )
}

/// Whether a media type surely stands for bytes that are no text.
pub fn is_bytes(media: &str) -> bool {
    let essence = essence(media);
    let textual = essence.starts_with("text/")
        || ["json", "xml", "yaml", "javascript", "graphql", "x-www-form-urlencoded"]
            .iter()
            .any(|word| essence.ends_with(word));
    !textual && essence != "*/*"
}
