//! What no value is.

use serde::de::{Deserialize, Deserializer, Error as _, IgnoredAny};
use serde::ser::Serializer;

use super::{Json, Shape, serde_by_json};

/// No value: the type of what may not be there (`false` in the place of a schema; JSON Schema Core, 4.3.2). None can be
/// made, and to read one is an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Never {}

impl Json for Never {
    fn read<'de, D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        IgnoredAny::deserialize(d)?;
        Err(D::Error::custom("no value may stand here"))
    }
    fn write<S: Serializer>(&self, _s: S) -> Result<S::Ok, S::Error> {
        match *self {}
    }
    fn fits(_shape: &Shape) -> bool {
        false
    }
}
serde_by_json!(Never where);
