//! A small service, written as the generator writes one.

use serde_json::Value;

use crate::runtime::auth::Authenticate;
use crate::runtime::param::Style;
use crate::runtime::{self, CallOptions, CoreBuilder, Headers, Request, RequestBuilder, Response};

pub static SERVICE: runtime::Service = runtime::Service {
    name: "things",
    user_agent: "things/1.0",
    request_id_headers: &["request-id", "x-ms-request-id"],
    xml_aliases: &[],
};

pub type Error<E = Value> = runtime::Error<E>;

#[derive(Clone, Debug)]
pub struct Client {
    pub core: runtime::Core,
}

#[derive(Debug)]
pub struct ClientBuilder {
    pub core: CoreBuilder,
}

impl Client {
    pub fn builder(url: &str) -> ClientBuilder {
        ClientBuilder { core: CoreBuilder::new(&SERVICE, url) }
    }

    pub fn get(&self, id: &str) -> Get {
        Get { client: self.clone(), id: id.into(), filter: None, request_id: None, options: CallOptions::default() }
    }

    pub fn add(&self, body: Value) -> Add {
        Add { client: self.clone(), body, options: CallOptions::default() }
    }

    pub fn remove(&self, id: &str) -> Remove {
        Remove { client: self.clone(), id: id.into(), options: CallOptions::default() }
    }

    pub fn list(&self) -> List {
        List { client: self.clone(), request_id: None, options: CallOptions::default() }
    }
}

impl ClientBuilder {
    pub fn credential(mut self, scheme: &'static str, credential: impl Authenticate) -> Self {
        self.core.credential(scheme, credential);
        self
    }

    pub fn certificate(mut self, certificate: runtime::auth::ClientCertificate) -> Self {
        self.core.client_certificate("mutual", certificate);
        self
    }

    pub fn build(self) -> Result<Client, runtime::BuildError> {
        Ok(Client { core: self.core.build()? })
    }
}

runtime::client_builder!(ClientBuilder);

const SECURITY: &[&[&str]] = &[&["token"], &["key", "signed"], &["mutual"]];

static GET: runtime::Operation = runtime::Operation {
    id: "Thing_Get",
    method: "GET",
    path: "/things(kind=a,id={id})",
    accept: "application/json",
    security: SECURITY,
};

#[derive(Clone, Debug)]
#[must_use]
pub struct Get {
    client: Client,
    id: String,
    filter: Option<String>,
    request_id: Option<uuid::Uuid>,
    options: CallOptions,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct GetHeaders {
    pub e_tag: Option<String>,
    pub age: Option<i32>,
}

impl runtime::FromHeaders for GetHeaders {
    fn from_headers(headers: &Headers) -> Self {
        GetHeaders { e_tag: headers.typed("ETag"), age: headers.typed("Age") }
    }
}

impl Get {
    pub fn filter(mut self, filter: &str) -> Self {
        self.filter = Some(filter.into());
        self
    }

    pub fn request_id(mut self, id: uuid::Uuid) -> Self {
        self.request_id = Some(id);
        self
    }

    pub fn request(&self) -> Result<Request, Error> {
        let mut request = RequestBuilder::new(&self.client.core, &GET);
        request.path("/things(kind=a,id=");
        request.path_param("id", Style::Simple, false, &self.id);
        request.path(")");
        request.query("api-version", Style::Form, true, "1");
        request.query("$filter", Style::Form, true, &self.filter);
        request.header_or_uuid("client-request-id", &self.request_id);
        request.finish(&self.options)
    }

    fn decode(raw: runtime::RawResponse) -> Result<Response<Value, GetHeaders>, Error> {
        match raw.status() {
            200 => raw.json(),
            _ => Err(raw.json_error()),
        }
    }
}

runtime::call!(Get -> Response<Value, GetHeaders>, Error);

static ADD: runtime::Operation = runtime::Operation {
    id: "Thing_Add",
    method: "POST",
    path: "/things",
    accept: "application/json",
    security: SECURITY,
};

#[derive(Clone, Debug)]
#[must_use]
pub struct Add {
    client: Client,
    body: Value,
    options: CallOptions,
}

impl Add {
    pub fn request(&self) -> Result<Request, Error> {
        let mut request = RequestBuilder::new(&self.client.core, &ADD);
        request.path("/things");
        request.json("application/json; odata=minimalmetadata", &self.body);
        request.finish(&self.options)
    }

    fn decode(raw: runtime::RawResponse) -> Result<Response<()>, Error> {
        match raw.status() {
            201 => raw.empty(),
            _ => Err(raw.json_error()),
        }
    }
}

runtime::call!(Add -> Response<()>, Error);

static REMOVE: runtime::Operation =
    runtime::Operation { id: "Thing_Remove", method: "DELETE", path: "/things/{id}", accept: "", security: SECURITY };

#[derive(Clone, Debug)]
#[must_use]
pub struct Remove {
    client: Client,
    id: String,
    options: CallOptions,
}

impl Remove {
    pub fn request(&self) -> Result<Request, Error> {
        let mut request = RequestBuilder::new(&self.client.core, &REMOVE);
        request.path("/things/");
        request.path_param("id", Style::Simple, false, &self.id);
        request.finish(&self.options)
    }

    fn decode(raw: runtime::RawResponse) -> Result<Response<()>, Error> {
        match raw.status() {
            200..=204 => raw.empty(),
            _ => Err(raw.json_error()),
        }
    }
}

runtime::call!(Remove -> Response<()>, Error);

static LIST: runtime::Operation = runtime::Operation {
    id: "Thing_List",
    method: "GET",
    path: "/things",
    accept: "application/json",
    security: SECURITY,
};

#[derive(Clone, Debug)]
#[must_use]
pub struct List {
    client: Client,
    request_id: Option<uuid::Uuid>,
    options: CallOptions,
}

impl List {
    pub fn request_id(mut self, id: uuid::Uuid) -> Self {
        self.request_id = Some(id);
        self
    }

    pub fn request(&self) -> Result<Request, Error> {
        let mut request = RequestBuilder::new(&self.client.core, &LIST);
        request.path("/things");
        request.query("api-version", Style::Form, true, "1");
        request.header_or_uuid("client-request-id", &self.request_id);
        request.finish(&self.options)
    }

    fn decode(raw: runtime::RawResponse) -> Result<Response<Value>, Error> {
        match raw.status() {
            200 => raw.json(),
            _ => Err(raw.json_error()),
        }
    }

    pub fn pages(self) -> runtime::Pages<Value, (), Value> {
        runtime::Pages::new(self.client.core.clone(), self.request(), self.options, List::decode, |page| {
            page.get("odata.nextLink").and_then(Value::as_str).map(str::to_owned)
        })
    }

    pub fn items(self) -> runtime::Items<Value, (), Value, i64> {
        self.pages().items(|page| page["value"].as_array().unwrap().iter().filter_map(Value::as_i64).collect())
    }
}

runtime::call!(List -> Response<Value>, Error);

/// A client of `https://api.test/v1` over a double, with a token.
pub fn client(double: &super::double::Double) -> Client {
    builder(double).build().unwrap()
}

pub fn builder(double: &super::double::Double) -> ClientBuilder {
    anonymous(double).credential("token", runtime::auth::Bearer::new("t0ken"))
}

pub fn anonymous(double: &super::double::Double) -> ClientBuilder {
    Client::builder("https://api.test/v1").transport(double.clone())
}
