//! Bursts of like reports, declared from here; incidents, and one place to tell all who reported them. For staff.

use crate::api::{App, Problem};
use crate::desk::{ActRequest, Burst, DeskError, Incident};
use crate::page::Template;
use crate::protocol::request;
use crate::protocol::request::FieldError;
use crate::reason::FieldReason;
use crate::ticket::{Number, Step};
use crate::view::{Reading, Redacted, TicketNo};
use crate::web::http::{Failed, FormFields, Reader, Sent, once, page, redirect};
use crate::web::pages::ticket::act::step_on;
use crate::web::words::ProblemLine;
use crate::web::words::{filled, problems, word};
use crate::words::{Vocabulary, due_spoken, spoken};
use axum::extract::{Path, State};
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::json;
use std::sync::Arc;

pub async fn read(State(app): State<Arc<App>>, reader: Reader) -> Result<Response, Failed> {
    show(app, reader, Vec::new(), TypedUpdate::default()).await
}

#[derive(Serialize)]
struct BurstsPage {
    incidents: Vec<IncidentCard>,
    bursts: Vec<BurstCard>,
    /// What makes a burst.
    how: String,
    problems: Vec<ProblemLine>,
}

/// An open incident, and when its customers last got an update.
#[derive(Serialize)]
struct IncidentCard {
    number: Number,
    title: Redacted,
    status: String,
    joined: String,
    /// Tickets that joined it.
    numbers: Vec<Number>,
    /// When its customers last got an update.
    last_update: String,
    may_tell: bool,
    /// `over` or `later`; empty where no update is due.
    due_state: &'static str,
    due_sign: &'static str,
    /// When the next update is due and how much time is left.
    due_text: Option<String>,
    /// What had been typed into its form, if that was refused.
    typed: String,
}

/// Like reports that could be one incident.
#[derive(Serialize)]
struct BurstCard {
    title: Redacted,
    /// How many reports of how many customers, from when to when.
    summary: String,
    tickets: Vec<BurstRow>,
    may_declare: bool,
}

/// One of the reports.
#[derive(Serialize)]
struct BurstRow {
    number: TicketNo,
    title: Redacted,
    customer: String,
    at: String,
}

/// What had been typed into a form that was refused, and of which incident.
#[derive(Default)]
struct TypedUpdate {
    number: String,
    text: String,
}

/// `errors`: why a form was refused.
async fn show(app: Arc<App>, reader: Reader, errors: Vec<FieldError>, typed: TypedUpdate) -> Result<Response, Failed> {
    let asker = reader.clone();
    let cards = app.blocking(move |app| {
        let (actor, now) = (&asker.actor, app.now());
        let typed = |i: &Incident| if i.ticket.number.to_string() == typed.number { typed.text.clone() } else { String::new() };
        let incidents = app.desk.incidents(actor, now)?;
        let incidents = incidents.iter().map(|i| incident(app, &asker, i, typed(i), now)).collect::<Vec<_>>();
        let bursts = app.desk.bursts(actor, now)?;
        let bursts = bursts.iter().map(|b| burst(app, &asker, b, now)).collect::<Result<Vec<_>, _>>()?;
        Ok((incidents, bursts))
    });
    let (incidents, bursts) = cards.await.map_err(|e| reader.failed(e))?;
    let rule = app.desk.settings().policies.policy().burst;
    let how = filled(reader.locale, "bursts.how", &[&spoken(reader.locale, rule.window), &rule.reports.to_string()]);
    let problems = problems(reader.locale, &errors);
    page(&reader, Template::Bursts, BurstsPage { incidents, bursts, how, problems })
}

fn local(app: &App, at: DateTime<Utc>) -> String {
    app.desk.settings().calendar.local_minute_of_year(at)
}

