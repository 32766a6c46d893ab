//! The macros that tie a struct to an element, or to a group of children.

use super::reader::Reader;

/// The fields of a group in order, each with the namespace and the name of its element, if it has one.
pub type Fields = &'static [(&'static str, &'static [(&'static str, &'static str)])];

/// Keeps track of the order of a group's elements: where one comes that stands before the last, a new group begins.
#[derive(Debug)]
pub struct Order {
    fields: Fields,
    at: usize,
}

impl Order {
    /// Begins with the group's fields.
    pub fn new(fields: Fields) -> Self {
        Order { fields, at: 0 }
    }

    /// Whether the current element, if it has a field of its own, may still belong to the group.
    pub fn allows(&mut self, reader: &Reader<'_>) -> bool {
        let found = |(ns, name): &(&str, &str)| *name == reader.local() && reader.at_element_of(ns);
        match self.fields.iter().position(|(_, names)| names.iter().any(found)) {
            Some(at) if at < self.at => false,
            Some(at) => {
                self.at = at;
                true
            }
            None => true,
        }
    }

    /// Whether a field may still take elements.
    pub fn may(&self, field: &str) -> bool {
        self.place(field) >= self.at
    }

    /// Notes that a field has taken an element.
    pub fn reached(&mut self, field: &str) {
        self.at = self.place(field);
    }

    fn place(&self, field: &str) -> usize {
        self.fields.iter().position(|(name, _)| *name == field).unwrap_or(0)
    }
}

