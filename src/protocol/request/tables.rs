//! The table of every request body but those of steps.

use super::fields::{Field, Kind, optional, required};
use crate::case::Part;
use crate::ticket::*;
use crate::words::Vocabulary;

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
const PARTS: &[Field] = &{
    let mut fields = [optional("", TEXT); Part::WORDS.len()];
    let mut at = 0;
    while at < fields.len() {
        fields[at] = optional(Part::WORDS[at], TEXT);
        at += 1;
    }
    fields
};
pub const REVISE: &[Field] = &[
    optional("title", LINE),
    optional("audience", Kind::Choice(crate::case::Audience::WORDS)),
    optional("confidence", Kind::Choice(crate::case::Confidence::WORDS)),
    optional("product", LINE),
    optional("component", LINE),
    optional("versions", Kind::Texts { max: 100 }),
    optional("parts", Kind::Object(PARTS)),
];
