//! What is asked for, as the fold of its events; the one `match` that says who may do what.

mod ask;
mod attachment;
mod authorise;
mod begin;
mod concern;
mod decide;
mod event;
mod fold;
mod number;
mod owed;
mod parts;
mod report;
mod rules;
mod state;
mod steps;
mod tie;
mod turn;
mod verb;
mod vocabulary;

pub use attachment::{ATTACHMENTS_MAX, Attachment, BadFile, Filed, check_file, file_name, taken};
pub use authorise::{may, may_register, owns};
pub use concern::{Addressee, Concern, concerned};
pub use decide::{awaits_acceptance, closed_for_silence, decide, silent_until};
pub use event::*;
pub use fold::*;
pub use number::{BadNumber, Number, Series};
pub use owed::{Owed, owed};
pub use parts::*;
pub use report::*;
pub use rules::{Rules, seconds};
pub use state::*;
pub use steps::open_steps;
pub use turn::{Turn, Whose, is_turn_of, turn};
pub use verb::{Refusal, Verb};
pub use vocabulary::*;
