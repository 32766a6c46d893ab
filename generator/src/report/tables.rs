//! The tables of the runtime's macros: what of a crate's API they become.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::spelled::spelled;
use super::{NON_EXHAUSTIVE, Report};

/// Puts what the table of the macro `name` becomes into the report.
pub(super) fn read(module: &[String], name: &str, tokens: TokenStream, report: &mut Report) {
    let tokens = without_attributes(tokens.into_iter().collect());
    let Some(TokenTree::Ident(owner)) = tokens.first() else { return };
    let owner = owner.to_string();
    let inside: Vec<String> = module.iter().cloned().chain([owner.clone()]).collect();
    match name {
        "client" => {
            let said =
                "async (&self, request: runtime::Request) -> Result<runtime::RawResponse, Error<runtime::NoBody>>";
            report.say("fn", &inside, "send_raw", said);
        }
        "call" => call(module, &inside, &owner, &tokens, report),
        "headers" => {
            report.say("struct", module, &owner, NON_EXHAUSTIVE);
            for (name, rest) in entries(&tokens) {
                report.say("field", &inside, &name, format!("Option<{}>", ty_in(&rest)));
            }
        }
        "setters" => {
            for (name, rest) in entries(&tokens) {
                let Some(TokenTree::Group(values)) = rest.first() else { continue };
                report.say("fn", &inside, &name, format!("(self, {}) -> Self", spelled(&values.stream())));
            }
        }
        "checked" => {
            let Some(TokenTree::Group(plain)) = tokens.get(1) else { return };
            let plain = spelled(&plain.stream());
            report.say("fn", &inside, "try_new", format!("(value: impl Into<{plain}>) -> Result<Self, OutOfLimits>"));
            report.say("fn", &inside, "get", format!("(&self) -> &{plain}"));
            report.say("fn", &inside, "into_inner", format!("(self) -> {plain}"));
            report.say("fn", &inside, "check", "(&self) -> Result<(), OutOfLimits>");
        }
        "defaults" => {
            for (name, rest) in entries(&tokens) {
                let ty = rest.iter().position(|token| is(token, "as")).map(|at| until(&rest[at + 1..], &["="]));
                let ty = ty.map_or_else(|| "&str".to_owned(), |ty| spelled(&ty.into_iter().collect()));
                report.say("fn", &inside, &name, format!("(&self) -> {ty}"));
            }
        }
        "flat" => {
            for (name, rest) in entries(&tokens) {
                let ty = until(rest.get(1..).unwrap_or_default(), &["="]);
                let ty = spelled(&ty.into_iter().collect());
                report.say("fn", &inside, &name, format!("(&self) -> Option<&{ty}>"));
            }
        }
        "pages" => {
            let [item, page, headers, error] = types_of(&tokens, ":");
            report.say("fn", &inside, "pages", format!("(self) -> Pages<{page}, {headers}, {error}>"));
            report.say("fn", &inside, "items", format!("(self) -> Items<{page}, {headers}, {error}, {item}>"));
        }
        "polls" => {
            let [result, error, ..] = types_of(&tokens, ",");
            report.say("fn", &inside, "poller", format!("(self) -> Poller<{result}, {error}>"));
        }
        _ => {}
    }
}

fn call(module: &[String], inside: &[String], owner: &str, tokens: &[TokenTree], report: &mut Report) {
    let arrow = tokens.iter().position(|token| is(token, "-")).map_or(tokens.len(), |at| at + 2);
    let answer = until(tokens.get(arrow..).unwrap_or_default(), &["="]);
    report.say("call", module, owner, spelled(&answer.into_iter().collect()));
    for pair in tokens.windows(2) {
        let [TokenTree::Ident(section), TokenTree::Group(group)] = pair else { continue };
        if group.delimiter() != Delimiter::Brace {
            continue;
        }
        let entries = || split(group.stream());
        match section.to_string().as_str() {
            "takes" => {
                for (name, rest) in entries() {
                    report.say("fn", inside, &name, format!("(self, {name}: {}) -> Self", ty_in(&rest)));
                }
            }
            "may_send" => {
                if let Some((name, rest)) = entries().first() {
                    report.say("fn", inside, name, format!("(self, {name}: {}) -> Self", ty_in(rest)));
                }
            }
            "ways" => entries().iter().for_each(|(name, _)| report.say("fn", inside, name, "(self) -> Self")),
            _ => {}
        }
    }
}

