//! Small documents and what becomes of them.

use crate::diag::Diagnostics;
use crate::ir::build::Key;
use crate::ir::{
    Api, Builder, Given, Location, Operation, PathPiece, Payload, Scalar, Shape, Space, StatusPattern, Style,
};
use crate::source::Sources;

use super::{Grammar, GrammarAt, Options, is_wadl, lower};

struct Lowered {
    api: Api,
    grammars: Vec<Grammar>,
    said: Vec<String>,
    dangling: Vec<String>,
}

fn read(files: &[(&str, &str)]) -> Lowered {
    let mut sources = Sources::new();
    let ids: Vec<_> = files.iter().map(|(name, text)| sources.add(*name, *text)).collect();
    let (mut builder, mut diags) = (Builder::new(), Diagnostics::new());
    let grammars = lower(&mut sources, ids[0], &mut builder, &mut diags, &Options::default()).grammars;
    let said = diags
        .iter()
        .map(|d| format!("{}:{} {}", d.code, sources.locate(d.place).map_or(0, |l| l.line), d.message))
        .collect();
    let dangling = builder
        .dangling()
        .into_iter()
        .map(|(key, _)| match key {
            Key::Xml(Space::Plain, _, local) => local,
            Key::Xml(space, _, local) => format!("{space:?} {local}"),
            Key::Document(_, local) => format!("Document {local}"),
            Key::Place(_) => "?".to_owned(),
        })
        .collect();
    Lowered { api: builder.finish(), grammars, said, dangling }
}

/// A document around resources; namespace `v` has the prefix `t`.
fn wadl(inner: &str) -> Lowered {
    read(&[("test.wadl", &wrap(inner))])
}

fn wrap(inner: &str) -> String {
    format!(
        "<application xmlns='http://wadl.dev.java.net/2009/02' xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns:t='v'>\n{inner}\n</application>"
    )
}

impl Lowered {
    fn operations(&self) -> Vec<&Operation> {
        assert!(self.said.is_empty(), "{:?}", self.said);
        self.api.operations.iter().map(|(_, operation)| operation).collect()
    }

    fn lines(&self) -> Vec<String> {
        self.operations().into_iter().map(line).collect()
    }

    fn params(&self) -> Vec<String> {
        let operations = self.operations();
        operations[0]
            .params
            .iter()
            .map(|p| {
                let must = if p.required { "!" } else { "" };
                let more = if p.explode { "*" } else { "" };
                format!("{:?} {:?}{more} {}{must}", p.location, p.style, p.name.text)
            })
            .collect()
    }
}

fn path(operation: &Operation) -> String {
    operation
        .path
        .iter()
        .map(|piece| match piece {
            PathPiece::Literal(text) => text.clone(),
            PathPiece::Param(name) => format!("{{{name}}}"),
        })
        .collect()
}

fn line(operation: &Operation) -> String {
    let group = operation.group.as_ref().map_or("-", |g| g.text.as_str());
    format!("{group}.{} {} {}", operation.name.text, operation.method, path(operation))
}

#[test]
fn paths_are_joined_with_one_slash() {
    let lowered = wadl(
        "<resources base='http://h/b/'><resource path='/'><resource path='a'><method name='GET' id='one'/>\
         <resource path='/{id}.xml'><method name='PUT' id='two'/></resource></resource></resource><resource path=''><method name='GET' id='root'/></resource></resources>",
    );
    assert_eq!(lowered.lines(), ["a.one GET /a", "a.two PUT /a/{id}.xml", "-.root GET /"]);
    assert_eq!(lowered.api.servers[0].url, "http://h/b");
    let lowered =
        wadl("<resources base='http://h'><resource path='a/{b}'><method name='get' id='one'/></resource></resources>");
    assert_eq!(lowered.lines(), ["a.one GET /a/{b}"]);
}

