//! People and tokens: who may come in. For administrators.

use crate::api::{App, Problem};
use crate::desk::{DeskError, PersonView};
use crate::ledger::TokenRow;
use crate::page::{Template, message};
use crate::people::{Person, Role};
use crate::protocol::{request, view};
use crate::reason::{Missing, Said, WrongState};
use crate::web::http::{Failed, Reader, Sent, once, page, see};
use crate::web::words::{encoded, word};
use crate::words::Vocabulary;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use std::sync::Arc;

/// Fields in the order of the form; a role may stand there several times.
type Told = Vec<(String, String)>;

fn one(told: &Told, name: &str) -> String {
    told.iter().find(|(n, _)| n == name).map(|(_, v)| v.trim().to_string()).unwrap_or_default()
}

fn roles(told: &Told) -> Result<Vec<Role>, Problem> {
    let words: Vec<String> = told.iter().filter(|(n, _)| n == "role").map(|(_, v)| v.clone()).collect();
    Ok(request::roles(&words)?)
}

pub async fn list(State(app): State<Arc<App>>, reader: Reader) -> Result<Response, Failed> {
    show(&app, &reader, Value::Null, Value::Null, &Vec::new()).await
}

/// `made`: a secret to hand over, shown on this answer and never again. `trouble`: why nothing was done.
async fn show(app: &Arc<App>, reader: &Reader, made: Value, trouble: Value, told: &Told) -> Result<Response, Failed> {
    let actor = reader.actor.clone();
    let asked = app.blocking(move |app| Ok((app.desk.people_for(&actor)?, app.desk.tokens(&actor)?))).await;
    let (people, tokens) = asked.map_err(|e| reader.failed(e))?;
    let tongue = reader.tongue;
    let zone = app.desk.settings().calendar.zone;
    let at = |at: Option<DateTime<Utc>>| {
        at.map(|at| json!({"stamp": view::time(at), "text": at.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string()}))
    };
    let labels = |roles: &[Role]| roles.iter().map(|r| word(tongue, *r)).collect::<Vec<_>>();
    let choices = |held: &dyn Fn(Role) -> bool, customer: bool| -> Vec<Value> {
        let offered = Role::ALL.iter().filter(|r| r.is_staff() != customer);
        offered.map(|r| json!({"word": r, "label": word(tongue, *r), "held": held(*r)})).collect()
    };
    let person = |view: &PersonView| {
        let p = &view.person;
        json!({
            "name": p.name, "path": encoded(&p.name), "roles": labels(&p.roles), "company": p.company, "inactive": p.inactive,
            "signed_in": at(view.signed_in_at), "customer": p.has(Role::Customer), "self": p.name == reader.name(),
            "choices": choices(&|role| p.has(role), p.has(Role::Customer)),
        })
    };
    let token = |t: &TokenRow| json!({"id": t.id, "name": t.person, "roles": labels(&t.roles), "made": at(t.created_at), "used": at(t.last_used_at)});
    let asked: Vec<&str> = told.iter().filter(|(n, _)| n == "role").map(|(_, v)| v.as_str()).collect();
    let every_role: Vec<Value> =
        Role::ALL.iter().map(|r| json!({"word": r, "label": word(tongue, *r), "does": message(tongue, &format!("role.{}", r.word())), "held": asked.contains(&r.word())})).collect();
    let values = json!({
        "people": people.iter().map(person).collect::<Vec<_>>(), "tokens": tokens.iter().map(token).collect::<Vec<_>>(),
        "roles": every_role, "made": made, "trouble": trouble,
        "told": {"name": one(told, "name"), "company": one(told, "company"), "what": one(told, "what")},
    });
    page(reader, Template::People, values)
}

/// What was refused is said on the page, which keeps what was typed; who may not see the page at all sees an error.
async fn refused(app: &Arc<App>, reader: &Reader, problem: Problem, told: &Told) -> Result<Response, Failed> {
    if !reader.actor.has(Role::Administrator) {
        return Err(reader.failed(problem));
    }
    show(app, reader, Value::Null, json!(problem.said(reader.tongue)), told).await
}