/// Ties a struct to an element's attributes and content:
///
/// ```text
/// xml::record! {
///     Certificate {
///         id: optional attribute "" "id",
///         key: required element NS "Key",
///         tags: many element NS "Tag",
///         items: optional wrapped NS "Items" NS "Item",
///         nick: nillable element NS "Nick",
///         shape: content,
///         others: any element,
///     }
/// }
/// ```
///
/// Places: `element` (`required`, `optional`, `many`, `nillable`, `maybe`, `default(expr)`; with `or "1"` behind it, that
/// is the text of an empty one), `attribute` (the same but
/// `many`), `items` (an element for each item of a list: `required`, `optional`, `nillable`, `maybe`), `wrapped` (by
/// itself or with one of the last three), `text` (likewise), `content` (its type is an
/// [`XmlContent`](super::XmlContent), an `Option` or a `Vec` of one), `mixed` (a `Vec` of one that takes texts),
/// `any element` and `any attribute` (a `Vec`; with `not [NS ..]` or `of [NS ..]` behind it, only of such namespaces), `rest` (an `IndexMap` of all other elements by name). With `read_only_`
/// before them, the places with names are read and never written (`optional`, `maybe`). Elements are written in the
/// order of the table, and read in any.
#[allow(unused_macros)]
macro_rules! record {
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
                $(let mut $field = Default::default();)*
                'parts: while reader.next(TEXT)? {
                    match reader.local() {
                        $($($n if runtime::xml::kinds::$place::is(reader, $ns) => {
                            runtime::xml::kinds::$place::$kind::read(&mut $field, reader $(, $item_ns, $item)?)?
                        })?)*
                        _ => {
                            for fit in runtime::xml::Fit::ALL {
                                $(runtime::xml::other!(
                                    $place $kind $field reader fit 'parts [$($($allowed)*)?]
                                );)*
                            }
                            reader.skip()?
                        }
                    }
                }
                Ok($name {
                    $($field: runtime::xml::kinds::$place::$kind::finish(
                        $field, reader $(, $n)? $(, $default)?
                    )?,)*
                })
            }
        }
        impl runtime::xml::ToXml for $name {
            #[allow(unused_variables)]
            fn to_xml(&self, writer: &mut runtime::xml::Writer<'_>) -> Result<(), runtime::xml::Error> {
                // Attributes go into the start tag, so they come first.
                $(runtime::xml::field_parts! { attribute $place $kind {
                    runtime::xml::kinds::$place::$kind::write(
                        writer, &self.$field $(, $ns, $n $(, $item_ns, $item)?)?
                    )?;
                } })*
                $(runtime::xml::field_parts! { content $place $kind {
                    runtime::xml::kinds::$place::$kind::write(
                        writer, &self.$field $(, $ns, $n $(, $item_ns, $item)?)?
                    )?;
                } })*
                Ok(())
            }
        }
    };

    // Most records have named elements and attributes only.
    ($name:ident {
        $($field:ident : $kind:ident $(($default:expr))? $place:ident $ns:tt $n:literal),* $(,)?
    }) => {
        runtime::xml::record! { @impl $name [$({ $field $place $kind [$(|| $default)?] [$ns $n] })*] }
    };
    ($name:ident { $($fields:tt)* }) => {
        runtime::xml::record! { @next record $name [] $($fields)* }
    };

    // One field after another into the form that `@impl` takes.
    (@next $to:ident $name:tt $done:tt) => {
        runtime::xml::$to! { @impl $name $done }
    };
    // Eight plain ones at a time: how deep macros may call one another is limited.
    (@next $to:ident $name:tt [$($done:tt)*]
        $a:ident : $a_kind:ident $a_place:ident $a_ns:literal $a_n:literal,
        $b:ident : $b_kind:ident $b_place:ident $b_ns:literal $b_n:literal,
        $c:ident : $c_kind:ident $c_place:ident $c_ns:literal $c_n:literal,
        $d:ident : $d_kind:ident $d_place:ident $d_ns:literal $d_n:literal,
        $e:ident : $e_kind:ident $e_place:ident $e_ns:literal $e_n:literal,
        $f:ident : $f_kind:ident $f_place:ident $f_ns:literal $f_n:literal,
        $g:ident : $g_kind:ident $g_place:ident $g_ns:literal $g_n:literal,
        $h:ident : $h_kind:ident $h_place:ident $h_ns:literal $h_n:literal,
        $($rest:tt)+
    ) => {
        runtime::xml::record! { @next $to $name [$($done)*
            { $a $a_place $a_kind [] [$a_ns $a_n] }
            { $b $b_place $b_kind [] [$b_ns $b_n] }
            { $c $c_place $c_kind [] [$c_ns $c_n] }
            { $d $d_place $d_kind [] [$d_ns $d_n] }
            { $e $e_place $e_kind [] [$e_ns $e_n] }
            { $f $f_place $f_kind [] [$f_ns $f_n] }
            { $g $g_place $g_kind [] [$g_ns $g_n] }
            { $h $h_place $h_kind [] [$h_ns $h_n] }
        ] $($rest)+ }
    };
    (@next $to:ident $name:tt [$($done:tt)*] $f:ident : text $(, $($rest:tt)*)?) => {
        runtime::xml::record! { @next $to $name [$($done)* { $f text required [] [] }] $($($rest)*)? }
    };
    (@next $to:ident $name:tt [$($done:tt)*] $f:ident : $kind:ident text $(, $($rest:tt)*)?) => {
        runtime::xml::record! { @next $to $name [$($done)* { $f text $kind [] [] }] $($($rest)*)? }
    };
    (@next $to:ident $name:tt [$($done:tt)*] $f:ident : content $(, $($rest:tt)*)?) => {
        runtime::xml::record! { @next $to $name [$($done)* { $f content required [] [] }] $($($rest)*)? }
    };
    (@next $to:ident $name:tt [$($done:tt)*] $f:ident : $kind:ident content $(, $($rest:tt)*)?) => {
        runtime::xml::record! { @next $to $name [$($done)* { $f content required [] [] }] $($($rest)*)? }
    };
    (@next $to:ident $name:tt [$($done:tt)*] $f:ident : order $(, $($rest:tt)*)?) => {
        runtime::xml::record! { @next $to $name [$($done)* { $f order required [] [] }] $($($rest)*)? }
    };
    (@next $to:ident $name:tt [$($done:tt)*] $f:ident : mixed $(, $($rest:tt)*)?) => {
        runtime::xml::record! { @next $to $name [$($done)* { $f mixed required [] [] }] $($($rest)*)? }
    };
    (@next $to:ident $name:tt [$($done:tt)*] $f:ident : rest $(, $($rest:tt)*)?) => {
        runtime::xml::record! { @next $to $name [$($done)* { $f rest required [] [] }] $($($rest)*)? }
    };
    (@next $to:ident $name:tt [$($done:tt)*] $f:ident : any $what:ident $(, $($rest:tt)*)?) => {
        runtime::xml::record! { @next $to $name [$($done)* { $f any $what [] [] [Any] }] $($($rest)*)? }
    };
    (@next $to:ident $name:tt [$($done:tt)*] $f:ident : any $what:ident $how:ident [$($n:literal)+]
        $(, $($rest:tt)*)?) => {
        runtime::xml::record! { @next $to $name [$($done)* { $f any $what [] [] [$how $($n)+] }] $($($rest)*)? }
    };
    (@next $to:ident $name:tt [$($done:tt)*] $f:ident : wrapped $ns:tt $n:literal $ins:tt $i:literal
        $(, $($rest:tt)*)?) => {
        runtime::xml::record! {
            @next $to $name [$($done)* { $f wrapped required [] [$ns $n, $ins, $i] }] $($($rest)*)?
        }
    };
    (@next $to:ident $name:tt [$($done:tt)*] $f:ident : $kind:ident wrapped $ns:tt $n:literal $ins:tt $i:literal
        $(, $($rest:tt)*)?) => {
        runtime::xml::record! {
            @next $to $name [$($done)* { $f wrapped $kind [] [$ns $n, $ins, $i] }] $($($rest)*)?
        }
    };
    (@next $to:ident $name:tt [$($done:tt)*] $f:ident : $kind:ident read_only_wrapped $ns:tt $n:literal
        $ins:tt $i:literal $(, $($rest:tt)*)?) => {
        runtime::xml::record! {
            @next $to $name [$($done)* { $f read_only_wrapped $kind [] [$ns $n, $ins, $i] }] $($($rest)*)?
        }
    };
    (@next $to:ident $name:tt [$($done:tt)*] $f:ident : many ($($bounds:tt)*) element $ns:tt $n:literal
        $(, $($rest:tt)*)?) => {
        runtime::xml::record! { @next $to $name [$($done)* { $f element many [] [$ns $n] }] $($($rest)*)? }
    };
    (@next $to:ident $name:tt [$($done:tt)*] $f:ident : $kind:ident element $ns:tt $n:literal or $fill:literal
        $(, $($rest:tt)*)?) => {
        runtime::xml::record! { @next $to $name [$($done)* { $f filled $kind [] [$ns $n, "", $fill] }] $($($rest)*)? }
    };
    (@next $to:ident $name:tt [$($done:tt)*] $f:ident : $kind:ident $(($d:expr))? $place:ident $ns:tt $n:literal
        $(, $($rest:tt)*)?) => {
        runtime::xml::record! { @next $to $name [$($done)* { $f $place $kind [$(|| $d)?] [$ns $n] }] $($($rest)*)? }
    };
}
#[allow(unused_imports)]
pub(crate) use record;