fn incident(app: &App, reader: &Reader, i: &Incident, typed: String, now: DateTime<Utc>) -> IncidentCard {
    let locale = reader.locale;
    let last_update = match i.last_update_at {
        Some(at) => filled(locale, "bursts.told", &[&local(app, at)]),
        None => filled(locale, "bursts.never_told", &[]),
    };
    let (due_state, due_sign) = match i.next_update_due {
        Some(at) if at <= now => ("over", "!"),
        Some(_) => ("later", "○"),
        None => ("", ""),
    };
    let due_text =
        |at: DateTime<Utc>| format!("{} ({})", filled(locale, "bursts.tell_by", &[&local(app, at)]), due_spoken(locale, at - now));
    let open = app.desk.open_steps(&reader.actor, &i.ticket, now);
    IncidentCard {
        number: i.ticket.number,
        title: Reading::of(&i.ticket, &reader.actor, |_| true).text(&i.ticket.report.title),
        status: word(locale, i.ticket.status()),
        joined: filled(locale, "bursts.joined", &[&i.joined.len().to_string(), &i.customers.to_string()]),
        numbers: i.joined.clone(),
        last_update,
        may_tell: open.contains(&Step::Progress),
        due_state,
        due_sign,
        due_text: i.next_update_due.map(due_text),
        typed,
    }
}

fn burst(app: &App, reader: &Reader, b: &Burst, now: DateTime<Utc>) -> Result<BurstCard, DeskError> {
    let mut tickets = Vec::with_capacity(b.tickets.len());
    let mut may_declare = false;
    for (i, number) in b.tickets.iter().enumerate() {
        let ticket = app.desk.ticket(&reader.actor, *number, now)?.ticket;
        may_declare |= i == 0 && app.desk.open_steps(&reader.actor, &ticket, now).contains(&Step::Declare);
        tickets.push(BurstRow {
            number: TicketNo(*number),
            title: Reading::of(&ticket, &reader.actor, |_| true).text(&ticket.report.title),
            customer: ticket.report.customer.clone(),
            at: local(app, ticket.submitted_at),
        });
    }
    let (count, customers) = (b.tickets.len().to_string(), b.customers.to_string());
    let summary = filled(reader.locale, "bursts.count", &[&count, &customers, &local(app, b.first_at), &local(app, b.last_at)]);
    Ok(BurstCard { title: (&b.title).into(), summary, tickets, may_declare })
}

/// Fields in the order of the form; a ticket may stand there several times.
pub async fn declare(
    State(app): State<Arc<App>>,
    reader: Reader,
    Sent(fields): Sent<Vec<(String, String)>>,
) -> Result<Response, Failed> {
    let actor = reader.actor.clone();
    let once = once("/bursts", fields.iter().map(|(name, value)| (name, value)));
    let done = app.blocking_step(move |app| {
        let now = app.now();
        let name = fields.iter().find(|(name, _)| name == "incident").map(|(_, n)| n.as_str()).unwrap_or_default();
        let number: Number = app.desk.resolve(name)?;
        app.desk.ticket(&actor, number, now)?;
        let own = number.to_string();
        let others: Vec<&String> =
            fields.iter().filter(|(name, value)| name == "ticket" && *value != own).map(|(_, value)| value).collect();
        if others.is_empty() {
            return Err(Problem::fields(vec![FieldError::new("tickets", FieldReason::NoOtherTicket)]));
        }
        let verb = request::verb(Step::Declare.word(), &json!({"tickets": others}), |_| None)?;
        app.desk.act(&actor, ActRequest { number, verb, seen_version: None, idempotency: once }, now)?;
        Ok(())
    });
    let done = done.await;
    answer(app, reader, done, TypedUpdate::default()).await
}

/// Progress on the incident, which the desk tells to each ticket that has joined.
pub async fn tell(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(number): Path<String>,
    Sent(fields): Sent<FormFields>,
) -> Result<Response, Failed> {
    let typed = TypedUpdate { number: number.clone(), text: fields.get("text").cloned().unwrap_or_default() };
    let actor = reader.actor.clone();
    let done = app.blocking_step(move |app| step_on(app, &actor, &number, "progress", &fields).map(drop));
    let done = done.await;
    answer(app, reader, done, typed).await
}

async fn answer(app: Arc<App>, reader: Reader, done: Result<(), Problem>, typed: TypedUpdate) -> Result<Response, Failed> {
    match done {
        Ok(()) => Ok(redirect("/bursts")),
        Err(problem) if problem.is_forbidden() || problem.is_not_found() => Err(reader.failed(problem)),
        Err(problem) => show(app, reader, problem.into_errors(), typed).await,
    }
}
