//! The steps of `POST /tickets/{n}/{verb}`: the body of each as a table, and its way to a verb. Shared with the command line.

use super::bad_body::{BadBody, one};
use super::fields::{Field, Kind, optional, required};
use super::tables::{LINE, NAME, TEXT};
use super::validate::{Checked, check};
use super::values::number;
use crate::people::Person;
use crate::ticket::*;
use crate::words::Vocabulary;
use serde_json::Value;

/// Why it takes longer than promised.
const DELAY: Field = optional("overdue_reason", TEXT);
const REASON: &[Field] = &[required("reason", TEXT)];
const ITEMS: &[Field] = &[required("item", LINE), required("passed", Kind::Flag)];

/// Whom it is escalated to: up the line, or to who knows more of it.
const ESCALATED_TO: &[&str] =
    &["support_supervisor", "support_manager", "rd_director", "senior_engineer", "developer", "tester", "product_manager"];

/// Every verb of `POST /tickets/{n}/{verb}` with its body.
pub const VERBS: &[(&str, &[Field])] = &[
    (
        "triage",
        &[
            optional("severity", Kind::Choice(Severity::WORDS)),
            optional("requirement_type", Kind::Choice(RequirementType::WORDS)),
            optional("priority", Kind::Choice(Priority::WORDS)),
            optional("urgency", Kind::Choice(Severity::WORDS)),
            optional("component", LINE),
            optional("as_proposed", Kind::Flag),
            optional("reason", TEXT),
        ],
    ),
    ("assign", &[optional("to", NAME), optional("reason", TEXT)]),
    (
        "supplement",
        &[
            optional("text", TEXT),
            optional("occurred_at", Kind::Time),
            optional("steps", TEXT),
            optional("error", TEXT),
            optional("scenario", TEXT),
            optional("effect", TEXT),
            optional("priority", Kind::Choice(CustomerPriority::WORDS)),
        ],
    ),
    ("start", &[]),
    ("plan", &[required("approach", Kind::Choice(Approach::WORDS)), required("cause", TEXT), required("text", TEXT), DELAY]),
    ("approve", &[]),
    ("send-back", REASON),
    ("step", &[required("text", TEXT), required("kind", Kind::Choice(StepKind::WORDS)), optional("failed", Kind::Flag), DELAY]),
    ("progress", &[required("text", TEXT), DELAY]),
    ("note", &[required("text", TEXT), DELAY]),
    ("hold", &[required("reason", TEXT), required("waiting_for", Kind::Choice(WaitingFor::WORDS))]),
    ("resume", &[]),
    ("test", &[]),
    ("fail-test", REASON),
    (
        "resolve",
        &[
            required("resolution", TEXT),
            optional("cause", TEXT),
            optional("workaround", TEXT),
            required("tested_with", LINE),
            DELAY,
        ],
    ),
    (
        "confirm",
        &[
            required("solved", Kind::Flag),
            optional("satisfaction", Kind::Choice(Satisfaction::WORDS)),
            optional("words", TEXT),
            optional("said_how", LINE),
        ],
    ),
    ("close", &[]),
    ("reopen", REASON),
    ("escalate", &[required("reason", TEXT), optional("to", Kind::Choice(ESCALATED_TO))]),
    (
        "evaluate",
        &[
            required("technical", TEXT),
            required("resources", TEXT),
            required("cost", TEXT),
            optional("effort", TEXT),
            optional("priority", Kind::Choice(Priority::WORDS)),
            required("verdict", Kind::Choice(Verdict::WORDS)),
            required("report", TEXT),
            DELAY,
        ],
    ),
    ("agree", &[required("agreed", Kind::Flag), optional("words", TEXT), optional("said_how", LINE)]),
    ("accept", &[required("items", Kind::List(ITEMS))]),
    ("link", &[required("case", NAME)]),
    ("attach", &[required("ticket", NAME)]),
    ("declare", &[optional("tickets", Kind::Texts { max: 100 })]),
    ("merge", &[required("into", NAME)]),
    (
        "split",
        &[
            required("title", LINE),
            required("description", TEXT),
            optional("kind", Kind::Choice(<crate::ticket::Kind as Vocabulary>::WORDS)),
            optional("urgency", Kind::Choice(Severity::WORDS)),
        ],
    ),
    ("withdraw", &[required("attachment", Kind::Count), required("reason", LINE)]),
    ("watch", &[]),
    ("unwatch", &[]),
    (
        "ask",
        &[
            optional("team", Kind::Choice(Team::WORDS)),
            optional("to", NAME),
            required("what", TEXT),
            optional("due_at", Kind::Time),
        ],
    ),
    ("deliver", &[required("ask", Kind::Count), optional("text", TEXT)]),
    ("schedule", &[required("who", NAME), required("due_at", Kind::Time), required("what", TEXT), optional("reason", TEXT)]),
];

