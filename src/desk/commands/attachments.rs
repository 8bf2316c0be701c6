//! Files on tickets: stored before they are recorded, read only through their ticket, removed when no ticket has them.

use super::step::{ActRequest, act_alone};
use crate::content::Attachments;
use crate::desk::core::access::sees_ticket;
use crate::desk::core::desk::Desk;
use crate::desk::core::idempotency::Idempotency;
use crate::desk::error::DeskError;
use crate::people::Actor;
use crate::reason::Missing;
use crate::ticket::{Attachment, Facts, Filed, Number, Ticket, Verb, check_file, decide, file_name};
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};

/// A file as it was sent.
#[derive(Debug, Clone)]
pub struct Upload {
    /// File name as the sender gave it; cleaned before it is stored.
    pub name: String,
    /// The whole content.
    pub bytes: Vec<u8>,
    /// Whether only staff may see it.
    pub internal: bool,
}

/// Adds files to a ticket, all or none; returns the ticket. The bytes are durable before the event is recorded.
pub fn upload(
    desk: &Desk,
    actor: &Actor,
    number: Number,
    uploads: Vec<Upload>,
    idempotency: Option<Idempotency>,
    now: DateTime<Utc>,
) -> Result<Ticket, DeskError> {
    let ticket = desk.ticket_for(actor, number)?;
    let (key, by) = (idempotency.clone(), actor.name().to_string());
    // A repeated request succeeds whatever state the ticket is in now; another request under the key is refused.
    if desk.ledger.write(move |tx| Idempotency::replay(&key, tx, &by))?.is_some() {
        return Ok(ticket);
    }
    let mut files = Vec::with_capacity(uploads.len());
    for upload in &uploads {
        let name = file_name(&upload.name);
        check_file(&name, &upload.bytes).map_err(|bad| DeskError::bad_field("file", bad))?;
        let digest = crate::digest::hex(&upload.bytes);
        files.push(Attachment { name, bytes: upload.bytes.len() as u64, digest, internal: upload.internal });
    }
    // Decided first, so that nothing is stored that the actor may not add.
    let verb = Verb::Upload { files };
    decide(&ticket, &Facts::default(), actor, verb.clone(), &desk.settings.policies.policy().rules, now)?;
    desk.room_for(uploads.iter().map(|upload| upload.bytes.len() as u64).sum())?;
    let _one_at_a_time = desk.attaching.lock();
    for upload in &uploads {
        desk.attachments.put(&upload.bytes)?;
    }
    crate::desk::core::crash_point::crash_point("upload.kept");
    let done = act_alone(desk, actor, ActRequest { number, verb, seen_version: None, idempotency }, now);
    if done.is_err() && desk.holds_lock() {
        for upload in &uploads {
            remove_unheld(desk, &crate::digest::hex(&upload.bytes))?;
        }
    }
    done
}

/// Withdraws a file, and removes its bytes if no other ticket has them.
pub fn withdraw(desk: &Desk, actor: &Actor, request: ActRequest, nth: u32, now: DateTime<Utc>) -> Result<Ticket, DeskError> {
    let _one_at_a_time = desk.attaching.lock();
    let ticket = act_alone(desk, actor, request, now)?;
    let digest = ticket.attachments.get((nth as usize).wrapping_sub(1)).map(|filed| filed.file.digest.clone());
    if let Some(digest) = digest
        // Without the lock it is left to `check --repair`: another process may be storing the same file.
        && desk.holds_lock()
    {
        remove_unheld(desk, &digest)?;
    }
    Ok(ticket)
}

fn remove_unheld(desk: &Desk, digest: &str) -> Result<(), DeskError> {
    match held_files(desk, Some(digest))?.contains_key(digest) {
        true => Ok(()),
        false => Ok(desk.attachments.remove(digest)?),
    }
}

/// A file of a ticket by its place, from 1, with its bytes.
pub fn attachment(desk: &Desk, actor: &Actor, number: Number, nth: u32) -> Result<(Filed, Vec<u8>), DeskError> {
    let ticket = desk.ticket_for(actor, number)?;
    let none = || DeskError::NotFound(Missing::File { name: format!("{number}/{nth}") });
    let (_, filed) = ticket.attachments_for(actor).find(|(known, _)| *known == nth).ok_or_else(none)?;
    debug_assert!(sees_ticket(actor, &ticket));
    match desk.attachments.read(&filed.file.digest)? {
        Some(bytes) => Ok((filed.clone(), bytes)),
        None => Err(DeskError::Other(format!("attachments/{}: is missing", Attachments::path_of(&filed.file.digest)))),
    }
}

/// Digests of files that are on a ticket, each with one such ticket; of all files, or of one digest.
fn held_files(desk: &Desk, digest: Option<&str>) -> Result<BTreeMap<String, Number>, DeskError> {
    let mut held = BTreeMap::new();
    for number in desk.ledger.tickets_with_files(digest)? {
        let ticket = desk.ledger.ticket(number)?;
        let files = ticket.iter().flat_map(|ticket| &ticket.attachments).filter(|filed| !filed.withdrawn);
        held.extend(files.map(|filed| (filed.file.digest.clone(), number)));
    }
    Ok(held)
}

/// Adds findings: recorded files that are missing or damaged and, with the lock, files that are on no ticket.
pub fn check_attachments(desk: &Desk, findings: &mut Vec<String>) -> Result<(), DeskError> {
    let held = held_files(desk, None)?;
    for (digest, number) in &held {
        let path = Attachments::path_of(digest);
        match desk.attachments.read(digest) {
            Ok(Some(_)) => {}
            Ok(None) => findings.push(format!("attachments/{path}: of {number} is missing; take it from a backup")),
            Err(error) => findings.push(format!("attachments/{path}: of {number} cannot be read ({})", error.source)),
        }
    }
    if desk.holds_lock() {
        let stray = stray_files(desk, &held)?;
        findings.extend(stray.iter().map(|name| {
            format!("attachments/{}: is on no ticket; `precedent check --repair` removes it", Attachments::path_of(name))
        }));
    }
    Ok(())
}

fn stray_files(desk: &Desk, held: &BTreeMap<String, Number>) -> Result<BTreeSet<String>, DeskError> {
    Ok(desk.attachments.list()?.into_iter().filter(|name| !held.contains_key(name)).collect())
}

/// Removes files that are on no ticket: of uploads killed before they were recorded.
pub fn remove_stray_files(desk: &Desk) -> Result<(), DeskError> {
    let _one_at_a_time = desk.attaching.lock();
    for name in stray_files(desk, &held_files(desk, None)?)? {
        desk.attachments.remove(&name)?;
    }
    Ok(())
}
