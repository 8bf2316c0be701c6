//! A report as it is told: to register it, or to look up what is known of it.

use super::bad_body::BadBody;
use super::tables::{CONSULT, REGISTER};
use super::validate::check;
use crate::index::SimilarQuery;
use crate::ticket::*;
use serde_json::Value;

/// A report to register, and the consultation it names. `channel` is that of the door it comes through.
pub fn report(body: &Value, channel: Channel) -> Result<(Report, Option<String>), BadBody> {
    let told = check(body, REGISTER)?;
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
pub fn question(body: &Value) -> Result<SimilarQuery, BadBody> {
    let told = check(body, CONSULT)?;
    let texts = ["description", "steps", "error", "scenario", "effect"].map(|name| told.text(name));
    let body = texts.into_iter().filter(|t| !t.is_empty()).collect::<Vec<_>>().join("\n\n");
    Ok(SimilarQuery {
        title: told.text("title"),
        body,
        product: told.maybe("product"),
        component: told.maybe("component"),
        version: told.maybe("version"),
        severity: None,
    })
}
