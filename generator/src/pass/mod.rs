//! From the model as the front ends built it to the model that the back end can write: one rewrite per file.

pub mod bodies;
pub mod charsets;
pub mod client_params;
pub mod dedupe;
pub mod files;
pub mod flatten;
pub mod name_inline;
pub mod overlay;
pub mod pages;
pub mod params;
pub mod retype;
pub mod select;
pub mod shapes;
pub mod xml;

use crate::diag::Diagnostics;
use crate::ir::Api;
use crate::source::Sources;

pub use overlay::Overlay;
pub use pages::Pages;
pub use retype::{Retype, Retyped};
pub use select::Selection;

/// All rewrites, in order. After them every [`Api`] can be written.
pub fn run(mut api: Api, overlay: &Overlay, sources: &Sources, diags: &mut Diagnostics) -> Api {
    overlay::apply(&mut api, overlay, diags);
    retype::retype(&mut api, &overlay.retype, diags);
    select::select(&mut api, &overlay.selection, sources, diags);
    overlay::distinct(&api, overlay, diags);
    client_params::lift(&mut api, diags);
    flatten::flatten(&mut api, diags);
    pages::settle(&mut api, &overlay.pages, diags);
    name_inline::name(&mut api);
    shapes::settle(&mut api, diags);
    bodies::settle(&mut api, diags);
    files::settle(&mut api, diags);
    charsets::settle(&mut api, diags);
    xml::settle(&mut api, diags);
    params::settle(&mut api, sources, diags);
    retype::check(&api, diags);
    dedupe::dedupe(&mut api);
    api
}
