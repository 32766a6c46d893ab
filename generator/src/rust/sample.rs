//! A first call, for the docs of the crate and its README; for a crate of types alone, reading and writing a first document.
//!
//! It is made of what is simple in a description. Where nothing is, not found.

use super::paths::{self, Home, scalar_of};
use super::responses::{self, Answers};
use super::{Cx, address, auth, bodies, features, pages, request, tidy};
use crate::ir::walk::behind_aliases;
use crate::ir::{Api, Given, Id, Literal, Operation, Param, Scalar, Shape, Type};
use crate::names::Group;

/// The longest example of a description that is taken over.
const LONGEST: usize = 60;

/// Where the service is, for who reads the sample.
const SOMEWHERE: &str = "https://service.example";

/// A call that can be made without much ado.
struct Simple<'a> {
    operation: &'a Operation,
    answers: Answers<'a>,
    /// `client.pets().get("id")`.
    code: String,
    /// How many values it takes.
    values: usize,
    /// The feature of its group.
    feature: Option<String>,
}

/// Lines of Rust.
pub(super) struct Sample {
    pub(super) code: String,
    /// The features without which there are no such calls.
    features: Vec<String>,
}

/// The sample for a service.
pub(super) fn of(cx: &Cx<'_>) -> Option<Sample> {
    match cx.api.operations.is_empty() {
        true => document(cx).map(|code| Sample { code, features: Vec::new() }),
        false => call(cx),
    }
}

/// The sample as a doc test that is compiled, not run.
pub(super) fn as_docs(cx: &Cx<'_>, sample: &Sample) -> Vec<String> {
    let head = if cx.api.operations.is_empty() { "fn" } else { "async fn" };
    let gates: String = sample.features.iter().map(|feature| format!("# #[cfg(feature = {feature:?})]\n")).collect();
    let code = format!(
        "```no_run\n{gates}# {head} example() -> Result<(), Box<dyn std::error::Error>> {{\n{}\n# Ok(())\n# }}\n```",
        sample.code
    );
    vec!["# Example".to_owned(), code]
}

/// A first call, and the items of a list.
fn call(cx: &Cx<'_>) -> Option<Sample> {
    let mut simple: Vec<Simple<'_>> = cx.names.groups.iter().flat_map(|group| simple_calls(cx, group)).collect();
    // A call by a credential, with a body to look at, of few values; else in the order of the description.
    let asks = |one: &Simple<'_>| !cx.api.security.is_empty() && one.operation.security.is_empty();
    simple.sort_by_key(|one| (asks(one), one.answers.body.is_none(), one.values));
    let first = simple.first()?;
    let mut uses = vec!["Client".to_owned()];
    let builder = builder(cx, first.operation, &mut uses)?;
    let shown = match tidy(&first.answers.output).as_str() {
        "()" => "response.status()",
        _ => "response.body()",
    };
    let mut text = format!(
        "{builder}\n\nmatch {}.await {{\n    Ok(response) => println!(\"{{:?}}\", {shown}),\n    \
         Err(error) if error.status() == Some(404) => println!(\"not found\"),\n    \
         Err(error) => return Err(error.into()),\n}}",
        first.code
    );
    // The credentials of the first call have to do for it.
    let fits = |one: &&Simple<'_>| {
        [&[][..], first.operation.security.as_slice()].contains(&one.operation.security.as_slice())
            && pages::has(cx, one.operation, &one.answers)
    };
    let list = simple.iter().filter(fits).min_by_key(|one| one.values);
    if let Some(list) = list {
        text.push_str(&format!(
            "\n\nlet mut items = {}.items();\nwhile let Some(item) = items.next().await {{\n    \
             println!(\"{{:?}}\", item?);\n}}",
            list.code
        ));
    }
    if text.contains("(models::") || text.contains(" models::") {
        uses.push("models".to_owned());
    }
    let mut features: Vec<String> =
        [Some(first), list].into_iter().flatten().filter_map(|it| it.feature.clone()).collect();
    features.dedup();
    Some(Sample { code: format!("{}\n\n{text}", imports(cx, uses)), features })
}

