//! Path templates: literal text and `{parameters}`, and the query that some descriptions write behind the path.

use crate::ir::PathPiece;

/// A path template, taken apart.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Template {
    /// The path itself.
    pub(super) pieces: Vec<PathPiece>,
    /// What stands behind a `?`: names, with values where they have one, be it an empty one.
    pub(super) query: Vec<(String, Option<String>)>,
    /// The parameters that a template has for the query, as RFC 6570 writes them (3.2.8): `{?page,sizes*}`.
    pub(super) expressions: Vec<String>,
    /// Whether something stood behind a `#`, which is never sent.
    pub(super) fragment: bool,
}

/// Takes a path template apart. A brace without its other is literal text.
pub(super) fn parse(text: &str) -> Template {
    let (text, fragment) = match text.split_once('#') {
        Some((text, _)) => (text, true),
        None => (text, false),
    };
    let (text, expressions) = without_expressions(text);
    let (path, query) = text.split_once('?').unwrap_or((&text, ""));
    let mut pieces = Vec::new();
    let mut literal = String::new();
    let mut rest = path;
    while let Some(open) = rest.find('{') {
        let Some(length) = rest[open..].find('}') else { break };
        literal.push_str(&rest[..open]);
        let name = &rest[open + 1..open + length];
        if name.is_empty() {
            literal.push_str("{}");
        } else {
            if !literal.is_empty() {
                pieces.push(PathPiece::Literal(std::mem::take(&mut literal)));
            }
            pieces.push(PathPiece::Param(name.to_owned()));
        }
        rest = &rest[open + length + 1..];
    }
    literal.push_str(rest);
    if !literal.is_empty() {
        pieces.push(PathPiece::Literal(literal));
    }
    let query = query.split('&').filter(|pair| !pair.is_empty()).map(|pair| match pair.split_once('=') {
        Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
        None => (pair.to_owned(), None),
    });
    Template { pieces, query: query.collect(), expressions, fragment }
}

/// A template without what it has for the query in braces, and the names that stood there.
fn without_expressions(text: &str) -> (String, Vec<String>) {
    let (mut left, mut names) = (String::new(), Vec::new());
    let mut rest = text;
    while let Some(open) = rest.find(['{']) {
        let Some(length) = rest[open..].find('}') else { break };
        let inside = &rest[open + 1..open + length];
        match inside.strip_prefix(['?', '&']) {
            Some(list) => {
                left.push_str(&rest[..open]);
                let plain = |name: &str| name.trim().trim_end_matches('*').to_owned();
                names.extend(list.split(',').map(plain).filter(|name| !name.is_empty()));
            }
            None => left.push_str(&rest[..=open + length]),
        }
        rest = &rest[open + length + 1..];
    }
    left.push_str(rest);
    (left, names)
}

/// The segment of a path that no address keeps (RFC 3986, 5.2.4): dots alone, also where they are percent-encoded (WHATWG
/// URL, "double-dot path segment").
pub(super) fn dots(pieces: &[PathPiece]) -> Option<String> {
    let whole: String = pieces
        .iter()
        .map(|piece| match piece {
            PathPiece::Literal(text) => text.as_str(),
            PathPiece::Param(_) => "{}",
        })
        .collect();
    let is_dots = |segment: &&str| matches!(&*segment.to_ascii_lowercase().replace("%2e", "."), "." | "..");
    whole.split('/').find(is_dots).map(str::to_owned)
}

/// What is wrong with the braces of a template, and what is made of it: each has its other, and a name between
/// (OpenAPI 3.0.4, 4.7.8; 3.2.0, 4.8.2).
pub(super) fn faulty_braces(text: &str) -> Option<(&'static str, &'static str)> {
    const AS_IT_IS: &str = "it is sent as it stands here, and is no place for a value";
    let mut open = None;
    for (at, sign) in text.char_indices() {
        match (sign, open) {
            ('{', None) => open = Some(at),
            ('{', Some(_)) => return Some(("`{` within braces", "the name ends at the first `}`")),
            ('}', None) => return Some(("a `}` without a `{` before it", AS_IT_IS)),
            ('}', Some(before)) if before + 1 == at => return Some(("braces without a name", AS_IT_IS)),
            ('}', Some(_)) => open = None,
            _ => {}
        }
    }
    open.map(|_| ("a `{` without a `}` behind it", AS_IT_IS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odata_keys_are_literal_text_around_parameters() {
        let literal = |text: &str| PathPiece::Literal(text.to_owned());
        let param = |text: &str| PathPiece::Param(text.to_owned());
        assert_eq!(
            parse("/certificates(a={a},t={t})/cancel").pieces,
            [literal("/certificates(a="), param("a"), literal(",t="), param("t"), literal(")/cancel")]
        );
        assert_eq!(parse("/a{/b").pieces, [literal("/a{/b")]);
        assert_eq!(parse("{x}{y}").pieces, [param("x"), param("y")]);
        let template = parse("/?restype=service&comp&of=#x");
        let pair = |name: &str, value: Option<&str>| (name.to_owned(), value.map(str::to_owned));
        assert_eq!(template.query, [pair("restype", Some("service")), pair("comp", None), pair("of", Some(""))]);
        assert!(template.fragment);
    }

    #[test]
    fn segments_of_dots_and_odd_braces_are_found() {
        let dots = |text: &str| dots(&parse(text).pieces);
        assert_eq!(dots("/a/../b").as_deref(), Some(".."));
        assert_eq!(dots("/a/%2E").as_deref(), Some("%2E"));
        assert!(dots("/a/.b/{c}../...?d=/../e").is_none());
        for odd in ["/{a", "/a}", "/{a{b}", "/{}", "/{a}{"] {
            assert!(faulty_braces(odd).is_some(), "{odd}");
        }
        assert!(faulty_braces("/{a}/{b}{?c,d*}").is_none());
    }

    #[test]
    fn parameters_of_the_query_in_braces_are_no_part_of_the_path() {
        let template = parse("/a/{b}{?page,sizes*}{&c}");
        assert_eq!(template.pieces, parse("/a/{b}").pieces);
        assert_eq!(template.expressions, ["page", "sizes", "c"]);
        let template = parse("/a{?b}?c=d{&e");
        assert_eq!((template.expressions.len(), template.query.len()), (1, 2));
        assert!(parse("/a{?}").expressions.is_empty());
    }
}
