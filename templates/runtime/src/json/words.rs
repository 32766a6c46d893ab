//! The words for members in the tables of `record!`.
#![allow(non_upper_case_globals, reason = "they stand in tables beside names of fields")]

use super::presence::{Null, Presence, Written};

/// A member that is always there.
pub const required: Presence = Presence::new(true, Null::Value, Written::Always);
/// A member that may be absent; `null` is read as absent. The field is an `Option<T>`.
pub const optional: Presence = Presence::new(false, Null::Absent, Written::Filled);
/// A member that is always there and may be `null`. The field is an `Option<T>`.
pub const nullable: Presence = Presence::new(true, Null::Value, Written::Always);
/// A member that may be absent (`None`), `null` (`Some(None)`) or a value: the field is an `Option<Option<T>>`.
pub const maybe: Presence = Presence::new(false, Null::Value, Written::Filled);
/// Values that each stand by themselves in XML, as a list: absent where there is none.
pub const many: Presence = Presence::new(false, Null::Value, Written::Filled);
/// A member with one possible value, always written, and filled in where it is absent.
pub const constant: Presence = Presence::new(false, Null::Refused, Written::Always);

/// Members that only the service sends: read where they are, never written, never missed.
pub mod read_only {
    use super::Presence;

    /// Required in answers, so an `Option` in the type.
    pub const required: Presence = super::optional.never_written();
    /// May be absent.
    pub const optional: Presence = super::optional.never_written();
    /// May be `null`, which reads as absent.
    pub const nullable: Presence = super::optional.never_written();
    /// Absent, `null` and a value are told apart.
    pub const maybe: Presence = super::maybe.never_written();
    /// One possible value.
    pub const constant: Presence = super::constant.never_written();
}

/// Members that only the caller sends: written, and not missed in answers.
pub mod write_only {
    /// Required in requests and may be `null`; answers leave it out, so three states.
    pub use super::maybe as nullable;
    pub use super::{constant, maybe, optional, optional as required};
}
