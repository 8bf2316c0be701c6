//! A page of a list.

use schemars::JsonSchema;
use serde::Serialize;

/// Items in their order, and how the list goes on.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "{T}List")]
pub struct ListView<T> {
    /// A page of them.
    pub items: Vec<T>,
    /// The `cursor` of the following page; null at the end.
    pub next: Option<String>,
}

impl<T> ListView<T> {
    /// A list that has no further page.
    pub fn whole(items: Vec<T>) -> ListView<T> {
        ListView { items, next: None }
    }
}
