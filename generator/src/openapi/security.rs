//! Security schemes, and which of them an operation asks for.

use serde_json::Value;
use url::Url;

use super::codes;
use super::cx::Cx;
use super::load::Dialect;
use super::node::Node;
use crate::ir::{Flow, Location, Param, SchemeKind, SchemeUse, SecurityScheme, Server};

/// The flow in which a client needs nobody's consent (RFC 6749, 4.4).
const CLIENT_CREDENTIALS: &str = "clientCredentials";

impl<'a> Cx<'a, '_> {
    /// Reads the schemes that the description defines.
    pub(super) fn security_schemes(&mut self, root: Node<'a>) {
        let schemes = match self.dialect {
            Dialect::V20 => self.members(root, "securityDefinitions"),
            _ => self.object(root, "components").map(|home| self.members(home, "securitySchemes")).unwrap_or_default(),
        };
        for (name, node) in schemes {
            let Some(node) = self.follow(node) else { continue };
            if let Some(kind) = self.scheme_kind(node) {
                let scheme = SecurityScheme { kind, doc: self.prose(node), place: node.place };
                self.builder.api().security.insert(name.to_owned(), scheme);
            }
        }
    }

    fn scheme_kind(&mut self, node: Node<'a>) -> Option<SchemeKind> {
        let Some(kind) = self.text(node, "type") else {
            self.missing(node, "a security scheme", "type");
            return None;
        };
        match kind {
            "basic" => Some(SchemeKind::Basic),
            "apiKey" => {
                let location = match self.text(node, "in") {
                    Some("header") => Location::Header,
                    Some("query") => Location::Query,
                    Some("cookie") => Location::Cookie,
                    _ => {
                        self.unknown_scheme(node, "an API key stands in a `header`, a `query` or a `cookie`");
                        return None;
                    }
                };
                match self.text(node, "name") {
                    Some(name) => Some(SchemeKind::ApiKey { location, name: name.to_owned() }),
                    None => {
                        self.missing(node, "an API key", "name");
                        None
                    }
                }
            }
            "http" => match self.text(node, "scheme").map(str::to_ascii_lowercase).as_deref() {
                Some("basic") => Some(SchemeKind::Basic),
                Some("bearer") => Some(SchemeKind::Bearer),
                Some(_) => self.text(node, "scheme").map(|scheme| SchemeKind::Http(scheme.to_owned())),
                None => {
                    self.missing(node, "a scheme of HTTP authentication", "scheme");
                    None
                }
            },
            "oauth2" => Some(SchemeKind::OAuth2(self.flows(node))),
            "openIdConnect" => match self.text(node, "openIdConnectUrl") {
                Some(url) => Some(SchemeKind::OpenIdConnect(url.to_owned())),
                None => {
                    self.missing(node, "a scheme of OpenID Connect", "openIdConnectUrl");
                    None
                }
            },
            "mutualTLS" => Some(SchemeKind::MutualTls),
            _ => {
                self.unknown_scheme(node, &format!("there is no kind of security scheme called `{kind}`"));
                None
            }
        }
    }

    fn unknown_scheme(&mut self, node: Node<'a>, message: &str) {
        if self.told.insert(node.place) {
            self.diags.error(codes::SCHEME, node.place, message).note("the scheme is left out");
        }
    }

    fn flows(&mut self, node: Node<'a>) -> Vec<Flow> {
        if let Some(kind) = self.text(node, "flow") {
            // 2.0 has one flow for each scheme, and older names for two of them.
            let kind = match kind {
                "application" => "clientCredentials",
                "accessCode" => "authorizationCode",
                other => other,
            };
            return vec![self.flow(kind, node)];
        }
        let flows = self.members(node, "flows");
        flows
            .into_iter()
            .filter(|(kind, _)| !kind.starts_with("x-"))
            .map(|(kind, node)| self.flow(kind, node))
            .collect()
    }

    fn flow(&mut self, kind: &str, node: Node<'a>) -> Flow {
        let scopes = self.members(node, "scopes").into_iter().filter(|(name, _)| !name.starts_with("x-"));
        let scopes =
            scopes.map(|(name, node)| (name.to_owned(), node.value.as_str().unwrap_or_default().to_owned())).collect();
        let mut url = |key| self.text(node, key).map(|url| self.absolute(url).unwrap_or_else(|| url.trim().to_owned()));
        let (authorization_url, token_url, refresh_url) = (url("authorizationUrl"), url("tokenUrl"), url("refreshUrl"));
        if kind == CLIENT_CREDENTIALS
            && let Some(url) = token_url.as_ref().filter(|url| !is_http(url))
        {
            let place = self.sources.member(node.place, "tokenUrl");
            if self.told.insert(place) {
                self.diags
                    .warning(codes::SCHEME, place, format!("`{url}` is no address, and there is no one server to look for it at"))
                    .note("there is no constructor that knows where tokens are; `OAuth2ClientCredentials::new` takes the address")
                    .help("write the whole address");
            }
        }
        Flow { kind: kind.to_owned(), authorization_url, token_url, refresh_url, scopes }
    }

    /// An address that is relative to the server (OpenAPI 3.1.1, 4.6), where all servers make one of it.
    fn absolute(&mut self, url: &str) -> Option<String> {
        let url = url.trim();
        if is_http(url) {
            return Some(url.to_owned());
        }
        let servers = &self.builder.api().servers;
        let at = |server: &Server| Url::parse(&server.url).ok().filter(|base| is_http(base.as_str()))?.join(url).ok();
        let first = at(servers.first()?)?;
        // A variable of the server's path would still stand in it.
        let is_whole = is_http(first.as_str()) && !first.as_str().contains("%7B");
        (is_whole && servers.iter().all(|server| at(server).as_ref() == Some(&first))).then(|| first.into())
    }

    /// The requirements of an operation: its own, or else those of the description.
    pub(super) fn security(&mut self, operation: Node<'a>) -> Vec<Vec<SchemeUse>> {
        let home = if operation.has("security") { operation } else { self.root };
        let mut alternatives = Vec::new();
        for node in self.items(home, "security") {
            let Value::Object(_) = node.value else {
                self.wrong(node, "an object with the names of security schemes");
                continue;
            };
            let mut uses = Vec::new();
            let mut known = true;
            for (key, scopes) in self.entries(node) {
                // Since 3.2 the address of a scheme stands for its name.
                let scheme = key.strip_prefix("#/components/securitySchemes/").unwrap_or(key);
                if !self.builder.api().security.contains_key(scheme) {
                    known = false;
                    if self.told.insert(scopes.place) {
                        self.diags
                            .error(
                                codes::UNKNOWN_SCHEME,
                                scopes.place,
                                format!("there is no security scheme called `{scheme}`"),
                            )
                            .note("this way of proving who calls is left out");
                    }
                    continue;
                }
                let scopes = self.texts(node, key).into_iter().map(str::to_owned).collect();
                uses.push(SchemeUse { scheme: scheme.to_owned(), scopes });
            }
            if known {
                self.same_field(node, &uses);
                alternatives.push(uses);
            }
        }
        alternatives
    }

    /// Leaves out parameters that say what a credential says: it is sent in their place.
    pub(super) fn without_credentials(&mut self, params: &mut Vec<Param>, security: &[Vec<SchemeUse>]) {
        params.retain(|param| {
            let schemes = &self.builder.api().security;
            let says = |one: &&SchemeUse| {
                schemes.get(&one.scheme).and_then(|scheme| field(&scheme.kind)).is_some_and(|(location, name)| {
                    let is_header = location == Location::Header;
                    let text = &param.name.text;
                    location == param.location && (name == *text || is_header && name.eq_ignore_ascii_case(text))
                })
            };
            let Some(one) = security.iter().flatten().find(says) else { return true };
            if self.told.insert(param.place) {
                self.diags
                    .warning(
                        codes::IGNORED_PARAM,
                        param.place,
                        format!("`{}` is what the security scheme `{}` sends", param.name.text, one.scheme),
                    )
                    .note("it is no argument; the client is given it as a credential");
            }
            false
        });
    }

    /// Two schemes of one requirement that are both sent in one field: the second takes the place of the first.
    fn same_field(&mut self, node: Node<'a>, uses: &[SchemeUse]) {
        let schemes = &self.builder.api().security;
        let fields: Vec<Option<(Location, String)>> =
            uses.iter().map(|one| schemes.get(&one.scheme).and_then(|scheme| field(&scheme.kind))).collect();
        let repeated = fields.iter().enumerate().find(|(at, field)| field.is_some() && fields[..*at].contains(field));
        if let Some((at, Some((_, name)))) = repeated
            && self.told.insert(node.place)
        {
            let scheme = &uses[at].scheme;
            self.diags
                .warning(codes::SCHEME, node.place, format!("two of these schemes are sent as `{name}`"))
                .note(format!("what `{scheme}` says is sent, and the other is not"));
        }
    }
}

fn is_http(url: &str) -> bool {
    url.split_once("://")
        .is_some_and(|(scheme, _)| ["https", "http"].iter().any(|http| scheme.eq_ignore_ascii_case(http)))
}

/// Where what a scheme says is sent.
fn field(kind: &SchemeKind) -> Option<(Location, String)> {
    match kind {
        SchemeKind::ApiKey { location: Location::Header, name } => Some((Location::Header, name.to_ascii_lowercase())),
        SchemeKind::ApiKey { location, name } => Some((*location, name.clone())),
        SchemeKind::MutualTls => None,
        _ => Some((Location::Header, "authorization".to_owned())),
    }
}