#[test]
fn operations_are_named_by_id_or_by_path() {
    let lowered = wadl(
        "<resources base='http://h'><resource path='users'><method name='GET'/><method name='POST' id='Accounts_Create'/>\
         <resource path='{id}'><method name='GET'/><method name='DELETE' id='remove'/></resource>\
         <resource path='by/{name}'><method name='GET'/></resource><resource path='{y}/{m}'><method name='GET'/></resource>\
         <resource path='{z}/{m}'><method name='GET'/></resource></resource></resources>",
    );
    assert_eq!(
        lowered.lines(),
        [
            "users.get GET /users",
            "Accounts.Create POST /users",
            "users.get by id GET /users/{id}",
            "users.remove DELETE /users/{id}",
            "by.get by name GET /users/by/{name}",
            "users.get by m GET /users/{y}/{m}",
            "users.get by m and z GET /users/{z}/{m}",
        ]
    );
}

#[test]
fn parameters_sit_where_their_style_says() {
    let lowered = wadl(
        "<resources base='http://h'><resource path='a/{t}/b'><param name='t' style='template' type='xs:int'><doc>Tee</doc></param>\
         <param name='m' style='matrix' repeating='true'/><param name='q' style='query' required='true'/><param name='h' style='header'/>\
         <param name='above' style='header'/><resource path='c'><method name='GET' id='x'><request>\
         <param name='q2' style='query' repeating='true' type='xs:int'/><param name='plain-query'/></request></method></resource></resource></resources>",
    );
    assert_eq!(lowered.lines(), ["c.x GET /a/{t}/b{m}/c"], "what a resource asks of its own methods stays with them");
    assert_eq!(lowered.params(), ["Path Simple t!", "Path Matrix* m", "Query Form* q2", "Query Form* plain-query"]);
    let operation = lowered.operations()[0];
    assert_eq!(operation.params[0].doc.description.as_deref(), Some("Tee"));
    assert!(matches!(lowered.api.types[operation.params[2].ty].shape, Shape::List(_)));
    assert_eq!(lowered.dangling, ["string", "int"]);
}

#[test]
fn a_method_has_what_its_resource_asks_for() {
    let lowered = wadl(
        "<resources base='http://h'><resource path='a'><param name='q' style='query'/><param name='h' style='header' fixed='1'/>\
         <param name='d' style='query' type='xs:int' default='10'/><method name='GET' id='x'><request><param name='q' style='query' required='true'/></request></method></resource></resources>",
    );
    assert_eq!(lowered.params(), ["Query Form* q!", "Header Simple h!", "Query Form* d"]);
    let operation = lowered.operations()[0];
    assert_eq!(operation.params[1].given, Given::Fixed);
    assert_eq!(format!("{:?}", operation.params[1].default), "Some(String(\"1\"))");
    assert_eq!(format!("{:?}", operation.params[2].default), "Some(Number(\"10\"))");
}

#[test]
fn options_are_an_enumeration() {
    let lowered = wadl(
        "<resources base='http://h'><resource path='a'><method name='GET' id='x'><request><param name='o' style='query' default='xml'>\
         <option value='xml' mediaType='application/xml'/><option value='json'><doc>As JSON</doc></option></param>\
         <param name='n' style='query' type='xs:int'><option value='1'/><option value='2'/></param></request></method></resource></resources>",
    );
    let operation = lowered.operations()[0];
    let Shape::Enum(words) = &lowered.api.types[operation.params[0].ty].shape else { panic!() };
    let docs: Vec<_> = words.values.iter().map(|v| v.doc.description.as_deref().unwrap()).collect();
    assert_eq!(docs, ["Asks for `application/xml`.", "As JSON"]);
    assert!(words.open);
    let Shape::Enum(numbers) = &lowered.api.types[operation.params[1].ty].shape else { panic!() };
    assert!(matches!(numbers.base, Scalar::Int(_)));
}

