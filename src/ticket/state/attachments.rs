//! The files of a ticket, as an actor may read them.

use super::fold::Ticket;
use crate::people::Actor;
use crate::ticket::words::attachment::Filed;

impl Ticket {
    /// A file by its place from 1, unless it was withdrawn.
    pub fn attachment(&self, nth: u32) -> Option<&Filed> {
        self.attachments.get((nth as usize).wrapping_sub(1)).filter(|filed| !filed.withdrawn)
    }

    /// The files that the actor may read, with their places.
    pub fn attachments_for(&self, actor: &Actor) -> impl Iterator<Item = (u32, &Filed)> {
        let staff = actor.is_staff();
        (1..).zip(&self.attachments).filter(move |(_, filed)| !filed.withdrawn && (staff || !filed.file.internal))
    }

    /// Names of the fields a complete report has and this one lacks (待补充). A file that the customer may read counts as the error.
    pub fn missing(&self) -> Vec<&'static str> {
        let mut missing = self.report.missing();
        let shown = self.attachments.iter().any(|filed| !filed.withdrawn && !filed.file.internal);
        missing.retain(|name| *name != "error" || !shown);
        missing
    }
}
