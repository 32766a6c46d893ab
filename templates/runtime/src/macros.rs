//! What every operation and every client's builder has, written once.

/// The ways to send an operation: `call!(Get -> Response<Certificate, GetHeaders>, Error);`
///
/// The type has the fields `client` (with a field `core`) and `options`, and the functions `request(&self)` and `decode(raw)`.
#[allow(unused_macros)] // A service may have no operations; a crate of types alone has neither of the two.
macro_rules! call {
    ($operation:ident -> $ok:ty, $error:ty) => {
        impl $operation {
            /// Settings of this one call: headers, query parameters, timeouts, retries.
            pub fn options(mut self, options: runtime::CallOptions) -> Self {
                self.options = options;
                self
            }

            /// Sends the request. The same as `.await` on this value.
            pub fn send(self) -> runtime::Call<$ok, $error> {
                let request = self.request().map_err(runtime::Error::erase);
                runtime::Call::new(&self.client.core, request, self.options, |raw| match raw {
                    Ok(raw) => $operation::decode(raw),
                    Err(error) => Err(error.retype()),
                })
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

        impl IntoFuture for $operation {
            type Output = Result<$ok, $error>;
            type IntoFuture = runtime::Call<$ok, $error>;

            fn into_future(self) -> Self::IntoFuture {
                self.send()
            }
        }
    };
}

/// The settings that every client has: `client_builder!(ClientBuilder);` The type has a field `core`.
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
            pub fn timeout(mut self, timeout: std::time::Duration) -> Self {
                self.core.timeout(Some(timeout));
                self
            }

            /// The time for a call with all its attempts and the waits between them; 5 minutes if not set.
            pub fn overall_timeout(mut self, timeout: std::time::Duration) -> Self {
                self.core.overall_timeout(Some(timeout));
                self
            }

            /// The time for a connection to come about; 20 seconds if not set. A transport that was given has its own.
            pub fn connect_timeout(mut self, timeout: std::time::Duration) -> Self {
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
            pub fn reqwest_client(mut self, client: reqwest::Client) -> Self {
                self.core.reqwest_client(client);
                self
            }

            /// A root certificate to trust beside the platform's, in PEM. A transport that was given has its own.
            pub fn root_certificate(mut self, pem: impl AsRef<[u8]>) -> Self {
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

            /// The most bytes that the body of an answer may have; 64 MiB if not set.
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
pub(crate) use {call, client_builder};
