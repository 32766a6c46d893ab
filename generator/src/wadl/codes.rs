//! The codes of what can be wrong with a WADL document, or could not be honoured.

use crate::diag::Code;

/// The root of the file is not WADL's `application`.
pub const NOT_WADL: Code = Code("WD0001");
/// An element stands where WADL has no such element.
pub const UNKNOWN_ELEMENT: Code = Code("WD0002");
/// An attribute that WADL does not have at this element.
pub const UNKNOWN_ATTRIBUTE: Code = Code("WD0003");
/// The value of an attribute is not of its type: `style="path"`.
pub const BAD_VALUE: Code = Code("WD0004");
/// An attribute that must be there is not.
pub const MISSING: Code = Code("WD0005");
/// A reference to something that no document defines.
pub const UNRESOLVED: Code = Code("WD0006");
/// A reference into a file that cannot be read, or on the web, where nothing is fetched.
pub const FILE_NOT_READ: Code = Code("WD0007");
/// Resource types or resources that lead back to themselves.
pub const CIRCULAR: Code = Code("WD0008");
/// One id is given to two things.
pub const DUPLICATE: Code = Code("WD0009");
/// A grammar that is no XML Schema.
pub const OTHER_GRAMMAR: Code = Code("WD0010");
/// A parameter that cannot stand where it is declared, or a path parameter that the path has no place for.
pub const MISPLACED: Code = Code("WD0011");
/// A prefix that is not bound and was taken for the one that is usual.
pub const GUESSED_PREFIX: Code = Code("WD0012");
/// A body whose form the document leaves open: it is not typed.
pub const UNTYPED_BODY: Code = Code("WD0013");
/// A parameter whose values are sent in another form than WADL asks for.
pub const OTHER_FORM: Code = Code("WD0014");
