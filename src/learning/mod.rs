//! What the desk learns from its past questions: how good suggestions are, and an order of matches that is better.
//!
//! Useful for: measuring the search on a set or on the desk's own record, learning weights, adopting them where they are better beyond
//! doubt. Not for: answering a question (`index`, through `desk`).

mod backtest;
mod bands;
mod labelled_queries;
mod quality;
mod self_tuning;
mod tune;

pub use backtest::{Backtest, BacktestQuery, Evaluation, HistoricDocument, Ranks, number_at};
pub use bands::{Banded, bands};
pub use labelled_queries::Missed;
pub use quality::{Quality, quality, quality_when_due, suggestion_quality};
pub use self_tuning::{Decision, OwnTuning, learn_from_record};
pub use tune::{Choice, Measured, PastQuestion, across, forward, learn, weights_with};
