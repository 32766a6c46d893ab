//! What a client checks of the values that it sends with every call, before it is built.

use super::build_error::BuildError;
use super::scalar::rfc3339;

/// That a value is there.
///
/// # Errors
/// It is empty.
pub fn not_empty(name: &str, value: &str) -> Result<(), BuildError> {
    if value.is_empty() { Err(BuildError::new(format!("`{name}` is empty"))) } else { Ok(()) }
}

/// That a text is a day (`2012-03-01`), not before `least` and not after `greatest`, which are days too.
///
/// # Errors
/// It is no day, or one outside of the range.
pub fn day(name: &str, value: &str, least: Option<&str>, greatest: Option<&str>) -> Result<(), BuildError> {
    if rfc3339::parse_date(value).is_err() {
        return Err(BuildError::new(format!("`{name}` is {value:?}, which is no day in the form YYYY-MM-DD")));
    }
    // Days in this form sort as text.
    if let Some(least) = least.filter(|least| value < *least) {
        return Err(BuildError::new(format!("`{name}` is {value:?}; it must be {least} or later")));
    }
    match greatest.filter(|greatest| value > *greatest) {
        Some(greatest) => Err(BuildError::new(format!("`{name}` is {value:?}; it must be {greatest} or earlier"))),
        None => Ok(()),
    }
}