/// The calls of a group that ask for something by values that are simple.
fn simple_calls<'a>(cx: &Cx<'a>, group: &Group) -> Vec<Simple<'a>> {
    let simple = |&id: &Id<Operation>| {
        let (operation, names) = (&cx.api.operations[id], &cx.names.operations[id]);
        let body = bodies::plan(cx, operation, names);
        if operation.method != "GET" || operation.deprecated.is_some() || body.is_some_and(|body| body.required) {
            return None;
        }
        let (arguments, _) = request::arguments(operation, names);
        let values: Vec<String> = arguments.iter().map(|(param, _)| value(cx, param)).collect::<Option<_>>()?;
        let code = format!("client.{}().{}({})", group.module, names.method, values.join(", "));
        let feature = features::of_group(cx.service, cx.names, group);
        Some(Simple { operation, answers: responses::plan(cx, operation, names), code, values: values.len(), feature })
    };
    group.operations.iter().filter_map(simple).collect()
}

/// The client, with the credentials that an operation asks for.
fn builder(cx: &Cx<'_>, operation: &Operation, uses: &mut Vec<String>) -> Option<String> {
    let mut arguments = address(cx);
    for param in cx.api.client_params.iter().filter(|param| param.default.is_none()) {
        arguments.push(value(cx, param)?);
    }
    let mut code = format!("let client = Client::builder({})", arguments.join(", "));
    let schemes = operation.security.iter().find(|all| !all.is_empty());
    for one in schemes.into_iter().flatten() {
        let (types, credential) = auth::sample(cx, &one.scheme)?;
        uses.extend(types.into_iter().map(|ty| format!("auth::{ty}")));
        code.push_str(&format!("\n    .credential({credential})"));
    }
    let end = if code.contains('\n') { "\n    .build()?;" } else { ".build()?;" };
    Some(code + end)
}

/// What the client takes for where the service is.
fn address(cx: &Cx<'_>) -> Vec<String> {
    let server = cx.api.servers.first();
    match address::address(cx) {
        address::Address::Asked(_) => {
            let path = server.map(|server| server.url.trim_end_matches('/')).unwrap_or_default();
            let path = if path.starts_with('/') && !path.contains('{') { path } else { "" };
            vec![format!("{:?}", format!("{SOMEWHERE}{path}"))]
        }
        address::Address::Described { asked, .. } => {
            let variables = server.map(|server| server.variables.as_slice()).unwrap_or_default();
            let value = |at: &usize| {
                let variable = &variables[*at];
                format!("{:?}", variable.values.first().unwrap_or(&variable.name.text))
            };
            asked.iter().map(value).collect()
        }
    }
}

