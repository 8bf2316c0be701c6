//! Marking notices as seen.

use crate::desk::core::desk::Desk;
use crate::desk::error::DeskError;
use crate::desk::queries::notices::named;
use crate::people::Actor;
use crate::ticket::Number;

/// Marks the actor's notices up to and including `up_to` as seen; of one ticket, or of all.
pub fn see_notices(desk: &Desk, actor: &Actor, up_to: u64, number: Option<Number>) -> Result<(), DeskError> {
    let name = named(actor)?.name.clone();
    desk.ledger.write(move |tx| tx.see_notices(&name, up_to, number).map_err(DeskError::from))
}
