//! Collects the parameters that the client gives with every call into one list on the service.

use super::overlay::same_param;
use crate::diag::{Code, Diagnostics};
use crate::ir::{Api, Given, Param};

/// Two operations want the same client parameter with different defaults.
pub const DIFFERENT_DEFAULTS: Code = Code("IR0001");

/// Completes [`Api::client_params`] from the operations, first come first.
pub fn lift(api: &mut Api, diags: &mut Diagnostics) {
    let mut found: Vec<Param> = std::mem::take(&mut api.client_params);
    let params = api.operations.iter().flat_map(|(_, operation)| &operation.params);
    for param in params.filter(|param| param.given == Given::ByClient) {
        match found.iter().find(|known| same_param(known, param)) {
            None => found.push(param.clone()),
            Some(known) if known.default != param.default => {
                diags
                    .warning(
                        DIFFERENT_DEFAULTS,
                        param.place,
                        format!("the client parameter `{}` has another default elsewhere", param.name.text),
                    )
                    .also(known.place, "this default is used")
                    .help("give the default once, in a shared parameter or in generator.toml");
            }
            Some(_) => {}
        }
    }
    api.client_params = found;
}
