//! Addresses and paths: templates, matrix parameters, and joining without double slashes (2.6.1).

use std::collections::HashMap;
use std::rc::Rc;

use super::names::last_word;
use super::params::is_matrix;
use super::{At, Lower, text_key};
use crate::ir::{
    Doc, Limits, Location, Name, Param as IrParam, PathPiece, Scalar, Server, ServerVariable, Shape, Style, Type,
};
use crate::source::{FileId, Place};
use crate::wadl::codes;
use crate::wadl::document::{Param, ParamStyle, Resource, Resources};

/// What a path begins with, below an address: the slash that the address ends with belongs to it.
pub(super) fn start(base: Option<&str>) -> Vec<PathPiece> {
    match base {
        Some(base) if base.ends_with('/') => vec![PathPiece::Literal("/".to_owned())],
        _ => Vec::new(),
    }
}

/// A name for a parameter of the generator's own that none of `params` has.
pub(super) fn free_name(name: &str, params: &[(FileId, Rc<Param>)]) -> String {
    let mut name = name.to_owned();
    while params.iter().any(|(_, param)| param.name == name) {
        name.push_str("-path");
    }
    name
}

/// A piece of a template: text, or a variable with the regular expression that some dialects give it.
pub(super) enum Piece {
    Text(String),
    Variable { name: String, pattern: Option<String> },
}

/// Takes a template apart: `a/{b}.xml`, and `{c: [0-9]{3}}` as JAX-RS writes it.
pub(super) fn pieces(template: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let mut depth = 1usize;
        let end = after.char_indices().find(|(_, c)| {
            depth = match c {
                '{' => depth + 1,
                '}' => depth - 1,
                _ => depth,
            };
            depth == 0
        });
        let Some((end, _)) = end else { break };
        if !before.is_empty() {
            pieces.push(Piece::Text(before.to_owned()));
        }
        let inner = &after[..end];
        let (name, pattern) = match inner.split_once(':') {
            Some((name, pattern)) => (name, Some(pattern.trim().to_owned())),
            None => (inner, None),
        };
        pieces.push(Piece::Variable { name: name.trim().to_owned(), pattern });
        rest = &after[end + 1..];
    }
    if !rest.is_empty() {
        pieces.push(Piece::Text(rest.to_owned()));
    }
    pieces
}

fn push_text(path: &mut Vec<PathPiece>, text: &str) {
    match path.last_mut() {
        Some(PathPiece::Literal(before)) => before.push_str(text),
        _ => path.push(PathPiece::Literal(text.to_owned())),
    }
}

fn ends_with_slash(path: &[PathPiece]) -> bool {
    matches!(path.last(), Some(PathPiece::Literal(text)) if text.ends_with('/'))
}

/// Another name for a variable, by the word of the path `before` it.
fn other_name(at: &At, before: &[PathPiece], name: &str) -> String {
    let word = last_word(before).unwrap_or_else(|| "path".to_owned());
    let mut other = format!("{word}-{name}");
    while at.params.iter().any(|known| known.name.text == other) {
        other = format!("{word}-{other}");
    }
    other
}

/// Gives the name of a variable of the path so far away.
fn rename_variable(at: &mut At, name: &str) {
    let is_it = |piece: &PathPiece| matches!(piece, PathPiece::Param(known) if known == name);
    let before = at.path.iter().position(is_it).and_then(|position| at.path.get(..position)).unwrap_or_default();
    let other = other_name(at, before, name);
    for piece in &mut at.path {
        if is_it(piece) {
            *piece = PathPiece::Param(other.clone());
        }
    }
    for param in at.params.iter_mut().filter(|param| param.name.text == name) {
        param.name = Name::new(&*other);
    }
    for (_, own) in at.variables.iter_mut().filter(|(_, own)| own == name) {
        own.clone_from(&other);
    }
}

