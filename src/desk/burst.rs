//! A burst: many like reports within a short time are evidence of one trouble that hits many. It is proposed as an incident;
//! a person declares it.

use super::access::sight;
use super::consult::question_of;
use super::{Desk, DeskError};
use crate::case::{Masked, Masker};
use crate::index::{Band, Said, SimilarScope};
use crate::ledger::BoardFilter;
use crate::people::Actor;
use crate::ticket::{Number, Refusal, Ticket};
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, HashSet};
use std::sync::PoisonError;

/// Reports of a window that are looked at, the newest; a flood larger than this is one burst of this many.
const REPORTS_MAX: usize = 500;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Burst {
    /// The oldest first: the one that is proposed as the incident.
    pub tickets: Vec<Number>,
    pub title: Masked,
    pub customers: usize,
    pub first_at: DateTime<Utc>,
    pub last_at: DateTime<Utc>,
}

/// Reports of one window that the archive is asked about: enough to tie what words do not, and soon done.
const ASKS_MAX: usize = 40;

/// What was grouped last: of which reports, and for each the first of its group.
pub(super) type Grouped = Option<(Vec<Number>, Vec<usize>)>;

/// Groups by their first member.
struct Groups(Vec<usize>);

impl Groups {
    fn first(&self, mut of: usize) -> usize {
        while self.0[of] != of {
            of = self.0[of];
        }
        of
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.first(a), self.first(b));
        self.0[a.max(b)] = a.min(b);
    }

    fn is_alone(&self, of: usize) -> bool {
        (0..self.0.len()).all(|other| other == of || self.first(other) != self.first(of))
    }
}

fn burst(all: Vec<Ticket>) -> Burst {
    let customers: HashSet<&str> = all.iter().map(|t| t.report.customer.as_str()).collect();
    Burst {
        // Whoever reads of a burst has no need to reach anybody.
        title: Masker::ways_of(&all[0].report.contact).masked(&all[0].report.title),
        customers: customers.len(),
        first_at: all[0].submitted_at,
        last_at: all[all.len() - 1].submitted_at,
        tickets: all.iter().map(|t| t.number).collect(),
    }
}

impl Desk {
    /// The bursts among what was reported within the policy's window, the largest first. Staff only.
    pub fn bursts(&self, actor: &Actor, now: DateTime<Utc>) -> Result<Vec<Burst>, DeskError> {
        if !actor.is_staff() {
            return Err(Refusal::Forbidden("what others reported is for staff".into()).into());
        }
        let mut bursts: Vec<Burst> = self.together(actor, now)?.into_iter().map(burst).collect();
        bursts.sort_by_key(|burst| std::cmp::Reverse(burst.tickets.len()));
        Ok(bursts)
    }

    /// The burst a ticket is in.
    pub fn burst_of(&self, actor: &Actor, number: Number, now: DateTime<Utc>) -> Result<Option<Burst>, DeskError> {
        self.ticket_for(actor, number)?;
        if !actor.is_staff() {
            return Ok(None);
        }
        let all = self.together(actor, now)?;
        Ok(all.into_iter().find(|group| group.iter().any(|ticket| ticket.number == number)).map(burst))
    }

    /// Open reports of the window in groups of like ones, each large enough to be a burst, its oldest first. Likeness goes on:
    /// what is like one of a group is of the group.
    fn together(&self, actor: &Actor, now: DateTime<Utc>) -> Result<Vec<Vec<Ticket>>, DeskError> {
        let mut waiting = self.lately_reported(now)?;
        waiting.sort_by_key(|ticket| ticket.first_seq);
        let least = self.settings.policies.policy().burst.reports as usize;
        if waiting.len() < least {
            return Ok(Vec::new());
        }
        let numbers: Vec<Number> = waiting.iter().map(|ticket| ticket.number).collect();
        let known = self.grouped.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let group_of = match known {
            Some((of, groups)) if of == numbers => groups,
            _ => {
                let groups = self.grouped_by_likeness(actor, &waiting)?;
                *self.grouped.lock().unwrap_or_else(PoisonError::into_inner) = Some((numbers, groups.clone()));
                groups
            }
        };
        let mut groups: BTreeMap<usize, Vec<Ticket>> = BTreeMap::new();
        for (ticket, group) in waiting.into_iter().zip(group_of) {
            groups.entry(group).or_default().push(ticket);
        }
        Ok(groups.into_values().filter(|group| group.len() >= least).collect())
    }

    /// For each report the first one of its group. By shared words, and by what the archive's search finds like it; those that
    /// are alone are asked about first.
    fn grouped_by_likeness(&self, actor: &Actor, waiting: &[Ticket]) -> Result<Vec<usize>, DeskError> {
        let mut groups = Groups((0..waiting.len()).collect());
        let said: Vec<Said> = waiting.iter().map(|t| Said::of(&t.report.title, &t.report.body())).collect();
        for i in 0..said.len() {
            for j in (0..i).filter(|j| said[i].is_like(&said[*j])) {
                groups.join(i, j);
            }
        }
        let mut asked: HashSet<usize> = HashSet::new();
        for alone in [true, false] {
            for i in 0..waiting.len() {
                if asked.len() < ASKS_MAX && (!alone || groups.is_alone(i)) && asked.insert(i) {
                    let like = self.like_among(actor, &waiting[i], waiting)?;
                    let found = waiting.iter().enumerate().filter(|(_, ticket)| like.contains(&ticket.number));
                    found.for_each(|(j, _)| groups.join(i, j));
                }
            }
        }
        Ok((0..waiting.len()).map(|i| groups.first(i)).collect())
    }

    /// Open reports of the window that have joined nothing yet, the newest first.
    fn lately_reported(&self, now: DateTime<Utc>) -> Result<Vec<Ticket>, DeskError> {
        let from = now - self.settings.policies.policy().burst.window;
        let filter = BoardFilter { open: true, limit: REPORTS_MAX, ..BoardFilter::default() };
        let rows = self.ledger.board(&filter)?;
        let lately = rows.into_iter().filter(|r| r.submitted_at >= from && r.submitted_at <= now && r.attached_to.is_none());
        let mut tickets = Vec::new();
        for row in lately {
            tickets.extend(self.ledger.ticket(row.number)?.filter(|t| t.imported.is_none() && !t.incident));
        }
        Ok(tickets)
    }

    /// Which of these are like a ticket.
    fn like_among(&self, actor: &Actor, ticket: &Ticket, among: &[Ticket]) -> Result<HashSet<Number>, DeskError> {
        if among.is_empty() {
            return Ok(HashSet::new());
        }
        let numbers: HashSet<Number> = among.iter().map(|t| t.number).collect();
        let scope =
            SimilarScope { limit: REPORTS_MAX, sight: sight(actor), as_of: None, without: Some(ticket.number), families: false };
        let similar = self.caught_up()?.similar(&question_of(&ticket.report), &scope)?;
        let like = similar.matches.iter().filter(|m| m.band != Band::Weak && numbers.contains(&m.number));
        Ok(like.map(|m| m.number).collect())
    }
}