/// A verb and its body. `person` finds people of the desk by name.
pub fn verb(name: &str, body: &Value, person: impl Fn(&str) -> Option<Person>) -> Result<Verb, BadBody> {
    let Some((_, table)) = VERBS.iter().find(|(known, _)| *known == name) else {
        return Err(BadBody::UnknownVerb(name.chars().take(40).collect()));
    };
    let told = check(body, table)?;
    let reason = || told.text("reason");
    let delay = || told.maybe("overdue_reason");
    let named = |field: &str| {
        let name = told.text(field);
        person(&name).ok_or_else(|| one(field, format!("nobody here is called {name}")))
    };
    let word_missing = |field: &str| one(field, "is required");
    Ok(match name {
        "triage" => triage(&told)?,
        "assign" => Verb::Assign { to: told.has("to").then(|| named("to")).transpose()?, reason: told.maybe("reason") },
        "supplement" => Verb::Supplement {
            told: Supplement {
                text: told.maybe("text"),
                occurred_at: told.time("occurred_at"),
                steps: told.maybe("steps"),
                error: told.maybe("error"),
                scenario: told.maybe("scenario"),
                effect: told.maybe("effect"),
                priority: told.word("priority"),
            },
        },
        "start" => Verb::Start,
        "plan" => Verb::Plan {
            approach: told.word("approach").ok_or_else(|| word_missing("approach"))?,
            cause: told.text("cause"),
            text: told.text("text"),
            overdue_reason: delay(),
        },
        "approve" => Verb::Approve,
        "send-back" => Verb::SendBack { reason: reason() },
        "step" => Verb::Step {
            kind: told.word("kind").ok_or_else(|| word_missing("kind"))?,
            text: told.text("text"),
            failed: told.flag("failed"),
            overdue_reason: delay(),
        },
        "progress" => Verb::Progress { text: told.text("text"), overdue_reason: delay() },
        "note" => Verb::Note { text: told.text("text"), overdue_reason: delay() },
        "hold" => {
            Verb::Hold { waiting_for: told.word("waiting_for").ok_or_else(|| word_missing("waiting_for"))?, reason: reason() }
        }
        "resume" => Verb::Resume,
        "test" => Verb::Test,
        "fail-test" => Verb::FailTest { reason: reason() },
        "resolve" => Verb::Resolve {
            resolution: Resolution {
                text: told.text("resolution"),
                cause: told.maybe("cause"),
                workaround: told.maybe("workaround"),
                tested_with: told.text("tested_with"),
            },
            overdue_reason: delay(),
        },
        "confirm" => Verb::Confirm {
            solved: told.flag("solved"),
            satisfaction: told.word("satisfaction"),
            words: told.maybe("words"),
            said_how: told.maybe("said_how"),
        },
        "close" => Verb::Close,
        "reopen" => Verb::Reopen { reason: reason() },
        "escalate" => Verb::Escalate { to: told.word("to"), reason: reason() },
        "evaluate" => Verb::Evaluate {
            technical: told.text("technical"),
            resources: told.text("resources"),
            cost: told.text("cost"),
            effort: told.maybe("effort"),
            priority: told.word("priority"),
            verdict: told.word("verdict").ok_or_else(|| word_missing("verdict"))?,
            report: told.text("report"),
            overdue_reason: delay(),
        },
        "agree" => Verb::Agree { agreed: told.flag("agreed"), words: told.maybe("words"), said_how: told.maybe("said_how") },
        "accept" => {
            let items: Vec<UatItem> =
                told.list("items").iter().map(|i| UatItem { item: i.text("item"), passed: i.flag("passed") }).collect();
            if items.is_empty() {
                return Err(one("items", "must hold at least one item"));
            }
            Verb::Accept { items }
        }
        "link" => Verb::Link { case: number(&told, "case")? },
        "withdraw" => Verb::Withdraw { attachment: told.count("attachment").unwrap_or_default(), reason: reason() },
        "attach" => Verb::Attach { ticket: number(&told, "ticket")? },
        "declare" => {
            let numbers = told.texts("tickets").iter().map(|t| t.trim().parse()).collect::<Result<Vec<Number>, BadNumber>>();
            Verb::Declare { tickets: numbers.map_err(|e| one("tickets", e.to_string()))? }
        }
        "merge" => Verb::Merge { into: number(&told, "into")? },
        "split" => Verb::Split {
            title: told.text("title"),
            description: told.text("description"),
            kind: told.word("kind"),
            urgency: told.word("urgency"),
        },
        "watch" => Verb::Watch,
        "unwatch" => Verb::Unwatch,
        "ask" => Verb::Ask { of: asked(&told, named)?, what: told.text("what"), due_at: told.time("due_at") },
        "deliver" => Verb::Deliver { ask: told.count("ask").unwrap_or(0), text: told.maybe("text") },
        "schedule" => Verb::Schedule {
            who: named("who")?,
            due_at: told.time("due_at").ok_or_else(|| word_missing("due_at"))?,
            what: told.text("what"),
            reason: told.maybe("reason"),
        },
        _ => return Err(BadBody::UnknownVerb(name.to_string())),
    })
}

