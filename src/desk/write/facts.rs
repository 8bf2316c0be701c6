//! The facts a decision needs beside the ticket, read in its transaction.

use super::append::WriteContext;
use crate::desk::core::access::sees_ticket;
use crate::desk::error::DeskError;
use crate::people::Actor;
use crate::ticket::{Facts, Needs, NextNumber, Number, Other, Series, Ticket};
use std::collections::BTreeMap;

impl WriteContext<'_> {
    pub fn facts(&self, ticket: &Ticket, actor: &Actor, needs: Needs) -> Result<Facts, DeskError> {
        let Needs { others, case, assignee, responsible, has_joined, next_number } = needs;
        let person =
            |name: Option<String>| -> Result<_, DeskError> { Ok(name.map(|name| self.tx.person(&name)).transpose()?.flatten()) };
        let mut known = BTreeMap::new();
        for number in others {
            known.extend(self.other(number, actor)?.map(|other| (number, other)));
        }
        let day = self.settings.calendar.local_day(self.now);
        let next = |what: NextNumber| match what {
            NextNumber::Requirement => self.tx.next_number(Series::Requirement, day),
            NextNumber::Part => self.tx.next_number(Series::Ticket, day),
        };
        Ok(Facts {
            responsible: person(responsible)?,
            assignee: person(assignee)?,
            case: match case {
                Some(case) => self.tx.case(case)?.map(|_| case),
                None => None,
            },
            others: known,
            has_joined: has_joined && self.has_joined(ticket.number)?,
            next_number: next_number.map(next).transpose()?,
        })
    }

    fn other(&self, number: Number, actor: &Actor) -> Result<Option<Other>, DeskError> {
        let Some(ticket) = self.tx.ticket(number)?.filter(|ticket| sees_ticket(actor, ticket)) else { return Ok(None) };
        Ok(Some(Other {
            is_open: ticket.is_open(),
            attached_to: ticket.attached_to,
            has_joined: self.has_joined(number)?,
            customer: ticket.report.customer,
        }))
    }

    fn has_joined(&self, number: Number) -> Result<bool, DeskError> {
        Ok(!self.tx.attached_to(number)?.is_empty())
    }
}
