//! The table of every request body but those of steps.

use super::fields::{Field, FieldKind, optional, required};
use crate::case::Part;
use crate::ticket::*;
use crate::words::Vocabulary;

pub(super) const NAME: FieldKind = FieldKind::Text { max: crate::people::NAME_CHARS_MAX };
pub(super) const LINE: FieldKind = FieldKind::Text { max: TITLE_CHARS_MAX };
pub(super) const TEXT: FieldKind = FieldKind::Text { max: TEXT_CHARS_MAX };

const CONTACT: &[Field] = &[required("name", NAME), optional("phone", NAME), optional("wechat", NAME), optional("email", LINE)];

/// What both a consultation and a registration may tell.
macro_rules! report_fields {
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
            optional("occurred_at", FieldKind::Time),
        ]
    };
}

/// A report to register.
pub const REGISTER: &[Field] = report_fields![
    required("kind", FieldKind::one_of::<crate::ticket::Kind>()),
    optional("channel", FieldKind::one_of::<Channel>()),
    required("customer", NAME),
    required("contact", FieldKind::Object(CONTACT)),
    required("title", LINE),
    optional("description", TEXT),
    optional("urgency", FieldKind::one_of::<Severity>()),
    optional("priority", FieldKind::one_of::<CustomerPriority>()),
    optional("consultation", NAME),
];

/// A report to search the archive for: all of it may be missing.
pub const CONSULT: &[Field] = report_fields![
    required("title", LINE),
    optional("description", TEXT),
    optional("kind", FieldKind::one_of::<crate::ticket::Kind>()),
    optional("customer", NAME),
    optional(
        "contact",
        FieldKind::Object(&[optional("name", NAME), optional("phone", NAME), optional("wechat", NAME), optional("email", LINE)])
    ),
    optional("channel", FieldKind::one_of::<Channel>()),
    optional("urgency", FieldKind::one_of::<Severity>()),
    optional("priority", FieldKind::one_of::<CustomerPriority>()),
];

/// The case that answered a report.
pub const DEFLECT: &[Field] = &[required("case", NAME), optional("how", FieldKind::one_of::<DeflectedHow>())];
/// What the consultation left out may be added when it joins a ticket.
pub const ATTACH_CONSULTATION: &[Field] = &[
    required("ticket", NAME),
    optional("customer", NAME),
    optional("contact", FieldKind::Object(CONTACT)),
    optional("channel", FieldKind::one_of::<Channel>()),
];
/// Whether a case helped.
pub const FEEDBACK: &[Field] = &[required("helpful", FieldKind::Flag), optional("words", TEXT)];
const ROLES: FieldKind = FieldKind::Texts { max: crate::people::NAME_CHARS_MAX };
/// A person to add.
pub const PERSON: &[Field] = &[required("name", NAME), required("roles", ROLES), optional("company", NAME)];
/// A person to change.
pub const CHANGE_PERSON: &[Field] = &[required("roles", ROLES), optional("company", NAME)];
/// The groups of a person.
pub const GROUPS: &[Field] = &[required("groups", ROLES)];
/// An absence.
pub const AWAY: &[Field] = &[optional("from", FieldKind::Time), required("until", FieldKind::Time), optional("deputy", NAME)];
/// A duty given for once.
pub const SHIFT: &[Field] = &[required("from", FieldKind::Time), required("until", FieldKind::Time)];
/// A token to make.
pub const TOKEN: &[Field] = &[required("name", NAME), required("roles", ROLES)];
/// The text of a `desk.toml` to try; none: the desk's own.
pub const POLICY: &[Field] = &[optional("text", TEXT)];
/// Notices up to a place in the record.
pub const SEEN: &[Field] = &[required("up_to", FieldKind::Count)];
/// Where a simulated clock is moved to.
pub const CLOCK: &[Field] = &[required("now", FieldKind::Time)];
const PARTS: &[Field] = &{
    let mut fields = [optional("", TEXT); Part::WORDS.len()];
    let mut at = 0;
    while at < fields.len() {
        fields[at] = optional(Part::WORDS[at], TEXT);
        at += 1;
    }
    fields
};
/// A case to revise.
pub const REVISE: &[Field] = &[
    optional("title", LINE),
    optional("audience", FieldKind::one_of::<crate::case::Audience>()),
    optional("confidence", FieldKind::one_of::<crate::case::Confidence>()),
    optional("product", LINE),
    optional("component", LINE),
    optional("versions", FieldKind::Texts { max: 100 }),
    optional("parts", FieldKind::Object(PARTS)),
];
