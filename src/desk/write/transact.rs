//! Executes a decision and its effects in one transaction, with a worklist of effects. Terminates because effects go from a
//! ticket to those that joined it, and a ticket that has joined another cannot be joined.

use super::append::WriteContext;
use super::project::project;
use super::{archive, misses::misses};
use crate::desk::error::DeskError;
use crate::people::Actor;
use crate::ticket::{Effect, Needs, Number, ParentUpdate, Ticket, TicketEvent, effects, propagated};
use std::rc::Rc;

/// Pending effects, each with its ticket after the write that caused it. A stack: the effects of a write are recorded before
/// what was decided after it.
type Left = Vec<(Rc<Ticket>, Effect)>;

impl WriteContext<'_> {
    /// Appends to a ticket and executes the effects; returns the ticket after them.
    pub fn transact(&self, ticket: Ticket, actor: &Actor, events: Vec<TicketEvent>) -> Result<Ticket, DeskError> {
        let mut left = Left::new();
        let after = self.written(ticket, actor, events, &mut left)?;
        self.follow(after, actor, left)
    }

    /// Creates a ticket and executes the effects.
    pub fn transact_new(&self, number: Number, actor: &Actor, events: Vec<TicketEvent>) -> Result<Ticket, DeskError> {
        let after = Rc::new(self.begin(number, actor, events.clone(), false)?);
        let mut left = Left::new();
        put_first(&mut left, &after, effects(None, &after, &events));
        self.follow(after, actor, left)
    }

    /// Propagates to joined tickets that their parent was closed by its source.
    pub fn propagate_end(&self, ended: Ticket, actor: &Actor) -> Result<(), DeskError> {
        let ended = Rc::new(ended);
        let left = vec![(ended.clone(), Effect::PropagateToAll(ParentUpdate::Ended))];
        self.follow(ended, actor, left).map(drop)
    }

    fn follow(&self, first: Rc<Ticket>, actor: &Actor, mut left: Left) -> Result<Ticket, DeskError> {
        let mut first = first;
        while let Some((of, effect)) = left.pop() {
            let written = match effect {
                Effect::Archive => {
                    archive::write_case(self.tx, &of, actor, self.now)?;
                    project(self.tx, &of, self.settings, self.now)?;
                    None
                }
                Effect::Reopened => {
                    archive::mark_reopened(self.tx, of.number, actor, self.now)?;
                    None
                }
                Effect::Record(number, event) => {
                    let other = self.tx.ticket(number)?.ok_or_else(|| DeskError::no_ticket(number))?;
                    Some(self.written(other, actor, vec![*event], &mut left)?)
                }
                Effect::PropagateToAll(update) => {
                    let joined = self.tx.attached_to(of.number)?.into_iter();
                    let propagated = joined.map(|to| Effect::Propagate { to, of: of.number, update: update.clone() });
                    put_first(&mut left, &of, propagated.collect());
                    None
                }
                Effect::Propagate { to, of: number, update } if number == of.number => {
                    self.propagate(to, &of, &update, actor, &mut left)?
                }
                Effect::Propagate { to, of: number, update } => {
                    let of = self.tx.ticket(number)?.ok_or_else(|| DeskError::no_ticket(number))?;
                    self.propagate(to, &of, &update, actor, &mut left)?
                }
            };
            first = written.filter(|written| written.number == first.number).unwrap_or(first);
        }
        Ok(Rc::unwrap_or_clone(first))
    }

    fn propagate(
        &self,
        to: Number,
        of: &Ticket,
        update: &ParentUpdate,
        actor: &Actor,
        left: &mut Left,
    ) -> Result<Option<Rc<Ticket>>, DeskError> {
        let Some(joined) = self.readable(to)? else { return Ok(None) };
        let facts = self.facts(&joined, actor, Needs::of_update(&joined, of, update))?;
        let events = propagated(&joined, of, update, &facts, actor, &self.settings.policies.policy().rules);
        if events.is_empty() {
            return Ok(None);
        }
        self.written(joined, actor, events, left).map(Some)
    }

    /// Appends and pushes the effects. Triage and reopening start new clocks, so misses of the old ones are recorded first.
    fn written(&self, ticket: Ticket, actor: &Actor, events: Vec<TicketEvent>, left: &mut Left) -> Result<Rc<Ticket>, DeskError> {
        let anew = |event: &TicketEvent| matches!(event, TicketEvent::Triaged { .. } | TicketEvent::Reopened { .. });
        let missed = if events.iter().any(anew) { misses(&ticket, self.settings, self.now) } else { Vec::new() };
        let before = if missed.is_empty() { ticket } else { self.append(ticket, &Actor::System, missed)? };
        let after = Rc::new(self.append(before.clone(), actor, events.clone())?);
        put_first(left, &after, effects(Some(&before), &after, &events));
        Ok(after)
    }
}

/// Pushes effects so that the first is executed first.
fn put_first(left: &mut Left, of: &Rc<Ticket>, effects: Vec<Effect>) {
    left.extend(effects.into_iter().rev().map(|effect| (of.clone(), effect)));
}
