//! The address of a service: a template whose variables get values, none of which makes another address of it.

use std::ops::Range;

use super::build_error::BuildError;

/// Where in an address something stands (RFC 3986, 3).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// Nothing stands before it.
    Start,
    /// The host and the port.
    Authority,
    Path,
}

impl Part {
    /// The part that comes behind `before`.
    fn behind(before: &str) -> Self {
        let authority = before.split_once("://").map(|(_, authority)| authority);
        match authority {
            None if before.is_empty() => Part::Start,
            // An address without a scheme is none, which is said where the whole is read.
            None => Part::Path,
            Some(authority) if authority.contains('/') => Part::Path,
            Some(_) => Part::Authority,
        }
    }
}

/// The template with the values of its variables. Braces that name none of them stay.
///
/// # Errors
/// A value that would change what the address is made of.
pub(crate) fn filled(template: &str, variables: &[(&'static str, String)]) -> Result<String, BuildError> {
    let mut address = String::with_capacity(template.len());
    // What values gave, and by which names.
    let mut given: Vec<(Range<usize>, &str)> = Vec::new();
    let mut rest = template;
    while let Some((before, name, after)) = next_variable(rest, variables) {
        address.push_str(before);
        let (name, value) = name;
        check(&address, value, after).map_err(|why| refused(name, &why))?;
        let value = with_one_slash(&address, value, after);
        let start = address.len();
        address.push_str(value);
        given.push((start..address.len(), name));
        rest = after;
    }
    address.push_str(rest);
    check_segments(&address, &given)?;
    Ok(address)
}

/// The value without the slashes that stand around it already: `https://api.test/` for `{endpoint}/v1`.
fn with_one_slash<'a>(before: &str, value: &'a str, after: &str) -> &'a str {
    let value = if after.starts_with('/') { value.trim_end_matches('/') } else { value };
    match before.ends_with('/') && Part::behind(before) == Part::Path {
        true => value.trim_start_matches('/'),
        false => value,
    }
}

type Variable<'a> = (&'static str, &'a str);

/// The text before the next variable, the variable, and the text behind it.
fn next_variable<'t, 'v>(
    template: &'t str,
    variables: &'v [(&'static str, String)],
) -> Option<(&'t str, Variable<'v>, &'t str)> {
    template.match_indices('{').find_map(|(open, _)| {
        let (name, after) = template.get(open + 1..)?.split_once('}')?;
        let (name, value) = variables.iter().find(|(known, _)| *known == name)?;
        Some((template.get(..open)?, (*name, value.as_str()), after))
    })
}

fn refused(name: &str, why: &str) -> BuildError {
    BuildError::new(format!("the variable `{name}` of the endpoint {why}"))
}

/// Why a value cannot stand between these two texts, if it cannot.
fn check(before: &str, value: &str, after: &str) -> Result<(), String> {
    let part = Part::behind(before);
    // Those that URLs drop could hide what is looked for below.
    if let Some(found) = value.chars().find(|&c| c.is_control()) {
        return Err(format!("has the character {found:?}, which no address has"));
    }
    match part {
        Part::Start if after.starts_with("://") => scheme(value),
        Part::Start => beginning(value, after),
        Part::Authority => authority(before, value, after),
        Part::Path => without(value, &['?', '#', '\\'], "the path"),
    }
}

/// RFC 3986, 3.1.
fn scheme(value: &str) -> Result<(), String> {
    let is_scheme = value.starts_with(|c: char| c.is_ascii_alphabetic())
        && value.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    if is_scheme { Ok(()) } else { Err("is no scheme, such as `https`".to_owned()) }
}

/// What begins an address may have a scheme, a host and a path, as far as what stands behind it leaves them whole.
fn beginning(value: &str, after: &str) -> Result<(), String> {
    let (before, rest) = match value.find("://") {
        Some(at) => value.split_at(at + "://".len()),
        None => ("", value),
    };
    if rest.is_empty() {
        return Err("is empty".to_owned());
    }
    without(value, &['?', '#', '\\'], "the address")?;
    if ends_here(after) { Ok(()) } else { authority(before, rest, after) }
}

/// A name, a piece of one, a port. Behind a whole host, a path may begin.
fn authority(before: &str, value: &str, after: &str) -> Result<(), String> {
    let begins = before.ends_with(['/', '.', ':', '@', '-']) || before.is_empty();
    if value.is_empty() {
        return if begins { Err("is empty".to_owned()) } else { Ok(()) };
    }
    if value.starts_with('/') && !begins && ends_here(after) {
        return without(value, &['?', '#', '\\'], "the path");
    }
    without(value, &['/', '?', '#', '@', '\\'], "the host (RFC 3986, 3.2)")?;
    match value.chars().find(|c| c.is_whitespace()) {
        Some(found) => Err(format!("has the character {found:?}, which no host has")),
        None => Ok(()),
    }
}

/// Whether the host ends before this text, as far as the template says it.
fn ends_here(mut after: &str) -> bool {
    while let Some((_, behind)) = after.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
        after = behind;
    }
    after.is_empty() || after.starts_with('/')
}

fn without(value: &str, characters: &[char], what: &str) -> Result<(), String> {
    match value.find(characters).and_then(|at| value.get(at..)?.chars().next()) {
        Some(found) => Err(format!("has the character {found:?}, which would end {what}")),
        None => Ok(()),
    }
}

/// Refuses segments that URLs do not keep (RFC 3986, 5.2.4), also where their dots are percent-encoded (WHATWG URL,
/// "double-dot path segment"), if a value has made them.
fn check_segments(address: &str, given: &[(Range<usize>, &str)]) -> Result<(), BuildError> {
    let Some(path) = address.find("://").and_then(|at| Some(at + 3 + address.get(at + 3..)?.find('/')?)) else {
        return Ok(());
    };
    let mut start = path + 1;
    for segment in address.get(start..).unwrap_or_default().split('/') {
        let range = start..start + segment.len();
        start = range.end + 1;
        let dots = segment.replace("%2e", ".").replace("%2E", ".");
        // A whole address that the caller gives may be spelled so.
        let made =
            given.iter().find(|(value, _)| value.start > 0 && value.start < range.end && range.start < value.end);
        if let (true, Some((_, name))) = (dots == "." || dots == "..", made) {
            return Err(refused(name, &format!("makes a segment `{dots}` of the path, which URLs do not keep")));
        }
    }
    Ok(())
}
