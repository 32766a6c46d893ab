//! The call of an operation, as the table that `runtime::call!` reads: values, answers, body.

use super::bodies::{self, Body, Write};
use super::docs;
use super::paths::{self, Home, scalar_of};
use super::responses::Answers;
use super::text::{WIDTH, deprecated, fill, lines};
use super::{Cx, request, tidy};
use crate::ir::walk::behind_aliases;
use crate::ir::{Given, Id, Literal, Location, Operation, Param, Scalar, Shape, Style, Type};
use crate::names::{Group, OperationNames};

/// What the table of a call is made of.
pub(super) struct Call<'a> {
    pub(super) group: &'a Group,
    pub(super) operation: &'a Operation,
    pub(super) names: &'a OperationNames,
    pub(super) body: Option<&'a Body<'a>>,
    pub(super) answers: &'a Answers<'a>,
    /// The type of its errors.
    pub(super) error: String,
}

impl Call<'_> {
    /// The table.
    pub(super) fn table(&self, cx: &Cx<'_>) -> String {
        let of = format!("{}::{}", self.group.handle, self.names.method.trim_start_matches("r#"));
        let mut text = String::from("runtime::call! {\n");
        lines(&mut text, 1, &[format!("A call of [`{of}`], sent when it is awaited.")]);
        self.head(cx, &mut text);
        text.push_str(&format!("-> {}, {} = |raw| match raw.status() {{\n", self.output(), self.error));
        for arm in &self.answers.arms {
            text.push_str(&format!("        {arm},\n"));
        }
        text.push_str("    };\n");
        self.needs(cx, &mut text);
        self.takes(cx, &mut text);
        self.fixed(cx, &mut text);
        self.body(cx, &mut text);
        text.push('}');
        text
    }

    fn output(&self) -> String {
        format!("Response<{}, {}>", tidy(&self.answers.output), tidy(&self.answers.headers))
            .replace(", ()>", ">")
            .to_owned()
    }

    /// The name, the request line, and what is not as usual.
    fn head(&self, cx: &Cx<'_>, text: &mut String) {
        let operation = self.operation;
        let id = operation.id.clone().unwrap_or_else(|| self.names.method.clone());
        let mut parts =
            vec![format!("{id:?}"), format!("{:?}", operation.method), format!("{:?}", request::template(operation))];
        if !cx.api.omit_accept && !self.answers.accept.is_empty() {
            parts.push(format!("accept({:?})", self.answers.accept.join(", ")));
        }
        if !operation.security.is_empty() {
            let all = operation.security.iter().map(|all| {
                let schemes: Vec<String> = all.iter().map(|one| format!("{:?}", one.scheme)).collect();
                format!("&[{}]", schemes.join(", "))
            });
            parts.push(format!("security(&[{}])", all.collect::<Vec<_>>().join(", ")));
        }
        if let Some(server) = operation.servers.first() {
            parts.push(format!("server({:?})", request::own_address(server)));
        }
        if !self.answers.streamed.is_empty() {
            parts.push(format!("streamed(&[{}])", self.answers.streamed.join(", ")));
        }
        if self.answers.keeps_redirects {
            parts.push("keeps_redirects()".to_owned());
        }
        let line = format!("{}({})", self.names.call, parts.join(", "));
        if line.chars().count() + 4 <= WIDTH {
            text.push_str(&format!("    {line}\n        "));
        } else {
            text.push_str(&format!("    {}(\n", self.names.call));
            fill(text, 2, &parts);
            text.push_str("    ) ");
        }
    }

    /// The arguments.
    fn needs(&self, cx: &Cx<'_>, text: &mut String) {
        let (arguments, _) = request::arguments(self.operation, self.names);
        let entries: Vec<String> = arguments.iter().map(|(param, name)| entry(cx, param, name)).collect();
        section(text, "needs", &entries);
    }

    /// The setters.
    fn takes(&self, cx: &Cx<'_>, text: &mut String) {
        let (_, setters) = request::arguments(self.operation, self.names);
        if setters.is_empty() {
            return;
        }
        text.push_str("    takes {\n");
        for (param, name) in setters {
            let mut facts = docs::limits(&cx.api.types[param.ty].limits);
            facts.extend(param.default.as_ref().map(|value| format!("When absent: {}.", docs::literal(value))));
            if param.style == Style::Prefixed {
                facts.push(format!("Each entry is a header of its own: `{}` and the key.", param.name.text));
            }
            if param.given == Given::OrUuid {
                facts.push("When absent, a new UUID is sent.".to_owned());
            }
            lines(text, 2, &docs::paragraphs_or(&param.doc, &format!("`{}`.", param.name.text), &facts));
            deprecated(text, 2, param.deprecated.as_ref());
            text.push_str(&format!("        {},\n", entry(cx, param, name)));
        }
        text.push_str("    }\n");
    }

    /// What is the same for all calls of a client, or for all.
    fn fixed(&self, cx: &Cx<'_>, text: &mut String) {
        let mut of_client = Vec::new();
        let mut fixed = Vec::new();
        for (param, name) in self.operation.params.iter().zip(&self.names.params) {
            match param.given {
                Given::ByClient => {
                    let known = cx
                        .api
                        .client_params
                        .iter()
                        .position(|known| known.location == param.location && known.name.text == param.name.text);
                    let name = known.and_then(|at| cx.names.client_params.get(at)).unwrap_or(name);
                    let convert = converter(cx, param).map(|by| format!(" as {by}")).unwrap_or_default();
                    of_client.push(format!("{name}{convert} => {}", place(param)));
                }
                Given::Fixed => {
                    let value = match &param.default {
                        Some(Literal::String(text) | Literal::Number(text)) => text.clone(),
                        Some(Literal::Bool(value)) => value.to_string(),
                        _ => String::new(),
                    };
                    fixed.push(format!("{value:?} => {}", place(param)));
                }
                Given::ByCall | Given::OrUuid => {}
            }
        }
        section(text, "client", &of_client);
        section(text, "fixed", &fixed);
    }

    fn body(&self, cx: &Cx<'_>, text: &mut String) {
        let Some(body) = self.body else { return };
        let name = &self.names.body;
        let into = if body.into { ", into" } else { "" };
        let ty = tidy(&body.ty);
        let write = match body.write(cx, self.names) {
            Write::Inline(code) => format!("|request, body, _| {code}"),
            Write::Function(_) => bodies::function(self.names),
        };
        let entry = format!("{name}: {ty}{into} => {write}");
        if body.required {
            section(text, "sends", &[entry]);
        } else {
            let doc = self.operation.request.as_ref().map(|request| request.doc.clone()).unwrap_or_default();
            text.push_str("    may_send {\n");
            lines(text, 2, &docs::paragraphs_or(&doc, "The body; none is sent unless it is given.", &[]));
            text.push_str(&format!("        {entry}\n    }}\n"));
        }
        let switches = body.switches();
        if !switches.is_empty() {
            text.push_str("    ways {\n");
            for (number, name, media) in switches {
                lines(text, 2, &[format!("Sends the body as {}.", docs::code(media))]);
                text.push_str(&format!("        {name} => {number},\n"));
            }
            text.push_str("    }\n");
        }
    }
}