/// As `record!`, for elements that may come in any order (`xs:all`): the first field, `order`, is an
/// [`ElementOrder`](super::ElementOrder), which remembers it.
#[allow(unused_macros)]
macro_rules! unordered {
    (@impl $name:ident [{ $order:ident order required [] [] } $({
        $field:ident $place:ident $kind:ident [$($default:expr)?]
        [$($ns:tt $n:literal $(, $item_ns:tt, $item:literal)?)?]
        $([$($allowed:tt)*])?
    })*]) => {
        impl runtime::xml::FromXml for $name {
            #[allow(unused_mut, unused_variables, unused_labels)]
            fn from_xml(reader: &mut runtime::xml::Reader<'_>) -> Result<Self, runtime::xml::Error> {
                const TEXT: runtime::xml::TextMode =
                    runtime::xml::TextMode::Skip$(.or(runtime::xml::kinds::$place::TEXT))*;
                let mut $order = runtime::xml::ElementOrder::default();
                $(let mut $field = Default::default();)*
                'parts: while reader.next(TEXT)? {
                    match reader.local() {
                        $($($n if runtime::xml::kinds::$place::is(reader, $ns) => {
                            runtime::xml::field_parts! { content $place $kind { $order.met(stringify!($field)); } }
                            runtime::xml::kinds::$place::$kind::read(&mut $field, reader $(, $item_ns, $item)?)?
                        })?)*
                        _ => {
                            for fit in runtime::xml::Fit::ALL {
                                $(runtime::xml::other!(
                                    $place $kind $field reader fit 'parts [$($($allowed)*)?]
                                );)*
                            }
                            reader.skip()?
                        }
                    }
                }
                Ok($name {
                    $order,
                    $($field: runtime::xml::kinds::$place::$kind::finish(
                        $field, reader $(, $n)? $(, $default)?
                    )?,)*
                })
            }
        }
        impl runtime::xml::ToXml for $name {
            #[allow(unused_variables)]
            fn to_xml(&self, writer: &mut runtime::xml::Writer<'_>) -> Result<(), runtime::xml::Error> {
                $(runtime::xml::field_parts! { attribute $place $kind {
                    runtime::xml::kinds::$place::$kind::write(
                        writer, &self.$field $(, $ns, $n $(, $item_ns, $item)?)?
                    )?;
                } })*
                for field in self.$order.all(&[$(stringify!($field)),*]) {
                    $(runtime::xml::field_parts! { content $place $kind {
                        if field == stringify!($field) {
                            runtime::xml::kinds::$place::$kind::write(
                                writer, &self.$field $(, $ns, $n $(, $item_ns, $item)?)?
                            )?;
                        }
                    } })*
                }
                Ok(())
            }
        }
    };
    ($name:ident { $($fields:tt)* }) => {
        runtime::xml::record! { @next unordered $name [] $($fields)* }
    };
}
#[allow(unused_imports)]
pub(crate) use unordered;

