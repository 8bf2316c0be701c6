//! What is proposed for a ticket, each with its evidence, and a burst of like reports.

use super::time::time;
use crate::desk::{AssigneeCandidate, Burst, Proposal, Suggestion};
use crate::ticket::Class;
use serde_json::{Value, json};

pub fn shape(proposal: &Proposal, in_burst: Option<&Burst>) -> Value {
    let (mut severity, mut requirement) = (Value::Null, Value::Null);
    if let Some(class) = &proposal.class {
        match &class.value {
            Class::Fault { severity: s } => severity = suggested(json!(s), class),
            Class::Requirement { requirement_type, priority } => {
                requirement = suggested(json!(requirement_type), class);
                requirement["priority"] = json!(priority);
            }
        }
    }
    let first = proposal.candidates.first();
    json!({
        "severity": severity,
        "requirement_type": requirement,
        "component": proposal.component.as_ref().map(|c| suggested(json!(c.value), c)),
        "assignee": first.map(candidate),
        "candidates": proposal.candidates.iter().map(candidate).collect::<Vec<_>>(),
        "burst": in_burst.map(burst),
    })
}

fn suggested<T>(value: Value, of: &Suggestion<T>) -> Value {
    json!({"value": value, "like": of.like, "count": of.like.len(), "of": of.of, "solved_by": of.solved_by})
}

fn candidate(c: &AssigneeCandidate) -> Value {
    json!({"name": c.name, "load": c.load, "solved": c.solved, "on_duty": c.on_duty, "deputy_for": c.deputy_for, "by_rule": c.by_rule})
}

pub fn burst(b: &Burst) -> Value {
    json!({"tickets": b.tickets, "count": b.tickets.len(), "title": b.title, "customers": b.customers,
           "first_at": time(b.first_at), "last_at": time(b.last_at)})
}
