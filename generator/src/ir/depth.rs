//! How deep types stand within types.

use petgraph::algo::kosaraju_scc;
use petgraph::graph::DiGraph;

use super::walk::children;
use super::{Api, Shape, Table, Type};

/// At most as many steps as there are from a type to the innermost of what it is made of, when no type is met twice on
/// the way. The compiler takes each of them within the one before, to see what a type may be sent to.
///
/// Types that are within one another may be met in any order, so that all of them count.
pub fn depth(api: &Api) -> usize {
    let mut graph = DiGraph::<_, ()>::new();
    let nodes = Table::build(&api.types, |id| graph.add_node(id));
    for (id, ty) in api.types.iter() {
        for part in children(ty) {
            graph.add_edge(nodes[id], nodes[part], ());
        }
    }
    let mut depths = Table::build(&api.types, |_| 0);
    // What a type holds comes before it.
    for ring in kosaraju_scc(&graph) {
        let types = || ring.iter().map(|node| graph[*node]);
        let own: usize = types().map(|id| steps(&api.types[id])).sum();
        // Those of the ring itself have no depth yet.
        let within = types().flat_map(|id| children(&api.types[id])).map(|part| depths[part]).max().unwrap_or_default();
        types().for_each(|id| depths[id] = own + within);
    }
    api.types.ids().map(|id| depths[id]).max().unwrap_or_default()
}

/// How many types of Rust stand for one, with the `Option` and the `Box` around what it holds.
fn steps(ty: &Type) -> usize {
    match &ty.shape {
        Shape::Alias(_) | Shape::Nullable(_) | Shape::InText(_) => 2,
        Shape::Record(_) | Shape::Choice(_) => 6,
        Shape::List(_) | Shape::Tuple { .. } => 6,
        Shape::Map(_) => 12,
        // Values of any kind are made of themselves.
        Shape::Any => 24,
        Shape::Scalar(_) | Shape::Enum(_) | Shape::Never | Shape::Foreign(_) => 6,
    }
}