/// A team or a person of the staff, one of them.
fn asked(told: &Checked, named: impl Fn(&str) -> Result<Person, BadBody>) -> Result<Asked, BadBody> {
    match (told.word("team"), told.has("to")) {
        (Some(team), false) => Ok(Asked::Team(team)),
        (None, true) => match named("to")? {
            person if person.is_staff() => Ok(Asked::Person(person.name)),
            _ => Err(one("to", "names somebody of the staff")),
        },
        _ => Err(one("team", "name a team or a person (to), one of them")),
    }
}

fn triage(told: &Checked) -> Result<Verb, BadBody> {
    let named = told.has("severity") || told.has("requirement_type");
    if told.flag("as_proposed") {
        if named {
            return Err(one("as_proposed", "the class is as proposed or named, not both"));
        }
        let (urgency, component, reason) = (told.word("urgency"), told.maybe("component"), told.maybe("reason"));
        return Ok(Verb::Triage { class: None, urgency, component, reason, proposed: None });
    }
    let class = match (told.word::<Severity>("severity"), told.word("requirement_type")) {
        (Some(severity), None) => Class::Fault { severity },
        (None, Some(requirement_type)) => {
            let priority = told.word("priority").ok_or_else(|| one("priority", "a requirement needs its priority, P0 to P3"))?;
            Class::Requirement { requirement_type, priority }
        }
        (Some(_), Some(_)) => {
            return Err(one("severity", "a ticket is a fault (severity) or a requirement (requirement_type), not both"));
        }
        (None, None) => {
            return Err(one("severity", "name the severity of a fault, or requirement_type and priority of a requirement"));
        }
    };
    let (urgency, component, reason) = (told.word("urgency"), told.maybe("component"), told.maybe("reason"));
    Ok(Verb::Triage { class: Some(class), urgency, component, reason, proposed: None })
}
