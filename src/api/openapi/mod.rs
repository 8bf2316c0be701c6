//! The OpenAPI document.

mod calls;
mod document;
mod schemas;

pub use document::document;
