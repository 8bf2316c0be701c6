//! Files on tickets: kept before they are on the record, read only through their ticket, gone when nobody holds them.

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
    pub name: String,
    pub bytes: Vec<u8>,
    /// For the desk alone.
    pub internal: bool,
}

/// Adds files to a ticket, all or none. Their bytes are durable before the record speaks of them.
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
    // What was done under this key is done, whatever has become of the ticket; another request under it is refused.
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
    // Nobody fills the disk with what they may not add.
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

/// A step that may leave a file without a ticket.
pub fn withdraw(desk: &Desk, actor: &Actor, request: ActRequest, nth: u32, now: DateTime<Utc>) -> Result<Ticket, DeskError> {
    let _one_at_a_time = desk.attaching.lock();
    let ticket = act_alone(desk, actor, request, now)?;
    let digest = ticket.attachments.get((nth as usize).wrapping_sub(1)).map(|filed| filed.file.digest.clone());
    if let Some(digest) = digest
        // Beside a server it is left for a repair: another upload of the same file may be on its way.
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

/// A file of a ticket the actor may see, by its number; the same answer where there is none and where it is not theirs.
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

/// Digests of files that are on a ticket, each with one of those tickets; of all, or of one digest.
fn held_files(desk: &Desk, digest: Option<&str>) -> Result<BTreeMap<String, Number>, DeskError> {
    let mut held = BTreeMap::new();
    for number in desk.ledger.tickets_with_files(digest)? {
        let ticket = desk.ledger.ticket(number)?;
        let files = ticket.iter().flat_map(|ticket| &ticket.attachments).filter(|filed| !filed.withdrawn);
        held.extend(files.map(|filed| (filed.file.digest.clone(), number)));
    }
    Ok(held)
}

/// Whether every file on record is there and as it was; whoever holds the desk also says which are on no ticket.
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

/// Removes what an upload left that was cut off before it was on the record.
pub fn remove_stray_files(desk: &Desk) -> Result<(), DeskError> {
    let _one_at_a_time = desk.attaching.lock();
    for name in stray_files(desk, &held_files(desk, None)?)? {
        desk.attachments.remove(&name)?;
    }
    Ok(())
}
