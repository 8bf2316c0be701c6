//! Completing a verb by searching the archive, before its transaction: the suggestion to an assessor, the burst of an incident,
//! the consultation of a split-off part.

use crate::desk::consult::consultation;
use crate::desk::consult::consultation::ConsultedReport;
use crate::desk::core::desk::Desk;
use crate::desk::error::DeskError;
use crate::desk::queries::burst;
use crate::desk::queries::proposal;
use crate::people::Actor;
use crate::reason::FieldReason;
use crate::ticket::{Kind, Number, Particulars, Report, Ticket, Verb, may};
use chrono::{DateTime, Utc};

/// A verb completed from the archive. Done before the transaction, which must not wait for a search.
pub struct Prepared {
    pub verb: Verb,
    /// The consulted report of the part that is split off.
    pub part: Option<ConsultedReport>,
}

impl From<Verb> for Prepared {
    fn from(verb: Verb) -> Prepared {
        Prepared { verb, part: None }
    }
}

/// What a verb needs of the archive before it is decided: the proposal to an assessor, the burst of an incident, the
/// consultation of what is split off.
pub fn prepare(desk: &Desk, actor: &Actor, number: Number, verb: Verb, now: DateTime<Utc>) -> Result<Prepared, DeskError> {
    match verb {
        Verb::Triage { class, urgency, component, reason, .. } => {
            let proposed = proposal::triage_proposed(desk, actor, number)?;
            Ok(Verb::Triage { class, urgency, component, reason, proposed }.into())
        }
        Verb::Assign { to: None, reason } => {
            let ticket = desk.ticket_for(actor, number)?;
            let verb = Verb::Assign { to: None, reason };
            may(actor, &ticket, &verb)?;
            match proposal::proposal(desk, actor, number, now)?.candidates.first() {
                Some(first) if ticket.class.is_some() => {
                    let why = FieldReason::RequiredProposed { name: first.name.clone(), load: first.load };
                    Err(DeskError::bad_field("to", why))
                }
                _ => Ok(verb.into()),
            }
        }
        Verb::Declare { tickets } if tickets.is_empty() => {
            // Tickets that joined it one by one belong to the incident too.
            let mut tickets = burst::burst_of(desk, actor, number, now)?.map(|burst| burst.tickets).unwrap_or_default();
            let joined = desk.ledger.attached_to(number)?;
            tickets.extend(joined.into_iter().filter(|joined| !tickets.contains(joined)).collect::<Vec<_>>());
            Ok(Verb::Declare { tickets }.into())
        }
        Verb::Split { title, description, kind, urgency } => {
            let whole = desk.ticket_for(actor, number)?;
            let report = part_of(&whole, &title, &description, kind, urgency.unwrap_or(whole.urgency));
            let consulted = consultation::consult_report(desk, actor, report, None, now)?;
            Ok(Prepared { verb: Verb::Split { title, description, kind, urgency }, part: Some(consulted) })
        }
        other => Ok(other.into()),
    }
}

/// The report of a part: the whole's, with a title, description, kind and urgency of its own.
fn part_of(whole: &Ticket, title: &str, description: &str, kind: Option<Kind>, urgency: crate::ticket::Severity) -> Report {
    let particulars = match kind.unwrap_or(whole.kind()) {
        Kind::Fault => Particulars::Fault { steps: None, error: None },
        Kind::Requirement => Particulars::Requirement { scenario: None, effect: None, priority: None },
    };
    Report {
        particulars,
        title: title.split_whitespace().collect::<Vec<_>>().join(" "),
        description: description.to_string(),
        urgency,
        component: whole.component.clone(),
        ..whole.report.clone()
    }
}
