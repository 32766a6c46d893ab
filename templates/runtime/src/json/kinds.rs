//! The kinds of members that a record can have: how each is read, completed and written.
//!
//! A module for each kind, with the same three functions, so that `record!` expands to plain paths: `read` fills the
//! slot of a member that is there, `finish` turns the slot into the field (or misses it), `write` puts the field out.

use serde::de::MapAccess;
use serde::ser::Serializer;

use super::Json;
use super::record::{Members, Missed, Reader};
use super::untagged::passed_over;

type Slot<T> = Option<T>;

/// The slot of a member that has to be there, which is noted where it is not.
fn noted<T>(slot: Slot<T>, name: &'static str, missed: &mut Missed) -> Slot<T> {
    if slot.is_none() {
        missed.note(name);
    }
    slot
}

macro_rules! kind {
    ($(#[$doc:meta])* $name:ident, required $required:literal, field $field:ty,
     slot $slot:ty, finish |$s:ident, $n:ident, $m:ident| $finish:expr, write |$out:ident, $wn:ident, $v:ident| $write:expr) => {
        $(#[$doc])*
        pub mod $name {
            #[allow(unused_imports)]
            use super::*;
            /// Whether the member has to be there.
            pub const REQUIRED: bool = $required;
            /// Reads the member's value into its slot.
            #[inline]
            pub fn read<'de, A: MapAccess<'de>, T: Json>(slot: &mut Slot<$slot>, reader: &mut Reader<'de, A>) {
                reader.value(slot);
            }
            /// The field, from the slot.
            #[inline]
            pub fn finish<T>($s: Slot<$slot>, $n: &'static str, $m: &mut Missed) -> Option<$field> {
                $finish
            }
            /// Writes the field.
            #[inline]
            pub fn write<S: Serializer, T: Json>($out: &mut Members<S>, $wn: &'static str, $v: &$field) {
                $write
            }
        }
    };
}

kind!(
    /// A member that is always there.
    required, required true, field T, slot T,
    finish |slot, name, missed| noted(slot, name, missed),
    write |out, name, value| out.put(name, value));
kind!(
    /// A member that may be absent; `null` is read as absent.
    optional, required false, field Option<T>, slot Option<T>,
    finish |slot, _name, _missed| {
        if let Some(None) = slot {
            passed_over();
        }
        Some(slot.flatten())
    },
    write |out, name, value| if let Some(value) = value { out.put(name, value) });
kind!(
    /// A member that is always there and may be `null`.
    nullable, required true, field Option<T>, slot Option<T>,
    finish |slot, name, missed| noted(slot, name, missed),
    write |out, name, value| out.put(name, value));
kind!(
    /// A member that may be absent (`None`), `null` (`Some(None)`) or a value.
    maybe, required false, field Option<Option<T>>, slot Option<T>,
    finish |slot, _name, _missed| Some(slot),
    write |out, name, value| if let Some(value) = value { out.put(name, value) });

/// Values that each stand by themselves in XML, as a list: absent where there is none.
pub mod many {
    use super::*;
    /// Whether the member has to be there.
    pub const REQUIRED: bool = false;
    pub use super::required::read;
    /// The field, from the slot.
    #[inline]
    pub fn finish<T>(slot: Slot<Vec<T>>, _name: &'static str, _missed: &mut Missed) -> Option<Vec<T>> {
        Some(slot.unwrap_or_default())
    }
    /// Writes the field.
    #[inline]
    pub fn write<S: Serializer, T: Json>(out: &mut Members<S>, name: &'static str, value: &Vec<T>) {
        if !value.is_empty() {
            out.put(name, value);
        }
    }
}

/// A member that is always written, and filled in when it is absent.
pub mod default {
    use super::*;
    /// Whether the member has to be there.
    pub const REQUIRED: bool = false;
    pub use super::required::{read, write};
    /// The field, from the slot.
    #[inline]
    pub fn finish<T>(
        slot: Slot<T>,
        _name: &'static str,
        _missed: &mut Missed,
        default: impl FnOnce() -> T,
    ) -> Option<T> {
        Some(slot.unwrap_or_else(default))
    }
}

/// A member with one possible value, always written; its type is a unit type that checks the value on reading.
pub mod constant {
    use super::*;
    /// Whether the member has to be there.
    pub const REQUIRED: bool = false;
    pub use super::required::{read, write};
    /// The field, from the slot.
    #[inline]
    pub fn finish<T: Default>(slot: Slot<T>, _name: &'static str, _missed: &mut Missed) -> Option<T> {
        Some(slot.unwrap_or_default())
    }
}

/// Members that only the service sends: read where they are, never written, never missed.
pub mod read_only {
    /// A kind whose field is an `Option`.
    macro_rules! never_written {
        ($(#[$doc:meta])* $name:ident as $like:ident, $field:ty) => {
            $(#[$doc])*
            pub mod $name {
                use super::super::{Json, Members, Serializer};
                pub use super::super::$like::{finish, read, REQUIRED};
                /// Writes nothing.
                #[inline]
                pub fn write<S: Serializer, T: Json>(_out: &mut Members<S>, _name: &'static str, _value: &$field) {}
            }
        };
    }
    never_written!(/// Required in answers, so an `Option` in the type.
        required as optional, Option<T>);
    never_written!(/// May be absent.
        optional as optional, Option<T>);
    never_written!(/// May be `null`, which reads as absent.
        nullable as optional, Option<T>);
    never_written!(/// Absent, `null` and a value are told apart.
        maybe as maybe, Option<Option<T>>);
    never_written!(/// Filled in when absent.
        default as default, T);
    never_written!(/// One possible value.
        constant as constant, T);
}

/// Members that only the caller sends: written, and not missed in answers.
pub mod write_only {
    /// Required in requests and may be `null`; answers leave it out, so three states.
    pub use super::maybe as nullable;
    pub use super::{constant, default, maybe, optional, optional as required};
}
