//! Every request body: its table, and its way into the words of floor 0. Shared with the command line.

use super::fields::{self, Checked, Field, FieldError, Kind, optional, required};
use crate::index::Question;
use crate::people::{Person, Role};
use crate::ticket::*;
use crate::words::Vocabulary;
use serde_json::Value;

const NAME: Kind = Kind::Text { max: crate::people::NAME_CHARS_MAX };
const LINE: Kind = Kind::Text { max: TITLE_CHARS_MAX };
const TEXT: Kind = Kind::Text { max: TEXT_CHARS_MAX };

const CONTACT: &[Field] = &[required("name", NAME), optional("phone", NAME), optional("wechat", NAME), optional("email", LINE)];

/// What both a consultation and a registration may tell.
macro_rules! told {
    ($($more:expr),* $(,)?) => {
        &[
            $($more,)*
            optional("steps", TEXT),
            optional("error", TEXT),
            optional("scenario", TEXT),
            optional("effect", TEXT),
            optional("product", LINE),
            optional("component", LINE),
            optional("version", LINE),
            optional("occurred_at", Kind::Time),
        ]
    };
}

pub const REGISTER: &[Field] = told![
    required("kind", Kind::Choice(<crate::ticket::Kind as Vocabulary>::WORDS)),
    optional("channel", Kind::Choice(Channel::WORDS)),
    required("customer", NAME),
    required("contact", Kind::Object(CONTACT)),
    required("title", LINE),
    optional("description", TEXT),
    optional("urgency", Kind::Choice(Severity::WORDS)),
    optional("priority", Kind::Choice(CustomerPriority::WORDS)),
    optional("consultation", NAME),
];

pub const CONSULT: &[Field] = told![
    required("title", LINE),
    optional("description", TEXT),
    optional("kind", Kind::Choice(<crate::ticket::Kind as Vocabulary>::WORDS)),
    optional("customer", NAME),
    optional(
        "contact",
        Kind::Object(&[optional("name", NAME), optional("phone", NAME), optional("wechat", NAME), optional("email", LINE)])
    ),
    optional("channel", Kind::Choice(Channel::WORDS)),
    optional("urgency", Kind::Choice(Severity::WORDS)),
    optional("priority", Kind::Choice(CustomerPriority::WORDS)),
];

pub const DEFLECT: &[Field] = &[required("case", NAME)];
/// What the consultation did not tell may be told when it joins a ticket.
pub const ATTACH_CONSULTATION: &[Field] = &[
    required("ticket", NAME),
    optional("customer", NAME),
    optional("contact", Kind::Object(CONTACT)),
    optional("channel", Kind::Choice(Channel::WORDS)),
];
pub const FEEDBACK: &[Field] = &[required("helpful", Kind::Flag), optional("words", TEXT)];
const ROLES: Kind = Kind::Texts { max: crate::people::NAME_CHARS_MAX };
pub const PERSON: &[Field] = &[required("name", NAME), required("roles", ROLES), optional("company", NAME)];
pub const CHANGE_PERSON: &[Field] = &[required("roles", ROLES), optional("company", NAME)];
pub const TOKEN: &[Field] = &[required("name", NAME), required("roles", ROLES)];
pub const CLOCK: &[Field] = &[required("now", Kind::Time)];
const PARTS: &[Field] = &[
    optional("issue", TEXT),
    optional("environment", TEXT),
    optional("analysis", TEXT),
    optional("cause", TEXT),
    optional("resolution", TEXT),
    optional("attempts", TEXT),
    optional("feedback", TEXT),
];
pub const REVISE: &[Field] = &[
    optional("title", LINE),
    optional("audience", Kind::Choice(crate::case::Audience::WORDS)),
    optional("confidence", Kind::Choice(crate::case::Confidence::WORDS)),
    optional("product", LINE),
    optional("component", LINE),
    optional("versions", Kind::Texts { max: 100 }),
    optional("parts", Kind::Object(PARTS)),
];

/// Why it takes longer than promised.
const DELAY: Field = optional("overdue_reason", TEXT);
const REASON: &[Field] = &[required("reason", TEXT)];
const ITEMS: &[Field] = &[required("item", LINE), required("passed", Kind::Flag)];

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
            optional("reason", TEXT),
        ],
    ),
    ("assign", &[required("to", NAME), optional("reason", TEXT)]),
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
    ("plan", &[required("approach", Kind::Choice(Approach::WORDS)), required("cause", TEXT), required("text", TEXT)]),
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
    ("escalate", REASON),
    (
        "evaluate",
        &[
            required("technical", TEXT),
            required("resources", TEXT),
            required("cost", TEXT),
            required("verdict", Kind::Choice(Verdict::WORDS)),
            required("report", TEXT),
        ],
    ),
    ("agree", &[required("agreed", Kind::Flag), optional("words", TEXT), optional("said_how", LINE)]),
    ("accept", &[required("items", Kind::List(ITEMS))]),
    ("link", &[required("case", NAME)]),
    ("attach", &[required("ticket", NAME)]),
];

