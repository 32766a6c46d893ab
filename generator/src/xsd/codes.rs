//! The codes of what can be wrong with a schema, or could not be honoured.

use crate::diag::Code;

/// The root of the file is not `xs:schema`.
pub const NOT_A_SCHEMA: Code = Code("XS0001");
/// An element stands where XML Schema has no such element.
pub const UNKNOWN_ELEMENT: Code = Code("XS0002");
/// An attribute that XML Schema does not have at this element.
pub const UNKNOWN_ATTRIBUTE: Code = Code("XS0003");
/// The value of an attribute is not of its type: `minOccurs="many"`.
pub const BAD_VALUE: Code = Code("XS0004");
/// An attribute or element that must be there is not.
pub const MISSING: Code = Code("XS0005");
/// A file that is included, imported or redefined cannot be read.
pub const FILE_NOT_READ: Code = Code("XS0006");
/// A location on the web, which is never fetched, and no file is given in its place.
pub const NOT_FETCHED: Code = Code("XS0007");
/// A file describes another namespace than the one it was asked for (Part 1, 4.2.1 and 4.2.3).
pub const WRONG_NAMESPACE: Code = Code("XS0008");
/// A name that nothing in the schema defines.
pub const UNRESOLVED: Code = Code("XS0009");
/// No file describes a namespace that is referred to.
pub const NO_SUCH_NAMESPACE: Code = Code("XS0010");
/// One name is defined twice in one name space.
pub const DUPLICATE: Code = Code("XS0011");
/// A definition leads back to itself.
pub const CIRCULAR: Code = Code("XS0012");
/// A redefinition of something that the redefined file does not define.
pub const NOTHING_TO_REDEFINE: Code = Code("XS0013");
/// A complex type stands where only a simple one can.
pub const NOT_SIMPLE: Code = Code("XS0014");
/// A facet whose value makes no sense for the type, or contradicts another.
pub const BAD_FACET: Code = Code("XS0015");
/// A construct that is read and has no effect on the types (assertions and the like of XML Schema 1.1).
pub const NOT_HONOURED: Code = Code("XS0016");
/// A list of values that are names with prefixes: the type is not narrowed to them.
pub const NAMES_ENUMERATED: Code = Code("XS0017");
/// A derivation that XML Schema forbids, such as simple content from a type without it.
pub const BAD_DERIVATION: Code = Code("XS0018");
/// A limit of a type with a checked constructor that is not checked.
pub const NOT_CHECKED: Code = Code("XS0019");
/// Groups within groups that go deeper, or come to more, than is followed.
pub const TOO_DEEP: Code = Code("XS0020");
/// A default or fixed value that is none of its type.
pub const BAD_DEFAULT: Code = Code("XS0021");
