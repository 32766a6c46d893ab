//! Operations that go on after they were answered (`x-ms-long-running-operation`).

use super::codes;
use super::cx::Cx;
use super::node::Node;
use crate::ir::FinalState;

impl<'a> Cx<'a, '_> {
    /// Where the result of an operation is in the end, if it goes on after its answer.
    pub(super) fn final_state(&mut self, operation: Node<'a>) -> Option<FinalState> {
        if self.flag(operation, "x-ms-long-running-operation") != Some(true) {
            return None;
        }
        let options = self.object(operation, "x-ms-long-running-operation-options");
        if let Some(schema) = options.and_then(|options| self.member(options, "final-state-schema")) {
            self.diags
                .warning(codes::FINAL_STATE, schema.place, "the type of a result is that of the answer 200 or 201")
                .note("what is said here is not taken");
        }
        let Some(said) = options.and_then(|options| self.text(options, "final-state-via")) else {
            return Some(FinalState::Usual);
        };
        Some(match said {
            "azure-async-operation" | "operation-location" => FinalState::Operation,
            "location" => FinalState::Location,
            "original-uri" => FinalState::OriginalUri,
            _ => {
                let place = options.map_or(operation.place, |node| self.sources.member(node.place, "final-state-via"));
                self.diags
                    .warning(codes::FINAL_STATE, place, format!("`{said}` does not say where a result is"))
                    .note("it is looked for where the method has it");
                FinalState::Usual
            }
        })
    }
}
