//! Bodies that are server-sent events.

use super::super::codes;
use super::super::cx::Cx;
use super::super::node::Node;
use crate::ir::{Field, Payload, Scalar, Shape};

impl<'a> Cx<'a, '_> {
    /// Server-sent events: `itemSchema` is of events (OpenAPI 3.2, 4.14.4), `schema` of their data.
    pub(super) fn events(&mut self, schema: Option<Node<'a>>, items: Option<Node<'a>>) -> Payload {
        let Some(items) = items else {
            return Payload::Events { ty: schema.map(|schema| self.ty_or_null(schema)), whole: false };
        };
        let ty = self.ty_or_null(items);
        let whole = match self.shape_behind(ty) {
            Shape::Record(record) => {
                self.text_of_events(&record.fields);
                let of_events = |field: &Field| matches!(&*field.name.text, "data" | "event" | "id" | "retry");
                record.fields.is_empty() || record.fields.iter().any(of_events)
            }
            Shape::Scalar(_) | Shape::Enum(_) | Shape::List(_) | Shape::Tuple { .. } => false,
            _ => true,
        };
        if !whole && self.told.insert(items.place) {
            self.diags
                .warning(
                    codes::BODY,
                    items.place,
                    "events are objects of `data`, `event`, `id` and `retry`; this is none",
                )
                .note("it is taken for what their data is");
        }
        Payload::Events { ty: Some(ty), whole }
    }

    /// Says of the data of events that it is described as what no text is.
    fn text_of_events(&mut self, fields: &[Field]) {
        let Some(data) = fields.iter().find(|field| field.name.text == "data") else { return };
        let is_no_text = match self.shape_behind(data.ty) {
            Shape::Scalar(scalar) => matches!(scalar, Scalar::Bool | Scalar::Int(_) | Scalar::F32 | Scalar::F64),
            Shape::Record(_) | Shape::Map(_) | Shape::List(_) | Shape::Tuple { .. } => true,
            _ => false,
        };
        if is_no_text && self.told.insert(data.place) {
            self.diags
                .warning(codes::BODY, data.place, "`data` of an event is text; this is none")
                .note("an event whose text is no such value is an error")
                .help("describe it as text");
        }
    }
}
