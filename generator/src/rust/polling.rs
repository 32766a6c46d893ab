//! Operations that go on after they were answered: what their calls become beside a request.

use proc_macro2::TokenStream;

use super::reading::Reading;
use super::{Cx, tidy};
use crate::ir::{FinalState, Operation, StatusPattern};

/// The table of the poller of an operation.
pub(super) fn table(cx: &Cx<'_>, operation: &Operation, call: &str, error: &TokenStream) -> Option<String> {
    let end = match operation.final_state? {
        FinalState::Usual => "Usual",
        FinalState::Location => "Location",
        FinalState::OriginalUri => "OriginalUri",
        FinalState::Operation => "Operation",
    };
    let result = result(cx, operation);
    let ty = tidy(&result.ty(cx));
    let read = result.success(cx);
    Some(format!("runtime::polls! {{ {call} of {ty}, {} = |raw| {read}; {end} }}\n", tidy(error)))
}

/// The body of the answer that has the result: that of 200, else of 201. What is answered before the end is another thing.
fn result(cx: &Cx<'_>, operation: &Operation) -> Reading {
    let of = |code: u16| {
        let found = operation.responses.iter().find(|response| response.status == StatusPattern::Code(code));
        found.map(|response| Reading::of(cx.api, response)).filter(|reading| !reading.is_stream())
    };
    of(200).filter(|reading| *reading != Reading::Nothing).or_else(|| of(201)).unwrap_or(Reading::Nothing)
}