/// A value for a parameter: the description's own, or one that fits the type.
fn value(cx: &Cx<'_>, param: &Param) -> Option<String> {
    let said = [&param.example, &param.default].into_iter().flatten();
    let mut texts = said.filter_map(|value| match value {
        Literal::String(text) | Literal::Number(text) => Some(text.clone()),
        Literal::Bool(value) => Some(value.to_string()),
        _ => None,
    });
    let limits = &cx.api.types[behind_aliases(cx.api, param.ty)].limits;
    let by_client = param.given == Given::ByClient;
    match scalar_of(cx, param.ty) {
        Some(Scalar::String | Scalar::Uri) => {
            let is_short = |text: &String| {
                !text.is_empty() && text.chars().count() <= LONGEST && !text.chars().any(char::is_control)
            };
            Some(format!("{:?}", texts.find(is_short).unwrap_or_else(|| param.name.text.clone())))
        }
        Some(Scalar::Int(int)) => {
            let least = limits.minimum.as_ref().and_then(|bound| {
                let value: f64 = bound.value.trim().parse().ok()?;
                let next = if bound.exclusive { (value + 1.0).floor() } else { value.ceil() };
                Some(format!("{next:.0}"))
            });
            let mut all = texts.chain(least).chain(["1".to_owned()]);
            all.find(|text| text.parse().is_ok_and(|number| int.holds(number)))
        }
        Some(Scalar::F32 | Scalar::F64) => {
            texts.chain(["1".to_owned()]).find_map(|text| text.parse::<f64>().ok()).map(|number| format!("{number:?}"))
        }
        Some(Scalar::Bool) => texts.chain(["true".to_owned()]).find(|text| text == "true" || text == "false"),
        // A client keeps other values as the text that they are on the wire.
        Some(_) if by_client => Some(format!("{:?}", texts.next().unwrap_or_else(|| param.name.text.clone()))),
        Some(Scalar::Uuid) => Some("\"b5a5cf2e-9d3c-4f52-a6f0-6f0c3d2b8a11\".parse()?".to_owned()),
        Some(_) => None,
        None => listed(cx, behind_aliases(cx.api, param.ty), texts.next().as_deref()),
    }
}

/// A value of an enumeration: this one, or the first.
fn listed(cx: &Cx<'_>, id: Id<Type>, wanted: Option<&str>) -> Option<String> {
    let Shape::Enum(one) = &cx.api.types[id].shape else { return None };
    if one.is_constant() || cx.names.types[id].is_none() || cx.api.types[id].deprecated.is_some() {
        return None;
    }
    let at =
        one.values.iter().position(|value| wanted.is_some_and(|wanted| is_text(&value.value, wanted))).unwrap_or(0);
    let variant = cx.names.members[id].get(at)?;
    Some(format!("{}::{variant}", tidy(&paths::ty(cx, id, Home::Beside))))
}

/// Reading a document and writing it again.
fn document(cx: &Cx<'_>) -> Option<String> {
    let (wire, id) = match (root(cx.api), first(cx)) {
        (Some(id), _) => ("xml", id),
        (None, Some(id)) => ("json", id),
        (None, None) => return None,
    };
    let ty = tidy(&paths::ty(cx, id, Home::Beside));
    Some(format!(
        "{}\n\nlet document: {ty} = {wire}::from_slice(&std::fs::read(\"document.{wire}\")?)?;\n\
         println!(\"{{document:?}}\");\nprintln!(\"{{}}\", {wire}::to_string(&document)?);",
        imports(cx, vec!["models".to_owned(), wire.to_owned()])
    ))
}

/// The first type that is the root of documents.
fn root(api: &Api) -> Option<Id<Type>> {
    let is_root = |ty: &Type| ty.xml_root.is_some() && matches!(ty.shape, Shape::Record(_)) && ty.deprecated.is_none();
    api.types.iter().find(|(_, ty)| is_root(ty)).map(|(id, _)| id)
}

/// The first record with a JSON form.
fn first(cx: &Cx<'_>) -> Option<Id<Type>> {
    let is_one = |id: Id<Type>, ty: &Type| {
        let is_record = matches!(ty.shape, Shape::Record(_)) && ty.deprecated.is_none();
        is_record && cx.has_json(id) && cx.names.types[id].is_some()
    };
    cx.api.types.iter().find(|(id, ty)| is_one(*id, ty)).map(|(id, _)| id)
}

/// The `use` lines, each name once.
fn imports(cx: &Cx<'_>, mut names: Vec<String>) -> String {
    names.sort_unstable();
    names.dedup();
    let home = if cx.service.module.is_empty() { String::new() } else { format!("::{}", cx.service.module) };
    let line = |name: &String| format!("use {}{home}::{name};", cx.service.crate_name);
    names.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// Whether a value is written so.
fn is_text(value: &Literal, text: &str) -> bool {
    matches!(value, Literal::String(known) | Literal::Number(known) if known == text)
}
