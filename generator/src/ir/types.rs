//! Types: what values there are, and where they sit in JSON and in XML.

use serde::Serialize;

use super::{Checked, Deprecated, Doc, Id, Limits, Name, QName, XmlPlace};
use crate::source::Place;

/// A type.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Type {
    /// Its name; `None` until the pass that names inline types, and for types that need none (a list of strings).
    pub name: Option<Name>,
    /// What its values look like.
    pub shape: Shape,
    /// What further limits its values.
    #[serde(skip_serializing_if = "Limits::is_empty")]
    pub limits: Limits,
    /// Whether values are checked when they are made, and how; they are a type of their own then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checked: Option<Checked>,
    /// The global XML element that has this type, for types that are a document's root.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub xml_root: Option<QName>,
    /// Whether values are secrets (`format: password`, `x-ms-secret`), never to be shown in logs.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub secret: bool,
    /// The value for code that has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<Literal>,
    /// Whether it should not be used any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecated>,
    /// What it means.
    #[serde(skip_serializing_if = "Doc::is_empty")]
    pub doc: Doc,
    /// Where it stands.
    pub place: Place,
}

impl Type {
    /// A type of this shape, without a name or anything else.
    pub fn new(shape: Shape, place: Place) -> Self {
        Type {
            name: None,
            shape,
            limits: Limits::default(),
            checked: None,
            xml_root: None,
            secret: false,
            default: None,
            deprecated: None,
            doc: Doc::default(),
            place,
        }
    }

    /// The same type with a name.
    pub fn named(mut self, name: Name) -> Self {
        self.name = Some(name);
        self
    }

    /// The same type with prose.
    pub fn documented(mut self, doc: Doc) -> Self {
        self.doc = doc;
        self
    }
}

/// What the values of a type look like.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Shape {
    /// One value without parts.
    Scalar(Scalar),
    /// Any number of values of one type. In XML without a place of its own: separated by blanks (`xs:list`).
    List(Id<Type>),
    /// A fixed number of values, each of its own type (`prefixItems`); more of `rest` may follow.
    Tuple {
        /// The types by position.
        items: Vec<Id<Type>>,
        /// The type of what may follow; `None` when nothing may.
        rest: Option<Id<Type>>,
    },
    /// Values of one type by keys that are not known beforehand.
    Map(Id<Type>),
    /// Another name of a type.
    Alias(Id<Type>),
    /// `null` or a value of the type, where a type by itself says so (a list of nullable items).
    Nullable(Id<Type>),
    /// A value of the type as JSON in a text (`contentSchema`).
    InText(Id<Type>),
    /// Any value at all.
    Any,
    /// No value: what is sent where nothing may stand (`false`, `not: {}`).
    Never,
    /// One of a list of values.
    Enum(Enum),
    /// Named parts.
    Record(Record),
    /// One of several types.
    Choice(Choice),
    /// A type of the user's own, by its path, which reads and writes itself.
    Foreign(String),
}

