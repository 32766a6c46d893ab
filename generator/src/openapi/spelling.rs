//! How the values of parameters become text: `style` and `explode`, and 2.0's `collectionFormat`.

use super::codes;
use super::cx::Cx;
use super::node::Node;
use super::schema::Kind;
use crate::ir::{Location, Style};

/// How a value becomes text: the style, and whether each item or member stands by itself.
pub(super) type Spelling = (Style, bool);

impl<'a> Cx<'a, '_> {
    /// `style` and `explode` (OpenAPI 3.0.4, 4.7.12.2).
    pub(super) fn spelling(&mut self, node: Node<'a>, location: Location) -> Spelling {
        let (usual, _) = default_spelling(location);
        let style = match (self.text(node, "style"), location) {
            (None, _) => usual,
            (Some("simple"), Location::Path | Location::Header) => Style::Simple,
            (Some("label"), Location::Path) => Style::Label,
            (Some("matrix"), Location::Path) => Style::Matrix,
            (Some("form"), Location::Query | Location::Cookie) => Style::Form,
            (Some("cookie"), Location::Cookie) => Style::Cookie,
            (Some("spaceDelimited"), Location::Query) => Style::SpaceDelimited,
            (Some("pipeDelimited"), Location::Query) => Style::PipeDelimited,
            (Some("deepObject"), Location::Query) => Style::DeepObject,
            (Some(other), _) => {
                let place = self.sources.member(node.place, "style");
                let other = other.to_owned();
                if self.told.insert(place) {
                    let what = match location {
                        Location::Path => "a path parameter has the style simple, label or matrix",
                        Location::Header => "a header has the style simple",
                        Location::Cookie => "a cookie has the style form or cookie",
                        _ => "a query parameter has the style form, spaceDelimited, pipeDelimited or deepObject",
                    };
                    self.diags
                        .error(codes::STYLE, place, format!("`{other}` does not go here"))
                        .note("the usual style is taken")
                        .help(what);
                }
                usual
            }
        };
        // deepObject has no other form, whatever `explode` says; its default is false by the letter.
        let explode =
            self.flag(node, "explode").unwrap_or(matches!(style, Style::Form | Style::Cookie | Style::DeepObject));
        (style, explode || style == Style::DeepObject)
    }

    /// The spelling where one is defined for the kind of value; else the one that comes nearest (the cells "n/a" of the
    /// table in OpenAPI 3.0.4, 4.7.12.3).
    pub(super) fn defined(&mut self, node: Node<'a>, schema: Node<'a>, (style, explode): Spelling) -> Spelling {
        let kind = self.kind(schema);
        let (what, near) = match (style, kind) {
            (Style::DeepObject, Kind::List) => {
                // How the servers that ask for it read it (`ids[]=1&ids[]=2`); the name alone would be another parameter.
                let place = self.sources.member(node.place, "style");
                if self.told.insert(place) {
                    self.diags
                        .warning(codes::STYLE, place, "deepObject is for objects")
                        .note("each item of the list is sent as `name[]=item`; where it is an object, as `name[0][member]=value`");
                }
                return (style, explode);
            }
            (Style::DeepObject, Kind::Scalar(_)) => ("deepObject is for objects", (Style::Form, true)),
            (Style::SpaceDelimited | Style::PipeDelimited, Kind::Scalar(_)) => {
                ("this style is for lists and objects", (Style::Form, true))
            }
            (Style::SpaceDelimited | Style::PipeDelimited, _) if explode => {
                ("this style is for values that are not exploded", (Style::Form, true))
            }
            _ => return (style, explode),
        };
        let place = self.sources.member(node.place, "style");
        if self.told.insert(place) {
            self.diags.warning(codes::STYLE, place, what).note("the value is sent in the style form, exploded");
        }
        near
    }

    /// How the lists in a list of 2.0 are written (`collectionFormat` of `items`); `None` where nothing would tell their
    /// items from those of the list itself.
    pub(super) fn inner_collection(&mut self, node: Node<'a>, (style, explode): Spelling) -> Option<Style> {
        let items = self.member(node, "items")?;
        if node.str("type") != Some("array") || items.str("type") != Some("array") {
            return None;
        }
        let (inner, _) = self.collection(items, Location::Path);
        (explode || separator(inner) != separator(style)).then_some(inner)
    }

    /// Says that the lists in a list of 2.0 have no form in a form.
    pub(super) fn no_nested_list(&mut self, node: Node<'a>) {
        let Some(items) = self.member(node, "items") else { return };
        if node.str("type") == Some("array") && items.str("type") == Some("array") && self.told.insert(items.place) {
            self.diags
                .warning(codes::STYLE, items.place, "a list within a list has no form in a form")
                .note("a call with such a value fails before anything is sent");
        }
    }

    /// 2.0's `collectionFormat`.
    pub(super) fn collection(&mut self, node: Node<'a>, location: Location) -> Spelling {
        let query = matches!(location, Location::Query | Location::QueryString | Location::Cookie);
        match self.text(node, "collectionFormat") {
            // The default, csv, is for lists; one value has no separators to speak of.
            None if node.str("type") != Some("array") => default_spelling(location),
            None => (default_spelling(location).0, false),
            Some("csv") if query => (Style::Form, false),
            Some("csv") => (Style::Simple, false),
            Some("ssv") => (Style::SpaceDelimited, false),
            Some("tsv") => (Style::TabDelimited, false),
            Some("pipes") => (Style::PipeDelimited, false),
            Some("pipe") => {
                let place = self.sources.member(node.place, "collectionFormat");
                if self.told.insert(place) {
                    self.diags
                        .warning(codes::STYLE, place, "`pipe` is written `pipes`")
                        .note("it is read as if it were");
                }
                (Style::PipeDelimited, false)
            }
            Some("multi") if query => (Style::Form, true),
            Some(_) => {
                let place = self.sources.member(node.place, "collectionFormat");
                if self.told.insert(place) {
                    self.diags
                        .error(codes::STYLE, place, "this way of writing a list does not go here")
                        .note("items are separated by commas")
                        .help("csv, ssv, tsv and pipes go everywhere, multi in a query or form");
                }
                (default_spelling(location).0, false)
            }
        }
    }
}

/// What stands between items.
fn separator(style: Style) -> char {
    match style {
        Style::SpaceDelimited => ' ',
        Style::TabDelimited => '\t',
        Style::PipeDelimited => '|',
        _ => ',',
    }
}

/// The style and `explode` of a parameter that says neither.
pub(super) fn default_spelling(location: Location) -> Spelling {
    match location {
        Location::Path | Location::Header => (Style::Simple, false),
        Location::Query | Location::QueryString | Location::Cookie => (Style::Form, true),
    }
}
