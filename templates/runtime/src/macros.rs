//! What every operation and every client's builder has, written once.

/// The call of an operation: its values, the request that they make, the ways to send it.
///
/// ```text
/// runtime::call! {
///     /// A call of [`Pets::update`], sent when it is awaited.
///     Update("pets/update", "PUT", "/pets/{id}", accept("application/json"), security(&[&["token"]]))
///         -> Response<models::Pet, UpdateHeaders>, Error<UpdateError> = |raw| match raw.status() {
///         200 => raw.json(),
///         _ => Err(raw.json_error().map(UpdateError::Default)),
///     };
///     needs { id => path("id"), kinds: Vec<models::Kind> => query("kind", pipe_delimited) }
///     takes {
///         /// Not before this date.
///         since: OffsetDateTime as runtime::http_date => header("If-Modified-Since"),
///     }
///     client { api_version => query("api-version") }
///     fixed { "1" => header("X-Level") }
///     sends { body: models::Pet => |request, body, _| request.json("application/json", body) }
/// }
/// ```
///
/// `needs` are the arguments of the call, `takes` are setters, `client` are values that the client has in a field of that
/// name, `fixed` are always the same. A parameter without a type is text. `as` names what makes the parameter of the
/// value. Behind the name on the wire stand the facts of [`Param`](crate::runtime::Param) that are not as usual.
/// `sends` is the body (`may_send`, with docs, one that may be left out), and what puts it into the request; `into` behind
/// its type takes what becomes one. `ways` are setters that choose as which media type it is sent.
#[allow(unused_macros)] // A service may have no operations; a crate of types alone has neither of the two.
macro_rules! call {
    (
        $(#[$meta:meta])*
        $call:ident($id:literal, $method:literal, $path:literal $(, $fact:ident($($value:expr)?))* $(,)?)
            -> $ok:ty, $error:ty = |$raw:ident| $decode:expr;
        $(needs { $(
            $need:ident $(: $need_ty:ty)? $(as $need_as:path)?
                => $need_in:ident($need_wire:literal $(, $need_fact:ident $(($need_value:expr))?)*)
        ),* $(,)? })?
        $(takes { $(
            $(#[$take_meta:meta])*
            $take:ident $(: $take_ty:ty)? $(as $take_as:path)?
                => $take_in:ident($take_wire:literal $(, $take_fact:ident $(($take_value:expr))?)*)
        ),* $(,)? })?
        $(client { $(
            $field:ident $(as $field_as:path)? => $field_in:ident($field_wire:literal $(, $field_fact:ident $(($field_value:expr))?)*)
        ),* $(,)? })?
        $(fixed { $($fixed:literal => $fixed_in:ident($fixed_wire:literal $(, $fixed_fact:ident $(($fixed_value:expr))?)*)),* $(,)? })?
        $(sends { $body:ident : $body_ty:ty $(, $body_into:ident)? => $write:expr $(,)? })?
        $(may_send { $(#[$may_meta:meta])* $may:ident : $may_ty:ty $(, $may_into:ident)? => $may_write:expr $(,)? })?
        $(ways { $($(#[$way_meta:meta])* $way:ident => $number:literal),* $(,)? })?
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug)]
        #[must_use = "a call is sent when it is awaited"]
        pub struct $call(runtime::Draft);

        #[allow(clippy::too_many_arguments, reason = "all of them are required")]
        #[allow(clippy::should_implement_trait, reason = "parameters and bodies may be called `add` or `sub`")]
        impl $call {
            fn new(
                client: &Client,
                $($($need: runtime::call!(@argument $($need_ty)?),)*)?
                $($body: runtime::call!(@body $body_ty $(, $body_into)?),)?
            ) -> Self {
                const OPERATION: &runtime::Operation = &runtime::Operation::new($id, $method, $path, &[
                    $($(runtime::Param::$need_in($need_wire)$(.$need_fact($($need_value)?))*,)*)?
                    $($(runtime::Param::$take_in($take_wire)$(.$take_fact($($take_value)?))*,)*)?
                    $($(runtime::Param::$field_in($field_wire)$(.$field_fact($($field_value)?))*,)*)?
                    $($(runtime::Param::$fixed_in($fixed_wire)$(.$fixed_fact($($fixed_value)?))*,)*)?
                ])$(.$fact($($value)?))*;
                #[allow(unused_mut, reason = "not all calls have values")]
                let mut draft = runtime::Draft::new(&client.core, OPERATION);
                $($(runtime::call!(@set draft.$need_in, $need_wire, $need [$($need_ty)?] [$($need_as)?]);)*)?
                $($(runtime::call!(@put draft.$field_in, $field_wire, client.$field, [$($field_as)?]);)*)?
                $($(draft.$fixed_in($fixed_wire, $fixed);)*)?
                $(draft.body::<$body_ty>(runtime::call!(@taken $body $($body_into)?), $write);)?
                Self(draft)
            }

            $($(
                $(#[$take_meta])*
                pub fn $take(mut self, $take: runtime::call!(@argument $($take_ty)?)) -> Self {
                    let draft = &mut self.0;
                    runtime::call!(@set draft.$take_in, $take_wire, $take [$($take_ty)?] [$($take_as)?]);
                    self
                }
            )*)?

            $(
                $(#[$may_meta])*
                pub fn $may(mut self, $may: runtime::call!(@body $may_ty $(, $may_into)?)) -> Self {
                    self.0.body::<$may_ty>(runtime::call!(@taken $may $($may_into)?), $may_write);
                    self
                }
            )?

            $($(
                $(#[$way_meta])*
                pub fn $way(mut self) -> Self {
                    self.0.send_as($number);
                    self
                }
            )*)?

            /// Settings of this one call: headers, query parameters, timeouts, retries.
            pub fn options(mut self, options: runtime::CallOptions) -> Self {
                self.0.options(options);
                self
            }

            /// The request as it will be sent, but for credentials.
            ///
            /// # Errors
            /// A value that cannot be sent where it should stand, such as a header with a line break.
            pub fn request(&self) -> Result<runtime::Request, $error> {
                self.0.request()
            }

            /// Sends the request. The same as `.await` on this value.
            pub fn send(self) -> runtime::Call<$ok, $error> {
                runtime::Call::of(self.0, Self::decode)
            }

            fn decode($raw: runtime::RawResponse) -> Result<$ok, $error> {
                $decode
            }

            /// Sends the request and waits for the answer on this thread.
            ///
            /// # Errors
            /// Those of the call, and one if this is a thread of an async runtime.
            #[cfg(feature = "blocking")]
            pub fn send_blocking(self) -> Result<$ok, $error> {
                self.send().wait()
            }
        }

        impl ::std::future::IntoFuture for $call {
            type Output = Result<$ok, $error>;
            type IntoFuture = runtime::Call<$ok, $error>;

            fn into_future(self) -> Self::IntoFuture {
                self.send()
            }
        }
    };

    (@argument) => { impl Into<String> };
    (@argument $ty:ty) => { $ty };
    (@body $ty:ty) => { $ty };
    (@body $ty:ty, into) => { impl Into<$ty> };
    (@taken $value:ident) => { $value };
    (@taken $value:ident into) => { $value.into() };
    (@set $draft:ident.$place:ident, $wire:literal, $value:ident [] $as:tt) => {
        let $value: String = $value.into();
        runtime::call!(@put $draft.$place, $wire, $value, $as);
    };
    (@set $draft:ident.$place:ident, $wire:literal, $value:ident [$ty:ty] $as:tt) => {
        runtime::call!(@put $draft.$place, $wire, $value, $as);
    };
    (@put $draft:ident.$place:ident, $wire:literal, $value:expr, []) => {
        $draft.$place($wire, &$value);
    };
    (@put $draft:ident.$place:ident, $wire:literal, $value:expr, [$as:path]) => {
        $draft.$place($wire, &$as(&$value));
    };
}

/// The headers of an answer, each `None` where it is absent or cannot be read:
///
/// ```text
/// runtime::headers! {
///     /// The headers of an answer to [`Get`].
///     GetHeaders {
///         /// When it was changed.
///         last_modified: OffsetDateTime as runtime::Rfc1123 => "Last-Modified",
///         /// What somebody has put there.
///         metadata: IndexMap<String, String> => "x-ms-meta-" prefixed,
///     }
/// }
/// ```
///
/// What is `prefixed` has all headers whose names begin so.
#[allow(unused_macros)]
macro_rules! headers {
    ($(#[$meta:meta])* $name:ident {
        $($(#[$field_meta:meta])* $field:ident : $ty:ty $(as $read:ty)? => $wire:literal $($how:ident)?),* $(,)?
    }) => {
        $(#[$meta])*
        #[allow(deprecated)] // A type may be.
        #[derive(Clone, Debug, Default, PartialEq)]
        #[non_exhaustive]
        pub struct $name { $($(#[$field_meta])* pub $field: Option<$ty>,)* }

        #[allow(deprecated)] // What is deprecated is said of the field.
        impl runtime::FromHeaders for $name {
            fn from_headers(headers: &runtime::Headers) -> Self {
                Self { $($field: runtime::headers!(@read headers, $wire, [$($how)?] [$($read)?] $ty),)* }
            }
        }
    };
    (@read $headers:ident, $wire:literal, [prefixed] [] $ty:ty) => { $headers.prefixed($wire) };
    (@read $headers:ident, $wire:literal, [] [] $ty:ty) => { $headers.typed($wire) };
    (@read $headers:ident, $wire:literal, [] [$read:ty] $ty:ty) => {
        $headers.typed::<$read>($wire).map(<$read as runtime::HeaderForm<$ty>>::value)
    };
}

/// The streams of a call whose answers come in pages:
///
/// ```text
/// runtime::pages! {
///     List of Thing: Page, (), ErrorBody;
///     next: |page| page.body().next_link.clone();
///     items: |page| page.value.unwrap_or_default();
/// }
/// ```
///
/// Behind the type of the items stand those of a page, of its headers and of the body of errors. `next` finds what leads
/// on in an answer, `items` takes the items out of a page.
#[allow(unused_macros)]
macro_rules! pages {
    ($call:ident of $item:ty: $page:ty, $headers:ty, $error:ty; next: $next:expr; items: $items:expr $(;)?) => {
        #[allow(deprecated)] // What is deprecated is said of the field.
        impl $call {
            /// The answers page by page, each asked for when the stream is polled for it.
            pub fn pages(self) -> runtime::Pages<$page, $headers, $error> {
                runtime::Pages::of(self.0, Self::decode, $next)
            }

            /// The items of all pages, one by one.
            pub fn items(self) -> runtime::Items<$page, $headers, $error, $item> {
                self.pages().items($items)
            }
        }
    };
}

/// How an operation that goes on after its answer is watched: `polls! { Create of Thing, ErrorBody = |raw| raw.json(); Usual }`.
/// Behind the type of the result stands that of the body of errors, then what reads the result and where it is.
#[allow(unused_macros)]
macro_rules! polls {
    ($call:ident of $result:ty, $error:ty = $read:expr; $end:ident) => {
        impl $call {
            /// Begins the operation, which goes on after its answer, and asks how far it is until it has ended.
            pub fn poller(self) -> runtime::Poller<$result, $error> {
                runtime::Poller::of(self.0, $read, |raw| Self::decode(raw).err(), runtime::FinalState::$end)
            }
        }
    };
}

/// What every client has beside its operations: `client!(Client);` The type has a field `core`.
#[allow(unused_macros)]
macro_rules! client {
    ($client:ident) => {
        impl $client {
            /// Sends a request of your own making, or one that a call made and you changed, with the client's credentials, retries and
            /// timeouts. Whatever status comes back is an answer, not an error.
            ///
            /// # Errors
            /// No answer came: see [`ErrorKind`](runtime::ErrorKind).
            pub async fn send_raw(
                &self,
                request: runtime::Request,
            ) -> Result<runtime::RawResponse, runtime::Error<runtime::NoBody>> {
                self.core.send_raw(request, runtime::CallOptions::default()).await
            }

            /// As [`send_raw`](Self::send_raw), waiting for the answer on this thread.
            ///
            /// # Errors
            /// As for [`send_raw`](Self::send_raw), and one if this is a thread of an async runtime.
            #[cfg(feature = "blocking")]
            pub fn send_raw_blocking(
                &self,
                request: runtime::Request,
            ) -> Result<runtime::RawResponse, runtime::Error<runtime::NoBody>> {
                self.core.send_raw_blocking(request, runtime::CallOptions::default())
            }
        }
    };
}

/// The settings that every client's builder has: `client_builder!(ClientBuilder);` The type has a field `core`.
#[allow(unused_macros)]
macro_rules! client_builder {
    ($builder:ident) => {
        impl $builder {
            /// The URL that the paths of operations are appended to.
            pub fn endpoint(mut self, url: impl Into<String>) -> Self {
                self.core.endpoint(url);
                self
            }

            /// The time for each attempt, from connecting to the end of the body; 60 seconds if not set.
            pub fn timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.core.timeout(Some(timeout));
                self
            }

            /// The time for a call with all its attempts and the waits between them; 5 minutes if not set.
            pub fn overall_timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.core.overall_timeout(Some(timeout));
                self
            }

            /// The time for a connection to come about; 20 seconds if not set. A transport that was given has its own.
            pub fn connect_timeout(mut self, timeout: ::std::time::Duration) -> Self {
                self.core.connect_timeout(timeout);
                self
            }

            /// When and how often requests are repeated.
            pub fn retry(mut self, policy: runtime::RetryPolicy) -> Self {
                self.core.retry(policy);
                self
            }

            /// What carries the requests, in place of the transport that is made otherwise.
            pub fn transport(mut self, transport: impl runtime::Transport) -> Self {
                self.core.transport(transport);
                self
            }

            /// The `reqwest::Client` that carries the requests. It must follow no redirects and keep no cookies.
            pub fn reqwest_client(mut self, client: ::reqwest::Client) -> Self {
                self.core.reqwest_client(client);
                self
            }

            /// A root certificate to trust beside the platform's, in PEM. A transport that was given has its own.
            pub fn root_certificate(mut self, pem: impl ::std::convert::AsRef<[u8]>) -> Self {
                self.core.root_certificate(pem);
                self
            }

            /// Words before this crate's own in `User-Agent`, `my-program/1.0` for example.
            pub fn user_agent(mut self, prefix: impl Into<String>) -> Self {
                self.core.user_agent(prefix);
                self
            }

            /// A header on every request, unless the call sets it.
            pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
                self.core.header(name, value);
                self
            }

            /// A further origin that credentials may go to, by redirects and links to further pages; any URL there names it.
            pub fn allow_origin(mut self, url: impl Into<String>) -> Self {
                self.core.allow_origin(url);
                self
            }

            /// The most bytes of an answer that are kept at once: of a body that is read whole, of a stream that is collected, of an
            /// event or a line of a stream; 64 MiB if not set. A stream that is read piece by piece may have any length.
            pub fn max_response_bytes(mut self, bytes: u64) -> Self {
                self.core.max_response_bytes(bytes);
                self
            }

            /// Sends calls that ask for a credential without one, where none is configured.
            pub fn allow_anonymous(mut self) -> Self {
                self.core.allow_anonymous();
                self
            }
        }
    };
}

#[allow(unused_imports)]
pub(crate) use {call, client, client_builder, headers, pages, polls};
