//! A ticket as a row of a list.

use super::people::staff_name;
use super::time::{maybe_time, time};
use crate::ledger::BoardRow;
use crate::people::Actor;
use serde_json::{Value, json};

pub fn board_row(row: &BoardRow, reader: &Actor) -> Value {
    json!({
        "number": row.number,
        "requirement_number": row.requirement_number,
        "kind": row.kind,
        "status": row.status,
        "waits_for": row.turn.map(|turn| turn.seen_by(reader)),
        "archived": row.archived,
        "urgency": row.urgency,
        "severity": row.severity,
        "title": row.title,
        "customer": row.customer,
        "assignee": row.assignee.as_deref().map(|n| staff_name(reader, n)),
        "product": row.product,
        "component": row.component,
        "submitted_at": time(row.submitted_at),
        "updated_at": time(row.updated_at),
        "next_due_at": maybe_time(row.next_due_at),
        "overdue_at": maybe_time(row.overdue_at),
        "escalation_level": if reader.is_staff() { Some(row.escalation_level) } else { None },
        "version": row.version,
        "url": format!("/tickets/{}", row.number),
    })
}
