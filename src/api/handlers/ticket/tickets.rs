//! `/tickets`: register, list, read.

use crate::api::http::{App, CurrentActor, JsonBody, Params, Problem, respond};
use crate::ledger::{BoardFilter, WorklistOwner};
use crate::people::Actor;
use crate::protocol::request;
use crate::ticket::{Awaiting, Channel, Severity, Status};
use crate::view::{ClockView, ContactView, EventView, MatchView, Reading, RowView, SimilarView, TicketView, WarningView};
use crate::words::Vocabulary;
use axum::extract::{Path, State};
use axum::response::Response;
use std::sync::Arc;

const LIST_DEFAULT: usize = 50;
const LIST_MAX: usize = 200;
const SIMILAR_DEFAULT: usize = 5;

pub async fn register(State(app): State<Arc<App>>, CurrentActor(actor): CurrentActor, body: JsonBody) -> Result<Response, Problem> {
    let door = if actor.is_staff() { Channel::Api } else { Channel::Portal };
    let (report, consultation) = request::report(&body.value, door)?;
    app.run(move |app| {
        let now = app.now();
        let warnings = Some(WarningView::all(&request::doubts(&report, now)));
        let consulted = app.desk.consult_report(&actor, report, consultation.as_deref(), now)?;
        let registered = app.desk.register(&actor, consulted, body.idempotency, now)?;
        let view = app.desk.ticket(&actor, registered.number, now)?;
        let location = format!("/api/v1/tickets/{}", registered.number);
        Ok(respond::created(
            TicketView { warnings, ..TicketView::of(&view, &actor) },
            view.ticket.version,
            location,
            registered.replayed,
        ))
    })
    .await
}

pub async fn list(State(app): State<Arc<App>>, CurrentActor(actor): CurrentActor, params: Params) -> Result<Response, Problem> {
    let limit = params.limit(LIST_DEFAULT, LIST_MAX)?;
    let text = |name: &str| params.get(name).map(str::to_string);
    let filter = BoardFilter {
        status: word::<Status>(&params, "status")?,
        severity: word::<Severity>(&params, "severity")?,
        kind: word::<crate::ticket::Kind>(&params, "kind")?,
        assignee: text("assignee"),
        customer: text("customer"),
        awaiting: turns(&params, &actor)?,
        worklist_owner: params.flag("mine")?.then(|| WorklistOwner::by(&actor)),
        text: text("q"),
        before_seq: params.count("cursor")?.map(|c| c as u64),
        limit: limit + 1,
        ..BoardFilter::default()
    };
    app.run(move |app| {
        let mut rows = app.desk.tickets(&actor, filter)?;
        // One more than asked for says whether there is a next page.
        let more = rows.len() > limit;
        rows.truncate(limit);
        let next = rows.last().filter(|_| more).map(|row| row.first_seq.to_string());
        Ok(respond::list(rows.iter().map(|row| RowView::of(row, &actor)).collect(), next))
    })
    .await
}

fn word<T: Vocabulary>(params: &Params, name: &'static str) -> Result<Option<String>, Problem> {
    let parse = |text: &str| T::parse(text).map_err(|e| Problem::field(name, e.into()));
    Ok(params.get(name).map(parse).transpose()?.map(|w| w.word().to_string()))
}

/// The waitings that the reader sees under the name asked for.
fn turns(params: &Params, reader: &Actor) -> Result<Option<Vec<Awaiting>>, Problem> {
    let wanted = word::<Awaiting>(params, "waits_for")?;
    Ok(wanted.map(|wanted| Awaiting::ALL.iter().copied().filter(|turn| turn.seen_by(reader).word() == wanted).collect()))
}

pub async fn read(
    State(app): State<Arc<App>>,
    CurrentActor(actor): CurrentActor,
    Path(name): Path<String>,
) -> Result<Response, Problem> {
    app.run(move |app| {
        let view = app.desk.ticket(&actor, app.desk.resolve(&name)?, app.now())?;
        Ok(respond::versioned(TicketView::of(&view, &actor), view.ticket.version))
    })
    .await
}

pub async fn events(
    State(app): State<Arc<App>>,
    CurrentActor(actor): CurrentActor,
    Path(name): Path<String>,
) -> Result<Response, Problem> {
    app.run(move |app| {
        let number = app.desk.resolve(&name)?;
        let (ticket, events) = (app.desk.ticket(&actor, number, app.now())?.ticket, app.desk.timeline(&actor, number)?);
        let reading = Reading::of(&ticket, &actor, |number| app.desk.may_see_number(&actor, number));
        Ok(respond::list(events.iter().map(|event| EventView::of(event, &reading)).collect(), None))
    })
    .await
}

pub async fn clocks(
    State(app): State<Arc<App>>,
    CurrentActor(actor): CurrentActor,
    Path(name): Path<String>,
) -> Result<Response, Problem> {
    app.run(move |app| {
        let view = app.desk.ticket(&actor, app.desk.resolve(&name)?, app.now())?;
        let reading = Reading::of(&view.ticket, &actor, |number| view.names(number));
        Ok(respond::list(view.clocks.iter().map(|clock| ClockView::of(clock, &reading)).collect(), None))
    })
    .await
}

pub async fn similar(
    State(app): State<Arc<App>>,
    CurrentActor(actor): CurrentActor,
    Path(name): Path<String>,
    params: Params,
) -> Result<Response, Problem> {
    let limit = params.limit(SIMILAR_DEFAULT, LIST_MAX)?;
    app.run(move |app| {
        let started = std::time::Instant::now();
        let similar = app.desk.similar_to(&actor, app.desk.resolve(&name)?, limit)?;
        let took_ms = started.elapsed().as_secs_f64() * 1_000.0;
        Ok(respond::json(SimilarView { took_ms, matches: MatchView::all(&similar) }))
    })
    .await
}

/// The contact whole; the reason goes on the record.
pub async fn contact(
    State(app): State<Arc<App>>,
    CurrentActor(actor): CurrentActor,
    Path(name): Path<String>,
    body: JsonBody,
) -> Result<Response, Problem> {
    let table = &[request::required("reason", request::FieldKind::Text { max: 500 })];
    let reason = request::check(&body.value, table).map_err(Problem::fields)?.text("reason");
    app.run(move |app| {
        let contact = app.desk.show_contact(&actor, app.desk.resolve(&name)?, reason, app.now())?;
        Ok(respond::json(ContactView::shown(&contact)))
    })
    .await
}
