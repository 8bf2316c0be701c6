//! The family of a case: what else is about the same trouble, as far as the reader may see.

use crate::case::{Case, Masked, Masker};
use crate::desk::core::access::{sees_case, sees_ticket};
use crate::desk::core::desk::Desk;
use crate::desk::error::DeskError;
use crate::people::Actor;
use crate::ticket::{Number, Status};
use std::collections::{BTreeSet, VecDeque};

/// Members that are named; a page is no list of hundreds.
const NAMED_MAX: usize = 30;

/// A member as it is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FamilyMember {
    pub number: Number,
    /// Its case's own title where the reader may read the case, else the report's, masked.
    pub title: Masked,
    pub status: Status,
    /// Whether it has a case the reader may read.
    pub case: bool,
}

/// The other members, oldest first. Through what the reader may not see nothing is tied together for them.
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
