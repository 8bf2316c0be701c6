//! `/people`: who is here. Administrators only.

use crate::api::http::{App, CurrentActor, JsonBody, Problem, respond};
use crate::people::{Away, Person, Shift};
use crate::protocol::request;
use crate::view::{AccountView, PersonView, SignInLinkView, WorkloadView};
use axum::extract::{Path, State};
use axum::response::Response;
use std::sync::Arc;

pub async fn list(State(app): State<Arc<App>>, CurrentActor(actor): CurrentActor) -> Result<Response, Problem> {
    app.run(move |app| Ok(respond::list(app.desk.people_for(&actor)?.iter().map(AccountView::of).collect(), None))).await
}

/// The person that a body describes; the name may come from the path.
fn person_of(fields: &request::Checked, name: String) -> Result<Person, Problem> {
    Ok(Person { name, roles: request::roles(&fields.texts("roles"))?, company: fields.maybe("company"), ..Person::default() })
}

pub async fn add(State(app): State<Arc<App>>, CurrentActor(actor): CurrentActor, body: JsonBody) -> Result<Response, Problem> {
    let checked = request::check(&body.value, request::PERSON).map_err(Problem::fields)?;
    let person = person_of(&checked, checked.text("name"))?;
    app.run(move |app| {
        let added = app.desk.add_person(&actor, person, app.now())?;
        Ok(respond::made(PersonView::of(&added)))
    })
    .await
}

pub async fn change(
    State(app): State<Arc<App>>,
    CurrentActor(actor): CurrentActor,
    Path(name): Path<String>,
    body: JsonBody,
) -> Result<Response, Problem> {
    let person = person_of(&request::check(&body.value, request::CHANGE_PERSON).map_err(Problem::fields)?, name)?;
    app.run(move |app| Ok(respond::json(PersonView::of(&app.desk.change_person(&actor, person, app.now())?)))).await
}

/// The path of a link on this server; who holds it signs in.
pub async fn link(
    State(app): State<Arc<App>>,
    CurrentActor(actor): CurrentActor,
    Path(name): Path<String>,
) -> Result<Response, Problem> {
    app.run(move |app| {
        let secret = app.desk.sign_in_link(&actor, &name, app.now())?;
        Ok(respond::made(SignInLinkView { name, path: format!("/sign-in/{secret}") }))
    })
    .await
}

pub async fn deactivate(
    State(app): State<Arc<App>>,
    CurrentActor(actor): CurrentActor,
    Path(name): Path<String>,
) -> Result<Response, Problem> {
    app.run(move |app| Ok(respond::json(PersonView::of(&app.desk.set_active(&actor, &name, false, app.now())?)))).await
}

pub async fn reactivate(
    State(app): State<Arc<App>>,
    CurrentActor(actor): CurrentActor,
    Path(name): Path<String>,
) -> Result<Response, Problem> {
    app.run(move |app| Ok(respond::json(PersonView::of(&app.desk.set_active(&actor, &name, true, app.now())?)))).await
}

/// Who carries how much, is on duty or away: what whoever hands out work looks at.
pub async fn workload(State(app): State<Arc<App>>, CurrentActor(actor): CurrentActor) -> Result<Response, Problem> {
    app.run(move |app| Ok(respond::list(app.desk.workload(&actor, app.now())?.iter().map(WorkloadView::of).collect(), None))).await
}

pub async fn groups(
    State(app): State<Arc<App>>,
    CurrentActor(actor): CurrentActor,
    Path(name): Path<String>,
    body: JsonBody,
) -> Result<Response, Problem> {
    let groups = request::check(&body.value, request::GROUPS).map_err(Problem::fields)?.texts("groups");
    app.run(move |app| Ok(respond::json(PersonView::of(&app.desk.set_groups(&actor, &name, groups, app.now())?)))).await
}

pub async fn away(
    State(app): State<Arc<App>>,
    CurrentActor(actor): CurrentActor,
    Path(name): Path<String>,
    body: JsonBody,
) -> Result<Response, Problem> {
    let fields = request::check(&body.value, request::AWAY).map_err(Problem::fields)?;
    let (from, until, deputy) = (fields.time("from"), fields.time("until"), fields.maybe("deputy"));
    app.run(move |app| {
        let now = app.now();
        let away = until.map(|until| Away { from: from.unwrap_or(now), until, deputy });
        Ok(respond::json(PersonView::of(&app.desk.set_away(&actor, &name, away, now)?)))
    })
    .await
}

pub async fn back(
    State(app): State<Arc<App>>,
    CurrentActor(actor): CurrentActor,
    Path(name): Path<String>,
) -> Result<Response, Problem> {
    app.run(move |app| Ok(respond::json(PersonView::of(&app.desk.set_away(&actor, &name, None, app.now())?)))).await
}

pub async fn shift(
    State(app): State<Arc<App>>,
    CurrentActor(actor): CurrentActor,
    Path(name): Path<String>,
    body: JsonBody,
) -> Result<Response, Problem> {
    let fields = request::check(&body.value, request::SHIFT).map_err(Problem::fields)?;
    let (from, until) = (fields.time("from"), fields.time("until"));
    app.run(move |app| {
        let now = app.now();
        let shift = Shift { from: from.unwrap_or(now), until: until.unwrap_or(now) };
        Ok(respond::json(PersonView::of(&app.desk.add_shift(&actor, &name, shift, now)?)))
    })
    .await
}

pub async fn unshift(
    State(app): State<Arc<App>>,
    CurrentActor(actor): CurrentActor,
    Path((name, from)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let from = request::read_time(&from).map_err(|why| Problem::field("from", why))?;
    app.run(move |app| Ok(respond::json(PersonView::of(&app.desk.drop_shift(&actor, &name, from, app.now())?)))).await
}