#[test]
fn bodies_meet_elements_by_name() {
    let lowered = wadl(
        "<resources base='http://h'><resource path='a'><method name='POST' id='x'><request>\
         <representation mediaType='application/xml' element='t:In'/><representation mediaType='application/vnd.x+json'/></request>\
         <response status='200 201'><param name='Location' style='header' type='xs:anyURI'/><representation element='t:Out'/></response>\
         <response status='404'><representation mediaType='text/plain'/></response><response><representation href='#E'/></response></method></resource></resources>\
         <representation id='E' mediaType='application/xml' element='t:Error'/>",
    );
    let operation = lowered.operations()[0];
    let request = operation.request.as_ref().unwrap();
    assert_eq!(request.name.as_ref().unwrap().text, "In");
    assert!(
        matches!(&request.media[0].payload, Payload::Xml { root, .. } if root.local == "In" && root.namespace.as_deref() == Some("v"))
    );
    assert!(matches!(request.media[1].payload, Payload::Json(_)));
    let statuses: Vec<_> = operation.responses.iter().map(|r| (r.status, r.headers.len(), r.media.len())).collect();
    assert_eq!(
        statuses,
        [
            (StatusPattern::Code(200), 1, 1),
            (StatusPattern::Code(201), 1, 1),
            (StatusPattern::Code(404), 0, 1),
            (StatusPattern::Default, 0, 1),
        ]
    );
    assert_eq!(lowered.dangling, ["Document In", "anyType", "anyURI", "Document Out", "Document Error"]);
}

#[test]
fn an_answer_without_a_status_is_success_where_no_other_is() {
    let lowered = wadl(
        "<resources base='http://h'><resource path='a'><method name='GET' id='x'><response><representation mediaType='text/html'/></response>\
         <response status='4xx'/></method><method name='PUT' id='y'/></resource></resources>",
    );
    let statuses: Vec<Vec<_>> =
        lowered.operations().iter().map(|o| o.responses.iter().map(|r| r.status).collect()).collect();
    assert_eq!(statuses, [vec![StatusPattern::Class(2), StatusPattern::Class(4)], vec![StatusPattern::Class(2)]]);
}

#[test]
fn forms_and_json_objects_are_typed_by_their_parameters() {
    let lowered = wadl(
        "<resources base='http://h'><resource path='a'><method name='POST' id='x'><request><representation mediaType='application/x-www-form-urlencoded'>\
         <param name='op' style='query' fixed='go' required='true'/><param name='n' style='query' type='xs:int' repeating='true'/></representation></request>\
         <response status='200'><representation id='page' mediaType='application/json'><param name='size' style='plain' path=\"$['total_size']\" type='xs:int' required='true'/>\
         <param name='next' style='plain' path='$.next'><link/></param><param name='entries' style='plain' path=\"$['entries']\"/>\
         <param name='each' style='plain' path=\"$['entries'][*]['self']\"/></representation></response></method></resource></resources>",
    );
    let operation = lowered.operations()[0];
    let Payload::Form { ty, .. } = &operation.request.as_ref().unwrap().media[0].payload else { panic!() };
    let fields = |ty| match &lowered.api.types[ty].shape {
        Shape::Record(record) => record
            .fields
            .iter()
            .map(|f| format!("{}={} {:?}", f.name.text, f.wire.json.as_deref().unwrap(), f.occurs))
            .collect::<Vec<_>>(),
        _ => panic!(),
    };
    assert_eq!(fields(*ty), ["op=op One", "n=n Optional"]);
    let Payload::Json(ty) = operation.responses[0].media[0].payload else { panic!() };
    assert_eq!(fields(ty), ["size=total_size One", "next=next Optional", "entries=entries Optional"]);
    assert_eq!(lowered.api.types[ty].name.as_ref().unwrap().text, "page");
}

