//! The macro for records with a wildcard that lets in what their own elements are called, too.

/// As `record!`, for records with a wildcard that lets in elements of the record's own names: an element belongs to the
/// field of its name where the order of the table lets it stand and there is room for it, else to the wildcard (XML
/// Schema 1.1, Part 1, 3.8.6.4: the element has precedence). What has to be there, and is not yet, is taken wherever it
/// stands.
#[allow(unused_macros)]
macro_rules! weak {
    (@impl $name:ident [$({
        $field:ident $place:ident $kind:ident [$($default:expr)?]
        [$($ns:tt $n:literal $(, $item_ns:tt, $item:literal)?)?]
        $([$($allowed:tt)*])?
    })*]) => {
        impl runtime::xml::FromXml for $name {
            #[allow(unused_mut, unused_variables, unused_labels)]
            fn from_xml(reader: &mut runtime::xml::Reader<'_>) -> Result<Self, runtime::xml::Error> {
                const TEXT: runtime::xml::TextMode =
                    runtime::xml::TextMode::Skip$(.or(runtime::xml::kinds::$place::TEXT))*;
                fn is_let_in(reader: &runtime::xml::Reader<'_>) -> bool {
                    false $(|| runtime::xml::wildcard!($place $kind reader [$($($allowed)*)?]))*
                }
                let mut order = runtime::xml::Order::new(&[$((stringify!($field), &[])),*]);
                $(let mut $field = Default::default();)*
                'parts: while reader.next(TEXT)? {
                    let done = match reader.local() {
                        $($($n if runtime::xml::kinds::$place::is(reader, $ns)
                            && (!is_let_in(reader)
                                || (!runtime::xml::kinds::$place::$kind::full(&$field)
                                    && (runtime::xml::is_needed!($kind) || order.may(stringify!($field))))) =>
                        {
                            runtime::xml::field_parts! { content $place $kind {
                                order.reached(stringify!($field));
                            } }
                            runtime::xml::kinds::$place::$kind::read(&mut $field, reader $(, $item_ns, $item)?)
                        })?)*
                        _ => {
                            // A group that misses something before the element has no room for it.
                            if is_let_in(reader) {
                                let fit = runtime::xml::Fit::Leads;
                                $(runtime::xml::content_in_group!($place $kind $field reader order fit 'parts);)*
                            }
                            for fit in runtime::xml::Fit::ALL {
                                $(runtime::xml::other_in_sequence!(
                                    $place $kind $field reader order fit 'parts [$($($allowed)*)?]
                                );)*
                            }
                            reader.unknown()
                        }
                    };
                    done?;
                }
                runtime::xml::finished!($name reader [] [$({ $field $place $kind [$($n)?] [$($default)?] })*])
            }
        }
        runtime::xml::record! { @write $name [$({
            $field $place $kind [] [$($ns $n $(, $item_ns, $item)?)?]
        })*] }
    };
    ($name:ident { $($fields:tt)* }) => {
        runtime::xml::record! { @next weak $name [] $($fields)* }
    };
}
#[allow(unused_imports)]
pub(crate) use weak;

/// Whether the field is a wildcard that lets in the current element.
#[allow(unused_macros)]
macro_rules! wildcard {
    (any element $reader:ident $allowed:tt) => {
        runtime::xml::allowed!($allowed).takes($reader)
    };
    ($($other:tt)*) => {
        false
    };
}
#[allow(unused_imports)]
pub(crate) use wildcard;

/// Whether a field of the kind has to be there.
#[allow(unused_macros)]
macro_rules! is_needed {
    (required) => {
        true
    };
    (nillable) => {
        true
    };
    ($kind:ident) => {
        false
    };
}
#[allow(unused_imports)]
pub(crate) use is_needed;

/// Offers the current part to a choice or a group that has room for it.
#[allow(unused_macros)]
macro_rules! content_in_group {
    (content $kind:ident $field:ident $reader:ident $order:ident $fit:ident $next:lifetime) => {
        runtime::xml::other_in_group!(content $kind $field $reader $order $fit $next [])
    };
    ($($other:tt)*) => {};
}
#[allow(unused_imports)]
pub(crate) use content_in_group;

/// As `other!`, where it counts that a wildcard was reached; a choice or a group that is full gives way to one.
#[allow(unused_macros)]
macro_rules! other_in_sequence {
    (content $kind:ident $field:ident $reader:ident $order:ident $fit:ident $next:lifetime $allowed:tt) => {
        if !is_let_in($reader) && runtime::xml::kinds::content::$kind::other(&mut $field, $reader, $fit)? {
            $order.reached(stringify!($field));
            continue $next;
        }
    };
    (any element $field:ident $reader:ident $order:ident $fit:ident $next:lifetime $allowed:tt) => {
        if runtime::xml::kinds::any::element::other(&mut $field, $reader, $fit, runtime::xml::allowed!($allowed))? {
            $order.reached(stringify!($field));
            continue $next;
        }
    };
    ($place:ident $kind:ident $field:ident $reader:ident $order:ident $fit:ident $next:lifetime $allowed:tt) => {
        runtime::xml::other!($place $kind $field $reader $fit $next $allowed);
    };
}
#[allow(unused_imports)]
pub(crate) use other_in_sequence;
