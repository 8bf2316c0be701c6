//! Every state a ticket comes to in the process, by name.

use super::story::{Story, report};
use crate::ticket::*;

fn text() -> String {
    "-".into()
}

pub fn triage(class: Class) -> Verb {
    Verb::Triage { class: Some(class), urgency: None, component: None, reason: None, proposed: None }
}

pub fn fault(severity: Severity) -> Verb {
    triage(Class::Fault { severity })
}

pub fn requirement() -> Verb {
    triage(Class::Requirement { requirement_type: RequirementType::Enhancement, priority: Priority::P2 })
}

pub fn resolve() -> Verb {
    let resolution = Resolution { text: text(), cause: None, workaround: None, tested_with: "wang".into() };
    Verb::Resolve { resolution, overdue_reason: None }
}

pub fn evaluate(verdict: Verdict) -> Verb {
    Verb::Evaluate {
        technical: text(),
        resources: text(),
        cost: text(),
        effort: None,
        verdict,
        report: text(),
        priority: None,
        overdue_reason: None,
    }
}

pub fn plan() -> Verb {
    Verb::Plan { approach: Approach::Fix, cause: text(), text: text(), overdue_reason: None }
}

pub fn agree(agreed: bool) -> Verb {
    Verb::Agree { agreed, words: None, said_how: None }
}

pub fn confirm(solved: bool, satisfaction: Option<Satisfaction>) -> Verb {
    Verb::Confirm { solved, satisfaction, words: None, said_how: None }
}

pub fn accept(passed: bool) -> Verb {
    Verb::Accept { items: vec![UatItem { item: text(), passed }] }
}

impl Story {
    fn assign(&self, to: &str) -> Verb {
        let to = self.people.iter().find(|p| p.name == to).cloned();
        Verb::Assign { to, reason: None }
    }
}

/// Who does what.
type Deed = (&'static str, fn(&Story) -> Verb);

/// A story that has come to a state, and the ticket it is about.
pub struct State {
    pub name: &'static str,
    pub story: Story,
    pub number: Number,
}

/// All of them, faults first.
pub fn states() -> Vec<State> {
    let mut states = Vec::new();
    let mut keep = |name: &'static str, requirement: bool, steps: &[Deed]| {
        let mut story = Story::new();
        let number = story.register(report(requirement));
        for (by, verb) in steps {
            let verb = verb(&story);
            let step = verb.step();
            story.act(by, number, verb).unwrap_or_else(|why| panic!("{name}: {step} by {by}: {why}"));
        }
        states.push(State { name, story, number });
    };
    const TRIAGED: &[Deed] = &[("senior", |_| fault(Severity::Major))];
    const ASSIGNED: Deed = ("super", |s| s.assign("senior"));
    const STARTED: Deed = ("senior", |_| Verb::Start);
    const PLANNED: Deed = ("senior", |_| plan());
    const APPROVED: Deed = ("super", |_| Verb::Approve);
    const RESOLVED: Deed = ("senior", |_| resolve());
    const HELD: Deed = ("senior", |_| Verb::Hold { waiting_for: WaitingFor::Customer, reason: text() });
    let first = TRIAGED[0];
    keep("registered", false, &[]);
    keep("triaged", false, TRIAGED);
    keep("assigned", false, &[first, ASSIGNED]);
    keep(
        "assigned, to be handed over",
        false,
        &[
            ("senior", |_| fault(Severity::Minor)),
            ("super", |s| s.assign("junior")),
            ("senior", |_| Verb::Triage {
                class: Some(Class::Fault { severity: Severity::Critical }),
                urgency: None,
                component: None,
                reason: Some(text()),
                proposed: None,
            }),
        ],
    );
    keep("started", false, &[first, ASSIGNED, STARTED]);
    keep("held", false, &[first, ASSIGNED, STARTED, HELD]);
    keep("plan waits", false, &[first, ASSIGNED, STARTED, PLANNED]);
    keep("plan sent back", false, &[first, ASSIGNED, STARTED, PLANNED, ("super", |_| Verb::SendBack { reason: text() })]);
    keep("plan approved", false, &[first, ASSIGNED, STARTED, PLANNED, APPROVED]);
    keep("in test", false, &[first, ASSIGNED, STARTED, PLANNED, APPROVED, ("senior", |_| Verb::Test)]);
    keep("resolved", false, &[first, ASSIGNED, STARTED, PLANNED, APPROVED, RESOLVED]);
    keep("confirmed", false, &[first, ASSIGNED, STARTED, PLANNED, APPROVED, RESOLVED, ("wang", |_| confirm(true, None))]);
    keep(
        "dissatisfied",
        false,
        &[first, ASSIGNED, STARTED, PLANNED, APPROVED, RESOLVED, ("wang", |_| confirm(true, Some(Satisfaction::Dissatisfied)))],
    );
    keep("not solved", false, &[first, ASSIGNED, STARTED, PLANNED, APPROVED, RESOLVED, ("wang", |_| confirm(false, None))]);
    keep(
        "closed",
        false,
        &[first, ASSIGNED, STARTED, PLANNED, APPROVED, RESOLVED, ("wang", |_| confirm(true, None)), ("senior", |_| Verb::Close)],
    );
    keep(
        "reopened",
        false,
        &[
            first,
            ASSIGNED,
            STARTED,
            PLANNED,
            APPROVED,
            RESOLVED,
            ("wang", |_| confirm(true, None)),
            ("senior", |_| Verb::Close),
            ("wang", |_| Verb::Reopen { reason: text() }),
        ],
    );
    let wish: Deed = ("senior", |_| requirement());
    let owned: Deed = ("super", |s| s.assign("product"));
    let feasible: Deed = ("product", |_| evaluate(Verdict::Feasible));
    let agreed: Deed = ("wang", |_| agree(true));
    let begun: Deed = ("product", |_| Verb::Start);
    let delivered: Deed = ("product", |_| resolve());
    keep("wish triaged", true, &[wish]);
    keep("wish owned", true, &[wish, owned]);
    keep("wish evaluated", true, &[wish, owned, feasible]);
    keep("wish agreed", true, &[wish, owned, feasible, agreed]);
    keep("wish declined by the customer", true, &[wish, owned, feasible, ("wang", |_| agree(false))]);
    keep("wish to be adjusted", true, &[wish, owned, ("product", |_| evaluate(Verdict::Adjust)), agreed]);
    keep("wish not now", true, &[wish, owned, ("product", |_| evaluate(Verdict::NotNow)), agreed]);
    keep("wish under way", true, &[wish, owned, feasible, agreed, begun]);
    keep("wish delivered", true, &[wish, owned, feasible, agreed, begun, delivered]);
    keep("wish accepted", true, &[wish, owned, feasible, agreed, begun, delivered, ("product", |_| accept(true))]);
    states
}