/// A value without parts. The lexical form is JSON's or XML's own for the kind, unless said otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Scalar {
    /// `true` or `false`; in XML also `1` and `0`.
    Bool,
    /// A whole number of this width.
    Int(Int),
    /// A whole number of any size, kept as text.
    BigInt,
    /// A 32-bit float.
    F32,
    /// A 64-bit float.
    F64,
    /// A decimal number of any precision, kept as text.
    Decimal,
    /// Text.
    String,
    /// A point in time, RFC 3339.
    DateTime,
    /// A point in time, RFC 1123 (`Fri, 17 Feb 2017 00:00:00 GMT`).
    DateTimeRfc1123,
    /// A point in time, as seconds since 1970-01-01T00:00:00Z.
    UnixTime,
    /// A 32-bit float as XML Schema has it, with the text that it came in.
    XmlFloat,
    /// A 64-bit float as XML Schema has it, with the text that it came in.
    XmlDouble,
    /// A point in time as XML Schema writes it: the zone may be absent, the year may have any number of digits.
    XmlDateTime,
    /// A day, RFC 3339 full-date.
    Date,
    /// A day as XML Schema writes it: a zone may follow.
    XmlDate,
    /// A time of day, RFC 3339 full-time; the zone may be absent.
    Time,
    /// A time of day as XML Schema writes it.
    XmlTime,
    /// A span of time, ISO 8601, kept as text with a typed reading.
    Duration,
    /// A part of a calendar date, kept as text.
    Gregorian(Gregorian),
    /// A UUID, RFC 9562.
    Uuid,
    /// A URI or a relative reference, kept as text.
    Uri,
    /// Bytes, as base64 in text (RFC 4648, section 4).
    Base64,
    /// Bytes, as base64url in text without padding (RFC 4648, section 5).
    Base64Url,
    /// Bytes, as pairs of hexadecimal digits.
    Hex,
    /// Bytes as they are: a body, or a part of one.
    Bytes,
    /// A name with a namespace, written with a prefix.
    QName,
    /// Always the same `null`.
    Null,
}

/// The parts of a calendar date that XML Schema has types for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Gregorian {
    Year,
    YearMonth,
    Month,
    MonthDay,
    Day,
}

/// The width of a whole number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Int {
    I8,
    I16,
    I32,
    I64,
    U8,
    U16,
    U32,
    U64,
}

impl Int {
    /// The numbers that it holds, both ends included.
    pub fn range(self) -> (i128, i128) {
        match self {
            Int::I8 => (i8::MIN.into(), i8::MAX.into()),
            Int::I16 => (i16::MIN.into(), i16::MAX.into()),
            Int::I32 => (i32::MIN.into(), i32::MAX.into()),
            Int::I64 => (i64::MIN.into(), i64::MAX.into()),
            Int::U8 => (0, u8::MAX.into()),
            Int::U16 => (0, u16::MAX.into()),
            Int::U32 => (0, u32::MAX.into()),
            Int::U64 => (0, u64::MAX.into()),
        }
    }

    /// Whether it holds a number.
    pub fn holds(self, number: i128) -> bool {
        let (least, greatest) = self.range();
        least <= number && number <= greatest
    }
}

/// One of a list of values.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Enum {
    /// The type of the values on the wire.
    pub base: Scalar,
    /// What the texts on the wire are values of, where they are not only texts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<Scalar>,
    /// The values that are known.
    pub values: Vec<EnumValue>,
    /// Whether there may be others: kept as they came and written back.
    pub open: bool,
}

impl Enum {
    /// Whether it is a constant: one value, and no other may come.
    pub fn is_constant(&self) -> bool {
        self.values.len() == 1 && !self.open
    }
}

/// A value of an [`Enum`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct EnumValue {
    /// Its name: the value itself as text, with a recommendation where the description has one.
    pub name: Name,
    /// The value on the wire.
    pub value: Literal,
    /// What it means.
    #[serde(skip_serializing_if = "Doc::is_empty")]
    pub doc: Doc,
    /// Whether it should not be used any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecated>,
    /// Where it stands.
    pub place: Place,
}

/// Named parts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Record {
    /// The types that this one extends; the pass `flatten` puts their fields first, and `From` for each is written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub bases: Vec<Id<Type>>,
    /// The parts, in the order of the description.
    pub fields: Vec<Field>,
    /// What other members may stand beside the fields.
    pub rest: Rest,
}

/// The members of a record that are not its fields.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub enum Rest {
    /// Not spoken of: skipped on reading.
    #[default]
    Ignored,
    /// Values of this type (`additionalProperties: {..}`), kept and written back.
    Kept(Id<Type>),
    /// Forbidden (`additionalProperties: false`): skipped on reading all the same, since services grow.
    Forbidden,
}

