//! What readers of an event see: its text, the ticket it names, and whether the customer may read it.

use super::event::TicketEvent;
use crate::ticket::words::number::Number;

impl TicketEvent {
    /// The text in it that is written for the customer.
    pub fn customer_text(&self) -> Option<String> {
        match self {
            TicketEvent::Progressed { text, .. } => Some(text.clone()),
            TicketEvent::Resolved { resolution } => Some(resolution.text.clone()),
            TicketEvent::Evaluated { report, .. } => Some(report.clone()),
            TicketEvent::FileAdded { file } => Some(file.name.clone()),
            _ => None,
        }
    }

    /// The case or ticket that it names in the timeline of the customer.
    pub fn tied_to(&self) -> Option<Number> {
        match self {
            TicketEvent::AnsweredByCase { case: number }
            | TicketEvent::Merged { into: number }
            | TicketEvent::MergedIn { from: number }
            | TicketEvent::SplitOff { ticket: number }
            | TicketEvent::SplitFrom { ticket: number } => Some(*number),
            _ => None,
        }
    }

    /// Whether the customer of the ticket may read it: never internal notes, plans or escalations.
    pub fn customer_sees(&self) -> bool {
        use TicketEvent::*;
        match self {
            Registered { .. }
            | Supplemented { .. }
            | Triaged { .. }
            | Assigned { .. }
            | Started
            | Progressed { .. }
            | Held { .. }
            | Resumed
            | TestStarted
            | Resolved { .. }
            | AnsweredByCase { .. }
            | Evaluated { .. }
            | Agreed { .. }
            | Accepted { .. }
            | Confirmed { .. }
            | Closed { .. }
            | Merged { .. }
            | MergedIn { .. }
            | SplitOff { .. }
            | SplitFrom { .. }
            | DeliveryPlanned { .. }
            | Reminded { .. }
            | Gathered { .. }
            | Reopened { .. } => true,
            FileAdded { file } => !file.internal,
            FileWithdrawn { internal, .. } => !internal,
            Imported { .. }
            | SourceChanged { .. }
            | Consulted { .. }
            | Planned { .. }
            | Approved { .. }
            | SentBack { .. }
            | Step { .. }
            | ContactShown { .. }
            | TestFailed { .. }
            | Escalated { .. }
            | Linked { .. }
            | Attached { .. }
            | Detached { .. }
            | IncidentDeclared { .. }
            | Watched
            | Unwatched
            | Asked { .. }
            | Delivered { .. }
            | Noted { .. }
            | Breached { .. }
            | Warned { .. }
            | DelayExplained { .. } => false,
        }
    }
}
