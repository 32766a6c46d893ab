//! What the macros for records and groups do with a field, by its place, and how they end.

use super::error::Error;

/// The value of a field; where there is none, what is wrong is kept, the first of all.
#[inline]
pub fn found<T>(field: Result<T, Error>, wrong: &mut Option<Error>) -> Option<T> {
    match field {
        Ok(value) => Some(value),
        Err(error) => {
            wrong.get_or_insert(error);
            None
        }
    }
}

/// Offers the current part to a field without a name of its own.
#[allow(unused_macros)]
macro_rules! other {
    (content $kind:ident $field:ident $reader:ident $fit:ident $next:lifetime $allowed:tt) => {
        if runtime::xml::kinds::content::$kind::other(&mut $field, $reader, $fit)? {
            continue $next;
        }
    };
    (words $kind:ident $field:ident $reader:ident $fit:ident $next:lifetime $allowed:tt) => {
        if runtime::xml::kinds::words::$kind::other(&mut $field, $reader)? {
            continue $next;
        }
    };
    (mixed $kind:ident $field:ident $reader:ident $fit:ident $next:lifetime $allowed:tt) => {
        if runtime::xml::kinds::mixed::$kind::other(&mut $field, $reader, $fit)? {
            continue $next;
        }
    };
    (any $kind:ident $field:ident $reader:ident $fit:ident $next:lifetime $allowed:tt) => {
        if runtime::xml::kinds::any::$kind::other(&mut $field, $reader, $fit, runtime::xml::allowed!($allowed))? {
            continue $next;
        }
    };
    (rest $kind:ident $field:ident $reader:ident $fit:ident $next:lifetime $allowed:tt) => {
        if runtime::xml::kinds::rest::$kind::other(&mut $field, $reader)? {
            continue $next;
        }
    };
    ($($named:tt)*) => {};
}
#[allow(unused_imports)]
pub(crate) use other;

/// As `other!`, where elements may come in any order, which is noted.
#[allow(unused_macros)]
macro_rules! other_in_order {
    ($order:ident content $kind:ident $field:ident $reader:ident $fit:ident $next:lifetime $allowed:tt) => {
        if runtime::xml::kinds::content::$kind::other(&mut $field, $reader, $fit)? {
            $order.met(stringify!($field));
            continue $next;
        }
    };
    ($order:ident any element $field:ident $reader:ident $fit:ident $next:lifetime $allowed:tt) => {
        if runtime::xml::kinds::any::element::other(&mut $field, $reader, $fit, runtime::xml::allowed!($allowed))? {
            $order.met(stringify!($field));
            continue $next;
        }
    };
    ($order:ident $($field:tt)*) => {
        runtime::xml::other!($($field)*);
    };
}
#[allow(unused_imports)]
pub(crate) use other_in_order;

/// The namespaces of a wildcard: `Any`, `not "a"` (another one), `of "a" "b"` (one of them).
#[allow(unused_macros)]
macro_rules! allowed {
    ([Any]) => {
        runtime::xml::Allowed::Any
    };
    ([not $($ns:literal)+]) => {
        runtime::xml::Allowed::Not(&[$($ns),+])
    };
    ([of $($ns:literal)+]) => {
        runtime::xml::Allowed::Of(&[$($ns),+])
    };
}
#[allow(unused_imports)]
pub(crate) use allowed;

/// Keeps the code for attributes, or for all but attributes.
#[allow(unused_macros)]
macro_rules! field_parts {
    (attribute attribute $kind:ident { $($code:tt)* }) => { $($code)* };
    (attribute any attribute { $($code:tt)* }) => { $($code)* };
    (attribute $place:ident $kind:ident { $($code:tt)* }) => {};
    (content attribute $kind:ident { $($code:tt)* }) => {};
    (content any attribute { $($code:tt)* }) => {};
    (content $place:ident $kind:ident { $($code:tt)* }) => { $($code)* };
}
#[allow(unused_imports)]
pub(crate) use field_parts;

/// The end of reading a record: what was read of each field, or what is wrong with it. `$order` stands before the fields.
#[allow(unused_macros)]
macro_rules! finished {
    ($name:ident $reader:ident [$($order:ident)?] [$({
        $field:ident $place:ident $kind:ident [$($n:literal)?] [$($default:expr)?]
    })*]) => {{
        // One pattern in place of a `?` for each field: that is what the compiler has least to do with.
        let mut wrong = None;
        match ($(runtime::xml::found(runtime::xml::kinds::$place::$kind::finish(
            $field, $reader $(, $n)? $(, $default)?
        ), &mut wrong),)*) {
            ($(Some($field),)*) => Ok($name { $($order,)? $($field,)* }),
            #[allow(unreachable_patterns, reason = "a record may have no fields")]
            _ => Err($reader.wrong(wrong)),
        }
    }};
}
#[allow(unused_imports)]
pub(crate) use finished;
