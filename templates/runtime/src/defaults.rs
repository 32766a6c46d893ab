//! Defaults of members that are absent.

/// Methods that give a member, or what counts where it is absent:
/// `defaults! { Search { limit_or_default: limit as i64 = 10, order_or_default: order is "name" } }`. `is` stands before text.
#[allow(unused_macros)]
macro_rules! defaults {
    ($name:ident { $(
        $method:ident: $field:ident $(is $text:literal)? $(as $ty:ty = $value:expr)?
    ),* $(,)? }) => {
        #[allow(deprecated)] // What is deprecated is said of the field.
        impl $name { $(
            $(
                #[doc = concat!("`", stringify!($field), "`, or what counts where it is absent, as is said there.")]
                #[must_use]
                pub fn $method(&self) -> &str {
                    self.$field.as_deref().unwrap_or($text)
                }
            )?
            $(
                #[doc = concat!("`", stringify!($field), "`, or what counts where it is absent, as is said there.")]
                #[must_use]
                pub fn $method(&self) -> $ty {
                    self.$field.clone().unwrap_or($value)
                }
            )?
        )* }
    };
}

#[allow(unused_imports)]
pub(crate) use defaults;
