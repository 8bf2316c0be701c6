//! The files of a ticket as its page lists them.

use crate::page::message;
use crate::people::Actor;
use crate::protocol::view;
use crate::ticket::{Ticket, Verb, may, taken};
use crate::words::Locale;
use serde_json::{Value, json};

/// The files that may be read, as a page lists them, and what may be done with them.
pub fn listed(tongue: Locale, actor: &Actor, ticket: &Ticket, may_add: bool) -> Value {
    let mut list = view::attachments(ticket, actor);
    for ((nth, filed), shape) in ticket.attachments_for(actor).zip(&mut list) {
        shape["internal"] = json!(filed.file.internal);
        shape["picture"] = json!(filed.file.picture().is_some());
        shape["size"] = json!(size(filed.file.bytes));
        let withdraw = Verb::Withdraw { attachment: nth, reason: String::new() };
        shape["may_withdraw"] = json!(ticket.is_open() && may(actor, ticket, &withdraw).is_ok());
    }
    let accept = taken().map(|end| format!(".{end}")).collect::<Vec<_>>().join(",");
    let hint = ticket.report.missing().contains(&"error").then(|| message(tongue, "files.hint"));
    json!({"list": list, "may_add": may_add, "may_hide": actor.is_staff(), "accept": accept, "hint": hint})
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1_024 => format!("{bytes} B"),
        1_024..1_048_576 => format!("{} KB", bytes.div_ceil(1_024)),
        _ => format!("{:.1} MB", bytes as f64 / 1_048_576.0),
    }
}