/// The type behind the colon of an entry; what takes text has none.
fn ty_in(rest: &[TokenTree]) -> String {
    match rest.split_first() {
        Some((colon, rest)) if is(colon, ":") => spelled(&until(rest, &["as", "=>"]).into_iter().collect()),
        _ => "impl Into<String>".to_owned(),
    }
}

/// `NAME of A sep B, C, D;` as its types, empty where there are fewer.
fn types_of(tokens: &[TokenTree], separator: &str) -> [String; 4] {
    let mut rest = tokens.get(2..).unwrap_or_default();
    let mut types: [String; 4] = Default::default();
    for (at, ty) in types.iter_mut().enumerate() {
        let one = until(rest, if at == 0 { std::slice::from_ref(&separator) } else { &[",", ";", "="] });
        rest = rest.get(one.len() + 1..).unwrap_or_default();
        *ty = spelled(&one.into_iter().collect());
    }
    types
}

/// The entries of the first braces: the name of each and the tokens behind it.
fn entries(tokens: &[TokenTree]) -> Vec<(String, Vec<TokenTree>)> {
    let braces = tokens.iter().find_map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group.stream()),
        _ => None,
    });
    braces.map(split).unwrap_or_default()
}

fn split(tokens: TokenStream) -> Vec<(String, Vec<TokenTree>)> {
    let tokens = without_attributes(tokens.into_iter().collect());
    let mut rest = tokens.as_slice();
    let mut found = Vec::new();
    while !rest.is_empty() {
        let one = until(rest, &[","]);
        rest = rest.get(one.len() + 1..).unwrap_or_default();
        if let Some((TokenTree::Ident(name), behind)) = one.split_first() {
            found.push((name.to_string(), behind.to_vec()));
        }
    }
    found
}

/// The tokens before the first of `ends` that stands within no angle brackets.
fn until(tokens: &[TokenTree], ends: &[&str]) -> Vec<TokenTree> {
    let mut depth = 0_u32;
    let mut before = "";
    let mut taken = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let arrow = ends.contains(&"=>") && is(token, "=") && tokens.get(at + 1).is_some_and(|next| is(next, ">"));
        // `::` is not the colon that is looked for.
        let double = is(token, ":") && (before == ":" || tokens.get(at + 1).is_some_and(|next| is(next, ":")));
        if depth == 0 && (arrow || (!double && ends.iter().any(|end| is(token, end)))) {
            break;
        }
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '<' => depth += 1,
            TokenTree::Punct(punct) if punct.as_char() == '>' && before != "-" && before != "=" => {
                depth = depth.saturating_sub(1);
            }
            _ => {}
        }
        before = [":", "-", "="].into_iter().find(|mark| is(token, mark)).unwrap_or_default();
        taken.push(token.clone());
    }
    taken
}

fn is(token: &TokenTree, text: &str) -> bool {
    match token {
        TokenTree::Ident(ident) => ident == text,
        TokenTree::Punct(punct) => text.len() == 1 && text.starts_with(punct.as_char()),
        _ => false,
    }
}

fn without_attributes(tokens: Vec<TokenTree>) -> Vec<TokenTree> {
    let mut kept: Vec<TokenTree> = Vec::new();
    for token in tokens {
        let attribute = matches!(&token, TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket)
            && kept.last().is_some_and(|last| is(last, "#"));
        if attribute {
            kept.pop();
        } else {
            kept.push(token);
        }
    }
    kept
}
