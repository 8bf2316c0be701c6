//! Which steps somebody could take on a ticket now: what the pages offer as buttons.

use super::decide::{Rules, decide};
use super::event::{Class, Resolution, UatItem};
use super::fold::Ticket;
use super::number::Number;
use super::report::Supplement;
use super::verb::{Refusal, Verb};
use super::vocabulary::*;
use crate::people::{Actor, Person, Role};
use chrono::{DateTime, Utc};

/// Verbs in the order the process takes them, each with a body that is right as far as a body can be.
fn samples(ticket: &Ticket) -> Vec<Verb> {
    let text = || String::from("-");
    let class = match ticket.kind() {
        Kind::Fault => Class::Fault { severity: Severity::Moderate },
        Kind::Requirement => Class::Requirement { requirement_type: RequirementType::Enhancement, priority: Priority::P2 },
    };
    let to = Person { name: String::new(), roles: Role::ALL.to_vec(), company: None, inactive: false };
    let other = Number::ticket(chrono::NaiveDate::MIN, 1);
    let resolution = Resolution { text: text(), cause: None, workaround: None, tested_with: text() };
    vec![
        Verb::Triage { class, urgency: None, component: None, reason: Some(text()) },
        Verb::Assign { to, reason: Some(text()) },
        Verb::Start,
        Verb::Evaluate { technical: text(), resources: text(), cost: text(), verdict: Verdict::Feasible, report: text() },
        Verb::Agree { agreed: true, words: None, said_how: None },
        Verb::Progress { text: text(), overdue_reason: None },
        Verb::Step { kind: StepKind::Analysis, text: text(), failed: false, overdue_reason: None },
        Verb::Plan { approach: Approach::Fix, cause: text(), text: text() },
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
        Verb::Escalate { reason: text() },
        Verb::Link { case: other },
        Verb::Attach { ticket: other },
        Verb::Supplement { told: Supplement { text: Some(text()), ..Supplement::default() } },
        Verb::Note { text: text(), overdue_reason: None },
    ]
}

/// The names of the steps that role and state allow now; the body may still be refused.
pub fn open_steps(ticket: &Ticket, actor: &Actor, rules: &Rules, now: DateTime<Utc>) -> Vec<&'static str> {
    let possible = |verb: &Verb| {
        let decided = decide(ticket, actor, verb.clone(), rules, now);
        matches!(decided, Ok(_) | Err(Refusal::BadField { .. }))
    };
    samples(ticket).iter().filter(|verb| possible(verb)).map(Verb::name).collect()
}
