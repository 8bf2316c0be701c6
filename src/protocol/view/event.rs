//! A line of a ticket's timeline, masked, and no more of it than its reader may see.

use super::people::staff_name;
use super::time::time;
use crate::case::mask_name;
use crate::people::Actor;
use crate::protocol::redact;
use crate::ticket::*;
use serde_json::{Map, Value, json};

/// One line of the timeline. What personal data the event holds is masked or left out, and so is the number of what the reader
/// may not read.
pub fn event(of: &Ticket, recorded: &Recorded, reader: &Actor, told: impl Fn(Number) -> bool) -> Value {
    let data = match &recorded.event {
        TicketEvent::Registered { consulted, .. } if reader.is_staff() => json!({"consulted": consulted}),
        TicketEvent::Registered { .. } => json!({}),
        TicketEvent::Imported { history, .. } => json!({"source": history.source, "source_id": history.source_id}),
        TicketEvent::SourceChanged { history, text, .. } => {
            json!({"source": history.source, "source_id": history.source_id, "text": text})
        }
        TicketEvent::Noted { text, .. } => json!({"text": text}),
        TicketEvent::Assigned { to, .. } if !reader.is_staff() => json!({"to": mask_name(to)}),
        // Which ticket it was told on first may be another customer's.
        TicketEvent::Progressed { text, .. } if !reader.is_staff() => json!({"text": text}),
        TicketEvent::DeliveryPlanned { due_at, what, .. } if !reader.is_staff() => json!({"due_at": time(*due_at), "what": what}),
        // What is asked of the customer is theirs to read; why else it waits is not.
        TicketEvent::Held { waiting_for: WaitingFor::Customer, reason } if !reader.is_staff() => {
            json!({"waiting_for": WaitingFor::Customer, "reason": reason})
        }
        TicketEvent::Held { waiting_for, .. } if !reader.is_staff() => json!({"waiting_for": waiting_for}),
        TicketEvent::Triaged { class, urgency, .. } if !reader.is_staff() => json!({"class": class, "urgency": urgency}),
        TicketEvent::Resolved { resolution } if !reader.is_staff() => {
            json!({"text": resolution.text, "workaround": resolution.workaround})
        }
        TicketEvent::Evaluated { verdict, report, .. } if !reader.is_staff() => json!({"verdict": verdict, "report": report}),
        event if !reader.is_staff() && event.tied_to().is_some_and(|number| !told(number)) => json!({}),
        TicketEvent::FileAdded { file } => json!({"name": file.name, "bytes": file.bytes, "internal": file.internal}),
        TicketEvent::FileWithdrawn { attachment, .. } if !reader.is_staff() => json!({"attachment": attachment}),
        other => without_tag(serde_json::to_value(other).unwrap_or_default()),
    };
    json!({
        "seq": recorded.seq,
        "version": recorded.version,
        "event": recorded.event.name(),
        "actor": staff_name(reader, &recorded.actor),
        "occurred_at": time(recorded.occurred_at),
        "recorded_at": time(recorded.recorded_at),
        "data": redact::of_ticket(of, reader, data),
    })
}

fn without_tag(value: Value) -> Value {
    match value {
        Value::Object(mut map) => {
            map.remove("event");
            Value::Object(map)
        }
        _ => Value::Object(Map::new()),
    }
}