#[test]
fn the_older_dialect_puts_statuses_on_bodies() {
    let text = wrap(
        "<resources base='http://h'><resource path='a'><method name='GET' id='x'><response><representation status='200' mediaType='text/plain'/>\
         <fault status='400 500' mediaType='text/plain'/><fault mediaType='text/html'/></response></method></resource></resources>",
    )
    .replace("wadl.dev.java.net/2009/02", "research.sun.com/wadl/2006/10");
    assert!(is_wadl(&text));
    let lowered = read(&[("old.wadl", &text)]);
    let statuses: Vec<_> = lowered.operations()[0].responses.iter().map(|r| r.status).collect();
    assert_eq!(
        statuses,
        [StatusPattern::Code(200), StatusPattern::Code(400), StatusPattern::Code(500), StatusPattern::Default]
    );
}

#[test]
fn references_lead_to_types_methods_and_other_files() {
    let other = wrap(
        "<resource_type id='listed'><param name='page' style='query'/><method href='#list'/><resource path='{id}'><method name='DELETE' id='delete'/></resource></resource_type>\
         <method name='GET' id='list'><request><param href='#limit'/></request></method><param id='limit' name='limit' style='query'/>\
         <grammars><include href='o.xsd'/></grammars>",
    );
    let main = wrap(
        "<grammars><include href='m.xsd'/><xs:schema/></grammars>\
         <resources base='http://h'><resource path='things' type='d/other.wadl#listed'/></resources>",
    );
    let main = main.replace("d/other.wadl", "other.wadl");
    let lowered = read(&[("s/main.wadl", &main), ("s/other.wadl", &other)]);
    assert_eq!(lowered.lines(), ["things.list GET /things", "things.delete DELETE /things/{id}"]);
    assert_eq!(lowered.params(), ["Query Form* limit", "Query Form* page"]);
    let at: Vec<_> = lowered.grammars.iter().map(|g| g.at.clone()).collect();
    let inline = main.find("<xs:schema").unwrap();
    assert_eq!(
        at,
        [GrammarAt::Reference("m.xsd".to_owned()), GrammarAt::Inline(inline), GrammarAt::Reference("o.xsd".to_owned())]
    );
    assert_ne!(lowered.grammars[0].from, lowered.grammars[2].from);
}

#[test]
fn a_type_that_only_links_lead_to_takes_its_path() {
    let lowered = wadl(
        "<resources base='http://h/api/'><resource path='' type='#root'/></resources>\
         <resource_type id='root'><method name='GET' id='root-get'/></resource_type>\
         <resource_type id='bug'><method name='GET' id='bug-get'><response><representation href='http://h/api/#full'/></response></method></resource_type>\
         <representation id='full' mediaType='application/json'/>",
    );
    assert_eq!(lowered.lines(), ["root.get GET /", "bug.get GET /{resource}"]);
    let param = &lowered.operations()[1].params[0];
    assert_eq!((param.location, param.style, param.allow_reserved), (Location::Path, Style::Simple, true));
    assert_eq!(lowered.operations()[1].responses[0].media.len(), 1, "an address of its own is no other file");
}

#[test]
fn patterns_of_jax_rs_are_limits() {
    let lowered = wadl(
        "<resources base='http://h'><resource path='a/{id: [0-9]{3}}'><method name='GET' id='x'/></resource></resources>",
    );
    assert_eq!(lowered.lines(), ["a.x GET /a/{id}"]);
    let ty = lowered.operations()[0].params[0].ty;
    assert_eq!(lowered.api.types[ty].limits.patterns, ["[0-9]{3}"]);
}

#[test]
fn several_addresses_stand_with_their_operations() {
    let lowered = wadl(
        "<resources base='http://one'><resource path='a'><method name='GET' id='x'/></resource></resources>\
         <resources base='http://{region}.two/'><resource path='b'><method name='GET' id='y'/></resource></resources>",
    );
    let operations = lowered.operations();
    assert!(operations[0].servers.is_empty());
    assert_eq!(operations[1].servers[0].url, "http://{region}.two");
    assert_eq!(operations[1].servers[0].variables[0].name.text, "region");
}

