//! Expressions for members within members, any of which may be absent.

use super::Cx;
use super::held::{self, Member};
use super::paths::ident;
use crate::ir::walk::behind_null;
use crate::ir::{Id, Scalar, Shape, Type};

/// An expression for a member of a value, which is borrowed.
pub(super) struct Way {
    code: String,
    /// Its type.
    pub(super) ty: Id<Type>,
    /// Whether the expression is an `Option` of a reference, not a place.
    maybe: bool,
    /// Whether the place is a box around the value.
    boxed: bool,
}

impl Way {
    /// The member of the value that `code` is to which the names of `way` lead.
    pub(super) fn from(cx: &Cx<'_>, ty: Id<Type>, code: &str, way: &[String]) -> Option<Self> {
        Way { code: code.to_owned(), ty, maybe: false, boxed: false }.follow(cx, way)
    }

    /// The member of this one to which the names lead.
    pub(super) fn follow(self, cx: &Cx<'_>, way: &[String]) -> Option<Self> {
        way.iter().try_fold(self, |at, name| at.member(cx, name))
    }

    fn member(mut self, cx: &Cx<'_>, wire: &str) -> Option<Self> {
        let (ty, name, held, boxed) = member(cx, self.ty, wire)?;
        let borrow = if boxed { "as_deref" } else { "as_ref" };
        self.code = match (self.maybe, held) {
            (false, Member::Optional | Member::Nullable) => format!("{}.{name}.{borrow}()", self.code),
            (false, Member::Maybe) => format!("{}.{name}.as_ref().and_then(Option::{borrow})", self.code),
            (false, _) => format!("{}.{name}", self.code),
            (true, Member::Optional | Member::Nullable) => format!("{}.and_then(|it| it.{name}.{borrow}())", self.code),
            (true, Member::Maybe) => format!("{}.and_then(|it| it.{name}.as_ref()?.{borrow}())", self.code),
            (true, _) if boxed => format!("{}.map(|it| &*it.{name})", self.code),
            (true, _) => format!("{}.map(|it| &it.{name})", self.code),
        };
        self.maybe |= matches!(held, Member::Optional | Member::Nullable | Member::Maybe);
        self.boxed = boxed && !self.maybe;
        self.ty = ty;
        Some(self)
    }

    /// The last item of a list.
    pub(super) fn last(&self, item: Id<Type>) -> Self {
        let code = if self.maybe {
            format!("{}.and_then(|it| it.last())", self.code)
        } else {
            format!("{}.last()", self.code)
        };
        Way { code, ty: item, maybe: true, boxed: false }
    }

    /// An `Option` of a reference.
    pub(super) fn borrowed(&self) -> String {
        match (self.maybe, self.boxed) {
            (true, _) => self.code.clone(),
            (false, true) => format!("Some(&*{})", self.code),
            (false, false) => format!("Some(&{})", self.code),
        }
    }

    /// An `Option<String>`.
    pub(super) fn text(&self, cx: &Cx<'_>) -> String {
        let is_text =
            matches!(cx.api.types[behind_null(cx.api, self.ty)].shape, Shape::Scalar(Scalar::String | Scalar::Uri));
        match (self.maybe, is_text) {
            (true, true) => match self.code.strip_suffix(".as_ref()") {
                Some(place) => format!("{place}.clone()"),
                None => format!("{}.cloned()", self.code),
            },
            (true, false) => format!("{}.map(ToString::to_string)", self.code),
            (false, true) => format!("Some({}.clone())", self.code),
            (false, false) => format!("Some({}.to_string())", self.code),
        }
    }

    /// The number of items of a list.
    pub(super) fn count(&self) -> String {
        if self.maybe { format!("{}.map_or(0, |it| it.len())", self.code) } else { format!("{}.len()", self.code) }
    }

    /// A condition: that it is there and `true`.
    pub(super) fn is_true(&self) -> String {
        if self.maybe { format!("{} == Some(&true)", self.code) } else { self.code.clone() }
    }

    /// A condition: that it is not there, or `true`.
    pub(super) fn is_not_false(&self) -> String {
        if self.maybe { format!("{} != Some(&false)", self.code) } else { self.code.clone() }
    }
}

/// The member of a record with this name on the wire: its type, its name, how the field holds it, and whether in a box.
pub(super) fn member(cx: &Cx<'_>, owner: Id<Type>, wire: &str) -> Option<(Id<Type>, syn::Ident, Member, bool)> {
    let owner = behind_null(cx.api, owner);
    let Shape::Record(record) = &cx.api.types[owner].shape else { return None };
    let at = record.fields.iter().position(|field| field.wire.json.as_deref() == Some(wire))?;
    let field = &record.fields[at];
    let boxed = cx.layout.boxed[owner].contains(&at);
    Some((field.ty, ident(&cx.names.members[owner][at]), held::member(cx, owner, field), boxed))
}