/// Ties a struct to a group of children of another element (a sequence that is optional, repeated or part of a choice);
/// the fields are those of `record!` without attributes and text. A group ends where an element comes that it has no
/// room for, or that stands before the last one in the table. `leading 2` behind the fields: it begins with one of the
/// first two, since the second has to be there.
#[allow(unused_macros)]
macro_rules! group {
    (@impl ($name:ident $leading:expr) [$({
        $field:ident $place:ident $kind:ident [$($default:expr)?]
        [$($ns:tt $n:literal $(, $item_ns:tt, $item:literal)?)?]
        $([$($allowed:tt)*])?
    })*]) => {
        impl runtime::xml::XmlContent for $name {
            fn begins(reader: &runtime::xml::Reader<'_>) -> bool {
                false $($(|| (reader.local() == $n && runtime::xml::kinds::$place::is(reader, $ns)))?)*
                    $(|| runtime::xml::begins_field!(begins $place $kind $name $field reader [$($($allowed)*)?]))*
            }
            #[allow(unused_variables, unused_mut, unused_assignments)]
            fn leads(reader: &runtime::xml::Reader<'_>) -> bool {
                let mut left: usize = $leading;
                $(
                    if left == 0 {
                        return false;
                    }
                    left -= 1;
                    if false $(|| (reader.local() == $n && runtime::xml::kinds::$place::is(reader, $ns)))?
                        || runtime::xml::begins_field!(leads $place $kind $name $field reader [$($($allowed)*)?])
                    {
                        return true;
                    }
                )*
                false
            }
            #[allow(unused_mut, unused_variables, unused_labels)]
            fn read(reader: &mut runtime::xml::Reader<'_>) -> Result<Self, runtime::xml::Error> {
                let mut order = runtime::xml::Order::new(&[$((stringify!($field), &[$(($ns, $n))?])),*]);
                $(let mut $field = Default::default();)*
                reader.unread();
                'parts: while reader.next(runtime::xml::TextMode::Skip)? && order.allows(reader) {
                    match reader.local() {
                        $($($n if runtime::xml::kinds::$place::is(reader, $ns)
                            && !runtime::xml::kinds::$place::$kind::full(&$field) =>
                        {
                            runtime::xml::kinds::$place::$kind::read(&mut $field, reader $(, $item_ns, $item)?)?
                        })?)*
                        _ => {
                            for fit in [runtime::xml::Fit::Leads, runtime::xml::Fit::Begins] {
                                $(runtime::xml::other_in_group!(
                                    $place $kind $field reader order fit 'parts [$($($allowed)*)?]
                                );)*
                            }
                            break;
                        }
                    }
                }
                reader.unread();
                Ok($name {
                    $($field: runtime::xml::kinds::$place::$kind::finish(
                        $field, reader $(, $n)? $(, $default)?
                    )?,)*
                })
            }
            #[allow(unused_variables)]
            fn write(&self, writer: &mut runtime::xml::Writer<'_>) -> Result<(), runtime::xml::Error> {
                $(runtime::xml::kinds::$place::$kind::write(
                    writer, &self.$field $(, $ns, $n $(, $item_ns, $item)?)?
                )?;)*
                Ok(())
            }
        }
    };
    ($name:ident { $($fields:tt)* }) => {
        runtime::xml::record! { @next group ($name usize::MAX) [] $($fields)* }
    };
    ($name:ident { $($fields:tt)* } leading $leading:literal) => {
        runtime::xml::record! { @next group ($name $leading) [] $($fields)* }
    };
}
#[allow(unused_imports)]
pub(crate) use group;

