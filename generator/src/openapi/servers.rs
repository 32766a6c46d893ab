//! Where a service is: servers, and what 2.0 and AutoRest say in their place.

use super::codes;
use super::cx::Cx;
use super::load::Dialect;
use super::node::Node;
use crate::ir::{Doc, Name, Server, ServerVariable};

impl<'a> Cx<'a, '_> {
    /// Reads where the service is.
    pub(super) fn servers(&mut self, root: Node<'a>) {
        let servers = if root.has("x-ms-parameterized-host") {
            self.parameterized(root).into_iter().collect()
        } else if self.dialect == Dialect::V20 {
            self.hosts(root)
        } else {
            self.server_list(root)
        };
        self.builder.api().servers = servers;
    }

    /// The member `servers` of an object.
    pub(super) fn server_list(&mut self, node: Node<'a>) -> Vec<Server> {
        self.items(node, "servers").into_iter().filter_map(|node| self.server(node)).collect()
    }

    fn server(&mut self, node: Node<'a>) -> Option<Server> {
        self.only(node, "a server", &["url", "description", "variables", "name"]);
        let Some(url) = self.text(node, "url") else {
            self.missing(node, "a server", "url");
            return None;
        };
        let mut variables = Vec::new();
        for (name, variable) in self.members(node, "variables") {
            let default = self.scalar_text(variable, "default");
            let values: Vec<String> = self.scalar_texts(variable, "enum");
            if let Some(default) = &default
                && !values.is_empty()
                && !values.contains(default)
                && self.told.insert(variable.place)
            {
                self.diags.warning(
                    codes::SERVER,
                    variable.place,
                    format!("the default `{default}` is none of the values that are listed"),
                );
            }
            variables.push(ServerVariable { name: Name::new(name), default, values, doc: self.prose(variable) });
        }
        for name in braces(url) {
            if !variables.iter().any(|variable| variable.name.text == name) {
                if self.told.insert(node.place) {
                    self.diags
                        .warning(
                            codes::SERVER,
                            node.place,
                            format!("the address has a variable `{name}` of which nothing is said"),
                        )
                        .note("it must be given when a client is made");
                }
                variables.push(ServerVariable {
                    name: Name::new(name),
                    default: None,
                    values: Vec::new(),
                    doc: Doc::default(),
                });
            }
        }
        let mut url = url.trim();
        if let Some(end) = url.find(['?', '#']) {
            let place = self.sources.member(node.place, "url");
            if self.told.insert(place) {
                self.diags
                    .warning(codes::SERVER, place, "the address of a server has no query and no fragment")
                    .note("what stands there is left out");
            }
            url = url.get(..end).unwrap_or(url);
        }
        let scheme = url.split_once("://").map(|(scheme, _)| scheme);
        if let Some(scheme) = scheme.filter(|scheme| !scheme.contains('{') && !is_http(scheme))
            && self.told.insert(node.place)
        {
            self.diags
                .warning(codes::SERVER, node.place, format!("no call is sent to `{scheme}:`"))
                .note("a client has to be given an address of `https:` or `http:`");
        }
        Some(Server { url: url.to_owned(), variables, doc: self.prose(node), place: node.place })
    }

    /// `schemes`, `host` and `basePath`; HTTPS first, whatever the order.
    fn hosts(&mut self, root: Node<'a>) -> Vec<Server> {
        let schemes = self.texts(root, "schemes");
        self.hosts_with(root, schemes)
    }

    /// Speaks of an operation of 2.0 that is reached by other schemes than the first of the description. Another address for
    /// it would leave the one that the user has given to the client.
    pub(super) fn own_schemes(&mut self, operation: Node<'a>) {
        if !operation.has("schemes") || !self.root.has("host") {
            return;
        }
        let schemes = self.texts(operation, "schemes");
        let Some(own) = self.hosts_with(self.root, schemes).into_iter().next() else { return };
        let usual = self.builder.api().servers.first().map(|server| server.url.clone());
        let place = self.sources.member(operation.place, "schemes");
        if usual.is_some_and(|usual| usual != own.url) && self.told.insert(place) {
            self.diags
                .warning(codes::SERVER, place, format!("the operation is at `{}`, which the others are not", own.url))
                .note("it is sent to where the client is")
                .help("`CallOptions::endpoint` says another place for a call");
        }
    }

    fn hosts_with(&mut self, root: Node<'a>, mut schemes: Vec<&'a str>) -> Vec<Server> {
        let mut base = self.text(root, "basePath").unwrap_or_default().trim_end_matches('/').to_owned();
        if !base.is_empty() && !base.starts_with('/') {
            let place = self.sources.member(root.place, "basePath");
            if self.told.insert(place) {
                self.diags
                    .warning(codes::SERVER, place, "a `basePath` begins with `/`")
                    .note("one is put before it: it would be a part of the host");
            }
            base.insert(0, '/');
        }
        let Some(host) = self.text(root, "host") else {
            let url = if base.is_empty() { "/".to_owned() } else { base };
            return vec![Server { url, variables: Vec::new(), doc: Doc::default(), place: root.place }];
        };
        let place = self.sources.member(root.place, "host");
        let (own, host, path) = host_alone(host);
        if (own.is_some() || path.is_some()) && self.told.insert(place) {
            self.diags
                .warning(
                    codes::SERVER,
                    place,
                    "a `host` is a name, and a port where there is one, without scheme and path",
                )
                .note(match own {
                    Some(_) => "the scheme counts where `schemes` says nothing, and a path goes before the `basePath`",
                    None => "the path goes before the `basePath`",
                });
        }
        base.insert_str(0, path.unwrap_or_default());
        schemes.retain(|scheme| matches!(*scheme, "http" | "https"));
        schemes.sort_by_key(|scheme| *scheme != "https");
        if schemes.is_empty() {
            schemes.push(own.filter(|own| matches!(*own, "http" | "https")).unwrap_or("https"));
        }
        let server = |scheme: &str| Server {
            url: format!("{scheme}://{host}{base}"),
            variables: Vec::new(),
            doc: Doc::default(),
            place,
        };
        schemes.into_iter().map(server).collect()
    }

    /// `x-ms-parameterized-host`: an address with variables that must be given.
    fn parameterized(&mut self, root: Node<'a>) -> Option<Server> {
        let node = self.object(root, "x-ms-parameterized-host")?;
        let Some(template) = self.text(node, "hostTemplate") else {
            self.missing(node, "`x-ms-parameterized-host`", "hostTemplate");
            return None;
        };
        let scheme = match self.flag(node, "useSchemePrefix") {
            Some(false) => "",
            _ if self.texts(root, "schemes").first() == Some(&"http") => "http://",
            _ => "https://",
        };
        let base = self.text(root, "basePath").unwrap_or_default().trim_end_matches('/');
        let mut variables = Vec::new();
        for parameter in self.items(node, "parameters") {
            let Some(parameter) = self.follow(parameter) else { continue };
            let Some(name) = self.text(parameter, "name") else { continue };
            let schema = self.member(parameter, "schema").unwrap_or(parameter);
            let default = self.scalar_text(schema, "default");
            let values = self.scalar_texts(schema, "enum");
            let name = Name::new(name).preferring(self.preferred(parameter));
            variables.push(ServerVariable { name, default, values, doc: self.prose(parameter) });
        }
        for name in braces(template) {
            if !variables.iter().any(|variable| variable.name.text == name) {
                variables.push(ServerVariable {
                    name: Name::new(name),
                    default: None,
                    values: Vec::new(),
                    doc: Doc::default(),
                });
            }
        }
        Some(Server { url: format!("{scheme}{template}{base}"), variables, doc: Doc::default(), place: node.place })
    }
}

/// The scheme, the host and the path of what should be a host alone; a path that is nothing but a slash is empty.
fn host_alone(text: &str) -> (Option<&str>, &str, Option<&str>) {
    let (scheme, rest) = match text.split_once("://") {
        Some((scheme, rest)) => (Some(scheme), rest),
        None => (None, text),
    };
    match rest.find('/') {
        Some(at) => (scheme, &rest[..at], Some(rest[at..].trim_end_matches('/'))),
        None => (scheme, rest, None),
    }
}

/// The names in braces.
fn braces(text: &str) -> Vec<&str> {
    text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
}

fn is_http(scheme: &str) -> bool {
    scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")
}
