//! The JSON shapes of answers: what CONTRACT promises, masked, and no more than the reader may see. Shared with the CLI.

use super::masked;
use crate::case::{mask_email, mask_name, mask_phone, mask_wechat};
use crate::desk::TicketView;
use crate::ledger::BoardRow;
use crate::people::Actor;
use crate::sla::Clock;
use crate::ticket::*;
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Map, Value, json};

pub use super::found::{consultation, found, matches};

pub fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

pub(super) fn maybe_time(at: Option<DateTime<Utc>>) -> Value {
    at.map_or(Value::Null, |t| json!(time(t)))
}

/// How a reader of this role meets the names of staff: customers masked, staff whole.
fn staff_name(reader: &Actor, name: &str) -> String {
    if reader.is_staff() || reader.name() == name { name.to_string() } else { mask_name(name) }
}

pub fn contact(contact: &Contact) -> Value {
    json!({
        "name": mask_name(&contact.name),
        "phone": contact.phone.as_deref().map(mask_phone),
        "wechat": contact.wechat.as_deref().map(mask_wechat),
        "email": contact.email.as_deref().map(mask_email),
    })
}

pub fn whole_contact(contact: &Contact) -> Value {
    json!({"name": contact.name, "phone": contact.phone, "wechat": contact.wechat, "email": contact.email})
}

pub fn clock(clock: &Clock) -> Value {
    json!({
        "name": clock.name,
        "started_at": time(clock.started_at),
        "due_at": time(clock.due_at),
        "state": clock.state,
        "met_at": maybe_time(clock.met_at),
        "warn_at": maybe_time(clock.warn_at),
        "explanation": clock.explanation.en(),
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
    merge(&mut shape, masked::of_ticket(&view.ticket, reader, told));
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
    masked::of_ticket(t, reader, shape)
}

/// The files a reader may read, by their numbers.
pub fn attachments(t: &Ticket, reader: &Actor) -> Vec<Value> {
    let shape = |(nth, filed): (u32, &Filed)| {
        let file = &filed.file;
        let mut shape = json!({"attachment": nth, "name": masked::reported(t, reader, &file.name), "bytes": file.bytes, "sha256": file.digest,
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

/// What only staff read.
fn inner_work(t: &Ticket) -> Value {
    let plan = |p: &Plan| {
        let (decision, by, reason) = match &p.decision {
            PlanDecision::Waiting => ("waiting", None, None),
            PlanDecision::Approved { by } => ("approved", Some(by), None),
            PlanDecision::SentBack { by, reason } => ("sent_back", Some(by), Some(reason)),
        };
        json!({"revision": p.revision, "by": p.by, "at": time(p.at), "approach": p.approach, "cause": p.cause,
               "text": p.text, "decision": decision, "decided_by": by, "reason": reason})
    };
    let miss = |m: &Miss| json!({"clock": m.clock, "due_at": time(m.due_at), "late": m.late, "reason": m.reason});
    let step = |s: &StepTaken| json!({"kind": s.kind, "text": s.text, "failed": s.failed, "by": s.by, "at": time(s.at)});
    json!({
        "plans": t.plans.iter().map(plan).collect::<Vec<_>>(),
        "steps_taken": t.steps.iter().map(step).collect::<Vec<_>>(),
        "links": t.links,
        "attached_to": t.attached_to,
        "incident": t.incident,
        "watchers": t.watchers,
        "asks": t.asks.iter().zip(1..).map(|(ask, i)| asked(ask, i)).collect::<Vec<_>>(),
        "consultation": t.consulted,
        "escalations": t.marks.escalations,
        "escalation_level": t.marks.escalation_level(),
        "escalated_to": t.marks.escalated_to(),
        "misses": t.marks.misses.iter().map(miss).collect::<Vec<_>>(),
        "overdue_reason": t.marks.overdue_reason(),
        "overdue_reason_wanted": t.marks.unexplained().next().is_some(),
        "source": t.imported.as_ref().map(|h| json!({"system": h.source, "id": h.source_id})),
    })
}

fn asked(ask: &Ask, i: u32) -> Value {
    let (team, to) = match &ask.of {
        Asked::Team(team) => (Some(team), None),
        Asked::Person(name) => (None, Some(name)),
    };
    let delivered = ask.delivered.as_ref().map(|d| json!({"by": d.by, "at": time(d.at), "text": d.text}));
    json!({"ask": i, "team": team, "to": to, "what": ask.what, "due_at": maybe_time(ask.due_at), "by": ask.by,
           "at": time(ask.at), "delivered": delivered})
}

fn merge(into: &mut Value, from: Value) {
    if let (Value::Object(into), Value::Object(from)) = (into, from) {
        into.extend(from);
    }
}

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
        "data": masked::of_ticket(of, reader, data),
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

/// How good the suggestions are.
pub fn quality(quality: &crate::desk::Quality) -> Value {
    let percent = |share: f64| (share * 100.0).round() / 100.0;
    let recall: serde_json::Map<String, Value> =
        quality.recall.iter().map(|(k, share)| (k.to_string(), json!(percent(*share)))).collect();
    let missed = quality.missed.iter().map(|m| json!({"asked_by": m.asked_by, "right": m.right}));
    let share = 100.0 * quality.ended as f64 / quality.consultations.max(1) as f64;
    json!({
        "computed_at": time(quality.computed_at), "weights": quality.weights, "questions": quality.questions,
        "recall": recall, "mrr10": percent(quality.mrr10), "missed": missed.collect::<Vec<_>>(),
        "consultations": {"days": quality.days, "total": quality.consultations, "ended": quality.ended, "share": percent(share)},
    })
}
