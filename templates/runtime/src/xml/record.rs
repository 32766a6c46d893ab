//! The macros that tie a struct to an element.

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
/// itself or with one of the last three), `text` (likewise), `words` (text beside child elements, likewise), `content` (its type is an
/// [`XmlContent`](super::XmlContent), an `Option` or a `Vec` of one), `mixed` (a `Vec` of one that takes texts),
/// `any element` and `any attribute` (a `Vec`; with `not [NS ..]` or `of [NS ..]` behind it, only of such namespaces), `rest` (an `IndexMap` of all other elements by name). With `read_only_`
/// before them, the places with names are read and never written (`optional`, `maybe`). The namespace `"*"` of an element
/// is that of the element around it, or none ([`AROUND`](super::AROUND)). Elements are written in the order of the table,
/// and read in any.
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
                    let done = match reader.local() {
                        $($($n if runtime::xml::kinds::$place::is(reader, $ns) => {
                            runtime::xml::kinds::$place::$kind::read(&mut $field, reader $(, $item_ns, $item)?)
                        })?)*
                        _ => {
                            for fit in runtime::xml::Fit::ALL {
                                $(runtime::xml::other!(
                                    $place $kind $field reader fit 'parts [$($($allowed)*)?]
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

    // Elements are written in the order of the table.
    (@write $name:ident [$({
        $field:ident $place:ident $kind:ident []
        [$($ns:tt $n:literal $(, $item_ns:tt, $item:literal)?)?]
    })*]) => {
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
    (@next $to:ident $name:tt [$($done:tt)*] $f:ident : words $(, $($rest:tt)*)?) => {
        runtime::xml::record! { @next $to $name [$($done)* { $f words required [] [] }] $($($rest)*)? }
    };
    (@next $to:ident $name:tt [$($done:tt)*] $f:ident : $kind:ident words $(, $($rest:tt)*)?) => {
        runtime::xml::record! { @next $to $name [$($done)* { $f words $kind [] [] }] $($($rest)*)? }
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
                // What a field has no room for belongs to a wildcard that lets it in (XML Schema 1.1, Part 1, 3.8.6.4).
                #[allow(dead_code, reason = "a record may have no field with a name")]
                fn is_let_in(reader: &runtime::xml::Reader<'_>) -> bool {
                    false $(|| runtime::xml::wildcard!($place $kind reader [$($($allowed)*)?]))*
                }
                let mut $order = runtime::xml::ElementOrder::default();
                $(let mut $field = Default::default();)*
                'parts: while reader.next(TEXT)? {
                    let done = match reader.local() {
                        $($($n if runtime::xml::kinds::$place::is(reader, $ns)
                            && !(runtime::xml::kinds::$place::$kind::full(&$field) && is_let_in(reader)) =>
                        {
                            runtime::xml::field_parts! { content $place $kind { $order.met(stringify!($field)); } }
                            runtime::xml::kinds::$place::$kind::read(&mut $field, reader $(, $item_ns, $item)?)
                        })?)*
                        _ => {
                            for fit in runtime::xml::Fit::ALL {
                                $(runtime::xml::other_in_order!(
                                    $order $place $kind $field reader fit 'parts [$($($allowed)*)?]
                                );)*
                            }
                            reader.unknown()
                        }
                    };
                    done?;
                }
                runtime::xml::finished!($name reader [$order] [$({ $field $place $kind [$($n)?] [$($default)?] })*])
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

/// Makes a type a document: `xml::root!(Certificate, NS, "Certificate")`, with the prefixes of names behind it where
/// there are such.
#[allow(unused_macros)]
macro_rules! root {
    ($name:ty, $ns:expr, $local:literal $(, $prefixes:expr)?) => {
        impl runtime::xml::XmlRoot for $name {
            const NAMESPACE: &'static str = $ns;
            const NAME: &'static str = $local;
            $(const PREFIXES: runtime::xml::PrefixTable = $prefixes;)?
        }
    };
}
#[allow(unused_imports)]
pub(crate) use root;
