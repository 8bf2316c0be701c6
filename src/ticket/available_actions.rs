//! Which steps somebody could take on a ticket now: what the pages offer as buttons.

use super::rejection::Refusal;
use crate::people::{Actor, Person, Role};
use crate::ticket::command::verb::Verb;
use crate::ticket::decide::facts::Facts;
use crate::ticket::decide::verbs::decide;
use crate::ticket::policy::rules::Rules;
use crate::ticket::state::fold::Ticket;
use crate::ticket::words::attachment::Attachment;
use crate::ticket::words::number::Number;
use crate::ticket::words::payloads::{Asked, Class, Resolution, UatItem};
use crate::ticket::words::report::Supplement;
use crate::ticket::words::vocabulary::*;
use chrono::{DateTime, Utc};

/// Verbs in the order the process takes them, each with a body that is right as far as a body can be.
fn samples(ticket: &Ticket) -> Vec<Verb> {
    let text = || String::from("-");
    let class = match ticket.kind() {
        Kind::Fault => Class::Fault { severity: Severity::Moderate },
        Kind::Requirement => Class::Requirement { requirement_type: RequirementType::Enhancement, priority: Priority::P2 },
    };
    let to = Person { name: String::new(), roles: Role::ALL.to_vec(), ..Person::default() };
    let other = Number::ticket(chrono::NaiveDate::MIN, 1);
    let file = Attachment { name: text(), bytes: 1, digest: text(), internal: false };
    let resolution = Resolution { text: text(), cause: None, workaround: None, tested_with: text() };
    vec![
        Verb::Triage { class: Some(class), urgency: None, component: None, reason: Some(text()), proposed: None },
        Verb::Assign { to: Some(to.clone()), reason: Some(text()) },
        Verb::Start,
        Verb::Evaluate {
            technical: text(),
            resources: text(),
            cost: text(),
            effort: None,
            verdict: Verdict::Feasible,
            report: text(),
            priority: None,
            overdue_reason: None,
        },
        Verb::Agree { agreed: true, words: None, said_how: None },
        Verb::Progress { text: text(), overdue_reason: None },
        Verb::Step { kind: StepKind::Analysis, text: text(), failed: false, overdue_reason: None },
        Verb::Plan { approach: Approach::Fix, cause: text(), text: text(), overdue_reason: None },
        Verb::Approve,
        Verb::SendBack { reason: text() },
        Verb::Test,
        Verb::FailTest { reason: text() },
        Verb::Resolve { resolution, overdue_reason: None },
        Verb::Accept { items: vec![UatItem { item: text(), passed: true }] },
        Verb::Confirm { solved: true, satisfaction: None, words: None, said_how: None },
        Verb::Close,
        Verb::Reopen { reason: text() },
        Verb::Hold { waiting_for: WaitingFor::Customer, reason: text() },
        Verb::Resume,
        Verb::Escalate { to: None, reason: text() },
        Verb::Link { case: other },
        Verb::Attach { ticket: other },
        Verb::Merge { into: other },
        Verb::Split { title: text(), description: text(), kind: None, urgency: None },
        Verb::Declare { tickets: vec![other] },
        Verb::Ask { of: Asked::Team(Team::Development), what: text(), due_at: None },
        Verb::Deliver { ask: ticket.asks.iter().position(|ask| ask.delivered.is_none()).map_or(0, |i| i as u32 + 1), text: None },
        Verb::Schedule { who: to, due_at: DateTime::UNIX_EPOCH, what: text(), reason: Some(text()) },
        Verb::Watch,
        Verb::Unwatch,
        Verb::Supplement { told: Supplement { text: Some(text()), ..Supplement::default() } },
        Verb::Note { text: text(), overdue_reason: None },
        Verb::Upload { files: vec![file] },
    ]
}

/// The names of the steps that role and state allow now; the body may still be refused.
pub fn open_steps(ticket: &Ticket, actor: &Actor, rules: &Rules, now: DateTime<Utc>) -> Vec<&'static str> {
    // What is named in a body may still be refused; that needs no facts.
    let facts = Facts::default();
    let possible = |verb: &Verb| {
        let decided = decide(ticket, &facts, actor, verb.clone(), rules, now);
        matches!(decided, Ok(_) | Err(Refusal::BadField { .. }))
    };
    let awaits_delivery = ticket.asks.iter().any(|ask| ask.delivered.is_none());
    let sensible = |verb: &&Verb| !matches!(verb, Verb::Deliver { .. }) || awaits_delivery;
    samples(ticket).iter().filter(sensible).filter(|verb| possible(verb)).map(Verb::name).collect()
}
