//! The macros that tie types to the limits of a schema.

/// Ties a struct around a plain value to the limits of a schema:
///
/// ```text
/// runtime::checked! { Code(String) { min_length(2), patterns(&["[A-Z]+"]) } }
/// runtime::checked! { Level(u8) { maximum("9") } reading }
/// ```
///
/// With `list` or `union` behind it, the plain value is a list or of one of several types; `by_json!` gives it a JSON form. With `reading` at the end, values
/// outside the limits are refused on reading, too.
#[allow(unused_macros)]
macro_rules! checked {
    ($name:ident ( $ty:ty ) { $($limits:tt)* } list $($reading:ident)?) => {
        runtime::checked::limited! { $name($ty) { $($limits)* } (runtime::checked::List) $($reading)? }
    };
    ($name:ident ( $ty:ty ) { $($limits:tt)* } union $($reading:ident)?) => {
        runtime::checked::limited! { $name($ty) { $($limits)* } (runtime::checked::Union) $($reading)? }
    };
    ($name:ident ( $ty:ty ) { $($limits:tt)* } $($reading:ident)?) => {
        runtime::checked::limited! { $name($ty) { $($limits)* } (::std::convert::identity) $($reading)? }
        #[cfg(feature = "json")]
        runtime::checked::by_json!($name);
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.0, f)
            }
        }
        #[cfg(feature = "http")]
        impl runtime::FromHeader for $name {
            fn from_header(text: &str) -> Option<Self> {
                runtime::FromHeader::from_header(text).and_then(|value| $name::read(value, None).ok())
            }
        }
        #[cfg(feature = "http")]
        impl runtime::param::ToParam for $name {
            fn to_param(&self) -> runtime::param::ParamValue {
                runtime::param::ToParam::to_param(&self.0)
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use checked;

/// The part of `checked!` that all kinds of values have in common.
#[allow(unused_macros)]
macro_rules! limited {
    ($name:ident ( $ty:ty ) { $($limit:ident ( $($value:expr)? )),* $(,)? } ($measured:path) $($reading:ident)?) => {
        impl runtime::checked::Checked for $name {
            type Value = $ty;
            const NAME: &'static str = stringify!($name);
            const LIMITS: runtime::checked::Limits = runtime::checked::Limits::NONE $(.$limit($($value)?))*;
            fn patterns() -> &'static runtime::checked::Patterns {
                static PATTERNS: ::std::sync::OnceLock<runtime::checked::Patterns> = ::std::sync::OnceLock::new();
                PATTERNS.get_or_init(|| runtime::checked::Patterns::of(&<$name as runtime::checked::Checked>::LIMITS))
            }
            fn measured(value: &$ty) -> impl runtime::checked::Measured {
                $measured(value)
            }
        }
        impl $name {
            /// The value, if it is within the limits of the type.
            ///
            /// # Errors
            /// It is not.
            pub fn try_new(value: impl Into<$ty>) -> Result<Self, runtime::OutOfLimits> {
                let value = value.into();
                runtime::checked::check::<$name>(&value, None)?;
                Ok($name(value))
            }
            /// The plain value.
            #[must_use]
            pub fn get(&self) -> &$ty {
                &self.0
            }
            /// The plain value, by itself.
            #[must_use]
            pub fn into_inner(self) -> $ty {
                self.0
            }
            /// Whether the value is within the limits of the type; one that was read may not be.
            ///
            /// # Errors
            /// It is not.
            pub fn check(&self) -> Result<(), runtime::OutOfLimits> {
                runtime::checked::check::<$name>(&self.0, None)
            }
            /// What is read from this text, as it has to be then.
            #[allow(dead_code, unused_variables)]
            fn read(value: $ty, text: Option<&str>) -> Result<Self, runtime::OutOfLimits> {
                $(runtime::checked::check::<$name>(&value, runtime::checked::$reading(text))?;)?
                Ok($name(value))
            }
        }
        impl ::std::ops::Deref for $name {
            type Target = $ty;
            fn deref(&self) -> &$ty {
                &self.0
            }
        }
        impl ::std::convert::AsRef<$ty> for $name {
            fn as_ref(&self) -> &$ty {
                &self.0
            }
        }
        impl From<$name> for $ty {
            fn from(value: $name) -> Self {
                value.0
            }
        }
        impl ::std::convert::TryFrom<$ty> for $name {
            type Error = runtime::OutOfLimits;
            fn try_from(value: $ty) -> Result<Self, runtime::OutOfLimits> {
                $name::try_new(value)
            }
        }
        #[cfg(feature = "xml")]
        impl runtime::xml::XmlText for $name {
            fn from_text(text: &str, scope: &runtime::xml::Scope<'_>) -> Result<Self, runtime::xml::TextError> {
                let value = <$ty as runtime::xml::XmlText>::from_text(text, scope)?;
                $name::read(value, Some(text)).map_err(|error| runtime::xml::TextError::new(error.to_string()))
            }
            fn to_text(
                &self,
                scope: &mut runtime::xml::WriteScope<'_>,
            ) -> Result<::std::borrow::Cow<'_, str>, runtime::xml::TextError> {
                runtime::xml::XmlText::to_text(&self.0, scope)
            }
            fn is_known(&self) -> bool {
                self.check().is_ok()
            }
            fn space(&self) -> runtime::scalar::Space {
                runtime::checked::space::<$name>(&self.0)
            }
        }
        #[cfg(feature = "xml")]
        runtime::xml::text_content!($name);
    };
}
#[allow(unused_imports)]
pub(crate) use limited;

/// The JSON form of a checked type: that of the plain value, which has to have one.
#[cfg(feature = "json")]
#[allow(unused_macros)]
macro_rules! by_json {
    ($name:ident) => {
        impl runtime::json::Json for $name {
            fn read<'de, De: runtime::json::Deserializer<'de>>(d: De) -> Result<Self, De::Error> {
                let value = runtime::json::Json::read(d)?;
                Self::read(value, None).map_err(runtime::json::custom)
            }
            fn write<Se: runtime::json::Serializer>(&self, s: Se) -> Result<Se::Ok, Se::Error> {
                runtime::json::Json::write(&self.0, s)
            }
            fn fits(shape: &runtime::json::Shape) -> bool {
                runtime::json::fits_inside($name, shape)
            }
        }
        runtime::json::serde_by_json!($name);
    };
}
#[cfg(feature = "json")]
#[allow(unused_imports)]
pub(crate) use by_json;
