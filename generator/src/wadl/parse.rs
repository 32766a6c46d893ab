//! Tree to [`Application`]: everything in WADL's namespace is read or reported.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::rc::Rc;

use super::codes;
use super::document::{
    Application, Grammar, GrammarAt, Href, Known, Method, Param, ParamOption, ParamStyle, Representation, Request,
    Resource, Resources, Response, Use,
};
use crate::diag::Diagnostics;
use crate::ir::media_type::is_token;
use crate::source::{FileId, Place};
use crate::xml::{Element, XS};

/// The namespaces of WADL: that of the submission, and the older ones that are still met.
pub(super) const NAMESPACES: [&str; 3] = [
    "http://wadl.dev.java.net/2009/02",
    "http://research.sun.com/wadl/2006/10",
    "http://research.sun.com/wadl/2006/07",
];

/// Types of XML Schema that authors write without a prefix.
const USUAL: [&str; 14] = [
    "string",
    "boolean",
    "int",
    "integer",
    "long",
    "short",
    "float",
    "double",
    "decimal",
    "date",
    "dateTime",
    "time",
    "anyURI",
    "base64Binary",
];

/// Reads the `application` element `root` of `file`.
pub(super) fn parse(file: FileId, root: &Element, diags: &mut Diagnostics) -> Option<Application> {
    let namespace = root.namespace.as_deref().filter(|n| NAMESPACES.contains(n));
    let Some(namespace) = namespace.filter(|_| &*root.local == "application") else {
        diags
            .error(codes::NOT_WADL, root.place, format!("this is no WADL: its root is `{}`", root.local))
            .help(format!("the root of a WADL document is `application` of the namespace `{}`", NAMESPACES[0]));
        return None;
    };
    let mut parser = Parser { file, namespace, diags, known: Known::default(), places: HashMap::new() };
    let mut application = Application {
        file,
        doc: parser.doc(root),
        grammars: Vec::new(),
        resources: Vec::new(),
        types: Vec::new(),
        known: Known::default(),
        place: root.place,
    };
    parser.known_attributes(root, &[]);
    for child in parser.children(root) {
        match &*child.local {
            "grammars" => parser.grammars(child, &mut application.grammars),
            "resources" => {
                let resources = parser.resources(child);
                application.resources.push(resources);
            }
            "resource_type" => {
                let ty = parser.resource(child, true);
                application.types.push(ty);
            }
            "method" => {
                parser.method(child);
            }
            "representation" => {
                parser.representation(child, false);
            }
            "fault" => {
                parser.representation(child, true);
            }
            "param" => {
                parser.param(child, None);
            }
            _ => parser.unknown(child, root),
        }
    }
    application.known = parser.known;
    Some(application)
}

mod look;

struct Parser<'a> {
    file: FileId,
    namespace: &'a str,
    diags: &'a mut Diagnostics,
    known: Known,
    places: HashMap<String, Place>,
}

