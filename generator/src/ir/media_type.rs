//! Kinds of media types, as far as bodies of different kinds are written and read in different ways.

/// A media type without its parameters, in lower case.
pub fn essence(media: &str) -> String {
    media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// What a media type is called in names: the words behind its slash.
pub fn words(media: &str) -> String {
    let essence = essence(media);
    let subtype = essence.split_once('/').map_or(essence.as_str(), |(_, subtype)| subtype);
    let subtype = if subtype == "*" { "other" } else { subtype };
    subtype.replace(|c: char| !c.is_alphanumeric(), " ")
}

/// What a media type says of its content beyond the language that it is in: `merge-patch` of `application/merge-patch+json`.
/// Nothing, where its name is that of the language, a range, or a word of a vendor's own for it (RFC 6838, 3.2 to 3.4).
pub fn meaning(media: &str) -> Option<String> {
    let essence = essence(media);
    let (_, subtype) = essence.split_once('/')?;
    let word = subtype.rsplit_once('+').map_or(subtype, |(word, _)| word);
    let is_own = ["vnd.", "prs.", "x.", "x-"].iter().any(|facet| word.starts_with(facet));
    let is_language = matches!(word, "json" | "xml" | "plain") || word.contains('*');
    (!is_own && !is_language).then(|| word.to_owned())
}

/// How much a media type lets in: least with parameters, for that of a charset says nothing; most as a range of all.
pub fn width(media: &str) -> usize {
    let is_charset = |parameter: &str| {
        parameter.split_once('=').is_some_and(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))
    };
    match essence(media).as_str() {
        "*/*" => 3,
        essence if essence.ends_with("/*") => 2,
        _ => usize::from(parameters(media).all(|(_, parameter)| is_charset(parameter))),
    }
}

/// Whether a text is a token of HTTP (RFC 9110, 5.6.2): the name of a header, a method, half of a media type.
pub fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

/// A charset that a media type names and whose bytes are not those of UTF-8, and the media type with UTF-8 in its place.
pub fn in_utf8(media: &str) -> Option<(&str, String)> {
    let (at, parameter) = parameters(media).find(|(_, parameter)| {
        parameter.split_once('=').is_some_and(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))
    })?;
    let (name, value) = parameter.split_once('=')?;
    let charset = value.trim().trim_matches('"');
    // What is ASCII alone is UTF-8 as well, and whether a text is, shows only when it is sent.
    let is_known = ["utf-8", "utf8", "us-ascii"].iter().any(|known| charset.eq_ignore_ascii_case(known));
    let (before, behind) = (media.get(..at)?, media.get(at + parameter.len()..)?);
    (!is_known).then(|| (charset, format!("{before}{name}=utf-8{behind}")))
}

/// The parameters of a media type, with where they stand. Semicolons in quotes separate nothing.
fn parameters(media: &str) -> impl Iterator<Item = (usize, &str)> {
    let (mut quoted, mut at) = (false, 0);
    let pieces = media.split(move |c: char| {
        quoted ^= c == '"';
        c == ';' && !quoted
    });
    let placed = pieces.map(move |piece| {
        let start = at;
        at += piece.len() + 1;
        (start, piece)
    });
    placed.skip(1)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn meanings() {
        for (media, expected) in [
            ("application/json-patch+json", Some("json-patch")),
            ("Application/Merge-Patch+JSON; charset=utf-8", Some("merge-patch")),
            ("application/soap+xml", Some("soap")),
            ("text/csv", Some("csv")),
            ("application/json; charset=utf-8", None),
            ("text/json", None),
            ("application/vnd.example.v2+json", None),
            ("application/x-amz-json", None),
            ("application/*+json", None),
            ("json", None),
        ] {
            assert_eq!(meaning(media).as_deref(), expected, "{media}");
        }
    }

    #[test]
    fn charsets_that_are_not_utf_8() {
        for stays in [
            "text/plain",
            "text/plain; charset=utf-8",
            "text/plain;CHARSET=\"UTF-8\"",
            "text/plain; charset=US-ASCII",
            "text/csv; a=\"; charset=x\"; header=present",
            "charset=x",
        ] {
            assert_eq!(in_utf8(stays), None, "{stays}");
        }
        for (media, charset, sent) in [
            ("text/plain; charset=iso-8859-1", "iso-8859-1", "text/plain; charset=utf-8"),
            ("text/csv;Charset=\"UTF-16\" ; header=present", "UTF-16", "text/csv;Charset=utf-8; header=present"),
            ("text/x; a=\"ü;\"; charset = x", "x", "text/x; a=\"ü;\"; charset =utf-8"),
        ] {
            assert_eq!(in_utf8(media), Some((charset, sent.to_owned())), "{media}");
        }
    }
}
