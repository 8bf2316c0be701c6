//! What is shown, said in the reader's language: values for templates, and no handlers.

pub mod clock;
pub mod codes;
pub mod files;
pub mod form;
pub mod gauge;
pub mod matches;
pub mod row;
pub mod sla_view;
pub mod ticket;
pub mod time;
pub mod timeline;
pub mod turn;
pub mod worklist;

pub use crate::web::http::{encoded, in_query};
pub use codes::{actor_word, choice, filled, label_in, said, step, word};
pub use form::{Choice, NameChoice, ProblemLine, choices, name_choices, note_of, problems};
pub use gauge::Gauge;
pub use matches::{MatchLine, MatchOffer, fix};
pub use time::moment;
