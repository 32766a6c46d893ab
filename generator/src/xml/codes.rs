//! The codes of what can be wrong with a document as XML, whatever it describes.

use crate::diag::Code;

/// The document is not well-formed (XML 1.0, 2.1).
pub const NOT_WELL_FORMED: Code = Code("XM0001");
/// A prefix is used that no namespace is bound to (Namespaces in XML 1.0, 5).
pub const UNBOUND_PREFIX: Code = Code("XM0002");
/// An entity is used that the document does not declare, or whose text is in another file; such are never fetched.
pub const UNKNOWN_ENTITY: Code = Code("XM0003");
/// Elements are nested too deep, or entities expand to too much text.
pub const TOO_LARGE: Code = Code("XM0004");
