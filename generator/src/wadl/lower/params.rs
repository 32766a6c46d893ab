//! Parameters: their types, lists of options, defaults.

use std::rc::Rc;

use super::{Lower, is_outer, prose, text_key};
use crate::ir::build::Key;
use crate::ir::media_type::is_token;
use crate::ir::{
    Enum, EnumValue, Given, Id, Int, Literal, Location, Name, Param as IrParam, Scalar, Shape, Space, Style, Type,
};
use crate::source::FileId;
use crate::wadl::codes;
use crate::wadl::document::{Param, ParamStyle, TypeName};
use crate::xml::XS;

impl Lower<'_> {
    /// Adds the query and header parameters among `wanted`; those of the path stand in `params` already.
    pub(super) fn outer_params(&mut self, wanted: &[(FileId, Rc<Param>)], params: &mut Vec<IrParam>) {
        for (_, param) in wanted {
            if !is_outer(param.style) {
                if param.style == Some(ParamStyle::Plain) {
                    self.misplaced(param, "a plain parameter is part of a body");
                }
                continue;
            }
            if param.style == Some(ParamStyle::Header) && self.is_no_header(param) {
                continue;
            }
            let lowered = match param.style {
                Some(ParamStyle::Header) => self.param(param, Location::Header, Style::Simple),
                _ => self.param(param, Location::Query, Style::Form),
            };
            params.push(lowered);
        }
    }

    /// The headers of an answer.
    pub(super) fn headers(&mut self, wanted: &[(FileId, Rc<Param>)]) -> Vec<IrParam> {
        let mut headers = Vec::new();
        for (_, param) in wanted {
            match param.style {
                Some(ParamStyle::Header) | None if self.is_no_header(param) => {}
                Some(ParamStyle::Header) | None => headers.push(self.param(param, Location::Header, Style::Simple)),
                // What is plain is part of the body, for people who read it.
                Some(ParamStyle::Plain) => {}
                Some(_) => self.misplaced(param, "only headers stand outside the body of an answer"),
            }
        }
        headers
    }

    /// Whether no header can have the name of a parameter, which is said (RFC 9110, 5.1 and 5.6.2).
    fn is_no_header(&mut self, param: &Param) -> bool {
        if is_token(&param.name) {
            return false;
        }
        self.diags
            .error(codes::BAD_VALUE, param.place, format!("no header can be called `{}`", param.name))
            .note("it is left out");
        true
    }

    fn misplaced(&mut self, param: &Param, why: &str) {
        self.diags.warning(codes::MISPLACED, param.place, why).note("it is left out");
    }

    pub(super) fn param(&mut self, param: &Param, location: Location, style: Style) -> IrParam {
        let item = self.param_type(param);
        let ty = if param.repeating {
            let key = Key::Place(self.sources.member(param.place, "list"));
            match self.builder.get(&key) {
                Some(known) => known,
                None => self.builder.define(key, Type::new(Shape::List(item), param.place)),
            }
        } else {
            item
        };
        let (style, explode) = match style {
            Style::Form | Style::Simple if is_list(param) => (Style::SpaceDelimited, false),
            Style::Matrix if is_list(param) => (Style::SpacedMatrix, false),
            _ => (style, matches!(style, Style::Form | Style::Matrix)),
        };
        let base = scalar(param.ty.as_ref());
        let value = param.fixed.as_ref().or(param.default.as_ref()).filter(|value| self.is_value(param, value));
        let value = value.map(|value| literal(base, value));
        let is_fixed = param.fixed.is_some() && value.is_some();
        IrParam {
            style,
            explode,
            inner: (param.repeating && is_list_type(param)).then_some(Style::SpaceDelimited),
            required: param.required || is_fixed || location == Location::Path && !is_matrix(style),
            given: if is_fixed { Given::Fixed } else { Given::ByCall },
            default: value.map(|value| if param.repeating { Literal::List(vec![value]) } else { value }),
            doc: prose(&param.doc),
            ..IrParam::new(Name::new(&param.name), location, ty, param.place)
        }
    }

    /// Whether the default or the fixed value of a parameter is of its type, as far as that is a number or a boolean; says
    /// so where it is not.
    fn is_value(&mut self, param: &Param, value: &str) -> bool {
        if is_of(scalar(param.ty.as_ref()), value) {
            return true;
        }
        let ty = param.ty.as_ref().map_or("string", |ty| ty.local.as_str());
        let what = if param.fixed.is_some() { "fixed value" } else { "default" };
        self.diags
            .warning(codes::BAD_VALUE, param.place, format!("the {what} `{value}` is no value of the type `{ty}`"))
            .note(match param.fixed {
                Some(_) => "the caller gives the value",
                None => "it is as if there was no default",
            });
        false
    }

    /// The type of one value of a parameter.
    pub(super) fn param_type(&mut self, param: &Param) -> Id<Type> {
        if param.options.is_empty() {
            return match &param.ty {
                Some(ty) => self.builder.refer(type_key(ty), ty.place),
                None => self.builder.refer(text_key(), param.place),
            };
        }
        let key = Key::Place(self.sources.member(param.place, "options"));
        if let Some(known) = self.builder.get(&key) {
            return known;
        }
        let described = scalar(param.ty.as_ref());
        for option in param.options.iter().filter(|option| !is_of(described, &option.value)) {
            let ty = param.ty.as_ref().map_or("string", |ty| ty.local.as_str());
            let message = format!("the option `{}` is no value of the type `{ty}`", option.value);
            self.diags.warning(codes::BAD_VALUE, option.place, message).note("it is sent as it stands");
        }
        let base = match described {
            int @ Scalar::Int(_) if param.options.iter().all(|o| o.value.trim().parse::<i64>().is_ok()) => int,
            _ => Scalar::String,
        };
        let mut values: Vec<EnumValue> = Vec::new();
        for option in &param.options {
            let value = literal(base, &option.value);
            if values.iter().any(|known| known.value == value) {
                continue;
            }
            let mut doc = prose(&option.doc);
            if let Some(media_type) = &option.media_type {
                let asks = format!("Asks for `{media_type}`.");
                doc.description = Some(doc.description.map_or(asks.clone(), |text| format!("{text}\n\n{asks}")));
            }
            values.push(EnumValue {
                name: Name::new(option.value.trim()),
                value,
                doc,
                deprecated: None,
                place: option.place,
            });
        }
        let shape = Shape::Enum(Enum { base, of: None, values, open: !self.options.closed_enums });
        self.builder.define(key, Type::new(shape, param.place))
    }
}

