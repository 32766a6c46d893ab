//! Forms that values have in header fields, other than their usual one.

use time::OffsetDateTime;

use super::headers::FromHeader;
use super::json::{self, Json};
use super::scalar::Rfc1123;

/// A form of the values of a type.
pub trait HeaderForm<T>: FromHeader {
    /// The value itself.
    fn value(self) -> T;
}

impl HeaderForm<OffsetDateTime> for Rfc1123 {
    fn value(self) -> OffsetDateTime {
        self.into()
    }
}

/// A JSON text (`content: application/json`).
#[derive(Clone, Debug, PartialEq)]
pub struct JsonHeader<T>(T);

impl<T: Json> FromHeader for JsonHeader<T> {
    fn from_header(value: &str) -> Option<Self> {
        json::from_slice(value.as_bytes()).ok().map(JsonHeader)
    }
}

impl<T: Json> HeaderForm<T> for JsonHeader<T> {
    fn value(self) -> T {
        self.0
    }
}

macro_rules! separated {
    ($($(#[$doc:meta])* $name:ident, $separator:literal;)*) => { $(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name<T>(Vec<T>);

        impl<T: FromHeader> FromHeader for $name<T> {
            fn from_header(value: &str) -> Option<Self> {
                let items = value.split($separator).map(str::trim).filter(|item| !item.is_empty());
                items.map(T::from_header).collect::<Option<_>>().map($name)
            }
        }

        impl<T: FromHeader> HeaderForm<Vec<T>> for $name<T> {
            fn value(self) -> Vec<T> {
                self.0
            }
        }
    )* };
}

separated! {
    /// Items with `|` between them (Swagger 2.0, `collectionFormat: pipes`).
    PipedHeader, '|';
    /// Items with blanks between them (`ssv`).
    SpacedHeader, ' ';
    /// Items with tabs between them (`tsv`).
    TabbedHeader, '\t';
}
