//! A line of a timeline: what happened, who did it, and what they said, in the reader's language.

use super::codes::{event, label, word};
use crate::desk::Desk;
use crate::page::{known, message};
use crate::people::{Actor, Role};
use crate::protocol::{redact, view};
use crate::reason::{EscalationReason, Said};
use crate::sla::{Calendar, ClockName};
use crate::ticket::*;
use crate::words::{Locale, Vocabulary};
use chrono::DateTime;
use serde_json::{Value, json};

/// An event's shape with its words and its time in the desk's zone.
pub fn line(tongue: Locale, actor: &Actor, desk: &Desk, of: &Ticket, recorded: &Recorded) -> Value {
    let calendar = &desk.settings().calendar;
    let mut line = view::event(of, recorded, actor, |number| desk.may_see_number(actor, number));
    let failed = match &recorded.event {
        TicketEvent::Accepted { items } => {
            items.iter().filter(|item| !item.passed).map(|item| format!("✗ {}", redact::reported(of, actor, &item.item))).collect()
        }
        _ => Vec::new(),
    };
    let name = if failed.is_empty() { recorded.event.name() } else { "not_accepted" };
    line["event"] = json!(event(tongue, name));
    line["at"] = json!(recorded.occurred_at.with_timezone(&calendar.zone).format("%Y-%m-%d %H:%M").to_string());
    line["text"] = json!([said(tongue, &line["data"], calendar)].into_iter().chain(failed).collect::<Vec<_>>().join("\n").trim());
    line
}

/// What a line of the timeline says beyond its name.
fn said(tongue: Locale, data: &Value, calendar: &Calendar) -> String {
    let text = |key: &str| data[key].as_str().filter(|t| !t.is_empty()).map(str::to_string);
    fn coded<T: Vocabulary>(tongue: Locale, data: &Value, key: &str) -> Option<String> {
        data[key].as_str().and_then(|code| T::parse(code).ok()).map(|value| word(tongue, value))
    }
    let codes = [
        coded::<Severity>(tongue, data, "severity"),
        coded::<RequirementType>(tongue, data, "requirement_type"),
        coded::<Priority>(tongue, data, "priority"),
        coded::<Approach>(tongue, data, "approach"),
        coded::<Verdict>(tongue, data, "verdict"),
        coded::<WaitingFor>(tongue, data, "waiting_for"),
        coded::<Satisfaction>(tongue, data, "satisfaction"),
        coded::<ClosedHow>(tongue, data, "how"),
    ];
    let to = text("to").map(|to| coded::<Role>(tongue, data, "to").unwrap_or(to)).map(|to| format!("→ {to}"));
    // By when something was promised; of a clock its name says which.
    let due = data["due_at"].as_str().and_then(|at| DateTime::parse_from_rfc3339(at).ok());
    let due = due.map(|at| format!("{} {}", message(tongue, "due"), at.with_timezone(&calendar.zone).format("%Y-%m-%d %H:%M")));
    let clock = coded::<ClockName>(tongue, data, "clock");
    let withdrawn = data["attachment"].as_u64().map(|nth| format!("#{nth}"));
    // Why the desk itself did something is told in words of its own.
    let reason = text("reason")
        .map(|reason| EscalationReason::read(&reason).filter(|_| data["automatic"] == true).map_or(reason, |why| why.said(tongue)));
    let texts = ["name", "who", "what", "text", "words", "report", "case", "ticket", "incident", "into", "from"]
        .map(text)
        .into_iter()
        .chain([reason]);
    let codes = codes.into_iter().chain([coded::<StepKind>(tongue, data, "kind")]);
    // Whoever judges a plan or reads what was done sees all of it.
    let labelled = ["cause", "workaround", "tested_with", "technical", "resources", "cost", "effort"];
    let labelled = labelled.iter().map(|key| text(key).map(|t| format!("{}: {t}", label(tongue, key))));
    let flags = [("failed", true), ("solved", true), ("solved", false), ("agreed", true), ("agreed", false)];
    let flags = flags.iter().filter(|(key, on)| data[*key].as_bool() == Some(*on)).map(|(key, on)| {
        let said = known(tongue, &format!("said.{key}.{on}")).map_or_else(|| label(tongue, key), str::to_string);
        Some(format!("{} {said}", if *on && *key != "failed" { "✓" } else { "✗" }))
    });
    let first =
        codes.chain(flags).chain([to, clock, withdrawn]).chain(texts).chain([due]).flatten().collect::<Vec<_>>().join(" · ");
    let more = labelled.flatten().collect::<Vec<_>>().join("\n");
    [first, more].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}
