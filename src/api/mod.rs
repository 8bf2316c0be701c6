//! The HTTP API under `/api/v1`: JSON in and out, problem details for what goes wrong. Each call is one verb of the desk.

pub mod attachments;
pub mod body;
mod cases;
mod clock;
mod consultations;
mod extract;
mod fields;
pub mod forms;
mod health;
pub mod masked;
pub mod measures;
mod notices;
mod openapi;
mod people;
pub mod policy;
mod problem;
pub mod proposal;
mod reports;
mod respond;
mod routes;
mod search;
pub mod shape;
pub mod span;
mod state;
mod step;
mod tickets;
mod tokens;
mod verbs;

pub use cases::revised;
pub use clock::Clock;
pub use extract::{flag, read as read_body};
pub use fields::{Field, FieldError, Kind, NOT_A_TIME, parse_time};
pub use problem::Problem;
pub use routes::router;
pub use state::App;
