//! The macros that give enums their values on the wire.

/// Gives an enum its values on the wire:
///
/// ```text
/// runtime::string_enum! { State { Active = "active", Gone = "gone" } open }
/// ```
///
/// `open`: the enum has a variant `Unknown(String)`; `closed`: any other value is an error. Where the texts stand for values
/// of a type, `Rate: runtime::Decimal {`, XML is read by these: what is none of the type is an error, and `1` is `1.0`; where
/// blanks within texts do not count, the type is `xml::Collapsed` or `xml::Replaced`.
#[allow(unused_macros)]
macro_rules! string_enum {
    ($name:ident $(: $of:ty)? { $($variant:ident = $value:literal),* $(,)? } open) => {
        runtime::string_enum! { @impl $name [$($of)?] { $($variant = $value),* }
            (text => Some($name::Unknown(text))) ($name::Unknown(text) => text,) }
        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                runtime::enums::StringEnum::known(text).unwrap_or_else(|| $name::Unknown(text.to_owned()))
            }
        }
        impl From<String> for $name {
            fn from(text: String) -> Self {
                runtime::enums::StringEnum::known(&text).unwrap_or($name::Unknown(text))
            }
        }
        impl ::std::str::FromStr for $name {
            type Err = ::std::convert::Infallible;
            // Not `Self::Err`: that may be a variant.
            fn from_str(text: &str) -> Result<Self, ::std::convert::Infallible> {
                Ok($name::from(text))
            }
        }
    };
    ($name:ident $(: $of:ty)? { $($variant:ident = $value:literal),* $(,)? } closed) => {
        runtime::string_enum! { @impl $name [$($of)?] { $($variant = $value),* } (_text => None) () }
        impl ::std::str::FromStr for $name {
            type Err = runtime::enums::UnknownValue;
            fn from_str(text: &str) -> Result<Self, runtime::enums::UnknownValue> {
                runtime::enums::from_text(text)
            }
        }
    };
    (@find) => { runtime::xml::listed_text };
    (@find $of:ty) => { runtime::xml::listed_value::<$of> };
    (@impl $name:ident [$($of:ty)?] { $($variant:ident = $value:literal),* }
        ($text:ident => $unknown:expr) ($($other:pat => $kept:expr,)?)) => {
        impl $name {
            /// The value on the wire.
            pub fn as_str(&self) -> &str {
                match self {
                    $($name::$variant => $value,)*
                    $($other => $kept,)?
                }
            }
        }
        impl runtime::enums::StringEnum for $name {
            const NAME: &'static str = stringify!($name);
            const KNOWN: &'static [&'static str] = &[$($value),*];
            fn known(text: &str) -> Option<Self> {
                Some(match text {
                    $($value => $name::$variant,)*
                    _ => return None,
                })
            }
            fn unknown($text: String) -> Option<Self> {
                $unknown
            }
            fn wire(&self) -> &str {
                self.as_str()
            }
        }
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.pad(self.as_str())
            }
        }
        impl ::std::convert::AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }
        #[cfg(feature = "json")]
        impl runtime::json::Json for $name {
            fn read<'de, D: runtime::json::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                runtime::enums::read_string(d)
            }
            fn write<S: runtime::json::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                runtime::enums::write_string(self, s)
            }
            fn fits(shape: &runtime::json::Shape) -> bool {
                shape.is_string()
            }
        }
        #[cfg(feature = "json")]
        runtime::json::serde_by_json!($name);
        runtime::enums::text_forms! { $name StringEnum
            (value => value.as_str())
            (text, _scope => runtime::enums::from_xml(text, runtime::string_enum!(@find $($of)?))?) }
    };
}
#[allow(unused_imports)]
pub(crate) use string_enum;

