//! Home is the search box; results live while typing.

use crate::api::{App, Problem};
use crate::desk::DeskError;
use crate::index::{Facet, ParsedQuery, with_filter, without_filter};
use crate::ledger::{BoardFilter, BoardRow};
use crate::page::Template;
use crate::people::{Actor, Role};
use crate::protocol::view;
use crate::reason::DoorReason;
use crate::ticket::{Kind, Severity, Status, Whose};
use crate::web::http::{Failed, Reader, page};
use crate::web::words::row::readable as row_readable;
use crate::web::words::turn::turn_in;
use crate::web::words::{fix, word, word_in, worklist};
use crate::words::{Locale, Vocabulary};
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

/// Results on a page.
const PAGE: usize = 10;
/// Tickets that wait for the reader, on the home page.
const YOURS: usize = 5;
/// Values of a facet that are offered.
const FACET_VALUES: usize = 6;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    cursor: usize,
}

pub async fn home(State(app): State<Arc<App>>, reader: Reader, Query(asked): Query<Asked>) -> Result<Response, Failed> {
    show(app, reader, asked, Template::Home).await
}

/// Only the results, for the script.
pub async fn results(State(app): State<Arc<App>>, reader: Reader, Query(asked): Query<Asked>) -> Result<Response, Failed> {
    show(app, reader, asked, Template::Results).await
}

async fn show(app: Arc<App>, reader: Reader, asked: Asked, template: Template) -> Result<Response, Failed> {
    let (actor, tongue, words) = (reader.actor.clone(), reader.tongue, asked.q.clone());
    // What is searched while it is typed is half a question.
    let whole = template == Template::Home;
    let asks_nothing = whole && asked.q.trim().is_empty() && reader.actor != Actor::Visitor;
    let at = app.clone();
    let found = app
        .blocking(move |app| {
            let found = app.desk.search(&actor, &words, Vec::new(), asked.cursor, PAGE)?;
            if whole && found.total == 0 {
                app.desk.note_search_in_vain(&actor, &words, app.now())?;
            }
            let next = (found.total > asked.cursor + found.hits.len()).then_some(asked.cursor + found.hits.len());
            Ok(view::found(&found, next))
        })
        .await
        .map_err(|e| reader.failed(e))?;
    let for_reader = reader.clone();
    let yours = match asks_nothing {
        true => at.blocking(move |app| yours(app, &for_reader)).await.map_err(|e| reader.failed(e))?,
        false => Vec::new(),
    };
    page(
        &reader,
        template,
        json!({
            "narrowed": narrowed(tongue, &asked.q), "facets": facets(tongue, &asked.q, &found),
            "found": readable(found, tongue), "q": asked.q,
            "alone": reader.actor.is_alone() && reader.actor.has(Role::Administrator), "staff": reader.actor.is_staff(),
            "yours": yours,
        }),
    )
}

/// What waits for the reader; for a customer, all that is open, with where it stands.
fn yours(app: &App, reader: &Reader) -> Result<Vec<Value>, DeskError> {
    let (wanted, now) = (BoardFilter { open: true, limit: YOURS, ..BoardFilter::default() }, app.now());
    if reader.actor.is_staff() {
        let calendar = &app.desk.settings().calendar;
        return Ok(app
            .desk
            .mine(&reader.actor, wanted, now)?
            .iter()
            .map(|mine| worklist::row(mine, reader, calendar, now))
            .collect());
    }
    let row = |row: &BoardRow| {
        let mut shape = row_readable(row, reader, now);
        let theirs = row.turn.filter(|turn| turn.whose() == Whose::Customer);
        shape["yours"] = json!(theirs.is_some());
        if let Some(turn) = theirs {
            shape["waits_for_word"] = json!(turn_in(reader.tongue, "yours", turn.word(), &row.kind));
        }
        shape
    };
    Ok(app.desk.tickets(&reader.actor, wanted)?.iter().map(row).collect())
}

/// The filters in force, each with the question that is left without it.
fn narrowed(tongue: Locale, q: &str) -> Vec<Value> {
    let typed = ParsedQuery::parse(q);
    let shown = typed.filters.iter().zip(&typed.places);
    shown
        .map(|((facet, value), place)| json!({"label": facet_value(tongue, *facet, value), "q": without_filter(q, place)}))
        .collect()
}

/// By what the results can be narrowed, each value with the question that does so.
fn facets(tongue: Locale, q: &str, found: &Value) -> Vec<Value> {
    let typed = ParsedQuery::parse(q);
    let open = Facet::ALL.into_iter().filter(|facet| !typed.filters.iter().any(|(f, _)| f == facet));
    let told = open.filter_map(|facet| {
        let values = found["facets"][facet.word()].as_array().filter(|values| values.len() > 1)?;
        let choices = values.iter().take(FACET_VALUES).map(|choice| {
            let value = choice["value"].as_str().unwrap_or_default();
            json!({"label": facet_value(tongue, facet, value), "count": choice["count"], "q": with_filter(q, facet, value)})
        });
        let label = if tongue == Locale::Zh { facet.zh() } else { facet.word() };
        Some(json!({"label": label, "choices": choices.collect::<Vec<_>>()}))
    });
    told.collect()
}

fn facet_value(tongue: Locale, facet: Facet, value: &str) -> String {
    fn told<T: Vocabulary>(tongue: Locale, value: &str) -> Option<String> {
        T::parse(value).ok().map(|known| word(tongue, known))
    }
    let known = match facet {
        Facet::Severity => told::<Severity>(tongue, value),
        Facet::Status => told::<Status>(tongue, value),
        Facet::Kind => told::<Kind>(tongue, value),
        Facet::Product | Facet::Component => None,
    };
    known.unwrap_or_else(|| value.to_string())
}

fn readable(mut found: Value, tongue: Locale) -> Value {
    for hit in found["items"].as_array_mut().into_iter().flatten() {
        hit["fix"] = json!(fix(hit["resolution"].as_str()));
        hit["status_word"] = json!(word_in::<Status>(tongue, hit, "status"));
    }
    found
}

pub async fn nothing_here(reader: Reader) -> Failed {
    reader.failed(Problem::not_found(DoorReason::NoPage))
}