/// The link as one opens it: at the address this very page was sent from.
fn link(headers: &HeaderMap, name: &str, secret: &str) -> Value {
    let origin = headers.get(header::ORIGIN).and_then(|v| v.to_str().ok()).unwrap_or_default();
    json!({"kind": "link", "name": name, "secret": format!("{origin}/sign-in/{secret}")})
}

pub async fn add(
    State(app): State<Arc<App>>,
    reader: Reader,
    headers: HeaderMap,
    Sent(told): Sent<Told>,
) -> Result<Response, Failed> {
    let (actor, asked, _tongue) = (reader.actor.clone(), told.clone(), reader.tongue);
    let added = app.blocking_step(move |app| {
        let company = Some(one(&asked, "company")).filter(|c| !c.is_empty());
        let person = Person { name: one(&asked, "name"), roles: roles(&asked)?, company, ..Person::default() };
        // Two people of one name would share an account: whoever adds the second has to tell them apart.
        if actor.has(Role::Administrator) && app.desk.person(&person.name)?.is_some() {
            return Err(Problem::new(StatusCode::CONFLICT, "wrong-state", WrongState::NameTaken));
        }
        let added = app.desk.add_person(&actor, person, app.now())?;
        let secret = app.desk.sign_in_link(&actor, &added.name, app.now())?;
        Ok((added.name, secret))
    });
    match added.await {
        Ok((name, secret)) => show(&app, &reader, link(&headers, &name, &secret), Value::Null, &Vec::new()).await,
        Err(problem) => refused(&app, &reader, problem, &told).await,
    }
}

pub async fn act(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((name, act)): Path<(String, String)>,
    headers: HeaderMap,
    Sent(told): Sent<Told>,
) -> Result<Response, Failed> {
    let (actor, who, asked) = (reader.actor.clone(), name.clone(), told.clone());
    let done = app.blocking_step(move |app| {
        let now = app.now();
        match act.as_str() {
            "link" => return Ok(Some(app.desk.sign_in_link(&actor, &who, now)?)),
            "roles" => {
                let company = Some(one(&asked, "company")).filter(|c| !c.is_empty());
                let person = Person { name: who, roles: roles(&asked)?, company, ..Person::default() };
                app.desk.change_person(&actor, person, now)?;
            }
            "deactivate" => drop(app.desk.set_active(&actor, &who, false, now)?),
            "reactivate" => drop(app.desk.set_active(&actor, &who, true, now)?),
            other => return Err(DeskError::NotFound(Missing::Step { name: other.chars().take(40).collect() }).into()),
        }
        Ok(None)
    });
    match done.await {
        Ok(Some(secret)) => show(&app, &reader, link(&headers, &name, &secret), Value::Null, &Vec::new()).await,
        Ok(None) => Ok(see("/people")),
        Err(problem) => refused(&app, &reader, problem, &Vec::new()).await,
    }
}

pub async fn add_token(State(app): State<Arc<App>>, reader: Reader, Sent(told): Sent<Told>) -> Result<Response, Failed> {
    let (actor, asked, once) =
        (reader.actor.clone(), told.clone(), once("/tokens", told.iter().map(|(name, value)| (name, value))));
    let made = app.blocking_step(move |app| {
        let name = one(&asked, "name");
        // A token is for somebody who is here; a slip of the pen adds nobody.
        app.desk.person(&name)?.ok_or_else(|| DeskError::NotFound(Missing::Person { name: name.clone() }))?;
        Ok(app.desk.add_token(&actor, &name, roles(&asked)?, once, app.now())?)
    });
    match made.await {
        Ok(made) => {
            let made = json!({"kind": "token", "name": made.person, "secret": made.secret});
            show(&app, &reader, made, Value::Null, &Vec::new()).await
        }
        Err(problem) => refused(&app, &reader, problem, &told).await,
    }
}

pub async fn revoke_token(State(app): State<Arc<App>>, reader: Reader, Path(id): Path<String>) -> Result<Response, Failed> {
    let actor = reader.actor.clone();
    match app.blocking(move |app| app.desk.revoke_token(&actor, &id, app.now())).await {
        Ok(()) => Ok(see("/people#tokens")),
        Err(problem) => refused(&app, &reader, problem, &Vec::new()).await,
    }
}
