//! The fields of a record while its members are read: a slot for each, found by the number of its member.
//!
//! The types of the fields are known from the struct that they go into alone, so that a record says nothing but the names
//! of its members; to the compiler, that is a fraction of a variable, an arm and an expression for each.

use serde::de::{Error as _, MapAccess};
use serde::ser::Serializer;

use super::presence::{Null, Presence};
use super::untagged::{changed, passed_over};
use super::{Json, Member, Members, Wire};

/// Fields that are read from the members of an object, one for each, in the order of the table of members.
pub trait Fields: Sized {
    /// A slot for each field.
    type Slots: Default;

    /// How many there are.
    const COUNT: usize;

    /// Reads the value of a member into its slot. Of a member that stands twice, the last wins.
    ///
    /// # Errors
    /// What the deserializer says, and what is wrong with the value.
    fn read<'de, A: MapAccess<'de>>(
        slots: &mut Self::Slots,
        index: usize,
        presence: Presence,
        map: &mut A,
    ) -> Result<(), A::Error>;

    /// The fields, when all members are read.
    ///
    /// # Errors
    /// The name of the first member that is required and was not there.
    fn finish(slots: Self::Slots, members: &[Member]) -> Result<Self, &'static str>;
}

/// References to the fields of a record, in the order of the table of members.
pub trait FieldRefs {
    /// How many there are.
    const COUNT: usize;

    /// Writes each as its member.
    fn write<S: Serializer>(self, members: &[Member], out: &mut Members<S>);
}

/// Fields and further fields: of records that have more of them than a tuple has.
#[derive(Clone, Copy, Debug)]
pub struct More<F, G>(pub F, pub G);

impl<F: Fields, G: Fields> Fields for More<F, G> {
    type Slots = (F::Slots, G::Slots);
    const COUNT: usize = F::COUNT + G::COUNT;

    fn read<'de, A: MapAccess<'de>>(
        slots: &mut Self::Slots,
        index: usize,
        presence: Presence,
        map: &mut A,
    ) -> Result<(), A::Error> {
        match index.checked_sub(F::COUNT) {
            None => F::read(&mut slots.0, index, presence, map),
            Some(index) => G::read(&mut slots.1, index, presence, map),
        }
    }

    fn finish(slots: Self::Slots, members: &[Member]) -> Result<Self, &'static str> {
        let (first, further) = members.split_at_checked(F::COUNT).unwrap_or((members, &[]));
        Ok(More(F::finish(slots.0, first)?, G::finish(slots.1, further)?))
    }
}

impl<F: FieldRefs, G: FieldRefs> FieldRefs for More<F, G> {
    const COUNT: usize = F::COUNT + G::COUNT;

    fn write<S: Serializer>(self, members: &[Member], out: &mut Members<S>) {
        let (first, further) = members.split_at_checked(F::COUNT).unwrap_or((members, &[]));
        self.0.write(first, out);
        self.1.write(further, out);
    }
}

fn value<'de, T: Json, A: MapAccess<'de>>(presence: Presence, map: &mut A) -> Result<T, A::Error> {
    let Wire(value) = map.next_value::<Wire<T>>()?;
    if presence.null != Null::Value && value.is_absent() {
        if presence.null == Null::Refused {
            return Err(A::Error::custom("`null` is no value of it"));
        }
        passed_over();
    }
    Ok(value)
}

fn filled<T: Json>(slot: Option<T>, members: &[Member], index: usize) -> Result<T, &'static str> {
    match (slot, members.get(index)) {
        (Some(value), _) => Ok(value),
        (None, Some((name, presence))) if presence.required => Err(name),
        // A constant that is not there is filled in, and written: another type may do without it.
        (None, Some((_, Presence { null: Null::Refused, .. }))) => {
            changed(|| true);
            T::absent().ok_or("")
        }
        (None, member) => T::absent().ok_or(member.map_or("", |(name, _)| name)),
    }
}

macro_rules! tuples {
    ($($count:literal: $($ty:ident $index:tt)*;)*) => { $(
        impl<$($ty: Json),*> Fields for ($($ty,)*) {
            type Slots = ($(Option<$ty>,)*);
            const COUNT: usize = $count;

            #[allow(unused_variables, reason = "there may be no fields")]
            fn read<'de, A: MapAccess<'de>>(
                slots: &mut Self::Slots,
                index: usize,
                presence: Presence,
                map: &mut A,
            ) -> Result<(), A::Error> {
                match index {
                    $($index => slots.$index = Some(value(presence, map)?),)*
                    _ => {}
                }
                Ok(())
            }

            #[allow(unused_variables, reason = "there may be no fields")]
            fn finish(slots: Self::Slots, members: &[Member]) -> Result<Self, &'static str> {
                Ok(($(filled(slots.$index, members, $index)?,)*))
            }
        }

        impl<$($ty: Json),*> FieldRefs for ($(&$ty,)*) {
            const COUNT: usize = $count;

            #[allow(unused_variables, reason = "there may be no fields")]
            fn write<S: Serializer>(self, members: &[Member], out: &mut Members<S>) {
                $(out.field(members.get($index), self.$index);)*
            }
        }
    )* };
}
tuples! {
    0: ;
    1: T0 0;
    2: T0 0 T1 1;
    3: T0 0 T1 1 T2 2;
    4: T0 0 T1 1 T2 2 T3 3;
    5: T0 0 T1 1 T2 2 T3 3 T4 4;
    6: T0 0 T1 1 T2 2 T3 3 T4 4 T5 5;
    7: T0 0 T1 1 T2 2 T3 3 T4 4 T5 5 T6 6;
    8: T0 0 T1 1 T2 2 T3 3 T4 4 T5 5 T6 6 T7 7;
    9: T0 0 T1 1 T2 2 T3 3 T4 4 T5 5 T6 6 T7 7 T8 8;
    10: T0 0 T1 1 T2 2 T3 3 T4 4 T5 5 T6 6 T7 7 T8 8 T9 9;
    11: T0 0 T1 1 T2 2 T3 3 T4 4 T5 5 T6 6 T7 7 T8 8 T9 9 T10 10;
    12: T0 0 T1 1 T2 2 T3 3 T4 4 T5 5 T6 6 T7 7 T8 8 T9 9 T10 10 T11 11;
}