/// A part of a record.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Field {
    /// Its name.
    pub name: Name,
    /// The type of one value.
    pub ty: Id<Type>,
    /// How many values there are.
    pub occurs: Occurs,
    /// Whether a value may be `null` (JSON) or `xsi:nil` (XML), apart from being absent.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub nullable: bool,
    /// Who sends it.
    #[serde(skip_serializing_if = "Access::is_both")]
    pub access: Access,
    /// Where it sits on the wire.
    pub wire: Wire,
    /// The value when it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<Literal>,
    /// The only value that it may have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fixed: Option<Literal>,
    /// Whether its own members are to be reached as if they were its owner's (`x-ms-client-flatten`).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub flat: bool,
    /// Whether it should not be used any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<Deprecated>,
    /// What it means.
    #[serde(skip_serializing_if = "Doc::is_empty")]
    pub doc: Doc,
    /// Where it stands.
    pub place: Place,
}

/// How many values a field has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Occurs {
    /// Exactly one.
    One,
    /// One or none.
    Optional,
    /// A list of values that each stand by themselves (repeated XML elements; never JSON, where a list is a type).
    Many {
        /// The least number.
        min: u64,
        /// The greatest number; `None` for no end.
        max: Option<u64>,
    },
}

/// Who sends a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub enum Access {
    /// Both sides.
    #[default]
    Both,
    /// The service only: never sent, and not missed in a request where it is required.
    ReadOnly,
    /// The caller only: not expected in an answer.
    WriteOnly,
}

impl Access {
    fn is_both(&self) -> bool {
        *self == Access::Both
    }
}

/// Where a field sits on the wire; a type can have a JSON and an XML wire.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Wire {
    /// The member of the JSON object.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub json: Option<String>,
    /// The place in the XML element.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub xml: Option<XmlPlace>,
}

/// One of several types.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Choice {
    /// How the wire says which one it is.
    pub tag: Tag,
    /// The types, in the order of the description.
    pub variants: Vec<Variant>,
    /// Whether there may be others: kept as they came and written back.
    pub open: bool,
    /// The variant, by its place, that values are of whose tag no variant has, or which have none (`defaultMapping`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub others: Option<usize>,
}

impl Choice {
    /// A choice without a variant for what is not listed.
    pub fn new(tag: Tag, variants: Vec<Variant>, open: bool) -> Self {
        Choice { tag, variants, open, others: None }
    }
}

/// How the wire says which variant of a [`Choice`] it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Tag {
    /// By the value of this member, which stands in the variant's own object (`discriminator`): a text.
    Property(Name),
    /// The same by a number or a boolean.
    Value(Name),
    /// By the shape of the value: variants are tried from most to least specific, exactly one should fit (`oneOf`).
    OneOf,
    /// As `OneOf`, but a value may fit several at once (`anyOf`).
    AnyOf,
    /// By the name of the XML element.
    Element,
    /// By `xsi:type` on the element.
    XsiType,
}

impl Tag {
    /// The member whose value says it.
    pub fn member(&self) -> Option<&Name> {
        match self {
            Tag::Property(name) | Tag::Value(name) => Some(name),
            Tag::OneOf | Tag::AnyOf | Tag::Element | Tag::XsiType => None,
        }
    }
}

/// A type of a [`Choice`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Variant {
    /// Its name.
    pub name: Name,
    /// Its type; `None` for a variant without a value.
    pub ty: Option<Id<Type>>,
    /// How often the value may repeat (XML).
    pub occurs: Occurs,
    /// The values of the tag that mean it, the one to write first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// What an element without text stands for (XML).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<Literal>,
    /// Where it sits in XML.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub xml: Option<XmlPlace>,
    /// What it means.
    #[serde(skip_serializing_if = "Doc::is_empty")]
    pub doc: Doc,
    /// Where it stands.
    pub place: Place,
}

/// A value that stands in a description.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Literal {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as the source spells it.
    Number(String),
    /// Text.
    String(String),
    /// A list.
    List(Vec<Literal>),
    /// Members by name.
    Record(Vec<(String, Literal)>),
}
