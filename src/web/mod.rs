//! Pages under `/`: the same verbs as the API's, for people in a browser. They work without JavaScript.

#![warn(missing_docs)]
#![warn(clippy::missing_errors_doc)]

mod connections;
mod http;
mod pages;
mod routes;
mod too_long;
mod words;

pub use connections::serve;

#[cfg(test)]
mod in_process;
