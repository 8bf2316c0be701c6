//! Why the desk escalates by itself.

use super::sentence::{Said, Sample};
use crate::words::Locale;

/// Why the desk escalated something by itself. Stored as its English sentence ([`EscalationReason::stored`]), which a record from
/// before reasons were data holds as well, and read back by [`EscalationReason::read`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EscalationReason {
    /// The wall time, in the desk's zone, at which it was to be solved.
    NotResolved {
        by: String,
    },
    NotEvaluated {
        by: String,
    },
    /// How often.
    Reopened {
        times: u32,
    },
    Dissatisfied,
}

const NOT_RESOLVED: &str = "not resolved by ";
const NOT_EVALUATED: &str = "not evaluated by ";
const REOPENED: &str = "reopened";
const TIMES: &str = " times";
const DISSATISFIED: &str = "the customer is dissatisfied";

impl EscalationReason {
    /// As the record keeps it.
    pub fn stored(&self) -> String {
        match self {
            EscalationReason::NotResolved { by } => format!("{NOT_RESOLVED}{by}"),
            EscalationReason::NotEvaluated { by } => format!("{NOT_EVALUATED}{by}"),
            EscalationReason::Reopened { times: 1 } => REOPENED.into(),
            EscalationReason::Reopened { times } => format!("{REOPENED} {times}{TIMES}"),
            EscalationReason::Dissatisfied => DISSATISFIED.into(),
        }
    }

    /// What the record keeps, read once; None: it is not of the desk's own.
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