/// The key of a type that a schema or XML Schema itself defines.
pub(super) fn type_key(ty: &TypeName) -> Key {
    Key::Xml(Space::Plain, ty.namespace.clone(), ty.local.clone())
}

/// Whether a value may be of a list type: one text with blanks between its items (XML Schema 1.0, part 2, 2.5.1.2).
pub(super) fn is_list(param: &Param) -> bool {
    !param.repeating && is_list_type(param)
}

/// Whether one value may be of a list type.
pub(super) fn is_list_type(param: &Param) -> bool {
    param.options.is_empty() && param.ty.as_ref().is_some_and(may_be_list)
}

/// Whether a value stands in the path with its name.
pub(super) fn is_matrix(style: Style) -> bool {
    matches!(style, Style::Matrix | Style::SpacedMatrix)
}

/// Whether a type may turn out to be a list: of the built-in ones three are, and of others a schema tells later. A style for
/// lists that is none is put right when all types are known.
fn may_be_list(ty: &TypeName) -> bool {
    ty.namespace.as_deref() != Some(XS) || matches!(ty.local.as_str(), "NMTOKENS" | "IDREFS" | "ENTITIES")
}

/// What values of a built-in type are, as far as it matters for a value that stands in the document.
fn scalar(ty: Option<&TypeName>) -> Scalar {
    match ty {
        Some(ty) if ty.namespace.as_deref() == Some(XS) => match ty.local.as_str() {
            "boolean" => Scalar::Bool,
            "byte" | "short" | "int" | "unsignedByte" | "unsignedShort" => Scalar::Int(Int::I32),
            "long" | "unsignedInt" => Scalar::Int(Int::I64),
            "integer" | "unsignedLong" | "nonNegativeInteger" | "positiveInteger" | "nonPositiveInteger"
            | "negativeInteger" => Scalar::BigInt,
            "decimal" => Scalar::Decimal,
            "float" | "double" => Scalar::F64,
            _ => Scalar::String,
        },
        _ => Scalar::String,
    }
}

/// A value that stands in the document, as a value of the parameter.
pub(super) fn literal_of(param: &Param, value: &str) -> Literal {
    literal(scalar(param.ty.as_ref()), value)
}

/// Whether a value that stands in the document is of a built-in type, where that is a number or a boolean.
fn is_of(base: Scalar, value: &str) -> bool {
    let value = value.trim();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = value.strip_prefix(['+', '-']).unwrap_or(value);
    match base {
        Scalar::Bool => matches!(value, "true" | "false" | "1" | "0"),
        Scalar::Int(_) | Scalar::BigInt => digits(unsigned),
        Scalar::Decimal => {
            let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, "0"));
            (digits(whole) || whole.is_empty()) && (digits(fraction) || fraction.is_empty() && !whole.is_empty())
        }
        Scalar::F64 => matches!(value, "INF" | "-INF" | "NaN") || value.parse::<f64>().is_ok_and(f64::is_finite),
        _ => true,
    }
}

fn literal(base: Scalar, value: &str) -> Literal {
    let trimmed = value.trim();
    match base {
        Scalar::Bool if matches!(trimmed, "true" | "1") => Literal::Bool(true),
        Scalar::Bool if matches!(trimmed, "false" | "0") => Literal::Bool(false),
        Scalar::Int(_) | Scalar::BigInt | Scalar::Decimal | Scalar::F64
            if trimmed.parse::<f64>().is_ok_and(f64::is_finite) =>
        {
            Literal::Number(trimmed.to_owned())
        }
        _ => Literal::String(value.to_owned()),
    }
}
