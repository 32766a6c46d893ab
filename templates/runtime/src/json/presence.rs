//! What it means that a member of an object is not there, or `null`.

/// How a field and a member of an object go together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Presence {
    /// Whether an object without the member is no such object.
    pub(super) required: bool,
    /// What `null` says.
    pub(super) null: Null,
    /// When the member is written.
    pub(super) written: Written,
}

/// What `null` says in the place of a member's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Null {
    /// What it says to the type of the field.
    Value,
    /// That the member is not there.
    Absent,
    /// Nothing: it is an error.
    Refused,
}

/// When a member is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    Always,
    /// Where the field has a value.
    Filled,
    Never,
}

impl Presence {
    pub(super) const fn new(required: bool, null: Null, written: Written) -> Self {
        Presence { required, null, written }
    }

    pub(super) const fn never_written(self) -> Self {
        Presence { written: Written::Never, ..self }
    }
}
