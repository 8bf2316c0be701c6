//! Steps on tickets, and the files that go with some of them.

use super::attachments;
use super::step::{ActRequest, act_alone};
use crate::desk::core::desk::Desk;
use crate::desk::error::DeskError;
use crate::people::Actor;
use crate::ticket::{Ticket, Verb};
use chrono::{DateTime, Utc};

/// Takes a step on a ticket; returns the ticket after it.
pub fn act(desk: &Desk, actor: &Actor, request: ActRequest, now: DateTime<Utc>) -> Result<Ticket, DeskError> {
    match request.verb {
        Verb::Withdraw { attachment, .. } => attachments::withdraw(desk, actor, request, attachment, now),
        _ => act_alone(desk, actor, request, now),
    }
}
