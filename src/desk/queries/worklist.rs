//! A person's worklist: steps that are theirs, those of people they stand in for, and what was asked of them; each with its
//! reason and due time.

use crate::desk::core::desk::Desk;
use crate::desk::error::DeskError;
use crate::desk::queries::view;
use crate::ledger::{BoardFilter, BoardRow, WorklistOwner};
use crate::people::Actor;
use crate::sla::ClockName;
use crate::ticket::{Awaiting, Commitment, Party, TeamOrPerson};
use chrono::{DateTime, Utc};

/// A ticket on somebody's worklist.
#[derive(Debug, Clone)]
pub struct WorklistItem {
    /// The ticket.
    pub row: BoardRow,
    /// Why it is on the list; at least one.
    pub reasons: Vec<WorklistReason>,
}

/// Why a ticket is on somebody's worklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorklistReason {
    /// What is to be done.
    pub what: WorklistTask,
    /// For whom, who is away, and until when; `None`: in their own name.
    pub stands_in: Option<(String, DateTime<Utc>)>,
    /// When it is due.
    pub due_at: Option<DateTime<Utc>>,
}

/// What somebody has to do on a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WorklistTask {
    /// The step the ticket waits for, with its clock.
    Step(Awaiting, Option<ClockName>),
    /// Something owed beside it: requested of them or their team, or a planned delivery.
    Commitment(Commitment),
}

impl WorklistItem {
    /// The reason that is due first.
    pub fn first(&self) -> Option<&WorklistReason> {
        self.reasons.iter().filter(|reason| reason.due_at.is_some()).min_by_key(|reason| reason.due_at)
    }
}

/// What the actor has to do, the nearest due time first; `filter` narrows it.
pub fn worklist(desk: &Desk, actor: &Actor, filter: BoardFilter, now: DateTime<Utc>) -> Result<Vec<WorklistItem>, DeskError> {
    let of = WorklistOwner::by(actor);
    let rows = view::tickets(desk, actor, BoardFilter { open: true, worklist_owner: Some(of.clone()), by_due: true, ..filter })?;
    let away = stood_in_for(desk, actor, now)?;
    let stands_in = |name: &str| away.iter().find(|(other, _)| other == name).cloned();
    let reasons = |row: &BoardRow| {
        let step = row.awaiting.filter(|_| of.is_awaited_by(row)).map(|awaiting| WorklistReason {
            what: WorklistTask::Step(awaiting, row.waited.map(|(clock, _)| clock)),
            stands_in: row.assignee.as_deref().filter(|_| awaiting.party() == Party::Responsible).and_then(stands_in),
            due_at: row.waited.map(|(_, due_at)| due_at),
        });
        let commitments =
            row.commitments.iter().filter(|commitment| of.is_committed_to(commitment)).map(|commitment| WorklistReason {
                what: WorklistTask::Commitment(commitment.clone()),
                stands_in: match &commitment.of {
                    TeamOrPerson::Person(name) => stands_in(name),
                    TeamOrPerson::Team(_) => None,
                },
                due_at: commitment.due_at,
            });
        step.into_iter().chain(commitments).collect()
    };
    Ok(rows.into_iter().map(|row| WorklistItem { reasons: reasons(&row), row }).collect())
}

/// People the actor stands in for now, each with when they are back.
fn stood_in_for(desk: &Desk, actor: &Actor, now: DateTime<Utc>) -> Result<Vec<(String, DateTime<Utc>)>, DeskError> {
    let mut found = Vec::new();
    for name in actor.stands_in_for() {
        let away = desk.ledger.person(name)?.filter(|p| p.is_away(now)).and_then(|p| p.away);
        found.extend(away.map(|away| (name.clone(), away.until)));
    }
    Ok(found)
}
