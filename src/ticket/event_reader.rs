//! What readers of an event see: its name, its text, the ticket it names, and whether the customer may read it.

use super::event::TicketEvent;
use crate::ticket::words::number::Number;

impl TicketEvent {
    /// The stored name (the JSON field `event`), as the record and the timeline of the API have it.
    pub fn name(&self) -> &'static str {
        use TicketEvent::*;
        match self {
            Registered { .. } => "registered",
            Imported { .. } => "imported",
            SourceChanged { .. } => "source_changed",
            Consulted { .. } => "consulted",
            Supplemented { .. } => "supplemented",
            Triaged { .. } => "triaged",
            Assigned { .. } => "assigned",
            Started => "started",
            Planned { .. } => "planned",
            Approved { .. } => "approved",
            SentBack { .. } => "sent_back",
            Step { .. } => "step",
            Progressed { .. } => "progressed",
            Held { .. } => "held",
            Resumed => "resumed",
            TestStarted => "test_started",
            TestFailed { .. } => "test_failed",
            Resolved { .. } => "resolved",
            AnsweredByCase { .. } => "answered_by_case",
            Evaluated { .. } => "evaluated",
            Agreed { .. } => "agreed",
            Accepted { .. } => "accepted",
            Confirmed { .. } => "confirmed",
            Closed { .. } => "closed",
            Reopened { .. } => "reopened",
            Escalated { .. } => "escalated",
            Linked { .. } => "linked",
            Attached { .. } => "attached",
            Detached { .. } => "detached",
            IncidentDeclared { .. } => "incident_declared",
            Merged { .. } => "merged",
            MergedIn { .. } => "merged_in",
            SplitOff { .. } => "split_off",
            SplitFrom { .. } => "split_from",
            Watched => "watched",
            Unwatched => "unwatched",
            Asked { .. } => "asked",
            Delivered { .. } => "delivered",
            DeliveryPlanned { .. } => "delivery_planned",
            Noted { .. } => "noted",
            FileAdded { .. } => "file_added",
            FileWithdrawn { .. } => "file_withdrawn",
            ContactShown { .. } => "contact_shown",
            Breached { .. } => "breached",
            Warned { .. } => "warned",
            Reminded { .. } => "reminded",
            Gathered { .. } => "gathered",
            DelayExplained { .. } => "delay_explained",
        }
    }

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
