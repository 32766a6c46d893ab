//! The XML wire: a pull reader and a writer that go by namespace and local name, and what macros need to tie types to
//! both in few lines.
//!
//! Reading never goes by prefix, builds no tree for what is known, passes over what is not, and is bounded: by depth,
//! by the number of attributes, and with no entities but the five of XML itself. Writing declares the namespace of the
//! root once and escapes what has to be; characters that XML 1.0 cannot hold are an error.

mod any;
mod attempt;
mod charset;
mod choice;
mod content;
mod decimal;
mod decode;
mod document;
mod either;
mod error;
mod fields;
mod group;
pub mod kinds;
mod listed;
#[cfg(feature = "json")]
mod map;
mod markup;
mod names;
mod nesting;
mod nil;
mod order;
mod reader;
mod record;
mod scalars;
mod scope;
mod settings;
mod source;
mod state;
mod tag;
mod text;
mod unescape;
#[cfg(feature = "json")]
mod value;
mod weak;
mod writer;
mod written;

pub use super::scalar::{Date, DateTime, Double, Float, GDay, GMonth, GMonthDay, GYear, GYearMonth, Str, Time};
pub use any::{Allowed, AnyAttribute, AnyElement, Node};
pub use attempt::{Kept, Look, Tries};
#[allow(unused_imports)]
pub(crate) use attempt::{tagged, untagged};
#[allow(unused_imports)]
pub(crate) use choice::{alternative, choice, typed, union};
pub use content::{Fit, FromXml, ToXml, XmlContent, XmlRoot, begins_by, leads_by, read_run};
#[cfg(feature = "json")]
pub(super) use decimal::spelled_out;
pub use document::{
    ANY, Children, Named, Root, children, from_reader, from_slice, from_slice_as, from_slice_with, from_str,
    from_str_with, list_from_slice, to_string, to_string_with, to_vec, to_vec_as, to_vec_list, to_writer,
};
pub use either::{either_from_slice, either_to_vec};
pub use error::{Error, TextError};
pub use fields::found;
#[allow(unused_imports)]
pub(crate) use fields::{allowed, field_parts, finished, other, other_in_order};
pub use group::{Fields, Order};
#[allow(unused_imports)]
pub(crate) use group::{begins_field, group, other_in_group};
pub use listed::{Collapsed, Listed, Replaced, listed_text, listed_value};
pub use nil::{Nil, Nillable};
pub use order::ElementOrder;
pub use reader::{Reader, TextMode};
#[allow(unused_imports)]
pub(crate) use record::{newtype, record, root, unordered};
pub use scope::{AROUND, PrefixTable, Scope, WriteScope, XML, XSI};
pub use settings::{ReadSettings, UnknownContent, WriteSettings};
#[allow(unused_imports)]
pub(crate) use text::text_content;
pub use text::{QName, XmlText, collapse, text_alone};
#[allow(unused_imports)]
pub(crate) use weak::{content_in_group, is_needed, other_in_sequence, weak, wildcard};
pub use writer::{Tag, Writer};
