//! HTTP, whatever is asked for: who asks, how often, what is taken from a request and how it is answered.

pub mod app;
pub mod bodies;
pub mod client;
pub mod door;
pub mod extract;
pub mod files;
pub mod format;
pub mod limits;
pub mod metrics;
pub mod params;
pub mod problem;
pub mod respond;
pub mod settings_file;
pub mod throttle;

pub use app::App;
pub use client::Client;
pub use extract::{Asker, JsonBody, Seen};
pub use files::{Files, download};
pub use format::{Wanted, Written};
pub use params::Params;
pub use problem::Problem;
