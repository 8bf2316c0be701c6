//! A new report: the form, and beside it what is already known.

use super::report_fields::{as_body, as_fields};
use crate::api::{App, Problem};
use crate::desk::{ConsultRequest, DeskError};
use crate::index::MatchKind;
use crate::page::{Template, message};
use crate::people::Actor;
use crate::protocol::request;
use crate::protocol::request::{BadBody, FieldError};
use crate::reason::{FieldReason, Forbidden};
use crate::ticket::{Channel, CustomerPriority, Kind, Severity};
use crate::view::MatchView;
use crate::web::http::{Failed, FormFields, Reader, Sent, TOKEN, is_token, once, page, page_again, redirect, sure_of, unconfirmed};
use crate::web::words::ProblemLine;
use crate::web::words::{Choice, MatchLine, MatchOffer, choices, note_of, problems};
use crate::words::Vocabulary;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Suggestions beside the form.
const SUGGESTIONS: usize = 5;

pub fn signed_in(reader: &Reader) -> Result<(), Failed> {
    match reader.actor {
        Actor::Visitor => Err(reader.failed(DeskError::from(Forbidden::ReportOfNobody))),
        _ => Ok(()),
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReportQuery {
    /// A consultation whose report is gone on with.
    again: String,
}

pub async fn form(State(app): State<Arc<App>>, reader: Reader, Query(query): Query<ReportQuery>) -> Result<Response, Failed> {
    signed_in(&reader)?;
    if !query.again.is_empty()
        && let Ok(body) = app.desk.consultation_body(&reader.actor, &query.again)
    {
        return show(&reader, &as_fields(&body, &app.desk.settings().calendar), &[], Known::default());
    }
    let name = if reader.actor.is_staff() { String::new() } else { reader.actor.name().to_string() };
    // Without a company, customers report in their own name.
    let company = reader.actor.company().map_or_else(|| name.clone(), str::to_string);
    let fields = FormFields::from([("customer".into(), company), ("contact_name".into(), name)]);
    show(&reader, &fields, &[], Known::default())
}

/// What is known already about a report that is being written.
#[derive(Default, Serialize)]
pub struct Known {
    /// Whether there was enough to ask with.
    asked: bool,
    /// Nothing that was found fits well.
    fits_poorly: bool,
    matches: Vec<MatchLine>,
    /// The consultation; empty where nothing was asked.
    id: String,
}

#[derive(Serialize)]
struct ReportPage<'a> {
    /// The form's fields by name, as they were typed.
    fields: BTreeMap<&'static str, &'a str>,
    /// What was wrong with each of them when they were sent.
    notes: BTreeMap<&'static str, Option<String>>,
    /// Sent along once what looks like a slip has been pointed out.
    sure: String,
    problems: Vec<ProblemLine>,
    kinds: Vec<Choice>,
    urgencies: Vec<Choice>,
    priorities: Vec<Choice>,
    #[serde(flatten)]
    known: Known,
}

/// The fields that keep what was typed; choices keep it themselves.
const KEPT: [&str; 15] = [
    "title",
    "description",
    "occurred_at",
    "steps",
    "error",
    "scenario",
    "effect",
    "customer",
    "product",
    "component",
    "version",
    "contact_name",
    "contact_phone",
    "contact_email",
    "contact_wechat",
];

pub fn show(reader: &Reader, fields: &FormFields, errors: &[FieldError], known: Known) -> Result<Response, Failed> {
    let locale = reader.locale;
    let field = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
    let kept: BTreeMap<&'static str, &str> = KEPT.into_iter().map(|name| (name, field(name))).collect();
    let urgency = Some(field("urgency")).filter(|urgency| !urgency.is_empty()).unwrap_or(Severity::Moderate.word());
    let note = |name: &'static str| (name, note_of(locale, errors, &name.replace("contact_", "contact.")));
    let values = ReportPage {
        fields: kept,
        notes: KEPT.into_iter().map(note).collect(),
        sure: sure_of(fields, errors),
        problems: problems(locale, errors),
        kinds: choices(locale, Kind::ALL, field("kind")),
        urgencies: choices(locale, Severity::ALL, urgency),
        priorities: choices(locale, CustomerPriority::ALL, field("priority")),
        known,
    };
    // A form that comes back keeps its token.
    let token = fields.get(TOKEN).filter(|token| is_token(token)).map(String::as_str);
    page_again(reader, Template::Report, token, values)
}

pub async fn send(State(app): State<Arc<App>>, reader: Reader, Sent(fields): Sent<FormFields>) -> Result<Response, Failed> {
    signed_in(&reader)?;
    if fields.contains_key("edit") {
        return show(&reader, &fields, &[], Known::default());
    }
    if fields.contains_key("look") {
        let known = known(&app, &reader, as_body(&fields, &app.desk.settings().calendar)).await.unwrap_or_default();
        return show(&reader, &fields, &[], known);
    }
    let door = if reader.actor.is_staff() { Channel::ServiceDesk } else { Channel::Portal };
    let report = match request::report(&as_body(&fields, &app.desk.settings().calendar), door) {
        Ok((report, _)) => report,
        Err(bad) => return refused(&reader, &fields, bad.into()),
    };
    // Asked once, before it is sent: the ways to reach somebody cannot be mended afterwards.
    let doubted = unconfirmed(&fields, &request::doubts(&report, app.now()));
    if !doubted.is_empty() {
        return refused(&reader, &fields, Problem::fields(doubted));
    }
    let (actor, once) = (reader.actor.clone(), once("/report", &fields));
    let sent = app
        .blocking(move |app| {
            let now = app.now();
            let consulted = app.desk.consult_report(&actor, report, None, now)?;
            app.desk.register(&actor, consulted, once, now)
        })
        .await;
    match sent {
        Ok(registered) => Ok(redirect(&format!("/tickets/{}", registered.number))),
        Err(problem) => refused(&reader, &fields, problem),
    }
}

/// What was wrong is said above the form, which keeps what was typed.
fn refused(reader: &Reader, fields: &FormFields, problem: Problem) -> Result<Response, Failed> {
    show(reader, fields, &problem.into_errors(), Known::default())
}

/// What is already known about what has been typed so far. A fragment, for the script.
pub async fn suggestions(State(app): State<Arc<App>>, reader: Reader, Sent(fields): Sent<FormFields>) -> Result<Response, Failed> {
    signed_in(&reader)?;
    let known = known(&app, &reader, as_body(&fields, &app.desk.settings().calendar)).await.map_err(|e| reader.failed(e))?;
    page(&reader, Template::Suggestions, known)
}

async fn known(app: &Arc<App>, reader: &Reader, body: Value) -> Result<Known, Problem> {
    let Ok(question) = request::question(&body) else { return Ok(Known::default()) };
    let actor = reader.actor.clone();
    let request = ConsultRequest { question, limit: SUGGESTIONS, body };
    let consultation = app.blocking(move |app| app.desk.consult(&actor, request, app.now())).await?;
    let say = |key: &'static str| message(reader.locale, key);
    let offer = |kind: MatchKind, has_fix: bool| match kind {
        MatchKind::Case if has_fix => {
            Some(MatchOffer { step: "deflect", field: "case", word: say("solved_mine"), unchecked: true })
        }
        MatchKind::Case => None,
        MatchKind::Ticket => Some(MatchOffer { step: "attach", field: "ticket", word: say("same_as_mine"), unchecked: false }),
    };
    let matches = MatchView::all(&consultation.similar).into_iter().map(|found| MatchLine::of(found, reader.locale, offer));
    let fits_poorly = consultation.similar.fits_poorly();
    Ok(Known { asked: true, fits_poorly, matches: matches.collect(), id: consultation.id })
}

/// Registers the report and attaches it to an open ticket.
pub async fn attach(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<String>,
    Sent(fields): Sent<FormFields>,
) -> Result<Response, Failed> {
    signed_in(&reader)?;
    let door = if reader.actor.is_staff() { Channel::ServiceDesk } else { Channel::Portal };
    let to = fields.get("ticket").and_then(|number| number.parse().ok());
    let to = to.ok_or_else(|| reader.failed(BadBody::Fields(vec![FieldError::new("ticket", FieldReason::Required)])))?;
    let report = match request::report(&as_body(&fields, &app.desk.settings().calendar), door) {
        Ok((report, _)) => report,
        Err(bad) => return refused(&reader, &fields, bad.into()),
    };
    let (actor, once) = (reader.actor.clone(), once(&format!("/tickets/{to}/join"), &fields));
    let sent = app.blocking(move |app| app.desk.attach_consultation(&actor, &id, report, to, once, app.now())).await;
    match sent {
        Ok(registered) => Ok(redirect(&format!("/tickets/{}", registered.number))),
        Err(problem) => refused(&reader, &fields, problem),
    }
}
