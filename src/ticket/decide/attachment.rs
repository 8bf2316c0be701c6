//! Deciding on adding and withdrawing files. Pure.

use super::guard::{field, still_open, wrong};
use crate::people::Actor;
use crate::reason::{FieldReason, WrongState};
use crate::ticket::event::TicketEvent;
use crate::ticket::rejection::Rejection;
use crate::ticket::state::fold::Ticket;
use crate::ticket::words::attachment::Attachment;
use crate::ticket::words::vocabulary::WaitingFor;

/// How many files a ticket holds at most, withdrawn ones not counted.
pub const ATTACHMENTS_MAX: usize = 100;

/// Adds checked files to an open ticket; ends a hold for the customer if the customer adds them.
///
/// # Errors
///
/// [`Rejection::WrongState`] if the ticket is closed; [`Rejection::Field`] if there is no file, there are too many, or a customer
/// marks one as internal.
pub fn upload(ticket: &Ticket, actor: &Actor, files: Vec<Attachment>) -> Result<Vec<TicketEvent>, Rejection> {
    still_open(ticket)?;
    let bad = |why: FieldReason| field("file", why);
    if files.is_empty() {
        return Err(bad(FieldReason::Required));
    }
    let held = ticket.attachments.iter().filter(|filed| !filed.withdrawn).count();
    if held + files.len() > ATTACHMENTS_MAX || ticket.attachments.len() >= 10 * ATTACHMENTS_MAX {
        return Err(bad(FieldReason::FilesMax { max: ATTACHMENTS_MAX }));
    }
    if !actor.is_staff() && files.iter().any(|file| file.internal) {
        return Err(field("internal", FieldReason::StaffKeepFiles));
    }
    // The customer's answer ends the hold.
    let answered = ticket.hold == Some(WaitingFor::Customer) && !actor.is_staff();
    let added = files.into_iter().map(|file| TicketEvent::FileAdded { file });
    Ok(added.chain(answered.then_some(TicketEvent::Resumed)).collect())
}

/// Withdraws a file, by its place on the ticket from 1.
///
/// # Errors
///
/// [`Rejection::WrongState`] if there is no such file, it was withdrawn, or the actor may not read it.
pub fn withdraw(ticket: &Ticket, actor: &Actor, nth: u32, reason: String) -> Result<Vec<TicketEvent>, Rejection> {
    let Some((_, filed)) = ticket.attachments_for(actor).find(|(known, _)| *known == nth) else {
        return Err(wrong(WrongState::NoSuchFile { nth }));
    };
    Ok(vec![TicketEvent::FileWithdrawn { attachment: nth, reason, internal: filed.file.internal }])
}
