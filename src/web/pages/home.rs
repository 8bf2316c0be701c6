//! Home is the search box; results live while typing.

use crate::api::{App, Problem};
use crate::desk::{DeskError, WorklistItem};
use crate::index::{Facet, ParsedQuery, SearchResults, with_filter, without_filter};
use crate::ledger::{BoardFilter, BoardRow};
use crate::markdown::Excerpt;
use crate::page::{Template, message};
use crate::people::{Actor, Role};
use crate::reason::DoorReason;
use crate::sla::Calendar;
use crate::ticket::{Kind, Party, Severity, Status};
use crate::view::{HitView, SearchView};
use crate::web::http::{Failed, Reader, page};
use crate::web::words::row::QueueRow;
use crate::web::words::turn::turn_in;
use crate::web::words::{fix, in_query, word, worklist};
use crate::words::{Locale, Vocabulary};
use axum::extract::{Query, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Results on a page.
const PAGE: usize = 10;
/// Characters of a question: in an address they are up to nine bytes each, and an address has fewer than 65,535.
const QUESTION_CHARS_MAX: usize = 7_000;
/// Tickets that wait for the reader, on the home page.
const YOURS: usize = 5;
/// Values of a facet that are offered.
const FACET_VALUES: usize = 6;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct HomeQuery {
    q: String,
    cursor: usize,
}

pub async fn home(State(app): State<Arc<App>>, reader: Reader, Query(query): Query<HomeQuery>) -> Result<Response, Failed> {
    show(app, reader, query, Template::Home).await
}

/// Only the results, for the script.
pub async fn results(State(app): State<Arc<App>>, reader: Reader, Query(query): Query<HomeQuery>) -> Result<Response, Failed> {
    show(app, reader, query, Template::Results).await
}

async fn show(app: Arc<App>, reader: Reader, query: HomeQuery, template: Template) -> Result<Response, Failed> {
    let (actor, locale, words) = (reader.actor.clone(), reader.locale, query.q.clone());
    // What is searched while it is typed is half a question.
    let whole = template == Template::Home;
    let asks_nothing = whole && query.q.trim().is_empty() && reader.actor != Actor::Visitor;
    let at = app.clone();
    let (found, next) = app
        .blocking(move |app| {
            let found = app.desk.search(&actor, &words, Vec::new(), query.cursor, PAGE)?;
            if whole && found.total == 0 {
                app.desk.note_zero_results(&actor, &words, app.now())?;
            }
            let next = (found.total > query.cursor + found.hits.len()).then_some(query.cursor + found.hits.len());
            Ok((found, next))
        })
        .await
        .map_err(|e| reader.failed(e))?;
    let for_reader = reader.clone();
    let yours = match asks_nothing {
        true => at.clone().blocking(move |app| yours(app, &for_reader)).await.map_err(|e| reader.failed(e))?,
        false => Vec::new(),
    };
    let values = HomePage {
        narrowed: narrowed(locale, &query.q),
        facets: facets(locale, &query.q, &found),
        found: Results::of(&found, &query.q, next, locale, &at.desk.settings().calendar),
        q_max: QUESTION_CHARS_MAX,
        // The field takes no more.
        is_cut: query.q.encode_utf16().count() >= QUESTION_CHARS_MAX,
        q: query.q,
        alone: reader.actor.is_alone() && reader.actor.has(Role::Administrator),
        staff: reader.actor.is_staff(),
        yours,
    };
    page(&reader, template, values)
}

#[derive(Serialize)]
struct HomePage {
    /// The filters in force, each with the question that is left without it.
    narrowed: Vec<QuestionLink>,
    facets: Vec<FacetChoices>,
    found: Results,
    q_max: usize,
    /// Whether the question filled the field, so that something may be missing.
    is_cut: bool,
    q: String,
    /// The desk has nobody else yet.
    alone: bool,
    staff: bool,
    yours: Vec<YourRow>,
}

/// A ticket that waits for the reader, or a customer's open ticket.
#[derive(Serialize)]
struct YourRow {
    #[serde(flatten)]
    row: QueueRow,
    /// Why it waits for the reader, or what it waits for.
    why: String,
    /// Whether it waits for the customer who reads.
    is_yours: bool,
}

/// Another question, as a link: without a filter that is in force, or as it may have been meant.
#[derive(Serialize)]
struct QuestionLink {
    label: String,
    url: String,
}

/// A field by which the results can be narrowed.
#[derive(Serialize)]
struct FacetChoices {
    label: &'static str,
    choices: Vec<FacetChoice>,
}

/// One value of it, with the address of the question that narrows to it.
#[derive(Serialize)]
struct FacetChoice {
    label: String,
    count: usize,
    url: String,
}

/// What was found.
#[derive(Serialize)]
struct Results {
    items: Vec<Hit>,
    /// The address of the next page.
    more: Option<String>,
    count_word: String,
    did_you_mean: Option<QuestionLink>,
    phrase_missing: bool,
}

/// One result, worded.
#[derive(Serialize)]
struct Hit {
    #[serde(flatten)]
    hit: HitView,
    /// The head of its solution.
    fix: Option<Excerpt>,
    status_word: String,
    /// Other members of its family.
    like_count: usize,
    /// Where a case lists them.
    family_url: Option<String>,
    /// The day of `solved_at`, in the desk's zone.
    solved_day: Option<String>,
}

impl Hit {
    fn of(hit: HitView, locale: Locale, calendar: &Calendar) -> Hit {
        let like_count = hit.family_size.saturating_sub(1);
        Hit {
            fix: fix(hit.resolution.as_ref()),
            status_word: word(locale, hit.status.0),
            like_count,
            family_url: (like_count > 0 && hit.outcome.is_some()).then(|| format!("{}#family", hit.url)),
            solved_day: hit.solved_at.map(|at| calendar.local_day(at).to_string()),
            hit,
        }
    }
}

impl Results {
    /// Results of the question `q`; `next`: where the next page begins.
    fn of(found: &SearchResults, q: &str, next: Option<usize>, locale: Locale, calendar: &Calendar) -> Results {
        let SearchView { items, total, did_you_mean, phrase_missing, .. } = SearchView::of(found, next);
        let counted = message(locale, if total == 1 { "search.count_one" } else { "search.count" });
        Results {
            items: items.into_iter().map(|hit| Hit::of(hit, locale, calendar)).collect(),
            more: next.map(|next| format!("{}&cursor={next}", asking(q))),
            count_word: format!("{total} {counted}"),
            did_you_mean: did_you_mean.map(|q| QuestionLink { url: asking(&q), label: q }),
            phrase_missing,
        }
    }
}

/// The address of a question.
fn asking(q: &str) -> String {
    format!("/?q={}", in_query(q))
}

/// What waits for the reader; for a customer, all that is open, with where it stands.
fn yours(app: &App, reader: &Reader) -> Result<Vec<YourRow>, DeskError> {
    let (wanted, now) = (BoardFilter { open: true, limit: YOURS, ..BoardFilter::default() }, app.now());
    if reader.actor.is_staff() {
        let calendar = &app.desk.settings().calendar;
        let worklist = app.desk.worklist(&reader.actor, wanted, now)?;
        let row = |item: &WorklistItem| {
            let row = worklist::row(item, reader, calendar, now);
            YourRow { why: row.reasons.join(" ｜ "), is_yours: false, row }
        };
        return Ok(worklist.iter().map(row).collect());
    }
    let row = |ticket: &BoardRow| {
        let row = QueueRow::of(ticket, reader, now);
        let turn = ticket.awaiting.filter(|turn| turn.party() == Party::Customer);
        let yours = turn.map(|turn| turn_in(reader.locale, "yours", turn.word(), &ticket.kind));
        YourRow { is_yours: yours.is_some(), why: yours.or_else(|| row.waits_for_word.clone()).unwrap_or_default(), row }
    };
    Ok(app.desk.tickets(&reader.actor, wanted)?.iter().map(row).collect())
}

/// The filters in force.
fn narrowed(locale: Locale, q: &str) -> Vec<QuestionLink> {
    let typed = ParsedQuery::parse(q);
    let shown = typed.filters.iter().zip(&typed.places);
    let link = |((facet, value), place): (&(Facet, String), _)| QuestionLink {
        label: facet_value(locale, *facet, value),
        url: asking(&without_filter(q, place)),
    };
    shown.map(link).collect()
}

/// By what the results can be narrowed.
fn facets(locale: Locale, q: &str, found: &SearchResults) -> Vec<FacetChoices> {
    let typed = ParsedQuery::parse(q);
    let open = found.facets.iter().filter(|(facet, _)| !typed.filters.iter().any(|(f, _)| f == facet));
    let choices = open.filter(|(_, values)| values.len() > 1).map(|(facet, values)| {
        let choice = |(value, count): &(String, usize)| FacetChoice {
            label: facet_value(locale, *facet, value),
            count: *count,
            url: asking(&with_filter(q, *facet, value)),
        };
        let label = if locale == Locale::Zh { facet.zh() } else { facet.word() };
        FacetChoices { label, choices: values.iter().take(FACET_VALUES).map(choice).collect() }
    });
    choices.collect()
}

fn facet_value(locale: Locale, facet: Facet, value: &str) -> String {
    fn known<T: Vocabulary>(locale: Locale, value: &str) -> Option<String> {
        T::parse(value).ok().map(|known| word(locale, known))
    }
    let known = match facet {
        Facet::Severity => known::<Severity>(locale, value),
        Facet::Status => known::<Status>(locale, value),
        Facet::Kind => known::<Kind>(locale, value),
        Facet::Product | Facet::Component => None,
    };
    known.unwrap_or_else(|| value.to_string())
}

pub async fn nothing_here(reader: Reader) -> Failed {
    reader.failed(Problem::not_found(DoorReason::NoPage))
}
