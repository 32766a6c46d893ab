//! The credentials of a service: one for each security scheme, by a type that fits it.

use proc_macro2::TokenStream;
use quote::quote;

use super::paths::ident;
use super::{Cx, RustFile, docs};
use crate::ir::{Flow, Location, SchemeKind};
use crate::output::Piece;

/// The flow in which a client needs nobody's consent, and the credential of the runtime for it.
const CLIENT_CREDENTIALS: &str = "clientCredentials";
const BY_CLIENT: &str = "OAuth2ClientCredentials";

/// A scheme as it stands in the file.
struct Entry {
    scheme: String,
    variant: proc_macro2::Ident,
    constructor: proc_macro2::Ident,
    kind: Kind,
    /// Whether clients get tokens by their ids and secrets.
    by_client: bool,
    /// Where they do, if the description says the whole address.
    token_url: Option<String>,
    /// The scopes that they may ask for.
    scopes: String,
    docs: Vec<TokenStream>,
    /// How callers come by what they give.
    flows: Vec<String>,
}

/// What a scheme takes, and how the core is told.
enum Kind {
    /// A credential of the runtime.
    Given(&'static str),
    /// A secret whose place the description says.
    Key { place: &'static str, name: String },
    /// A certificate for the TLS handshake.
    Certificate,
}

/// The credential for a scheme as a sample gives it, behind the types that it speaks of.
pub(super) fn sample(cx: &Cx<'_>, scheme: &str) -> Option<(Vec<&'static str>, String)> {
    let entries = entries(cx);
    let entry = entries.iter().find(|entry| entry.scheme == scheme)?;
    let ty = entry.kind.ty();
    let secret = |name: &str| format!("std::env::var({name:?})?");
    let credential = match (&entry.kind, ty) {
        (Kind::Key { .. }, _) => {
            // Several keys are several secrets.
            let name = entry.constructor.to_string().trim_start_matches("r#").to_uppercase();
            return Some((vec!["Credential"], format!("Credential::{}({})", entry.constructor, secret(&name))));
        }
        (_, "Basic") => format!("Basic::new(\"user\", {})", secret("PASSWORD")),
        (_, "Bearer") => format!("Bearer::new({})", secret("TOKEN")),
        (_, "SharedKey") => format!("SharedKey::new(\"account\", {})?", secret("ACCOUNT_KEY")),
        (Kind::Certificate, _) => format!("{ty}::from_pem(std::fs::read(\"identity.pem\")?)?"),
        _ => return None,
    };
    Some(match is_alone(entry, &entries) {
        true => (vec![ty], credential),
        false => (vec!["Credential", ty], format!("Credential::{}({credential})", entry.variant)),
    })
}

/// The file of the credentials.
pub(super) fn emit(cx: &Cx<'_>) -> RustFile {
    let entries = entries(cx);
    RustFile {
        path: cx.service.path("auth.rs"),
        docs: vec![format!("How callers prove to {} who they are.", docs::title(cx.api))],
        pieces: vec![Piece::Item(imports(&entries)), Piece::Item(credential(&entries)), Piece::Item(from(&entries))],
    }
}

fn entries(cx: &Cx<'_>) -> Vec<Entry> {
    cx.api
        .security
        .iter()
        .zip(&cx.names.schemes)
        .map(|((scheme, described), names)| Entry {
            scheme: scheme.clone(),
            variant: ident(&names.variant),
            constructor: ident(&names.constructor),
            kind: kind(&described.kind),
            by_client: client_flow(&described.kind).is_some(),
            token_url: token_url(&described.kind).map(str::to_owned),
            scopes: client_flow(&described.kind).map(scopes).unwrap_or_default(),
            flows: flows(&described.kind),
            docs: docs::lines_or(&described.doc, &format!("`{scheme}`."), &whole_value(&described.kind)),
        })
        .collect()
}

/// What to know of a scheme of which only the name is known.
fn whole_value(scheme: &SchemeKind) -> Vec<String> {
    match scheme {
        SchemeKind::Http(name) => {
            vec![format!("What is given is the whole value of `Authorization`: `{name} ..`.")]
        }
        _ => Vec::new(),
    }
}

/// How a client gets tokens by its id and its secret (OAuth 2, the flow of client credentials).
fn client_flow(scheme: &SchemeKind) -> Option<&Flow> {
    let SchemeKind::OAuth2(flows) = scheme else { return None };
    flows.iter().find(|flow| flow.kind == CLIENT_CREDENTIALS)
}

fn token_url(scheme: &SchemeKind) -> Option<&str> {
    let flow = client_flow(scheme)?;
    flow.token_url.as_deref().filter(|url| is_whole(url))
}

fn is_whole(url: &str) -> bool {
    let start = url.to_ascii_lowercase();
    start.starts_with("https://") || start.starts_with("http://")
}

/// What the tokens are that callers get by themselves: by each flow of OAuth 2 but the one that the client goes through.
fn flows(scheme: &SchemeKind) -> Vec<String> {
    let SchemeKind::OAuth2(flows) = scheme else { return Vec::new() };
    let by_hand = flows.iter().filter(|flow| flow.kind != CLIENT_CREDENTIALS || token_url(scheme).is_none());
    let line = |flow: &Flow| {
        let said = |before: &str, url: &Option<String>, behind: &str| {
            url.as_ref().map(|url| format!("{before}{}{behind}", docs::code(url)))
        };
        let parts = [
            said("from ", &flow.token_url, ""),
            said("after consent at ", &flow.authorization_url, ""),
            said("renewed at ", &flow.refresh_url, ""),
            (!flow.scopes.is_empty()).then(|| format!("for {}", scopes(flow))),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        let gap = if parts.is_empty() { "" } else { ": " };
        format!("The token that the flow {} gives{gap}{}.", docs::code(&flow.kind), parts.join(", "))
    };
    by_hand.map(line).collect()
}

/// The scopes that may be asked for.
fn scopes(flow: &Flow) -> String {
    let all: Vec<String> = flow.scopes.iter().map(|(name, _)| docs::code(name)).collect();
    all.join(" ")
}

fn kind(scheme: &SchemeKind) -> Kind {
    match scheme {
        SchemeKind::ApiKey { location, name } => Kind::Key {
            place: match location {
                Location::Query | Location::QueryString => "query",
                Location::Cookie => "cookie",
                Location::Header | Location::Path => "header",
            },
            name: name.clone(),
        },
        SchemeKind::Basic => Kind::Given("Basic"),
        SchemeKind::Bearer | SchemeKind::OAuth2(_) | SchemeKind::OpenIdConnect(_) => Kind::Given("Bearer"),
        SchemeKind::MutualTls => Kind::Certificate,
        SchemeKind::Signer(_) => Kind::Given("SharedKey"),
        SchemeKind::Http(_) => Kind::Key { place: "header", name: "Authorization".to_owned() },
    }
}

impl Kind {
    /// The type in the variant; a key is kept as the runtime's `ApiKey`, which knows its place.
    fn ty(&self) -> &'static str {
        match self {
            Kind::Given(name) => name,
            Kind::Key { .. } => "ApiKey",
            Kind::Certificate => "ClientCertificate",
        }
    }
}

fn imports(entries: &[Entry]) -> TokenStream {
    let mut types: Vec<&str> = entries.iter().map(|entry| entry.kind.ty()).collect();
    types.extend(entries.iter().filter(|entry| entry.by_client).map(|_| BY_CLIENT));
    types.sort_unstable();
    types.dedup();
    let types = types.into_iter().map(ident);
    quote! {
        pub use crate::runtime::auth::{#(#types),*};
        use crate::runtime::CoreBuilder;
    }
}

fn credential(entries: &[Entry]) -> TokenStream {
    let variants = entries.iter().map(|entry| {
        let (docs, variant, ty) = (&entry.docs, &entry.variant, ident(entry.kind.ty()));
        let flows = entry.flows.iter().map(|flow| docs::attributes(std::slice::from_ref(flow)));
        let flows = flows.map(|flow| quote!(#[doc = ""] #(#flow)*));
        quote!(#(#docs)* #(#flows)* #variant(#ty))
    });
    let by_client = entries.iter().filter_map(|entry| {
        let url = entry.token_url.as_ref()?;
        let (docs, constructor, variant, by_client) =
            (&entry.docs, &entry.constructor, &entry.variant, ident(BY_CLIENT));
        let how = docs::attributes(&[
            format!(
                "The client proves itself with its id and secret, and gets tokens from {} when they are needed (RFC 6749, 4.4).",
                docs::code(url)
            ),
            match entry.scopes.is_empty() {
                true => "`scope` is what is asked for, separated by blanks; it may be empty.".to_owned(),
                false => format!(
                    "`scope` is what is asked for of {}, separated by blanks; it may be empty.",
                    entry.scopes
                ),
            },
        ]);
        Some(quote! {
            #(#docs)*
            #[doc = ""]
            #(#how)*
            pub fn #constructor(
                client_id: impl Into<String>,
                client_secret: impl Into<String>,
                scope: impl Into<String>,
            ) -> Self {
                Self::#variant(#by_client::new(#url, client_id, client_secret, scope).into())
            }
        })
    });
    let constructors = entries.iter().filter_map(|entry| {
        let Kind::Key { place, name } = &entry.kind else { return None };
        let (docs, constructor, variant, place) = (&entry.docs, &entry.constructor, &entry.variant, ident(place));
        Some(quote! {
            #(#docs)*
            pub fn #constructor(secret: impl Into<String>) -> Self {
                Self::#variant(ApiKey::#place(#name, secret))
            }
        })
    });
    let arms = entries.iter().map(|entry| {
        let (variant, scheme) = (&entry.variant, &entry.scheme);
        match entry.kind {
            Kind::Certificate => quote!(Self::#variant(certificate) => core.client_certificate(#scheme, certificate)),
            Kind::Given(_) | Kind::Key { .. } => {
                quote!(Self::#variant(credential) => core.credential(#scheme, credential))
            }
        }
    });
    quote! {
        #[doc = " A proof of who calls. Secrets are not shown by `Debug`."]
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum Credential { #(#variants,)* }

        impl Credential {
            #(#constructors)*
            #(#by_client)*

            pub(super) fn add_to(self, core: &mut CoreBuilder) {
                match self { #(#arms,)* }
            }
        }
    }
}

/// Whether the type of a credential belongs to one scheme alone.
fn is_alone(entry: &Entry, entries: &[Entry]) -> bool {
    !matches!(entry.kind, Kind::Key { .. })
        && entries.iter().filter(|other| other.kind.ty() == entry.kind.ty()).count() == 1
}

/// A type that belongs to one scheme alone says by itself which one is meant.
fn from(entries: &[Entry]) -> TokenStream {
    let alone = |entry: &&Entry| is_alone(entry, entries);
    let all = entries.iter().filter(alone).map(|entry| {
        let (variant, ty) = (&entry.variant, ident(entry.kind.ty()));
        let name = if matches!(entry.kind, Kind::Certificate) { quote!(certificate) } else { quote!(credential) };
        quote! {
            impl From<#ty> for Credential {
                fn from(#name: #ty) -> Self { Self::#variant(#name) }
            }
        }
    });
    let by_client = entries.iter().filter(alone).filter(|entry| entry.by_client).map(|entry| {
        let (variant, by_client) = (&entry.variant, ident(BY_CLIENT));
        quote! {
            impl From<#by_client> for Credential {
                fn from(credential: #by_client) -> Self { Self::#variant(credential.into()) }
            }
        }
    });
    quote!(#(#all)* #(#by_client)*)
}
