//! A report read from a body: to register it, or to search for what is known about it.

use super::bad_body::BadBody;
use super::tables::{CONSULT, REGISTER};
use super::validate::check;
use crate::index::SimilarQuery;
use crate::ticket::*;
use serde_json::Value;

/// A report to register, and the consultation it names. `channel` is that of the door it comes through.
///
/// # Errors
/// [`BadBody::Fields`] with every field that is wrong.
pub fn report(body: &Value, channel: Channel) -> Result<(Report, Option<String>), BadBody> {
    let fields = check(body, REGISTER)?;
    let contact = fields.object("contact");
    let particulars = match fields.word("kind") {
        Some(crate::ticket::Kind::Requirement) => Particulars::Requirement {
            scenario: fields.maybe("scenario"),
            effect: fields.maybe("effect"),
            priority: fields.word("priority"),
        },
        _ => Particulars::Fault { steps: fields.maybe("steps"), error: fields.output("error") },
    };
    let report = Report {
        particulars,
        channel: fields.word("channel").unwrap_or(channel),
        customer: fields.name("customer"),
        contact: Contact {
            name: contact.name("name"),
            phone: contact.maybe_name("phone"),
            wechat: contact.maybe_name("wechat"),
            email: contact.maybe_name("email"),
        },
        title: fields.text("title").split_whitespace().collect::<Vec<_>>().join(" "),
        description: fields.text("description"),
        urgency: fields.word("urgency").unwrap_or(Severity::Moderate),
        occurred_at: fields.time("occurred_at"),
        product: fields.maybe("product"),
        component: fields.maybe("component"),
        version: fields.maybe("version"),
    };
    Ok((report, fields.maybe("consultation")))
}

/// A report, as far as it is written, as a question to the archive.
///
/// # Errors
/// [`BadBody::Fields`] with every field that is wrong.
pub fn question(body: &Value) -> Result<SimilarQuery, BadBody> {
    let fields = check(body, CONSULT)?;
    let texts = ["description", "steps", "error", "scenario", "effect"].map(|name| fields.text(name));
    let body = texts.into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join("\n\n");
    Ok(SimilarQuery {
        title: fields.text("title"),
        body,
        product: fields.maybe("product"),
        component: fields.maybe("component"),
        version: fields.maybe("version"),
        severity: None,
    })
}
