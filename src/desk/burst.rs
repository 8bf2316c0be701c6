//! A burst: many like reports within a short time are evidence of one trouble that hits many. It is proposed as an incident;
//! a person declares it.

use super::access::sight;
use super::consult::question_of;
use super::{Desk, DeskError};
use crate::index::{Band, SimilarScope};
use crate::ledger::BoardFilter;
use crate::people::Actor;
use crate::ticket::{Number, Refusal, Ticket};
use chrono::{DateTime, Utc};
use std::collections::HashSet;

/// Reports of a window that are looked at, the newest; a flood larger than this is one burst of this many.
const REPORTS_MAX: usize = 500;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Burst {
    /// The oldest first: the one that is proposed as the incident.
    pub tickets: Vec<Number>,
    pub title: String,
    pub customers: usize,
    pub first_at: DateTime<Utc>,
    pub last_at: DateTime<Utc>,
}

impl Desk {
    /// The bursts among what was reported within the policy's window, the largest first. Staff only.
    pub fn bursts(&self, actor: &Actor, now: DateTime<Utc>) -> Result<Vec<Burst>, DeskError> {
        if !actor.is_staff() {
            return Err(Refusal::Forbidden("what others reported is for staff".into()).into());
        }
        let mut waiting = self.lately_reported(now)?;
        let mut bursts = Vec::new();
        // From the oldest on: each report is asked about once, or found with another.
        while let Some(seed) = waiting.pop() {
            let like = self.like_among(actor, &seed, &waiting)?;
            let (with_it, rest): (Vec<Ticket>, Vec<Ticket>) = waiting.into_iter().partition(|t| like.contains(&t.number));
            waiting = rest;
            bursts.extend(self.burst(seed, with_it));
        }
        bursts.sort_by_key(|burst| std::cmp::Reverse(burst.tickets.len()));
        Ok(bursts)
    }

    /// The burst a ticket is in.
    pub fn burst_of(&self, actor: &Actor, number: Number, now: DateTime<Utc>) -> Result<Option<Burst>, DeskError> {
        let ticket = self.ticket_for(actor, number)?;
        let waiting = self.lately_reported(now)?;
        if !actor.is_staff() || waiting.iter().all(|t| t.number != number) {
            return Ok(None);
        }
        let others: Vec<Ticket> = waiting.into_iter().filter(|t| t.number != number).collect();
        let like = self.like_among(actor, &ticket, &others)?;
        Ok(self.burst(ticket, others.into_iter().filter(|t| like.contains(&t.number)).collect()))
    }

    fn burst(&self, seed: Ticket, with_it: Vec<Ticket>) -> Option<Burst> {
        let mut all: Vec<Ticket> = [seed].into_iter().chain(with_it).collect();
        if all.len() < self.settings.policies.policy().burst.reports as usize {
            return None;
        }
        all.sort_by_key(|ticket| ticket.first_seq);
        let customers: HashSet<&str> = all.iter().map(|t| t.report.customer.as_str()).collect();
        Some(Burst {
            title: all[0].report.title.clone(),
            customers: customers.len(),
            first_at: all[0].submitted_at,
            last_at: all[all.len() - 1].submitted_at,
            tickets: all.iter().map(|t| t.number).collect(),
        })
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