/// Offers the current part to a field without a name of its own.
#[allow(unused_macros)]
macro_rules! other {
    (content $kind:ident $field:ident $reader:ident $fit:ident $next:lifetime $allowed:tt) => {
        if runtime::xml::kinds::content::$kind::other(&mut $field, $reader, $fit)? {
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

/// As `other!`, in a group, where a field may be full or its turn over.
#[allow(unused_macros)]
macro_rules! other_in_group {
    (content $kind:ident $field:ident $reader:ident $order:ident $fit:ident $next:lifetime $allowed:tt) => {
        if $order.may(stringify!($field))
            && runtime::xml::kinds::content::$kind::other_in_group(&mut $field, $reader, $fit)?
        {
            $order.reached(stringify!($field));
            continue $next;
        }
    };
    (any $kind:ident $field:ident $reader:ident $order:ident $fit:ident $next:lifetime $allowed:tt) => {
        if $order.may(stringify!($field))
            && runtime::xml::kinds::any::$kind::other(&mut $field, $reader, $fit, runtime::xml::allowed!($allowed))?
        {
            $order.reached(stringify!($field));
            continue $next;
        }
    };
    ($($named:tt)*) => {};
}
#[allow(unused_imports)]
pub(crate) use other_in_group;

/// Whether the current part begins the value of a field without a name of its own.
#[allow(unused_macros)]
macro_rules! begins_field {
    ($how:ident any $kind:ident $name:ident $field:ident $reader:ident $allowed:tt) => {
        runtime::xml::allowed!($allowed).takes($reader)
    };
    (begins content $kind:ident $name:ident $field:ident $reader:ident $allowed:tt) => {
        runtime::xml::begins_by(|this: &$name| &this.$field, $reader)
    };
    (leads content $kind:ident $name:ident $field:ident $reader:ident $allowed:tt) => {
        runtime::xml::leads_by(|this: &$name| &this.$field, $reader)
    };
    ($($named:tt)*) => {
        false
    };
}
#[allow(unused_imports)]
pub(crate) use begins_field;

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

/// Ties a struct around one value to an element whose content is that of the value: `xml::newtype!(Name);`
#[allow(unused_macros)]
macro_rules! newtype {
    ($name:ident) => {
        impl runtime::xml::FromXml for $name {
            fn from_xml(reader: &mut runtime::xml::Reader<'_>) -> Result<Self, runtime::xml::Error> {
                runtime::xml::FromXml::from_xml(reader).map($name)
            }
        }
        impl runtime::xml::ToXml for $name {
            fn to_xml(&self, writer: &mut runtime::xml::Writer<'_>) -> Result<(), runtime::xml::Error> {
                runtime::xml::ToXml::to_xml(&self.0, writer)
            }
        }
    };
}
#[allow(unused_imports)]
pub(crate) use newtype;

/// Makes a type a document: `xml::root!(Certificate, NS, "Certificate")`.
#[allow(unused_macros)]
macro_rules! root {
    ($name:ty, $ns:expr, $local:literal) => {
        impl runtime::xml::XmlRoot for $name {
            const NAMESPACE: &'static str = $ns;
            const NAME: &'static str = $local;
        }
    };
}
#[allow(unused_imports)]
pub(crate) use root;
