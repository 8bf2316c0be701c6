//! Which events come from the source of an imported ticket, and which are work done here.

use super::event::TicketEvent;

impl TicketEvent {
    /// Whether the event comes from the source: it starts no clock.
    pub fn is_the_sources(&self) -> bool {
        matches!(
            self,
            TicketEvent::Imported { .. } | TicketEvent::SourceChanged { .. } | TicketEvent::Noted { source: Some(_), .. }
        )
    }

    /// Whether somebody has worked on the ticket, so that later changes of its source are only noted. Watching, looking up the
    /// contact, consulting and automatic escalation are no work.
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
