//! A small service, written as the generator writes one.

use serde_json::Value;

use crate::runtime::auth::Authenticate;
use crate::runtime::{self, CoreBuilder, Response};

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
        Get::new(self, id)
    }

    pub fn add(&self, body: Value) -> Add {
        Add::new(self, body)
    }

    pub fn remove(&self, id: &str) -> Remove {
        Remove::new(self, id)
    }

    pub fn list(&self) -> List {
        List::new(self)
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

runtime::call! {
    /// A call of [`Client::get`].
    Get("Thing_Get", "GET", "/things(kind=a,id={id})", accept("application/json"), security(SECURITY))
        -> Response<Value, GetHeaders>, Error = |raw| match raw.status() {
        200 => raw.json(),
        _ => Err(raw.json_error()),
    };
    needs { id => path("id") }
    takes {
        filter => query("$filter"),
        request_id: uuid::Uuid => header("client-request-id", or_uuid),
    }
    fixed { "1" => query("api-version") }
}

runtime::headers! {
    /// The headers of an answer to [`Get`].
    GetHeaders { e_tag: String => "ETag", age: i32 => "Age" }
}

runtime::call! {
    /// A call of [`Client::add`].
    Add("Thing_Add", "POST", "/things", accept("application/json"), security(SECURITY))
        -> Response<()>, Error = |raw| match raw.status() {
        201 => raw.empty(),
        _ => Err(raw.json_error()),
    };
    sends { body: Value => |request, body, _| request.json("application/json; odata=minimalmetadata", body) }
}

runtime::call! {
    /// A call of [`Client::remove`].
    Remove("Thing_Remove", "DELETE", "/things/{id}", security(SECURITY))
        -> Response<()>, Error = |raw| match raw.status() {
        200..=204 => raw.empty(),
        _ => Err(raw.json_error()),
    };
    needs { id => path("id") }
}

runtime::call! {
    /// A call of [`Client::list`].
    List("Thing_List", "GET", "/things", accept("application/json"), security(SECURITY))
        -> Response<Value>, Error = |raw| match raw.status() {
        200 => raw.json(),
        _ => Err(raw.json_error()),
    };
    takes { request_id: uuid::Uuid => header("client-request-id", or_uuid) }
    fixed { "1" => query("api-version") }
}

impl List {
    pub fn pages(self) -> runtime::Pages<Value, (), Value> {
        runtime::Pages::of(self.0, Self::decode, |page| {
            page.body().get("odata.nextLink").and_then(Value::as_str).map(str::to_owned)
        })
    }

    pub fn items(self) -> runtime::Items<Value, (), Value, i64> {
        self.pages().items(|page| page["value"].as_array().unwrap().iter().filter_map(Value::as_i64).collect())
    }
}

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
