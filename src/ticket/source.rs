//! Which events are the word of the source a ticket came from, and which are work done on it here.

use super::event::TicketEvent;

impl TicketEvent {
    /// Told by the source, and by nobody here: it wakes no clock.
    pub fn is_the_sources(&self) -> bool {
        matches!(
            self,
            TicketEvent::Imported { .. } | TicketEvent::SourceChanged { .. } | TicketEvent::Noted { source: Some(_), .. }
        )
    }

    /// Whether somebody has done something about the ticket, so that its source has no longer the last word. Who watches it, has
    /// looked up how to reach the customer, or was told by a clock has not.
    pub fn is_work(&self) -> bool {
        let only_seen = matches!(
            self,
            TicketEvent::Watched
                | TicketEvent::Unwatched
                | TicketEvent::ContactShown { .. }
                | TicketEvent::Consulted { .. }
                | TicketEvent::Escalated { automatic: true, .. }
        );
        !only_seen && !self.is_the_sources()
    }
}
