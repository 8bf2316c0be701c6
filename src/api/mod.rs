//! The HTTP API under `/api/v1`: JSON in and out, problem details for what goes wrong. Each call is one verb of the desk.

#![warn(missing_docs)]
#![warn(clippy::missing_errors_doc)]

mod handlers;
mod http;
mod openapi;
mod routes;

pub use http::client::Client;
pub use http::door::{door, host};
pub use http::extract::read as read_body;
pub use http::files::{Files, download};
pub use http::format::AnswerFormat;
pub use http::limits;
pub use http::params::flag;
pub use http::settings_file::SettingsFile;
pub use http::{App, Problem};
pub use routes::router;
