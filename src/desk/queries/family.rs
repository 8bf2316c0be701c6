//! The family of a case: cases and tickets about the same problem that the reader may see.

use crate::case::{Case, Masked, Masker};
use crate::desk::core::access::{sees_case, sees_ticket};
use crate::desk::core::desk::Desk;
use crate::desk::error::DeskError;
use crate::people::Actor;
use crate::ticket::{Number, Status};
use std::collections::{BTreeSet, VecDeque};

/// Members listed at most.
const NAMED_MAX: usize = 30;

/// Another member of a family, as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FamilyMember {
    /// Its number.
    pub number: Number,
    /// Title of its case if the reader may see that, else of the report; masked.
    pub title: Masked,
    /// Status of its ticket.
    pub status: Status,
    /// Whether it has a case the reader may see.
    pub case: bool,
}

/// Other members of a ticket's family, by number; only those that can be reached through what the actor may see.
pub fn family(desk: &Desk, actor: &Actor, number: Number) -> Result<Vec<FamilyMember>, DeskError> {
    let mut seen = BTreeSet::from([number]);
    let mut queue = VecDeque::from([number]);
    let mut members = Vec::new();
    while let Some(at) = queue.pop_front() {
        for other in desk.ledger.tied_to(at)? {
            if members.len() >= NAMED_MAX || !seen.insert(other) {
                continue;
            }
            let Some(ticket) = desk.ledger.ticket(other)? else { continue };
            let case = desk.ledger.case(other)?.map(|row| row.case).filter(|case| sees_case(actor, case, &ticket));
            if case.is_some() || sees_ticket(actor, &ticket) {
                queue.push_back(other);
                let reported = || Masker::ways_of(&ticket.report.contact).masked(&ticket.report.title);
                let title = case.as_ref().map_or_else(reported, Case::masked_title);
                members.push(FamilyMember { number: other, title, status: ticket.status(), case: case.is_some() });
            }
        }
    }
    members.sort_by_key(|member| member.number);
    Ok(members)
}
