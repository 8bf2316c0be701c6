//! The files of a ticket, as somebody may read them.

use super::fold::Ticket;
use crate::people::Actor;
use crate::ticket::words::attachment::Filed;

impl Ticket {
    /// By its number, unless it has been withdrawn.
    pub fn attachment(&self, nth: u32) -> Option<&Filed> {
        self.attachments.get((nth as usize).wrapping_sub(1)).filter(|filed| !filed.withdrawn)
    }

    /// Those that somebody may read, with their numbers.
    pub fn attachments_for(&self, actor: &Actor) -> impl Iterator<Item = (u32, &Filed)> {
        let staff = actor.is_staff();
        (1..).zip(&self.attachments).filter(move |(_, filed)| !filed.withdrawn && (staff || !filed.file.internal))
    }

    /// Particulars still to be told; what went wrong may be told by a picture or a log as well.
    pub fn missing(&self) -> Vec<&'static str> {
        let mut missing = self.report.missing();
        let shown = self.attachments.iter().any(|filed| !filed.withdrawn && !filed.file.internal);
        missing.retain(|name| *name != "error" || !shown);
        missing
    }
}
