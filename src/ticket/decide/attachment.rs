//! Adding files to a ticket, and taking one back.

use super::guard::{still_open, wrong};
use crate::people::Actor;
use crate::ticket::event::TicketEvent;
use crate::ticket::rejection::Refusal;
use crate::ticket::state::fold::Ticket;
use crate::ticket::words::attachment::Attachment;
use crate::ticket::words::vocabulary::WaitingFor;

/// Files on one ticket.
pub const ATTACHMENTS_MAX: usize = 100;

pub fn upload(ticket: &Ticket, actor: &Actor, files: Vec<Attachment>) -> Result<Vec<TicketEvent>, Refusal> {
    still_open(ticket)?;
    let bad = |message: String| Refusal::BadField { field: "file", message };
    if files.is_empty() {
        return Err(bad("is required".into()));
    }
    let held = ticket.attachments.iter().filter(|filed| !filed.withdrawn).count();
    if held + files.len() > ATTACHMENTS_MAX || ticket.attachments.len() >= 10 * ATTACHMENTS_MAX {
        return Err(bad(format!("a ticket holds at most {ATTACHMENTS_MAX} files; put further ones into a zip")));
    }
    if !actor.is_staff() && files.iter().any(|file| file.internal) {
        return Err(Refusal::BadField { field: "internal", message: "only staff keep a file from the customer".into() });
    }
    // What was waited for has come.
    let answered = ticket.hold == Some(WaitingFor::Customer) && !actor.is_staff();
    let added = files.into_iter().map(|file| TicketEvent::FileAdded { file });
    Ok(added.chain(answered.then_some(TicketEvent::Resumed)).collect())
}

pub fn withdraw(ticket: &Ticket, actor: &Actor, nth: u32, reason: String) -> Result<Vec<TicketEvent>, Refusal> {
    let Some((_, filed)) = ticket.attachments_for(actor).find(|(known, _)| *known == nth) else {
        return Err(wrong(format!("there is no file {nth} on this ticket, or it has been withdrawn")));
    };
    Ok(vec![TicketEvent::FileWithdrawn { attachment: nth, reason, internal: filed.file.internal }])
}
