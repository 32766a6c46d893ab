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
/// Places: `element` (`required`, `optional`, `many`, `nillable`, `maybe`, `default(expr)`), `attribute` (the same but
/// `many`), `items` (an element for each item of a list: `required`, `optional`, `nillable`, `maybe`), `wrapped` (by
/// itself or with one of the last three), `text` (likewise), `content` (its type is an
/// [`XmlContent`](super::XmlContent), an `Option` or a `Vec` of one), `mixed` (a `Vec` of one that takes texts),
/// `any element` and `any attribute` (a `Vec`), `rest` (an `IndexMap` of all other elements by name). Elements are
/// written in the order of the table, and read in any.
#[allow(unused_macros)]
macro_rules! record {
    (@impl $name:ident [$({
        $field:ident $place:ident $kind:ident [$($default:expr)?]
        [$($ns:tt $n:literal $(, $item_ns:tt, $item:literal)?)?]
    })*]) => {
        impl runtime::xml::FromXml for $name {
            #[allow(unused_mut)]
            fn from_xml(reader: &mut runtime::xml::Reader<'_>) -> Result<Self, runtime::xml::Error> {
                const TEXT: runtime::xml::TextMode =
                    runtime::xml::TextMode::Skip$(.or(runtime::xml::kinds::$place::TEXT))*;
                $(let mut $field = Default::default();)*
                while reader.next(TEXT)? {
                    match reader.local() {
                        $($($n if runtime::xml::kinds::$place::is(reader, $ns) => {
                            runtime::xml::kinds::$place::$kind::read(&mut $field, reader $(, $item_ns, $item)?)?
                        })?)*
                        _ => {
                            $(runtime::xml::other!($place $kind $field reader);)*
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
    (@next $to:ident $name:ident $done:tt) => {
        runtime::xml::$to! { @impl $name $done }
    };
    (@next $to:ident $name:ident [$($done:tt)*] $f:ident : text $(, $($rest:tt)*)?) => {
        runtime::xml::record! { @next $to $name [$($done)* { $f text required [] [] }] $($($rest)*)? }
    };
    (@next $to:ident $name:ident [$($done:tt)*] $f:ident : $kind:ident text $(, $($rest:tt)*)?) => {
        runtime::xml::record! { @next $to $name [$($done)* { $f text $kind [] [] }] $($($rest)*)? }
    };
    (@next $to:ident $name:ident [$($done:tt)*] $f:ident : content $(, $($rest:tt)*)?) => {
        runtime::xml::record! { @next $to $name [$($done)* { $f content required [] [] }] $($($rest)*)? }
    };
    (@next $to:ident $name:ident [$($done:tt)*] $f:ident : $kind:ident content $(, $($rest:tt)*)?) => {
        runtime::xml::record! { @next $to $name [$($done)* { $f content required [] [] }] $($($rest)*)? }
    };
    (@next $to:ident $name:ident [$($done:tt)*] $f:ident : order $(, $($rest:tt)*)?) => {
        runtime::xml::record! { @next $to $name [$($done)* { $f order required [] [] }] $($($rest)*)? }
    };
    (@next $to:ident $name:ident [$($done:tt)*] $f:ident : mixed $(, $($rest:tt)*)?) => {
        runtime::xml::record! { @next $to $name [$($done)* { $f mixed required [] [] }] $($($rest)*)? }
    };
    (@next $to:ident $name:ident [$($done:tt)*] $f:ident : rest $(, $($rest:tt)*)?) => {
        runtime::xml::record! { @next $to $name [$($done)* { $f rest required [] [] }] $($($rest)*)? }
    };
    (@next $to:ident $name:ident [$($done:tt)*] $f:ident : any $what:ident $(, $($rest:tt)*)?) => {
        runtime::xml::record! { @next $to $name [$($done)* { $f any $what [] [] }] $($($rest)*)? }
    };
    (@next $to:ident $name:ident [$($done:tt)*] $f:ident : wrapped $ns:tt $n:literal $ins:tt $i:literal
        $(, $($rest:tt)*)?) => {
        runtime::xml::record! {
            @next $to $name [$($done)* { $f wrapped required [] [$ns $n, $ins, $i] }] $($($rest)*)?
        }
    };
    (@next $to:ident $name:ident [$($done:tt)*] $f:ident : $kind:ident wrapped $ns:tt $n:literal $ins:tt $i:literal
        $(, $($rest:tt)*)?) => {
        runtime::xml::record! {
            @next $to $name [$($done)* { $f wrapped $kind [] [$ns $n, $ins, $i] }] $($($rest)*)?
        }
    };
    (@next $to:ident $name:ident [$($done:tt)*] $f:ident : many ($($bounds:tt)*) element $ns:tt $n:literal
        $(, $($rest:tt)*)?) => {
        runtime::xml::record! { @next $to $name [$($done)* { $f element many [] [$ns $n] }] $($($rest)*)? }
    };
    (@next $to:ident $name:ident [$($done:tt)*] $f:ident : $kind:ident $(($d:expr))? $place:ident $ns:tt $n:literal
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
    })*]) => {
        impl runtime::xml::FromXml for $name {
            #[allow(unused_mut)]
            fn from_xml(reader: &mut runtime::xml::Reader<'_>) -> Result<Self, runtime::xml::Error> {
                const TEXT: runtime::xml::TextMode =
                    runtime::xml::TextMode::Skip$(.or(runtime::xml::kinds::$place::TEXT))*;
                let mut $order = runtime::xml::ElementOrder::default();
                $(let mut $field = Default::default();)*
                while reader.next(TEXT)? {
                    match reader.local() {
                        $($($n if runtime::xml::kinds::$place::is(reader, $ns) => {
                            runtime::xml::field_parts! { content $place $kind { $order.met(stringify!($field)); } }
                            runtime::xml::kinds::$place::$kind::read(&mut $field, reader $(, $item_ns, $item)?)?
                        })?)*
                        _ => {
                            $(runtime::xml::other!($place $kind $field reader);)*
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
/// room for, or that stands before the last one in the table.
#[allow(unused_macros)]
macro_rules! group {
    (@impl $name:ident [$({
        $field:ident $place:ident $kind:ident [$($default:expr)?]
        [$($ns:tt $n:literal $(, $item_ns:tt, $item:literal)?)?]
    })*]) => {
        impl runtime::xml::XmlContent for $name {
            fn begins(reader: &runtime::xml::Reader<'_>) -> bool {
                false $($(|| (reader.local() == $n && runtime::xml::kinds::$place::is(reader, $ns)))?)*
                    $(|| runtime::xml::begins_field!($place $kind $name $field reader))*
            }
            #[allow(unused_mut)]
            fn read(reader: &mut runtime::xml::Reader<'_>) -> Result<Self, runtime::xml::Error> {
                let mut order = runtime::xml::Order::new(&[$((stringify!($field), &[$(($ns, $n))?])),*]);
                $(let mut $field = Default::default();)*
                reader.unread();
                while reader.next(runtime::xml::TextMode::Skip)? && order.allows(reader) {
                    match reader.local() {
                        $($($n if runtime::xml::kinds::$place::is(reader, $ns)
                            && !runtime::xml::kinds::$place::$kind::full(&$field) =>
                        {
                            runtime::xml::kinds::$place::$kind::read(&mut $field, reader $(, $item_ns, $item)?)?
                        })?)*
                        _ => {
                            $(runtime::xml::other_in_group!($place $kind $field reader order);)*
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
        runtime::xml::record! { @next group $name [] $($fields)* }
    };
}
#[allow(unused_imports)]
pub(crate) use group;

/// Offers the current part to a field without a name of its own.
#[allow(unused_macros)]
macro_rules! other {
    (content $kind:ident $field:ident $reader:ident) => {
        if runtime::xml::kinds::content::$kind::other(&mut $field, $reader)? {
            continue;
        }
    };
    (mixed $kind:ident $field:ident $reader:ident) => {
        if runtime::xml::kinds::mixed::$kind::other(&mut $field, $reader)? {
            continue;
        }
    };
    (any $kind:ident $field:ident $reader:ident) => {
        if runtime::xml::kinds::any::$kind::other(&mut $field, $reader)? {
            continue;
        }
    };
    (rest $kind:ident $field:ident $reader:ident) => {
        if runtime::xml::kinds::rest::$kind::other(&mut $field, $reader)? {
            continue;
        }
    };
    ($($named:tt)*) => {};
}
#[allow(unused_imports)]
pub(crate) use other;

/// As `other!`, in a group, where a field may be full or its turn over.
#[allow(unused_macros)]
macro_rules! other_in_group {
    (content $kind:ident $field:ident $reader:ident $order:ident) => {
        if $order.may(stringify!($field)) && runtime::xml::kinds::content::$kind::other_in_group(&mut $field, $reader)?
        {
            $order.reached(stringify!($field));
            continue;
        }
    };
    (any $kind:ident $field:ident $reader:ident $order:ident) => {
        if $order.may(stringify!($field)) && runtime::xml::kinds::any::$kind::other(&mut $field, $reader)? {
            $order.reached(stringify!($field));
            continue;
        }
    };
    ($($named:tt)*) => {};
}
#[allow(unused_imports)]
pub(crate) use other_in_group;

/// Whether the current part begins the value of a field without a name of its own.
#[allow(unused_macros)]
macro_rules! begins_field {
    (any $kind:ident $name:ident $field:ident $reader:ident) => {
        $reader.at_element()
    };
    (content $kind:ident $name:ident $field:ident $reader:ident) => {
        runtime::xml::begins_by(|this: &$name| &this.$field, $reader)
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
