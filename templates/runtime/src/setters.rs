//! The setters of a record: one line for each field.

/// Ties a record to methods that take it and give it back with one field set:
///
/// ```text
/// runtime::setters! {
///     Certificate {
///         with_name(name: impl Into<String>) => Some(name.into()),
///         with_size(size: u32) => Some(size),
///     }
/// }
/// ```
#[allow(unused_macros)]
macro_rules! setters {
    ($name:ident { $($(#[$attribute:meta])* $setter:ident($field:ident: $ty:ty) => $value:expr,)* }) => {
        impl $name {
            $(
                #[doc = concat!("Sets `", stringify!($field), "`.")]
                $(#[$attribute])*
                #[must_use]
                pub fn $setter(mut self, $field: $ty) -> Self {
                    self.$field = $value;
                    self
                }
            )*
        }
    };
}
#[allow(unused_imports)]
pub(crate) use setters;
