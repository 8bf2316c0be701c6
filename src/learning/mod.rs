//! Learning from past queries: how good the suggestions are, and better weights for them.
//!
//! Useful for: measuring the search on a test set or on the desk's own record, training weights, and adopting them where they
//! are significantly better. Not for: answering a query (`index`, through `desk`).

#![warn(missing_docs)]
#![warn(clippy::missing_errors_doc)]

mod backtest;
mod bands;
mod labelled_queries;
mod quality;
mod self_tuning;
mod tune;

pub use backtest::{Backtest, BacktestQuery, BacktestResult, HistoricDocument, RankMetrics, number_at};
pub use bands::{BandQuality, bands};
pub use labelled_queries::MissedQuery;
pub use quality::{Quality, quality, quality_when_due, suggestion_quality};
pub use self_tuning::{SelfTuning, TuningDecision, learn_from_record};
pub use tune::{
    LabelledRows, OrderComparison, PastQuestion, evaluate_across_products, evaluate_forward, learn_order, weights_with,
};
