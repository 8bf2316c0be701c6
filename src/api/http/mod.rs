//! HTTP for all calls: actor, rate limits, extractors, problems and responses.

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
pub use extract::{CurrentActor, IfMatch, JsonBody};
pub use files::{Files, download};
pub use format::{AnswerFormat, WantedFormat};
pub use params::Params;
pub use problem::Problem;
