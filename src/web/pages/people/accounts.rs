//! People and tokens: who may come in. For administrators.

use crate::api::{App, Problem};
use crate::desk::{Account, DeskError};
use crate::ledger::TokenRow;
use crate::page::{Template, known};
use crate::people::{Person, Role};
use crate::protocol::request;
use crate::reason::{Missing, WrongState};
use crate::web::http::{Failed, Reader, Sent, flash, once, page, redirect, said_to_people, with_flash, without_flash};
use crate::web::words::{NameChoice, encoded, name_choices, word};
use crate::words::{Locale, Vocabulary};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Fields in the order of the form; a role may stand there several times.
type OrderedFields = Vec<(String, String)>;

fn one(fields: &OrderedFields, name: &str) -> String {
    fields.iter().find(|(n, _)| n == name).map(|(_, v)| v.trim().to_string()).unwrap_or_default()
}

fn roles(fields: &OrderedFields) -> Result<Vec<Role>, Problem> {
    let words: Vec<String> = fields.iter().filter(|(n, _)| n == "role").map(|(_, v)| v.clone()).collect();
    Ok(request::roles(&words)?)
}

/// The page, once with the secret that the form before it made.
pub async fn list(State(app): State<Arc<App>>, reader: Reader, headers: HeaderMap) -> Result<Response, Failed> {
    let made = flash(&headers, MADE).and_then(|made| serde_json::from_str::<Made>(&made).ok());
    let is_made = made.is_some();
    let response = show(&app, &reader, made, None, &Vec::new()).await?;
    Ok(if is_made { without_flash(response, reader.secure) } else { response })
}

/// To the page that shows a secret this once: reloading it makes no second one.
fn made(reader: &Reader, made: &Made) -> Result<Response, Failed> {
    let made = serde_json::to_string(made).map_err(|e| reader.failed(Problem::internal(&e.to_string())))?;
    Ok(with_flash(redirect("/people"), MADE, &made, reader.secure))
}

const MADE: &str = "made";

#[derive(Serialize)]
struct PeoplePage<'a> {
    people: Vec<PersonRow>,
    tokens: Vec<TokenLine<'a>>,
    person_form: PersonForm,
    token_form: TokenForm,
    made: Option<Made>,
    /// Why nothing was done.
    trouble: Option<String>,
}

/// The form that adds a person, with what had been typed into it if it was refused.
#[derive(Serialize)]
struct PersonForm {
    name: String,
    company: String,
    roles: Vec<RoleChoice>,
}

/// The form that makes a token, likewise.
#[derive(Serialize)]
struct TokenForm {
    names: Vec<NameChoice>,
    roles: Vec<RoleChoice>,
}

/// A secret to hand over: shown once and never again.
#[derive(Serialize, Deserialize)]
struct Made {
    name: String,
    /// Whether it is an API token; else it is a sign-in link.
    is_token: bool,
    secret: String,
}

#[derive(Serialize)]
struct PersonRow {
    name: String,
    /// The name within an address.
    path: String,
    roles: Vec<String>,
    /// Empty for staff, and for a customer of no company.
    company: String,
    inactive: bool,
    signed_in: Option<Stamp>,
    customer: bool,
    #[serde(rename = "self")]
    is_reader: bool,
    /// The roles they may be given: those of the staff, or the customer's.
    choices: Vec<RoleChoice>,
}

#[derive(Serialize)]
struct TokenLine<'a> {
    id: &'a str,
    name: &'a str,
    roles: Vec<String>,
    made: Option<Stamp>,
    used: Option<Stamp>,
}

#[derive(Serialize)]
struct RoleChoice {
    word: &'static str,
    label: String,
    /// What it is for.
    does: &'static str,
    held: bool,
}

/// A moment, for programs and for people.
#[derive(Serialize)]
struct Stamp {
    stamp: DateTime<Utc>,
    text: String,
}

fn role_choice(locale: Locale, role: Role, held: bool) -> RoleChoice {
    let does = known(locale, &format!("role.{}", role.word())).unwrap_or_default();
    RoleChoice { word: role.word(), label: word(locale, role), does, held }
}

