//! The macro that ties a struct to a group of children of an element, and the order that ends a group.

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
            // A group may have no element that is known by its name.
            #[allow(unused_mut, unused_variables, unused_labels, unreachable_code)]
            fn read(reader: &mut runtime::xml::Reader<'_>) -> Result<Self, runtime::xml::Error> {
                let mut order = runtime::xml::Order::new(&[$((stringify!($field), &[$(($ns, $n))?])),*]);
                $(let mut $field = Default::default();)*
                reader.unread();
                'parts: while reader.next(runtime::xml::TextMode::Skip)? && order.allows(reader) {
                    let done: Result<(), runtime::xml::Error> = match reader.local() {
                        $($($n if runtime::xml::kinds::$place::is(reader, $ns)
                            && !runtime::xml::kinds::$place::$kind::full(&$field) =>
                        {
                            runtime::xml::kinds::$place::$kind::read(&mut $field, reader $(, $item_ns, $item)?)
                        })?)*
                        _ => {
                            for fit in [runtime::xml::Fit::Leads, runtime::xml::Fit::Begins] {
                                $(runtime::xml::other_in_group!(
                                    $place $kind $field reader order fit 'parts [$($($allowed)*)?]
                                );)*
                            }
                            break;
                        }
                    };
                    done?;
                }
                reader.unread();
                runtime::xml::finished!($name reader [] [$({ $field $place $kind [$($n)?] [$($default)?] })*])
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
