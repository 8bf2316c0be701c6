//! Every request body but those of steps: its table, and its way into the words of floor 0. Shared with the command line.

use super::fields::{self, Checked, Field, FieldError, Kind, optional, required};
use crate::index::Question;
use crate::people::Role;
use crate::ticket::*;
use crate::words::Vocabulary;
use serde_json::Value;

pub use super::step::{VERBS, verb};

pub(super) const NAME: Kind = Kind::Text { max: crate::people::NAME_CHARS_MAX };
pub(super) const LINE: Kind = Kind::Text { max: TITLE_CHARS_MAX };
pub(super) const TEXT: Kind = Kind::Text { max: TEXT_CHARS_MAX };

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

pub const DEFLECT: &[Field] = &[required("case", NAME), optional("how", Kind::Choice(DeflectedHow::WORDS))];
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
pub const GROUPS: &[Field] = &[required("groups", ROLES)];
pub const AWAY: &[Field] = &[optional("from", Kind::Time), required("until", Kind::Time), optional("deputy", NAME)];
pub const SHIFT: &[Field] = &[required("from", Kind::Time), required("until", Kind::Time)];
pub const TOKEN: &[Field] = &[required("name", NAME), required("roles", ROLES)];
/// The text of a `desk.toml` to try; none: the desk's own.
pub const POLICY: &[Field] = &[optional("text", TEXT)];
/// Notices up to a place in the record.
pub const SEEN: &[Field] = &[required("up_to", Kind::Count)];
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

pub(super) fn one(field: &str, message: impl Into<String>) -> BadBody {
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
        customer: told.name("customer"),
        contact: Contact {
            name: contact.name("name"),
            phone: contact.maybe_name("phone"),
            wechat: contact.maybe_name("wechat"),
            email: contact.maybe_name("email"),
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