async fn show(
    app: &Arc<App>,
    reader: &Reader,
    made: Option<Made>,
    trouble: Option<String>,
    fields: &OrderedFields,
) -> Result<Response, Failed> {
    let actor = reader.actor.clone();
    let asked = app.blocking(move |app| Ok((app.desk.people_for(&actor)?, app.desk.tokens(&actor)?))).await;
    let (people, tokens) = asked.map_err(|e| reader.failed(e))?;
    let locale = reader.locale;
    let calendar = &app.desk.settings().calendar;
    let stamp = |at: Option<DateTime<Utc>>| at.map(|at| Stamp { stamp: at, text: calendar.local_minute(at) });
    let labels = |roles: &[Role]| roles.iter().map(|r| word(locale, *r)).collect::<Vec<_>>();
    let person = |view: &Account| {
        let p = &view.person;
        let customer = p.has(Role::Customer);
        let offered = Role::ALL.iter().filter(|role| role.is_staff() != customer);
        PersonRow {
            name: p.name.clone(),
            path: encoded(&p.name),
            roles: labels(&p.roles),
            company: p.company.clone().unwrap_or_default(),
            inactive: p.inactive,
            signed_in: stamp(view.signed_in_at),
            customer,
            is_reader: p.name == reader.name(),
            choices: offered.map(|role| role_choice(locale, *role, p.has(*role))).collect(),
        }
    };
    let token = |t: &'_ TokenRow| (labels(&t.roles), stamp(t.created_at), stamp(t.last_used_at));
    let tokens_shown = tokens.iter().map(|t| {
        let (roles, made, used) = token(t);
        TokenLine { id: &t.id, name: &t.person, roles, made, used }
    });
    // A form that was refused keeps what was typed; the other one is empty.
    let form = one(fields, "what");
    let roles_of = |what: &str| -> Vec<RoleChoice> {
        let sent = fields.iter().filter(|(name, _)| form == what && name == "role");
        let chosen: Vec<&str> = sent.map(|(_, role)| role.as_str()).collect();
        Role::ALL.iter().map(|role| role_choice(locale, *role, chosen.contains(&role.word()))).collect()
    };
    let typed = |what: &str, field: &str| if form == what { one(fields, field) } else { String::new() };
    let active = people.iter().map(|view| &view.person).filter(|person| !person.inactive).map(|person| person.name.as_str());
    let values = PeoplePage {
        people: people.iter().map(person).collect(),
        tokens: tokens_shown.collect(),
        person_form: PersonForm { name: typed("person", "name"), company: typed("person", "company"), roles: roles_of("person") },
        token_form: TokenForm { names: name_choices(active, &typed("token", "name")), roles: roles_of("token") },
        made,
        trouble,
    };
    page(reader, Template::People, values)
}

/// What was refused is said on the page, which keeps what was typed; who may not see the page at all sees an error.
async fn refused(app: &Arc<App>, reader: &Reader, problem: Problem, fields: &OrderedFields) -> Result<Response, Failed> {
    if !reader.actor.has(Role::Administrator) {
        return Err(reader.failed(problem));
    }
    show(app, reader, None, Some(said_to_people(&problem, reader.locale)), fields).await
}

/// The link as one opens it: at the address this very page was sent from.
fn link(headers: &HeaderMap, name: &str, secret: &str) -> Made {
    let origin = headers.get(header::ORIGIN).and_then(|v| v.to_str().ok()).unwrap_or_default();
    Made { name: name.to_string(), is_token: false, secret: format!("{origin}/sign-in/{secret}") }
}

pub async fn add(
    State(app): State<Arc<App>>,
    reader: Reader,
    headers: HeaderMap,
    Sent(fields): Sent<OrderedFields>,
) -> Result<Response, Failed> {
    let (actor, asked) = (reader.actor.clone(), fields.clone());
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
        Ok((name, secret)) => made(&reader, &link(&headers, &name, &secret)),
        Err(problem) => refused(&app, &reader, problem, &fields).await,
    }
}

pub async fn act(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((name, act)): Path<(String, String)>,
    headers: HeaderMap,
    Sent(fields): Sent<OrderedFields>,
) -> Result<Response, Failed> {
    let (actor, who, asked) = (reader.actor.clone(), name.clone(), fields.clone());
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
        Ok(Some(secret)) => made(&reader, &link(&headers, &name, &secret)),
        Ok(None) => Ok(redirect("/people")),
        Err(problem) => refused(&app, &reader, problem, &Vec::new()).await,
    }
}

pub async fn add_token(State(app): State<Arc<App>>, reader: Reader, Sent(fields): Sent<OrderedFields>) -> Result<Response, Failed> {
    let (actor, asked, once) =
        (reader.actor.clone(), fields.clone(), once("/tokens", fields.iter().map(|(name, value)| (name, value))));
    let token = app.blocking_step(move |app| {
        let name = one(&asked, "name");
        // A token is for somebody who is here; a slip of the pen adds nobody.
        app.desk.person(&name)?.ok_or_else(|| DeskError::NotFound(Missing::Person { name: name.clone() }))?;
        Ok(app.desk.add_token(&actor, &name, roles(&asked)?, once, app.now())?)
    });
    match token.await {
        Ok(token) => made(&reader, &Made { name: token.person, is_token: true, secret: token.secret }),
        Err(problem) => refused(&app, &reader, problem, &fields).await,
    }
}

pub async fn revoke_token(State(app): State<Arc<App>>, reader: Reader, Path(id): Path<String>) -> Result<Response, Failed> {
    let actor = reader.actor.clone();
    match app.blocking(move |app| app.desk.revoke_token(&actor, &id, app.now())).await {
        Ok(()) => Ok(redirect("/people#tokens")),
        Err(problem) => refused(&app, &reader, problem, &Vec::new()).await,
    }
}
