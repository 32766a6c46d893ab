//! Values that JSON has as texts, and those texts are JSON again.

use std::ops::{Deref, DerefMut};

use serde::de::{Deserializer, Error as _};
use serde::ser::{Error as _, Serializer};

use super::fault::without_position;
use super::{Json, Shape, Wire, serde_by_json};

/// A value that is JSON within a text (`contentMediaType: application/json` with a `contentSchema`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct InText<T>(pub T);

impl<T> Deref for InText<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for InText<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T> From<T> for InText<T> {
    fn from(value: T) -> Self {
        InText(value)
    }
}

impl<T: Json> Json for InText<T> {
    fn read<'de, D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = <String as Json>::read(d)?;
        match serde_json::from_str::<Wire<T>>(&text) {
            Ok(wire) => Ok(InText(wire.0)),
            Err(error) => Err(D::Error::custom(format_args!("in the text: {}", without_position(&error)))),
        }
    }
    fn write<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(&super::to_string(&self.0).map_err(S::Error::custom)?)
    }
    fn fits(shape: &Shape) -> bool {
        shape.is_string()
    }
}
serde_by_json!(InText<T> where T: Json);
