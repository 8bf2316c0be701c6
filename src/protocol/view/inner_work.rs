//! The desk's inner work on a ticket, which only staff read.

use super::time::{maybe_time, time};
use crate::ticket::*;
use serde_json::{Value, json};

/// What only staff read.
pub fn inner_work(t: &Ticket) -> Value {
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