/// Why a body did not become what it should.
#[derive(Debug)]
pub enum BadBody {
    UnknownVerb(String),
    Fields(Vec<FieldError>),
}

impl From<Vec<FieldError>> for BadBody {
    fn from(errors: Vec<FieldError>) -> BadBody {
        BadBody::Fields(errors)
    }
}

fn one(field: &str, message: impl Into<String>) -> BadBody {
    BadBody::Fields(vec![FieldError::new(field, message)])
}

/// A report to register, and the consultation it names. `channel` is that of the door it comes through.
pub fn report(body: &Value, channel: Channel) -> Result<(Report, Option<String>), BadBody> {
    let told = fields::check(body, REGISTER)?;
    let contact = told.object("contact");
    let particulars = match told.word("kind") {
        Some(crate::ticket::Kind::Requirement) => Particulars::Requirement {
            scenario: told.maybe("scenario"),
            effect: told.maybe("effect"),
            priority: told.word("priority"),
        },
        _ => Particulars::Fault { steps: told.maybe("steps"), error: told.maybe("error") },
    };
    let report = Report {
        particulars,
        channel: told.word("channel").unwrap_or(channel),
        customer: told.text("customer"),
        contact: Contact {
            name: contact.text("name"),
            phone: contact.maybe("phone"),
            wechat: contact.maybe("wechat"),
            email: contact.maybe("email"),
        },
        title: told.text("title").split_whitespace().collect::<Vec<_>>().join(" "),
        description: told.text("description"),
        urgency: told.word("urgency").unwrap_or(Severity::Moderate),
        occurred_at: told.time("occurred_at"),
        product: told.maybe("product"),
        component: told.maybe("component"),
        version: told.maybe("version"),
    };
    Ok((report, told.maybe("consultation")))
}

/// A report as far as it has been told, as a question.
pub fn question(body: &Value) -> Result<Question, BadBody> {
    let told = fields::check(body, CONSULT)?;
    let texts = ["description", "steps", "error", "scenario", "effect"].map(|name| told.text(name));
    let body = texts.into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join("\n\n");
    Ok(Question {
        title: told.text("title"),
        body,
        product: told.maybe("product"),
        component: told.maybe("component"),
        version: told.maybe("version"),
        severity: None,
    })
}

/// Roles by their words.
pub fn roles(words: &[String]) -> Result<Vec<Role>, BadBody> {
    words.iter().map(|word| Role::parse(word.trim()).map_err(|e| one("roles", e.to_string()))).collect()
}

/// A number given as text in a field.
pub fn number(told: &Checked, field: &'static str) -> Result<Number, BadBody> {
    told.text(field).parse().map_err(|e: BadNumber| one(field, e.to_string()))
}

/// A verb and its body. `person` finds people of the desk by name.
pub fn verb(name: &str, body: &Value, person: impl Fn(&str) -> Option<Person>) -> Result<Verb, BadBody> {
    let Some((_, table)) = VERBS.iter().find(|(known, _)| *known == name) else {
        return Err(BadBody::UnknownVerb(name.chars().take(40).collect()));
    };
    let told = fields::check(body, table)?;
    let reason = || told.text("reason");
    let delay = || told.maybe("overdue_reason");
    let word_missing = |field: &str| one(field, "is required");
    Ok(match name {
        "triage" => triage(&told)?,
        "assign" => {
            let to = told.text("to");
            let to = person(&to).ok_or_else(|| one("to", format!("nobody here is called {to}")))?;
            Verb::Assign { to, reason: told.maybe("reason") }
        }
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
        "escalate" => Verb::Escalate { reason: reason() },
        "evaluate" => Verb::Evaluate {
            technical: told.text("technical"),
            resources: told.text("resources"),
            cost: told.text("cost"),
            verdict: told.word("verdict").ok_or_else(|| word_missing("verdict"))?,
            report: told.text("report"),
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
        "attach" => Verb::Attach { ticket: number(&told, "ticket")? },
        _ => return Err(BadBody::UnknownVerb(name.to_string())),
    })
}

fn triage(told: &Checked) -> Result<Verb, BadBody> {
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
    Ok(Verb::Triage { class, urgency: told.word("urgency"), component: told.maybe("component"), reason: told.maybe("reason") })
}
