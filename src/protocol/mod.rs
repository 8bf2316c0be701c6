//! Requests in any protocol: bodies checked against tables of fields, and spans of time. Shared by the API, the pages and the
//! command line; nothing here knows HTTP. Answers are in `view`.

#![warn(missing_docs)]
#![warn(clippy::missing_errors_doc)]

pub mod request;
pub mod span;
