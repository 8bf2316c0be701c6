//! A ticket, masked, and no more of it than its reader may see.

use super::inner_work::inner_work;
use super::people::{contact, staff_name};
use super::time::{maybe_time, time};
use crate::desk::TicketView;
use crate::people::Actor;
use crate::protocol::redact;
use crate::reason::Said;
use crate::sla::Clock;
use crate::ticket::*;
use crate::words::Locale;
use serde_json::{Value, json};

pub fn clock(clock: &Clock) -> Value {
    json!({
        "name": clock.name,
        "started_at": time(clock.started_at),
        "due_at": time(clock.due_at),
        "state": clock.state,
        "met_at": maybe_time(clock.met_at),
        "warn_at": maybe_time(clock.warn_at),
        "explanation": clock.explanation.said(Locale::En),
    })
}

/// A ticket whole. A customer's copy leaves out the desk's inner work and every number that is not theirs.
pub fn ticket(view: &TicketView, reader: &Actor) -> Value {
    let mut shape = ticket_but_for_report(view, reader);
    let report = &view.ticket.report;
    let mut told = json!({"description": report.description});
    match &report.particulars {
        Particulars::Fault { steps, error } => merge(&mut told, json!({"steps": steps, "error": error})),
        Particulars::Requirement { scenario, effect, .. } => merge(&mut told, json!({"scenario": scenario, "effect": effect})),
    }
    merge(&mut shape, redact::of_ticket(&view.ticket, reader, told));
    shape
}

/// As [`ticket`], without the texts that were reported, which may be large: a page renders them on its own.
pub fn ticket_but_for_report(view: &TicketView, reader: &Actor) -> Value {
    let t = &view.ticket;
    let report = &t.report;
    let named = |number: &Number| view.names(*number);
    let name = |name: &Option<String>| name.as_deref().map(|n| staff_name(reader, n));
    let mut shape = json!({
        "number": t.number,
        "requirement_number": t.requirement_number,
        "kind": t.kind(),
        "status": t.status(),
        "archived": view.archived,
        "title": report.title,
        "channel": report.channel,
        "customer": report.customer,
        "contact": contact(&report.contact),
        "product": report.product,
        "component": t.component,
        "version_reported": report.version,
        "urgency": t.urgency,
        "severity": t.severity(),
        "missing": t.missing(),
        "submitted_at": time(t.submitted_at),
        "occurred_at": maybe_time(report.occurred_at),
        "registered_by": staff_name(reader, &t.registered_by),
        "assessor": name(&t.assessor),
        "assignee": name(&t.responsible),
        "hold": t.hold,
        "merged_into": t.merged_into.filter(named),
        "merged": t.merged.iter().filter(|n| named(n)).collect::<Vec<_>>(),
        "parts": t.parts.iter().filter(|n| named(n)).collect::<Vec<_>>(),
        "part_of": t.part_of.filter(named),
        "delivery": t.delivery.as_ref().map(|d| delivery(t, d, reader)),
        "waits_for": turn(t).map(|turn| turn.seen_by(reader)),
        "attachments": attachments(t, reader),
        "clocks": view.clocks.iter().map(clock).collect::<Vec<_>>(),
        "version": t.version,
        "url": format!("/tickets/{}", t.number),
    });
    if let Particulars::Requirement { priority, .. } = &report.particulars {
        merge(&mut shape, json!({"customer_priority": priority}));
    }
    if let Some(Class::Requirement { requirement_type, priority }) = &t.class {
        merge(&mut shape, json!({"requirement_type": requirement_type, "priority": priority}));
    }
    merge(&mut shape, ending(view, reader));
    if let Some(e) = &t.evaluation {
        let inner = json!({"technical": e.technical, "resources": e.resources, "cost": e.cost, "effort": e.effort});
        let mut evaluation = json!({"verdict": e.verdict, "report": e.report, "agreed": e.agreed});
        if reader.is_staff() {
            merge(&mut evaluation, inner);
        }
        shape["evaluation"] = evaluation;
    }
    if reader.is_staff() {
        merge(&mut shape, inner_work(t));
        shape["joined"] = json!(view.joined);
    }
    redact::of_ticket(t, reader, shape)
}

/// The files a reader may read, by their numbers.
pub fn attachments(t: &Ticket, reader: &Actor) -> Vec<Value> {
    let shape = |(nth, filed): (u32, &Filed)| {
        let file = &filed.file;
        let mut shape = json!({"attachment": nth, "name": redact::reported(t, reader, &file.name), "bytes": file.bytes, "sha256": file.digest,
               "by": staff_name(reader, &filed.by), "at": time(filed.at), "url": format!("/tickets/{}/attachments/{nth}", t.number)});
        if reader.is_staff() {
            shape["internal"] = json!(file.internal);
        }
        shape
    };
    t.attachments_for(reader).map(shape).collect()
}

/// The plan of a requirement's delivery, and how it stands.
fn delivery(t: &Ticket, delivery: &Delivery, reader: &Actor) -> Value {
    let state = match t.status() {
        Status::Resolved | Status::Closed => "delivered",
        Status::Testing => "testing",
        _ => "planned",
    };
    json!({"who": staff_name(reader, &delivery.who), "due_at": time(delivery.due_at), "what": delivery.what, "state": state,
           "changes": delivery.changes})
}

/// What it came to. A customer is not told the cause, nor the number of a case they may not read.
fn ending(view: &TicketView, reader: &Actor) -> Value {
    let t = &view.ticket;
    let (answer, resolved_at, closed_at, outcome) = match &t.phase {
        Phase::Resolved { answer, at, .. } => (Some(answer), Some(*at), None, None),
        Phase::Closed { answer, resolved_at, at, outcome, .. } => (answer.as_ref(), *resolved_at, Some(*at), Some(*outcome)),
        _ => (None, None, None, None),
    };
    let resolution = match answer {
        Some(Answer::Worked(r)) => {
            let mut told = json!({"text": r.text, "workaround": r.workaround});
            if reader.is_staff() {
                told["cause"] = json!(r.cause);
            }
            told
        }
        Some(Answer::Case(case)) => json!({"case": view.names(*case).then_some(case)}),
        None => Value::Null,
    };
    let (closed_how, known) = match &t.phase {
        Phase::Closed { how, known, .. } => (*how, Some(*known)),
        _ => (None, None),
    };
    let confirmed = match &t.phase {
        Phase::Resolved { confirmation, .. } => Some(confirmation.is_some()),
        _ => None,
    };
    json!({
        "resolution": resolution,
        "confirmed": confirmed,
        "resolved_at": maybe_time(resolved_at),
        "closed_at": maybe_time(closed_at),
        "closed_how": closed_how,
        "outcome": outcome,
        "known": known,
        "uat": t.uat,
    })
}

fn merge(into: &mut Value, from: Value) {
    if let (Value::Object(into), Value::Object(from)) = (into, from) {
        into.extend(from);
    }
}
