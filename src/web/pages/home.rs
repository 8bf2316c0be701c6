//! Home is the search box; results live while typing.

use crate::api::{App, Problem};
use crate::desk::DeskError;
use crate::index::{Facet, ParsedQuery, SearchResults, with_filter, without_filter};
use crate::ledger::{BoardFilter, BoardRow};
use crate::page::Template;
use crate::people::{Actor, Role};
use crate::reason::DoorReason;
use crate::ticket::{Kind, Party, Severity, Status};
use crate::view::{HitView, SearchView};
use crate::web::http::{Failed, Reader, page};
use crate::web::words::row::QueueRow;
use crate::web::words::turn::turn_in;
use crate::web::words::{fix, word, worklist};
use crate::words::{Locale, Vocabulary};
use axum::extract::{Query, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};
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
    let (actor, locale, words) = (reader.actor.clone(), reader.locale, asked.q.clone());
    // What is searched while it is typed is half a question.
    let whole = template == Template::Home;
    let asks_nothing = whole && asked.q.trim().is_empty() && reader.actor != Actor::Visitor;
    let at = app.clone();
    let (found, next) = app
        .blocking(move |app| {
            let found = app.desk.search(&actor, &words, Vec::new(), asked.cursor, PAGE)?;
            if whole && found.total == 0 {
                app.desk.note_zero_results(&actor, &words, app.now())?;
            }
            let next = (found.total > asked.cursor + found.hits.len()).then_some(asked.cursor + found.hits.len());
            Ok((found, next))
        })
        .await
        .map_err(|e| reader.failed(e))?;
    let for_reader = reader.clone();
    let yours = match asks_nothing {
        true => at.blocking(move |app| yours(app, &for_reader)).await.map_err(|e| reader.failed(e))?,
        false => Vec::new(),
    };
    let values = HomePage {
        narrowed: narrowed(locale, &asked.q),
        facets: facets(locale, &asked.q, &found),
        found: Results::of(&found, next, locale),
        q: asked.q,
        alone: reader.actor.is_alone() && reader.actor.has(Role::Administrator),
        staff: reader.actor.is_staff(),
        yours,
    };
    page(&reader, template, values)
}

#[derive(Serialize)]
struct HomePage {
    narrowed: Vec<Narrowed>,
    facets: Vec<FacetChoices>,
    found: Results,
    q: String,
    /// The desk has nobody else yet.
    alone: bool,
    staff: bool,
    yours: Vec<QueueRow>,
}

/// A filter in force, with the question that is left without it.
#[derive(Serialize)]
struct Narrowed {
    label: String,
    q: String,
}

/// A field by which the results can be narrowed.
#[derive(Serialize)]
struct FacetChoices {
    label: &'static str,
    choices: Vec<FacetChoice>,
}

/// One value of it, with the question that narrows to it.
#[derive(Serialize)]
struct FacetChoice {
    label: String,
    count: usize,
    q: String,
}

/// What was found.
#[derive(Serialize)]
struct Results {
    items: Vec<Hit>,
    next: Option<String>,
    total: usize,
    did_you_mean: Option<String>,
    phrase_missing: bool,
}

/// One result, worded.
#[derive(Serialize)]
struct Hit {
    #[serde(flatten)]
    hit: HitView,
    /// The head of its solution.
    fix: Option<String>,
    status_word: String,
}

impl Results {
    fn of(found: &SearchResults, next: Option<usize>, locale: Locale) -> Results {
        let SearchView { items, next, total, did_you_mean, phrase_missing, .. } = SearchView::of(found, next);
        let worded = |hit: HitView| Hit { fix: fix(hit.resolution.as_deref()), status_word: word(locale, hit.status.0), hit };
        Results { items: items.into_iter().map(worded).collect(), next, total, did_you_mean, phrase_missing }
    }
}

/// What waits for the reader; for a customer, all that is open, with where it stands.
fn yours(app: &App, reader: &Reader) -> Result<Vec<QueueRow>, DeskError> {
    let (wanted, now) = (BoardFilter { open: true, limit: YOURS, ..BoardFilter::default() }, app.now());
    if reader.actor.is_staff() {
        let calendar = &app.desk.settings().calendar;
        let mine = app.desk.worklist(&reader.actor, wanted, now)?;
        return Ok(mine.iter().map(|mine| worklist::row(mine, reader, calendar, now)).collect());
    }
    let row = |row: &BoardRow| {
        let mut worded = QueueRow::of(row, reader, now);
        if let Some(turn) = row.awaiting.filter(|turn| turn.party() == Party::Customer) {
            worded.yours = true;
            worded.waits_for_word = Some(turn_in(reader.locale, "yours", turn.word(), &row.kind));
        }
        worded
    };
    Ok(app.desk.tickets(&reader.actor, wanted)?.iter().map(row).collect())
}

/// The filters in force.
fn narrowed(locale: Locale, q: &str) -> Vec<Narrowed> {
    let typed = ParsedQuery::parse(q);
    let shown = typed.filters.iter().zip(&typed.places);
    shown
        .map(|((facet, value), place)| Narrowed { label: facet_value(locale, *facet, value), q: without_filter(q, place) })
        .collect()
}

/// By what the results can be narrowed.
fn facets(locale: Locale, q: &str, found: &SearchResults) -> Vec<FacetChoices> {
    let typed = ParsedQuery::parse(q);
    let open = found.facets.iter().filter(|(facet, _)| !typed.filters.iter().any(|(f, _)| f == facet));
    let choices = open.filter(|(_, values)| values.len() > 1).map(|(facet, values)| {
        let choice = |(value, count): &(String, usize)| FacetChoice {
            label: facet_value(locale, *facet, value),
            count: *count,
            q: with_filter(q, *facet, value),
        };
        let label = if locale == Locale::Zh { facet.zh() } else { facet.word() };
        FacetChoices { label, choices: values.iter().take(FACET_VALUES).map(choice).collect() }
    });
    choices.collect()
}

fn facet_value(locale: Locale, facet: Facet, value: &str) -> String {
    fn told<T: Vocabulary>(locale: Locale, value: &str) -> Option<String> {
        T::parse(value).ok().map(|known| word(locale, known))
    }
    let known = match facet {
        Facet::Severity => told::<Severity>(locale, value),
        Facet::Status => told::<Status>(locale, value),
        Facet::Kind => told::<Kind>(locale, value),
        Facet::Product | Facet::Component => None,
    };
    known.unwrap_or_else(|| value.to_string())
}

pub async fn nothing_here(reader: Reader) -> Failed {
    reader.failed(Problem::not_found(DoorReason::NoPage))
}
