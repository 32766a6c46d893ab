//! Lists whose items have each a type of its own.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserializer, Error as _, Expected, IgnoredAny, SeqAccess, Visitor};
use serde::ser::{SerializeSeq, Serializer};

use super::fault::at_index;
use super::untagged::{Kind, Shape, passed_over};
use super::{Json, Wire, serde_by_json};

/// The first items of a list.
pub trait Tuple: Sized {
    /// How many there are.
    const LENGTH: usize;

    /// Reads them.
    fn read_items<'de, A: SeqAccess<'de>>(items: &mut A) -> Result<Self, A::Error>;

    /// Writes them.
    fn write_items<S: SerializeSeq>(&self, items: &mut S) -> Result<(), S::Error>;
}

/// A list whose first items have types of their own, with all that follow them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Open<T, R> {
    /// The first items.
    pub items: T,
    /// What follows.
    pub rest: Vec<R>,
}

impl<T: Tuple, R: Json> Json for Open<T, R> {
    fn read<'de, D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_seq(AndMore(PhantomData))
    }
    fn write<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        let mut items = s.serialize_seq(Some(T::LENGTH + self.rest.len()))?;
        self.items.write_items(&mut items)?;
        for item in &self.rest {
            items.serialize_element(&Wire(item))?;
        }
        items.end()
    }
    fn fits(shape: &Shape) -> bool {
        shape.kind == Kind::Array
    }
}

serde_by_json!(Open<T, R> where T: Tuple, R: Json);

/// How many items a list has at least.
struct AtLeast(usize);

impl Expected for AtLeast {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list of {}", self.0)
    }
}

struct Exact<T>(PhantomData<T>);

impl<'de, T: Tuple> Visitor<'de> for Exact<T> {
    type Value = T;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        AtLeast(T::LENGTH).fmt(f)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<T, A::Error> {
        let tuple = T::read_items(&mut items)?;
        // What follows is passed over, as unknown members are.
        while items.next_element::<IgnoredAny>()?.is_some() {
            passed_over();
        }
        Ok(tuple)
    }
}

struct AndMore<T, R>(PhantomData<(T, R)>);

impl<'de, T: Tuple, R: Json> Visitor<'de> for AndMore<T, R> {
    type Value = Open<T, R>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        AtLeast(T::LENGTH).fmt(f)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut open = Open { items: T::read_items(&mut items)?, rest: Vec::new() };
        loop {
            match items.next_element::<Wire<R>>() {
                Ok(Some(item)) => open.rest.push(item.0),
                Ok(None) => return Ok(open),
                Err(error) => return Err(at_index(T::LENGTH + open.rest.len(), error)),
            }
        }
    }
}

macro_rules! tuple {
    ($len:literal: $($ty:ident $index:tt),*) => {
        impl<$($ty: Json),*> Tuple for ($($ty,)*) {
            const LENGTH: usize = $len;
            fn read_items<'de, A: SeqAccess<'de>>(items: &mut A) -> Result<Self, A::Error> {
                Ok(($(
                    match items.next_element::<Wire<$ty>>() {
                        Ok(Some(item)) => item.0,
                        Ok(None) => return Err(A::Error::invalid_length($index, &AtLeast($len))),
                        Err(error) => return Err(at_index($index, error)),
                    },
                )*))
            }
            fn write_items<S: SerializeSeq>(&self, items: &mut S) -> Result<(), S::Error> {
                $(items.serialize_element(&Wire(&self.$index))?;)*
                Ok(())
            }
        }
        impl<$($ty: Json),*> Json for ($($ty,)*) {
            fn read<'de, D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                d.deserialize_seq(Exact(PhantomData))
            }
            fn write<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                let mut items = s.serialize_seq(Some($len))?;
                self.write_items(&mut items)?;
                items.end()
            }
            fn fits(shape: &Shape) -> bool {
                shape.kind == Kind::Array
            }
        }
    };
}
tuple!(1: A0 0);
tuple!(2: A0 0, A1 1);
tuple!(3: A0 0, A1 1, A2 2);
tuple!(4: A0 0, A1 1, A2 2, A3 3);
tuple!(5: A0 0, A1 1, A2 2, A3 3, A4 4);
tuple!(6: A0 0, A1 1, A2 2, A3 3, A4 4, A5 5);
tuple!(7: A0 0, A1 1, A2 2, A3 3, A4 4, A5 5, A6 6);
tuple!(8: A0 0, A1 1, A2 2, A3 3, A4 4, A5 5, A6 6, A7 7);
tuple!(9: A0 0, A1 1, A2 2, A3 3, A4 4, A5 5, A6 6, A7 7, A8 8);
tuple!(10: A0 0, A1 1, A2 2, A3 3, A4 4, A5 5, A6 6, A7 7, A8 8, A9 9);
tuple!(11: A0 0, A1 1, A2 2, A3 3, A4 4, A5 5, A6 6, A7 7, A8 8, A9 9, A10 10);
tuple!(12: A0 0, A1 1, A2 2, A3 3, A4 4, A5 5, A6 6, A7 7, A8 8, A9 9, A10 10, A11 11);
