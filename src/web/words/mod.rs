//! What is shown, said in the reader's language: values for templates, and no handlers.

pub mod choices;
pub mod clock;
pub mod codes;
pub mod event_text;
pub mod files;
pub mod matches;
pub mod problems;
pub mod row;
pub mod sla_view;
pub mod ticket;
pub mod time;
pub mod timeline;
pub mod turn;
pub mod url;
pub mod worklist;

pub use choices::{Choice, NameChoice, choices, name_choices};
pub use codes::{actor_word, choice, filled, label_in, said, step, word};
pub use matches::{MatchLine, MatchOffer, fix};
pub use problems::problems;
pub use time::{due_word, moment, spoken};
pub use url::{encoded, in_query};
