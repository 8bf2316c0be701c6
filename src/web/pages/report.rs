//! A new report: the form, and beside it what is already known.

use crate::api::{App, Problem};
use crate::desk::{ConsultRequest, DeskError};
use crate::index::MatchKind;
use crate::page::{Template, message};
use crate::people::Actor;
use crate::protocol::request;
use crate::protocol::request::{BadBody, FieldError};
use crate::reason::{FieldReason, Forbidden};
use crate::sla::Calendar;
use crate::ticket::{Channel, CustomerPriority, DeflectedHow, Kind, Severity};
use crate::view::{MatchView, TicketNo};
use crate::web::http::{Failed, FormFields, Reader, Sent, TOKEN, is_token, once, page, page_again, redirect};
use crate::web::words::ProblemLine;
use crate::web::words::{Choice, MatchLine, MatchOffer, choices, moment, problems};
use crate::words::Vocabulary;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Suggestions beside the form.
const SUGGESTIONS: usize = 5;

fn signed_in(reader: &Reader) -> Result<(), Failed> {
    match reader.actor {
        Actor::Visitor => Err(reader.failed(DeskError::from(Forbidden::ReportOfNobody))),
        _ => Ok(()),
    }
}

pub async fn form(reader: Reader) -> Result<Response, Failed> {
    signed_in(&reader)?;
    let name = if reader.actor.is_staff() { String::new() } else { reader.actor.name().to_string() };
    // Without a company, customers report in their own name.
    let company = reader.actor.company().map_or_else(|| name.clone(), str::to_string);
    let fields = FormFields::from([("customer".into(), company), ("contact_name".into(), name)]);
    show(&reader, &fields, &[], Known::default())
}

/// What is known already about a report that is being written.
#[derive(Default, Serialize)]
struct Known {
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
    problems: Vec<ProblemLine>,
    kinds: Vec<Choice>,
    urgencies: Vec<Choice>,
    priorities: Vec<Choice>,
    #[serde(flatten)]
    known: Known,
}

/// The fields that keep what was typed; choices keep it themselves.
const KEPT: [&str; 13] = [
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
];

fn show(reader: &Reader, fields: &FormFields, errors: &[FieldError], known: Known) -> Result<Response, Failed> {
    let locale = reader.locale;
    let field = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
    let kept: BTreeMap<&'static str, &str> = KEPT.into_iter().map(|name| (name, field(name))).collect();
    let urgency = Some(field("urgency")).filter(|urgency| !urgency.is_empty()).unwrap_or(Severity::Moderate.word());
    let values = ReportPage {
        fields: kept,
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

/// The form's fields as the API's body.
fn as_body(fields: &FormFields, calendar: &Calendar) -> Value {
    let mut body: Map<String, Value> =
        fields.iter().filter(|(name, _)| !name.starts_with("contact_")).map(|(n, v)| (n.clone(), json!(v))).collect();
    let contact = |name: &str| fields.get(&format!("contact_{name}")).filter(|v| !v.trim().is_empty());
    body.insert("contact".into(), json!({"name": contact("name"), "phone": contact("phone")}));
    body.entry("kind").or_insert(json!("fault"));
    if let Some(at) = fields.get("occurred_at").filter(|at| !at.trim().is_empty()) {
        body.insert("occurred_at".into(), json!(moment(at, calendar)));
    }
    Value::Object(body)
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

pub async fn deflect(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<String>,
    Sent(fields): Sent<FormFields>,
) -> Result<Response, Failed> {
    signed_in(&reader)?;
    let case = fields.get("case").and_then(|c| c.parse().ok());
    let case = case.ok_or_else(|| reader.failed(BadBody::Fields(vec![FieldError::new("case", FieldReason::Required)])))?;
    // The page's script says whether it was a key; without the script, `Button` is assumed.
    let how = fields.get("how").and_then(|word| DeflectedHow::parse(word).ok()).unwrap_or(DeflectedHow::Button);
    let (actor, of) = (reader.actor.clone(), id.clone());
    app.blocking(move |app| app.desk.deflect(&actor, &of, case, how, app.now())).await.map_err(|e| reader.failed(e))?;
    // The report is kept in hidden fields, so that the reader can take the deflection back.
    let kept = fields.iter().filter(|(name, value)| !BUTTONS.contains(&name.as_str()) && !value.is_empty());
    let mut kept: Vec<KeptField> = kept.map(|(name, value)| KeptField { name: name.clone(), value: value.clone() }).collect();
    kept.sort_by(|one, other| one.name.cmp(&other.name));
    page(&reader, Template::Deflected, DeflectedPage { case: TicketNo(case), id, fields: kept })
}

#[derive(Serialize)]
struct DeflectedPage {
    case: TicketNo,
    /// The consultation.
    id: String,
    fields: Vec<KeptField>,
}

/// A field of the report, kept for whoever goes on with it.
#[derive(Serialize)]
struct KeptField {
    name: String,
    value: String,
}

/// Fields that are sent with a report and are not part of it.
const BUTTONS: [&str; 4] = ["case", "ticket", "token", "how"];

/// Takes a deflection back and shows the report's form again, as it was typed.
pub async fn take_back(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<String>,
    Sent(fields): Sent<FormFields>,
) -> Result<Response, Failed> {
    signed_in(&reader)?;
    let actor = reader.actor.clone();
    app.blocking(move |app| app.desk.take_back_deflection(&actor, &id, app.now())).await.map_err(|e| reader.failed(e))?;
    show(&reader, &fields, &[], Known::default())
}
