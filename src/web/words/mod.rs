//! What is shown, said in the reader's language: values for templates, and no handlers.

pub mod codes;
pub mod files;
pub mod matches;
pub mod row;
pub mod sla_view;
pub mod ticket;
pub mod time;
pub mod timeline;
pub mod turn;
pub mod url;
pub mod worklist;

pub use codes::{choice, filled, label, label_in, said, step, word, word_in};
pub use matches::fix;
pub use time::{due_word, moment, spoken};
pub use url::encoded;
