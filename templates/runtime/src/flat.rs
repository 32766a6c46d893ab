//! Members of members, reached as if they were a type's own.

/// Methods that give what a member of a type has: `flat! { Machine { size: String = |it| it.properties.as_ref().map(|it| &it.size) } }`.
#[allow(unused_macros)]
macro_rules! flat {
    ($name:ident { $($method:ident: $ty:ty = |$it:ident| $value:expr),* $(,)? }) => {
        #[allow(deprecated)] // What is deprecated is said of the field.
        impl $name { $(
            #[doc = concat!("`", stringify!($method), "`, from where it is in this value.")]
            #[must_use]
            pub fn $method(&self) -> Option<&$ty> {
                let $it = self;
                $value
            }
        )* }
    };
}

#[allow(unused_imports)]
pub(crate) use flat;