impl Lower<'_> {
    /// The address of a service; one that is no address is reported.
    pub(super) fn server(&mut self, resources: &Resources) -> Option<Server> {
        let base = resources.base.as_deref()?;
        let variables = pieces(base)
            .into_iter()
            .filter_map(|piece| match piece {
                Piece::Variable { name, .. } => Some(ServerVariable {
                    name: Name::new(name),
                    default: None,
                    values: Vec::new(),
                    doc: Doc::default(),
                }),
                Piece::Text(_) => None,
            })
            .collect();
        let url = base.strip_suffix('/').unwrap_or(base).to_owned();
        Some(Server { url, variables, doc: super::prose(&resources.doc), place: resources.place })
    }

    /// Goes down into a resource: its path behind the path so far, and the parameters of both. Says whether it has a path.
    pub(super) fn extend_path(&mut self, at: &mut At, resource: &Resource, params: &[(FileId, Rc<Param>)]) -> bool {
        if let Some(template) = &resource.path {
            if !self.is_template(resource, template) {
                return false;
            }
            let template = match (ends_with_slash(&at.path), template.strip_prefix('/')) {
                (true, Some(rest)) => rest.to_owned(),
                (true, None) | (false, Some(_)) => template.clone(),
                (false, None) if template.is_empty() => String::new(),
                (false, None) => format!("/{template}"),
            };
            let mut own: HashMap<String, String> = HashMap::new();
            for piece in pieces(&template) {
                match piece {
                    Piece::Text(text) => push_text(&mut at.path, &text),
                    Piece::Variable { name, pattern } => {
                        if !own.contains_key(&name) {
                            own.insert(name.clone(), self.variable(at, &name, pattern, resource.place));
                        }
                        at.path.extend(own.get(&name).cloned().map(PathPiece::Param));
                    }
                }
            }
        }
        for (_, param) in params {
            match param.style {
                Some(ParamStyle::Template) => self.template_param(at, param),
                Some(ParamStyle::Matrix) => self.matrix_param(at, param),
                _ => {}
            }
        }
        true
    }

    /// Adds a variable of a path, and says what it is called: a resource around this one may have one of this name, which
    /// is another.
    fn variable(&mut self, at: &mut At, name: &str, pattern: Option<String>, place: Place) -> String {
        let ty = match pattern {
            Some(pattern) => {
                let limits = Limits { patterns: vec![pattern], ..Limits::default() };
                self.builder.add(Type { limits, ..Type::new(Shape::Scalar(Scalar::String), place) })
            }
            None => self.builder.refer(text_key(), place),
        };
        let own = match at.params.iter().any(|known| known.name.text == name) {
            true => other_name(at, &at.path, name),
            false => name.to_owned(),
        };
        at.variables.push((name.to_owned(), own.clone()));
        at.params.push(IrParam::new(Name::new(&*own), Location::Path, ty, place));
        own
    }

    /// Whether a template is one of URIs (2.6); says why it is not.
    fn is_template(&mut self, resource: &Resource, template: &str) -> bool {
        let found = pieces(template);
        let unnamed = found.iter().any(|piece| matches!(piece, Piece::Variable { name, .. } if name.is_empty()));
        let stray = |c: char| found.iter().any(|piece| matches!(piece, Piece::Text(text) if text.contains(c)));
        let why = if unnamed {
            "a variable of this path has no name"
        } else if stray('{') || stray('}') {
            "a brace in this path has no other that it belongs to"
        } else if stray('#') {
            "a path ends before `#`, which servers never see"
        } else {
            return true;
        };
        self.diags
            .error(codes::BAD_VALUE, resource.place, format!("{why}: `{template}`"))
            .note("the resource is left out, with those within it");
        false
    }

    /// The path of a method with its parameters: what a request says of the path counts too.
    pub(super) fn path_of(
        &mut self,
        at: &At,
        wanted: &[(FileId, Rc<Param>)],
    ) -> (Vec<PathPiece>, Vec<crate::ir::Param>) {
        let mut at = at.clone();
        for (_, param) in wanted {
            match param.style {
                Some(ParamStyle::Template) if !at.params.iter().any(|known| known.place == param.place) => {
                    self.template_param(&mut at, param);
                }
                Some(ParamStyle::Matrix) => {
                    let is_same = |known: &&mut IrParam| is_matrix(known.style) && known.name.text == param.name;
                    match at.params.iter_mut().find(is_same) {
                        // What a method says counts more than what its resource says.
                        Some(known) if known.place != param.place => {
                            *known = self.param(param, Location::Path, Style::Matrix);
                        }
                        Some(_) => {}
                        None => self.matrix_param(&mut at, param),
                    }
                }
                _ => {}
            }
        }
        if at.path.is_empty() {
            return (Vec::new(), at.params);
        }
        if !matches!(at.path.first(), Some(PathPiece::Literal(text)) if text.starts_with('/')) {
            at.path.insert(0, PathPiece::Literal("/".to_owned()));
        }
        (at.path, at.params)
    }

    /// A template parameter gives the variable of its name a type and docs.
    fn template_param(&mut self, at: &mut At, param: &Rc<Param>) {
        let lowered = self.param(param, Location::Path, Style::Simple);
        // The innermost is meant.
        let name = at.variables.iter().rev().find(|(described, _)| *described == param.name).map(|(_, own)| own);
        match at.params.iter_mut().find(|known| Some(&known.name.text) == name && !is_matrix(known.style)) {
            Some(known) => {
                let plain = self.builder.refer(text_key(), param.place);
                // A pattern in the path says more than a type that is any text.
                let ty = if lowered.ty == plain { known.ty } else { lowered.ty };
                *known = IrParam { required: true, ty, name: known.name.clone(), ..lowered };
            }
            None => {
                self.diags
                    .warning(
                        codes::MISPLACED,
                        param.place,
                        format!("the path has no `{{{}}}` for this parameter", param.name),
                    )
                    .note("it is left out");
            }
        }
    }

    /// A matrix parameter stands behind the segments of its resource.
    fn matrix_param(&mut self, at: &mut At, param: &Rc<Param>) {
        match at.params.iter().find(|known| known.name.text == param.name) {
            // Both would be called `;name=`, and are told apart by where they stand alone.
            Some(outer) if is_matrix(outer.style) => {
                let message = format!("the path has two matrix parameters `{}`", param.name);
                self.diags
                    .error(codes::DUPLICATE, param.place, message)
                    .also(outer.place, "the other one")
                    .note("only the other one is sent");
                return;
            }
            // A variable has no name on the wire.
            Some(_) => rename_variable(at, &param.name),
            None => {}
        }
        let lowered = self.param(param, Location::Path, Style::Matrix);
        let is_flag = param.ty.as_ref().is_some_and(|ty| ty.local == "boolean");
        if is_flag {
            self.diags
                .warning(
                    codes::OTHER_FORM,
                    param.place,
                    "a matrix parameter that is true or false is sent with its value",
                )
                .note(format!("`;{0}=true` is sent where WADL asks for `;{0}`", param.name));
        }
        let slash = ends_with_slash(&at.path) && at.path.len() > 1;
        if slash && let Some(PathPiece::Literal(text)) = at.path.last_mut() {
            text.pop();
        }
        at.path.push(PathPiece::Param(param.name.clone()));
        at.params.push(lowered);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_come_apart() {
        let shown: Vec<String> = pieces("a/{b}.xml/{c: [0-9]{3}}{d}")
            .into_iter()
            .map(|piece| match piece {
                Piece::Text(text) => text,
                Piece::Variable { name, pattern } => format!("<{name} {}>", pattern.unwrap_or_default()),
            })
            .collect();
        assert_eq!(shown, ["a/", "<b >", ".xml/", "<c [0-9]{3}>", "<d >"]);
        assert_eq!(pieces("{open").len(), 1);
    }
}
