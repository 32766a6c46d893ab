//! The codes of what can be said about an OpenAPI document. A code never changes its meaning and is never used again.

use crate::diag::Code;

/// The text is neither JSON nor YAML.
pub const SYNTAX: Code = Code("OA0001");
/// The document is no OpenAPI document.
pub const NOT_OPENAPI: Code = Code("OA0002");
/// The version of OpenAPI is not one that is known.
pub const VERSION: Code = Code("OA0003");
/// A key stands twice in one object.
pub const REPEATED_KEY: Code = Code("OA0004");
/// A YAML text holds more than one document.
pub const SEVERAL_DOCUMENTS: Code = Code("OA0005");
/// A value has the wrong form: text where an object should be, say.
pub const FORM: Code = Code("OA0006");
/// A boolean or number stands in quotes, or a text without those that it needs.
pub const QUOTED: Code = Code("OA0007");
/// A member that OpenAPI does not know.
pub const UNKNOWN_MEMBER: Code = Code("OA0008");
/// A member that must be there is not.
pub const MISSING: Code = Code("OA0009");
/// A reference leads nowhere.
pub const DANGLING: Code = Code("OA0010");
/// References lead back to where they began.
pub const CIRCULAR: Code = Code("OA0011");
/// Members beside a `$ref` that count for nothing there.
pub const BESIDE_REF: Code = Code("OA0012");
/// A word of another version of OpenAPI than the document's.
pub const OTHER_VERSION: Code = Code("OA0013");
/// YAML that is not quite YAML.
pub const LAX_YAML: Code = Code("OA0014");

/// A text that looks like JSON is none, and is read as YAML.
pub const LAX_JSON: Code = Code("OA0017");

/// An Overlay document, or one of its actions, is not as it has to be.
pub const OVERLAY: Code = Code("OA0015");
/// The target of an action of an Overlay document is nowhere in the description.
pub const OVERLAY_TARGET: Code = Code("OA0016");

/// `type` names something that is no type.
pub const TYPE: Code = Code("OA0100");
/// A keyword that only restricts values, and which generated code does not check.
pub const UNCHECKED: Code = Code("OA0101");
/// A name in `required` that no property has.
pub const REQUIRED: Code = Code("OA0102");
/// A default that its own schema does not allow.
pub const DEFAULT: Code = Code("OA0103");
/// A value in `enum` that its own schema does not allow.
pub const ENUM_VALUE: Code = Code("OA0104");
/// A value that stands twice in `enum`.
pub const ENUM_REPEATED: Code = Code("OA0105");
/// An `enum` of values for which there is no type.
pub const ENUM_KIND: Code = Code("OA0106");
/// Names or descriptions of enum values that do not fit the values.
pub const ENUM_NAMES: Code = Code("OA0107");
/// Parts of an `allOf` that no value can fit at once.
pub const CONTRADICTION: Code = Code("OA0108");
/// A combination of schemas that has no type.
pub const COMBINATION: Code = Code("OA0109");
/// A discriminator that cannot tell its variants.
pub const DISCRIMINATOR: Code = Code("OA0110");
/// A property that is both read-only and write-only.
pub const ACCESS: Code = Code("OA0111");
/// `patternProperties`, whose patterns are not kept.
pub const PATTERN_PROPERTIES: Code = Code("OA0112");
/// An empty `allOf`, `oneOf` or `anyOf`.
pub const EMPTY: Code = Code("OA0114");
/// An array without `items`.
pub const ITEMS: Code = Code("OA0115");
/// A word of an `xml` object that means nothing where it stands.
pub const XML: Code = Code("OA0116");
/// A document of XML whose root element has no name.
pub const XML_ROOT: Code = Code("OA0117");
/// A schema that no value fits.
pub const NO_VALUE: Code = Code("OA0118");

/// Two operations have one `operationId`.
pub const REPEATED_ID: Code = Code("OA0200");
/// A path that cannot be read.
pub const PATH: Code = Code("OA0201");
/// A path parameter without a place in the path, or a place without a parameter.
pub const PATH_PARAM: Code = Code("OA0202");
/// A parameter that is given twice.
pub const REPEATED_PARAM: Code = Code("OA0203");
/// A parameter that cannot be sent as described.
pub const PARAM: Code = Code("OA0204");
/// A `style` that does not go with its parameter.
pub const STYLE: Code = Code("OA0205");
/// A parameter whose value is said elsewhere: by the rules of the specification, or by a credential.
pub const IGNORED_PARAM: Code = Code("OA0206");
/// A body that cannot be sent as described.
pub const BODY: Code = Code("OA0207");
/// A status that is none.
pub const STATUS: Code = Code("OA0208");
/// A part of a description that a client has no use for, and which is left out.
pub const LEFT_OUT: Code = Code("OA0209");
/// A media type that cannot be read.
pub const MEDIA_TYPE: Code = Code("OA0210");
/// An `encoding` that does not go with its body.
pub const ENCODING: Code = Code("OA0211");
/// An operation without answers.
pub const RESPONSES: Code = Code("OA0212");

/// A requirement names a security scheme that is not there.
pub const UNKNOWN_SCHEME: Code = Code("OA0300");
/// A security scheme that cannot be honoured.
pub const SCHEME: Code = Code("OA0301");
/// A server that cannot be honoured.
pub const SERVER: Code = Code("OA0302");
/// Paging that cannot be honoured.
pub const PAGING: Code = Code("OA0303");
/// What is said of the result of an operation that goes on after its answer cannot be understood.
pub const FINAL_STATE: Code = Code("OA0304");