/// Gives an enum its numbers on the wire:
///
/// ```text
/// runtime::int_enum! { Level: i32 { Low = 1, High = 2 } open }
/// ```
///
/// `open`: the enum has a variant `Unknown` with such a number; `closed`: any other value is an error.
#[allow(unused_macros)]
macro_rules! int_enum {
    ($name:ident : $int:ident { $($variant:ident = $value:literal),* $(,)? } open) => {
        runtime::int_enum! { @impl $name $int { $($variant = $value),* }
            (value => Some($name::Unknown(value))) ($name::Unknown(value) => *value,) }
        impl From<$int> for $name {
            fn from(value: $int) -> Self {
                match value {
                    $($value => $name::$variant,)*
                    value => $name::Unknown(value),
                }
            }
        }
    };
    ($name:ident : $int:ident { $($variant:ident = $value:literal),* $(,)? } closed) => {
        runtime::int_enum! { @impl $name $int { $($variant = $value),* } (_value => None) () }
        impl ::std::convert::TryFrom<$int> for $name {
            type Error = runtime::enums::UnknownValue;
            // Not `Self::Error`: that may be a variant.
            fn try_from(value: $int) -> Result<Self, runtime::enums::UnknownValue> {
                runtime::enums::from_int(value)
            }
        }
    };
    (@impl $name:ident $int:ident { $($variant:ident = $value:literal),* }
        ($other:ident => $unknown:expr) ($($pattern:pat => $kept:expr,)?)) => {
        impl $name {
            /// The value on the wire.
            pub fn value(&self) -> $int {
                match self {
                    $($name::$variant => $value,)*
                    $($pattern => $kept,)?
                }
            }
        }
        impl From<$name> for $int {
            fn from(value: $name) -> Self {
                value.value()
            }
        }
        impl runtime::enums::IntEnum for $name {
            type Int = $int;
            const NAME: &'static str = stringify!($name);
            const KNOWN: &'static [$int] = &[$($value),*];
            fn from_wire(value: $int) -> Option<Self> {
                match value {
                    $($value => Some($name::$variant),)*
                    $other => $unknown,
                }
            }
            fn wire(&self) -> $int {
                self.value()
            }
        }
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                self.value().fmt(f)
            }
        }
        impl ::std::str::FromStr for $name {
            type Err = runtime::enums::UnknownValue;
            fn from_str(text: &str) -> Result<Self, runtime::enums::UnknownValue> {
                runtime::enums::from_int_text(text)
            }
        }
        #[cfg(feature = "json")]
        impl runtime::json::Json for $name {
            fn read<'de, D: runtime::json::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                runtime::enums::read_int(d)
            }
            fn write<S: runtime::json::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                runtime::json::Json::write(&self.value(), s)
            }
            fn fits(shape: &runtime::json::Shape) -> bool {
                <$int as runtime::json::Json>::fits(shape)
            }
        }
        #[cfg(feature = "json")]
        runtime::json::serde_by_json!($name);
        runtime::enums::text_forms! { $name IntEnum
            (value => value.value().to_string())
            (text, scope => runtime::enums::from_int(runtime::xml::XmlText::from_text(text, scope)?)?) }
    };
}
#[allow(unused_imports)]
pub(crate) use int_enum;

/// The forms of an enum that are the text of its value: in headers, in parameters and in XML.
#[allow(unused_macros)]
macro_rules! text_forms {
    ($name:ident $kind:ident ($value:ident => $shown:expr) ($text:ident, $scope:ident => $read:expr)) => {
        #[cfg(feature = "http")]
        impl runtime::FromHeader for $name {
            fn from_header(text: &str) -> Option<Self> {
                text.parse().ok()
            }
        }
        #[cfg(feature = "http")]
        impl runtime::param::ToParam for $name {
            fn to_param(&self) -> runtime::param::ParamValue {
                let $value = self;
                runtime::param::ParamValue::Text($shown.into())
            }
        }
        #[cfg(feature = "xml")]
        impl runtime::xml::XmlText for $name {
            fn from_text($text: &str, $scope: &runtime::xml::Scope<'_>) -> Result<Self, runtime::xml::TextError> {
                Ok($read)
            }
            fn to_text(
                &self,
                _scope: &mut runtime::xml::WriteScope<'_>,
            ) -> Result<::std::borrow::Cow<'_, str>, runtime::xml::TextError> {
                let $value = self;
                Ok($shown.into())
            }
            fn is_known(&self) -> bool {
                <Self as runtime::enums::$kind>::KNOWN.contains(&<Self as runtime::enums::$kind>::wire(self))
            }
        }
        #[cfg(feature = "xml")]
        runtime::xml::text_content!($name);
    };
}
#[allow(unused_imports)]
pub(crate) use text_forms;