#[test]
fn titles_and_texts_are_docs() {
    let lowered = wadl(
        "<doc title='The service'>About <i xmlns='http://www.w3.org/1999/xhtml'>it</i>.</doc>\
         <resources base='http://h'><resource path='a'><method name='GET' id='x'><doc title='Gets.'/><doc title='More'>Text</doc></method></resource></resources>",
    );
    assert_eq!(lowered.api.info.title, "The service");
    assert_eq!(lowered.api.info.doc.description.as_deref(), Some("About *it*."));
    let doc = &lowered.operations()[0].doc;
    assert_eq!((doc.summary.as_deref(), doc.description.as_deref()), (Some("Gets."), Some("More\n\nText")));
}

#[test]
fn mistakes_are_said_and_the_rest_is_read() {
    for (inner, expected) in [
        ("<method href='#nope'/>", "WD0006:2 there is no method with the id `nope`"),
        ("<method/>", "WD0005:2 `method` needs the attribute `name`"),
        ("<method name='GE T'/>", "WD0004:2 `GE T` is no HTTP method"),
        ("<method name='GET' id='x'/><method name='PUT' id='x'/>", "WD0009:2 the id `x` is given twice"),
        ("<param name='t' style='template'/>", "WD0011:2 the path has no `{t}` for this parameter"),
        (
            "<param name='p' style='path'/>",
            "WD0004:2 `style` is `template`, `matrix`, `query`, `header` or `plain`, not `path`",
        ),
        ("<param name='p' style='query' repeat='true'/>", "WD0003:2 `param` has no attribute `repeat` here"),
        ("<param name='p' style='query' type='xsd:int'/>", "WD0012:2 the prefix `xsd` is not bound to a namespace"),
        ("<param name='p' style='query' type='string'/>", "WD0012:2 `string` is in no namespace"),
        ("<param name='p' style='query' type='q:T'/>", "XM0002:2 the prefix `q` is not bound to a namespace"),
        ("<path/>", "WD0002:2 `path` cannot stand here in `resource`"),
        ("<method href='http://h/x.wadl#m'/>", "WD0007:2 `http://h/x.wadl` is on the web, where nothing is fetched"),
        (
            "<method name='GET'><response status='ok'/></method>",
            "WD0004:2 `status` is a list of HTTP statuses, not `ok`",
        ),
        (
            "<method name='GET'><response status='200'><representation mediaType='application/json' element='t:E'/></response></method>",
            "WD0013:2 the element `E` does not type this body",
        ),
        (
            "<method name='GET'><response status='200'><representation mediaType='text/xml' element='t:E'/><representation mediaType='text/xml'/></response></method>",
            "WD0009:2 there are two bodies of the type `text/xml` here",
        ),
        (
            "<param name='f' style='matrix' type='xs:boolean'/>",
            "WD0014:2 a matrix parameter that is true or false is sent with its value",
        ),
    ] {
        let lowered = wadl(&format!(
            "<resources base='http://o'><resource path='a'>{inner}</resource><resource path='z'><method name='GET' id='last'/></resource></resources>"
        ));
        assert_eq!(lowered.said, [expected], "{inner}");
        let last = lowered.api.operations.iter().last().map(|(_, operation)| line(operation));
        assert_eq!(last.as_deref(), Some("z.last GET /z"), "{inner}");
    }
}

#[test]
fn types_that_lead_to_themselves_come_to_an_end() {
    let lowered = wadl(
        "<resources base='http://h'><resource path='a' type='#t'/></resources>\
         <resource_type id='t'><resource path='b' type='#t'/></resource_type>",
    );
    assert_eq!(lowered.said, ["WD0008:2 resources lead back to themselves"]);
}

#[test]
fn grammars_of_other_languages_are_said() {
    let lowered = wadl("<grammars><g:grammar xmlns:g='http://relaxng.org/ns/structure/1.0'/></grammars>");
    assert_eq!(
        lowered.said,
        ["WD0010:2 a grammar of the namespace `http://relaxng.org/ns/structure/1.0` cannot be read"]
    );
    assert_eq!(read(&[("a", "<html/>")]).said, ["WD0001:1 this is no WADL: its root is `html`"]);
}
