//! How answers lead on: to further pages, and to the result of what goes on after an answer.

use serde::Serialize;

use crate::source::Place;

/// How the answers of an operation lead on to further ones. Members of the answer are named by the way to them, outermost first.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Paging {
    /// The member that lists the items, an empty way where the answer itself is the list; `None` where the description leaves
    /// it to be found.
    pub items: Option<Vec<String>>,
    /// What leads on.
    pub next: Next,
    /// The member that says whether there is more; `None` where that shows by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub more: Option<Vec<String>>,
    /// The operation that gets the next page, by its id in the description; the address itself when `None`.
    pub next_operation: Option<String>,
    /// Where this is said.
    pub place: Place,
}

impl Paging {
    /// Paging by `next`, as said at `place`.
    pub fn new(next: Next, place: Place) -> Self {
        Paging { items: None, next, more: None, next_operation: None, place }
    }
}

/// The way to a member as people write it: `meta.next`, `$.meta.next`, `$response.meta.next` or `/meta/next`.
pub fn member_way(text: &str) -> Vec<String> {
    let text = text.trim();
    let (text, between) = match text.strip_prefix('/') {
        Some(pointer) => (pointer, '/'),
        None => (text.strip_prefix("$response").unwrap_or(text).trim_start_matches(['$', '.']), '.'),
    };
    text.split(between).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// Where the result of an operation is that goes on after it was answered (`final-state-via`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum FinalState {
    /// Where its method has it.
    Usual,
    /// At the address in the header `Location`.
    Location,
    /// Where the request went.
    OriginalUri,
    /// In what is told about the operation.
    Operation,
}

/// What leads from one page to the next.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Next {
    /// Nothing: there is one page.
    Nothing,
    /// The member of the answer that holds the address of the next page.
    Member(Vec<String>),
    /// The `Link` header, with the relation `next` (RFC 8288).
    Link,
    /// A parameter of the query that takes a value out of the page before.
    Cursor {
        /// The parameter, by its name on the wire.
        parameter: String,
        /// Where the value is.
        from: Cursor,
    },
    /// A parameter of the query that counts the items before the page.
    Offset(String),
    /// A parameter of the query that counts pages.
    Page(String),
}

/// Where a page has the cursor to the next one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Cursor {
    /// In a member of the answer.
    Member(Vec<String>),
    /// In a member of the last item.
    LastItem(Vec<String>),
}