/// `name: Type as converter => query("wire", facts)`.
fn entry(cx: &Cx<'_>, param: &Param, name: &str) -> String {
    let ty = match scalar_of(cx, param.ty) {
        Some(Scalar::String | Scalar::Uri) => String::new(),
        _ => format!(": {}", tidy(&paths::parameter(cx, param.ty, Home::Beside))),
    };
    let convert = converter(cx, param).map(|by| format!(" as {by}")).unwrap_or_default();
    format!("{name}{ty}{convert} => {}", place(param))
}

/// What makes the parameter of the value, where the value is not one itself.
fn converter(cx: &Cx<'_>, param: &Param) -> Option<&'static str> {
    match param.style {
        Style::Json => Some("runtime::as_json"),
        Style::Form if param.location == Location::QueryString => Some("runtime::as_json"),
        _ if param.inner.is_some() => param.inner.and_then(joined),
        _ if structured(cx, param.ty) => Some("runtime::param::from_json"),
        _ if scalar_of(cx, param.ty) == Some(Scalar::DateTimeRfc1123) => Some("runtime::http_date"),
        _ => None,
    }
}

/// What makes one text of each list in a list.
fn joined(inner: Style) -> Option<&'static str> {
    match inner {
        Style::Simple => Some("runtime::param::joined::<','>"),
        Style::SpaceDelimited => Some("runtime::param::joined::<' '>"),
        Style::PipeDelimited => Some("runtime::param::joined::<'|'>"),
        Style::TabDelimited => Some("runtime::param::joined::<'\\t'>"),
        _ => None,
    }
}

/// Whether a value has parts of its own, and goes into a parameter by way of its JSON form.
fn structured(cx: &Cx<'_>, id: Id<Type>) -> bool {
    let ty = &cx.api.types[behind_aliases(cx.api, id)];
    match &ty.shape {
        Shape::Record(_)
        | Shape::Choice(_)
        | Shape::Tuple { .. }
        | Shape::InText(_)
        | Shape::Any
        | Shape::Never
        | Shape::Foreign(_) => true,
        Shape::List(item) | Shape::Map(item) | Shape::Nullable(item) => structured(cx, *item),
        Shape::Scalar(_) | Shape::Enum(_) | Shape::Alias(_) => false,
    }
}

/// Where a parameter stands, and what of it is not as usual there.
fn place(param: &Param) -> String {
    let (location, style, explode) = match param.location {
        Location::Path => ("path", Style::Simple, false),
        Location::Query => ("query", Style::Form, true),
        Location::QueryString => ("query_string", Style::Form, true),
        Location::Header => ("header", Style::Simple, false),
        Location::Cookie => ("cookie", Style::Form, true),
    };
    let mut parts = vec![format!("{:?}", param.name.text)];
    if param.style != style {
        parts.push(request::style_word(param.style).to_owned());
    }
    if param.explode != explode && param.location != Location::QueryString {
        parts.push(if param.explode { "exploded" } else { "joined" }.to_owned());
    }
    if param.allow_reserved && matches!(param.location, Location::Path | Location::Query | Location::QueryString) {
        parts.push("reserved".to_owned());
    }
    let fields: Vec<String> = param.fields.iter().filter_map(bodies::form_style).collect();
    if !fields.is_empty() {
        parts.push(format!("fields(&[{}])", fields.join(", ")));
    }
    if param.location == Location::Path && !param.required {
        parts.push("optional".to_owned());
    }
    if param.given == Given::OrUuid && param.location == Location::Header {
        parts.push("or_uuid".to_owned());
    }
    if param.given == Given::Fixed && param.location == Location::Query && param.default.is_none() {
        parts.push("flag".to_owned());
    }
    format!("{location}({})", parts.join(", "))
}

/// A section with entries that have no docs: on one line, if they fit.
fn section(text: &mut String, name: &str, entries: &[String]) {
    if entries.is_empty() {
        return;
    }
    let line = entries.join(", ");
    if line.chars().count() + name.len() + 10 <= WIDTH {
        text.push_str(&format!("    {name} {{ {line} }}\n"));
        return;
    }
    text.push_str(&format!("    {name} {{\n"));
    fill(text, 2, entries);
    text.push_str("    }\n");
}
