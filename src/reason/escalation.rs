//! Why the desk escalated a ticket automatically.

use super::sentence::{Said, Sample};
use crate::words::Locale;

/// Why the desk escalated a ticket automatically. Stored as its English sentence ([`EscalationReason::stored`]) – older records
/// hold only that – and parsed by [`EscalationReason::read`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EscalationReason {
    /// The resolution time ran out.
    NotResolved {
        /// Local time of the desk, `2024-05-10 18:00`, at which it ran out.
        by: String,
    },
    /// The evaluation time of a requirement ran out.
    NotEvaluated {
        /// Local time of the desk, `2024-05-10 18:00`, at which it ran out.
        by: String,
    },
    /// The ticket was reopened.
    Reopened {
        /// How often, so far.
        times: u32,
    },
    /// The customer said that they are dissatisfied.
    Dissatisfied,
}

const NOT_RESOLVED: &str = "not resolved by ";
const NOT_EVALUATED: &str = "not evaluated by ";
const REOPENED: &str = "reopened";
const TIMES: &str = " times";
const DISSATISFIED: &str = "the customer is dissatisfied";

impl EscalationReason {
    /// The sentence that is stored.
    pub fn stored(&self) -> String {
        match self {
            EscalationReason::NotResolved { by } => format!("{NOT_RESOLVED}{by}"),
            EscalationReason::NotEvaluated { by } => format!("{NOT_EVALUATED}{by}"),
            EscalationReason::Reopened { times: 1 } => REOPENED.into(),
            EscalationReason::Reopened { times } => format!("{REOPENED} {times}{TIMES}"),
            EscalationReason::Dissatisfied => DISSATISFIED.into(),
        }
    }

    /// Parses a stored sentence; `None` if a person wrote it.
    pub fn read(stored: &str) -> Option<EscalationReason> {
        let by = |beginning: &str| stored.strip_prefix(beginning).map(str::to_string);
        let times = || stored.strip_prefix(REOPENED)?.trim_start().strip_suffix(TIMES)?.parse().ok();
        match stored {
            DISSATISFIED => Some(EscalationReason::Dissatisfied),
            REOPENED => Some(EscalationReason::Reopened { times: 1 }),
            _ => by(NOT_RESOLVED)
                .map(|by| EscalationReason::NotResolved { by })
                .or_else(|| by(NOT_EVALUATED).map(|by| EscalationReason::NotEvaluated { by }))
                .or_else(|| times().map(|times| EscalationReason::Reopened { times })),
        }
    }
}

impl Said for EscalationReason {
    fn said(&self, locale: Locale) -> String {
        match (self, locale) {
            (reason, Locale::En) => reason.stored(),
            (EscalationReason::NotResolved { by }, Locale::Zh) => format!("到 {by} 仍未解决"),
            (EscalationReason::NotEvaluated { by }, Locale::Zh) => format!("到 {by} 仍未评估"),
            (EscalationReason::Reopened { times: 1 }, Locale::Zh) => "重新打开".into(),
            (EscalationReason::Reopened { times }, Locale::Zh) => format!("重新打开 {times} 次"),
            (EscalationReason::Dissatisfied, Locale::Zh) => "客户不满意".into(),
        }
    }
}

impl Sample for EscalationReason {
    fn samples() -> Vec<EscalationReason> {
        let by = || String::from("2024-05-10 18:00");
        vec![
            EscalationReason::NotResolved { by: by() },
            EscalationReason::NotEvaluated { by: by() },
            EscalationReason::Reopened { times: 1 },
            EscalationReason::Reopened { times: 3 },
            EscalationReason::Dissatisfied,
        ]
    }
}