impl Parser<'_> {
    fn grammars(&mut self, element: &Element, grammars: &mut Vec<Grammar>) {
        for child in element.elements() {
            if child.is(XS, "schema") {
                grammars.push(Grammar { from: self.file, at: GrammarAt::Inline(child.start), place: child.place });
            } else if child.namespace.as_deref() != Some(self.namespace) {
                let namespace = child.namespace.as_deref().unwrap_or_default();
                self.diags
                    .error(
                        codes::OTHER_GRAMMAR,
                        child.place,
                        format!("a grammar of the namespace `{namespace}` cannot be read"),
                    )
                    .help("grammars in XML Schema can");
            } else if &*child.local == "include" {
                self.known_attributes(child, &["href"]);
                if let Some(href) = self.required(child, "href") {
                    let place = child.attribute("href").map_or(child.place, |a| a.place);
                    grammars.push(Grammar { from: self.file, at: GrammarAt::Reference(href), place });
                }
            } else if &*child.local != "doc" {
                self.unknown(child, element);
            }
        }
    }

    fn resources(&mut self, element: &Element) -> Resources {
        self.known_attributes(element, &["base"]);
        let mut resources = Vec::new();
        for child in self.children(element) {
            match &*child.local {
                "resource" => resources.push(self.resource(child, false)),
                _ => self.unknown(child, element),
            }
        }
        let base = element.attribute("base").map(|a| a.value.trim().to_owned());
        Resources { base, resources, doc: self.doc(element), place: element.place }
    }

    fn resource(&mut self, element: &Element, is_type: bool) -> Rc<Resource> {
        self.known_attributes(element, if is_type { &["id"] } else { &["id", "path", "type", "queryType"] });
        if let Some(kind) = element.attribute("queryType")
            && kind.value.trim() != "application/x-www-form-urlencoded"
        {
            self.diags
                .warning(codes::OTHER_FORM, kind.place, format!("queries of the form `{}` are not known", kind.value))
                .note("they are sent as `application/x-www-form-urlencoded`");
        }
        let mut resource = Resource {
            id: self.id(element),
            path: element.attribute("path").map(|a| a.value.trim().to_owned()),
            types: match element.attribute("type") {
                Some(a) => {
                    a.value.split_whitespace().map(|text| Href { text: text.to_owned(), place: a.place }).collect()
                }
                None => Vec::new(),
            },
            params: Vec::new(),
            methods: Vec::new(),
            resources: Vec::new(),
            doc: self.doc(element),
            place: element.place,
        };
        for child in self.children(element) {
            match &*child.local {
                "param" => resource.params.extend(self.param(child, None)),
                "method" => resource.methods.extend(self.method(child)),
                "resource" => resource.resources.push(self.resource(child, false)),
                _ => self.unknown(child, element),
            }
        }
        let resource = Rc::new(resource);
        if is_type {
            self.remember(resource.id.clone(), element.place, |known| &mut known.types, &resource);
        }
        resource
    }

    fn method(&mut self, element: &Element) -> Option<Use<Method>> {
        self.known_attributes(element, &["id", "name", "href"]);
        if let Some(href) = self.href(element) {
            return Some(Use::Reference(href));
        }
        let name = self.required(element, "name")?;
        if !is_token(&name) {
            self.diags
                .error(codes::BAD_VALUE, element.place, format!("`{name}` is no HTTP method"))
                .note("the method is left out");
            return None;
        }
        let mut method = Method {
            id: self.id(element),
            name: name.to_ascii_uppercase(),
            request: None,
            responses: Vec::new(),
            doc: self.doc(element),
            place: element.place,
        };
        for child in self.children(element) {
            match &*child.local {
                "request" if method.request.is_none() => method.request = Some(self.request(child)),
                "response" => {
                    let response = self.response(child);
                    method.responses.push(response);
                }
                _ => self.unknown(child, element),
            }
        }
        let method = Rc::new(method);
        self.remember(method.id.clone(), element.place, |known| &mut known.methods, &method);
        Some(Use::Here(method))
    }

    fn request(&mut self, element: &Element) -> Request {
        self.known_attributes(element, &[]);
        let (mut params, mut representations) = (Vec::new(), Vec::new());
        for child in self.children(element) {
            match &*child.local {
                "param" => params.extend(self.param(child, Some(ParamStyle::Query))),
                "representation" => representations.extend(self.representation(child, false)),
                _ => self.unknown(child, element),
            }
        }
        Request { params, representations, doc: self.doc(element), place: element.place }
    }

    fn response(&mut self, element: &Element) -> Response {
        self.known_attributes(element, &["status"]);
        let (mut params, mut representations) = (Vec::new(), Vec::new());
        for child in self.children(element) {
            match &*child.local {
                "param" => params.extend(self.param(child, Some(ParamStyle::Header))),
                "representation" => representations.extend(self.representation(child, false)),
                "fault" => representations.extend(self.representation(child, true)),
                _ => self.unknown(child, element),
            }
        }
        let statuses = self.statuses(element);
        Response { statuses, params, representations, doc: self.doc(element), place: element.place }
    }

    fn representation(&mut self, element: &Element, fault: bool) -> Option<Use<Representation>> {
        self.known_attributes(element, &["id", "element", "mediaType", "href", "profile", "status"]);
        if let Some(href) = self.href(element) {
            return Some(Use::Reference(href));
        }
        let mut params = Vec::new();
        for child in self.children(element) {
            match &*child.local {
                "param" => params.extend(self.param(child, None)),
                _ => self.unknown(child, element),
            }
        }
        let representation = Rc::new(Representation {
            id: self.id(element),
            media_type: element.attribute("mediaType").map(|a| a.value.trim().to_owned()).filter(|m| !m.is_empty()),
            element: self.type_name(element, "element"),
            params,
            statuses: self.statuses(element),
            fault,
            doc: self.doc(element),
            place: element.place,
        });
        self.remember(representation.id.clone(), element.place, |known| &mut known.representations, &representation);
        Some(Use::Here(representation))
    }

    fn param(&mut self, element: &Element, usual: Option<ParamStyle>) -> Option<Use<Param>> {
        self.known_attributes(
            element,
            &["href", "name", "style", "id", "type", "default", "required", "repeating", "fixed", "path"],
        );
        if let Some(href) = self.href(element) {
            return Some(Use::Reference(href));
        }
        let name = self.required(element, "name")?;
        let style = match element.attribute("style").map(|a| (a.value.trim(), a.place)) {
            None => usual,
            Some(("template", _)) => Some(ParamStyle::Template),
            Some(("matrix", _)) => Some(ParamStyle::Matrix),
            Some(("query", _)) => Some(ParamStyle::Query),
            Some(("header", _)) => Some(ParamStyle::Header),
            Some(("plain", _)) => Some(ParamStyle::Plain),
            Some((other, place)) => {
                self.bad_value(place, "style", other, "`template`, `matrix`, `query`, `header` or `plain`");
                usual
            }
        };
        let mut options = Vec::new();
        let mut link = false;
        for child in self.children(element) {
            match &*child.local {
                "option" => {
                    self.known_attributes(child, &["value", "mediaType"]);
                    if let Some(value) = child.attribute("value") {
                        options.push(ParamOption {
                            value: value.value.clone(),
                            media_type: child.attribute("mediaType").map(|a| a.value.trim().to_owned()),
                            doc: self.doc(child),
                            place: child.place,
                        });
                    } else {
                        self.missing(child, "value");
                    }
                }
                "link" => {
                    self.known_attributes(child, &["resource_type", "rel", "rev"]);
                    link = true;
                }
                _ => self.unknown(child, element),
            }
        }
        let param = Rc::new(Param {
            id: self.id(element),
            name,
            style,
            ty: self.type_name(element, "type"),
            default: element.attribute("default").map(|a| a.value.clone()),
            fixed: element.attribute("fixed").map(|a| a.value.clone()),
            required: self.boolean(element, "required"),
            repeating: self.boolean(element, "repeating"),
            path: element.attribute("path").map(|a| a.value.trim().to_owned()),
            options,
            link,
            doc: self.doc(element),
            place: element.place,
        });
        self.remember(param.id.clone(), element.place, |known| &mut known.params, &param);
        Some(Use::Here(param))
    }

    fn remember<T>(
        &mut self,
        id: Option<String>,
        place: Place,
        table: impl Fn(&mut Known) -> &mut HashMap<String, Rc<T>>,
        value: &Rc<T>,
    ) {
        let Some(id) = id else { return };
        match self.places.entry(id.clone()) {
            Entry::Vacant(free) => {
                free.insert(place);
            }
            Entry::Occupied(first) => {
                self.diags
                    .warning(codes::DUPLICATE, place, format!("the id `{id}` is given twice"))
                    .also(*first.get(), "first here")
                    .note("a reference to it means the first of its kind");
            }
        }
        table(&mut self.known).entry(id).or_insert_with(|| value.clone());
    }
}
