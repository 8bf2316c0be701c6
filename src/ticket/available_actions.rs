//! Which steps an actor could take on a ticket now: what the pages offer as buttons.

use super::rejection::Rejection;
use crate::people::{Actor, Person, Role};
use crate::ticket::command::verb::{Step, Verb};
use crate::ticket::decide::facts::Facts;
use crate::ticket::decide::verbs::decide;
use crate::ticket::policy::rules::Rules;
use crate::ticket::state::fold::Ticket;
use crate::ticket::words::attachment::Attachment;
use crate::ticket::words::number::Number;
use crate::ticket::words::payloads::{Class, Resolution, TeamOrPerson, UatItem};
use crate::ticket::words::report::Supplement;
use crate::ticket::words::vocabulary::*;
use chrono::{DateTime, Utc};

impl Step {
    /// The steps that are offered, in the order of the process.
    const OFFERED: [Step; 33] = [
        Step::Triage,
        Step::Assign,
        Step::Start,
        Step::Evaluate,
        Step::Agree,
        Step::Progress,
        Step::Step,
        Step::Plan,
        Step::Approve,
        Step::SendBack,
        Step::Test,
        Step::FailTest,
        Step::Resolve,
        Step::Accept,
        Step::Confirm,
        Step::Close,
        Step::Reopen,
        Step::Hold,
        Step::Resume,
        Step::Escalate,
        Step::Link,
        Step::Attach,
        Step::Merge,
        Step::Split,
        Step::Declare,
        Step::Ask,
        Step::Deliver,
        Step::Schedule,
        Step::Watch,
        Step::Unwatch,
        Step::Supplement,
        Step::Note,
        Step::Upload,
    ];

    /// The verb with sample values, so that [`decide`] fails only because of role or state, or of a value ([`Rejection::Field`]).
    pub fn sample(self, ticket: &Ticket) -> Verb {
        let text = || String::from("-");
        let class = match ticket.kind() {
            Kind::Fault => Class::Fault { severity: Severity::Moderate },
            Kind::Requirement => Class::Requirement { requirement_type: RequirementType::Enhancement, priority: Priority::P2 },
        };
        let to = Person { name: String::new(), roles: Role::ALL.to_vec(), ..Person::default() };
        let other = Number::ticket(DateTime::UNIX_EPOCH.date_naive(), 1);
        let file = Attachment { name: text(), bytes: 1, digest: text(), internal: false };
        let resolution = Resolution { text: text(), cause: None, workaround: None, tested_with: text() };
        match self {
            Step::Triage => {
                Verb::Triage { class: Some(class), urgency: None, component: None, reason: Some(text()), proposed: None }
            }
            Step::Assign => Verb::Assign { to: Some(to), reason: Some(text()) },
            Step::Supplement => Verb::Supplement { supplement: Supplement { text: Some(text()), ..Supplement::default() } },
            Step::Start => Verb::Start,
            Step::Plan => Verb::Plan { approach: Approach::Fix, cause: text(), text: text(), overdue_reason: None },
            Step::Approve => Verb::Approve,
            Step::SendBack => Verb::SendBack { reason: text() },
            Step::Step => Verb::Step { kind: StepKind::Analysis, text: text(), failed: false, overdue_reason: None },
            Step::Progress => Verb::Progress { text: text(), overdue_reason: None },
            Step::Hold => Verb::Hold { waiting_for: WaitingFor::Customer, reason: text() },
            Step::Resume => Verb::Resume,
            Step::Test => Verb::Test,
            Step::FailTest => Verb::FailTest { reason: text() },
            Step::Resolve => Verb::Resolve { resolution, overdue_reason: None },
            Step::Confirm => Verb::Confirm { solved: true, satisfaction: None, words: None, said_how: None },
            Step::Close => Verb::Close,
            Step::Reopen => Verb::Reopen { reason: text() },
            Step::Escalate => Verb::Escalate { to: None, reason: text() },
            Step::Evaluate => Verb::Evaluate {
                technical: text(),
                resources: text(),
                cost: text(),
                effort: None,
                verdict: Verdict::Feasible,
                report: text(),
                priority: None,
                overdue_reason: None,
            },
            Step::Agree => Verb::Agree { agreed: true, words: None, said_how: None },
            Step::Accept => Verb::Accept { items: vec![UatItem { item: text(), passed: true }] },
            Step::Link => Verb::Link { case: other },
            Step::Attach => Verb::Attach { ticket: other },
            Step::Declare => Verb::Declare { tickets: vec![other] },
            Step::Merge => Verb::Merge { into: other },
            Step::Split => Verb::Split { title: text(), description: text(), kind: None, urgency: None },
            Step::Watch => Verb::Watch,
            Step::Unwatch => Verb::Unwatch,
            Step::Ask => Verb::Ask { of: TeamOrPerson::Team(Team::Development), what: text(), due_at: None },
            Step::Deliver => Verb::Deliver {
                ask: ticket.asks.iter().position(|ask| ask.delivered.is_none()).map_or(0, |i| i as u32 + 1),
                text: None,
            },
            Step::Schedule => Verb::Schedule { who: to, due_at: DateTime::UNIX_EPOCH, what: text(), reason: Some(text()) },
            Step::Note => Verb::Note { text: text(), overdue_reason: None },
            Step::Upload => Verb::Upload { files: vec![file] },
            Step::Withdraw => Verb::Withdraw { attachment: 1, reason: text() },
        }
    }
}

/// The steps that the actor's role and the ticket's state allow now, in the order of the process. Their values may still be
/// rejected.
pub fn open_steps(ticket: &Ticket, actor: &Actor, rules: &Rules, now: DateTime<Utc>) -> Vec<Step> {
    // Facts are only needed to check values, which this does not do.
    let facts = Facts::default();
    let possible = |step: &Step| {
        let decided = decide(ticket, &facts, actor, step.sample(ticket), rules, now);
        matches!(decided, Ok(_) | Err(Rejection::Field { .. }))
    };
    let awaits_delivery = ticket.asks.iter().any(|ask| ask.delivered.is_none());
    let sensible = |step: &Step| *step != Step::Deliver || awaits_delivery;
    Step::OFFERED.into_iter().filter(|step| sensible(step) && possible(step)).collect()
}
