//! The queue: what runs out next comes first to the eye.

use crate::api::{App, Problem, flag};
use crate::ledger::BoardFilter;
use crate::page::{Template, message};
use crate::ticket::{Severity, Status};
use crate::web::http::{Failed, Reader, page};
use crate::web::words::row::QueueRow;
use crate::web::words::{encoded, filled, word, worklist};
use crate::words::Vocabulary;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

const PAGE: usize = 50;
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct TicketsQuery {
    status: String,
    severity: String,
    /// Yes or no: only what the reader is responsible for.
    mine: Option<String>,
    /// Yes or no: only what waits for the reader.
    yours: Option<String>,
    /// Only what this person is responsible for.
    of: String,
    q: String,
    /// Rows passed over.
    cursor: usize,
}

impl TicketsQuery {
    /// The filters in force, as fields of the form that looks for words.
    fn hidden(&self) -> Vec<HiddenField> {
        let filters = self.terms().into_iter().filter(|(name, value)| *name != "q" && !value.is_empty());
        filters.map(|(name, value)| HiddenField { name, value: value.to_string() }).collect()
    }

    /// Whether the list is of what the reader is responsible for, and of what waits for them.
    fn flags(&self) -> Result<(bool, bool), Problem> {
        let read = |name, given: &Option<String>| given.as_deref().map_or(Ok(false), |text| flag(name, text));
        Ok((read("mine", &self.mine)?, read("yours", &self.yours)?))
    }

    /// The filters and the words, each as it stands in the address; empty where it is not set.
    fn terms(&self) -> [(&'static str, &str); 6] {
        let given = |flag_text: &Option<String>| {
            let set = flag_text.as_deref().filter(|text| flag("", text).unwrap_or(false));
            set.map_or("", |_| "1")
        };
        [
            ("status", &self.status),
            ("severity", &self.severity),
            ("mine", given(&self.mine)),
            ("yours", given(&self.yours)),
            ("of", &self.of),
            ("q", &self.q),
        ]
    }

    /// The list's address with one filter set otherwise; filters are addresses, so that one can keep them.
    fn with(&self, name: &str, value: &str) -> String {
        let set = self.terms().map(|(n, v)| (n, if n == name { value } else { v }));
        let set = set.into_iter().filter(|(_, v)| !v.is_empty());
        let query: Vec<String> = set.map(|(n, v)| format!("{n}={}", encoded(v))).collect();
        if query.is_empty() { "/tickets".into() } else { format!("/tickets?{}", query.join("&")) }
    }
}

pub async fn list(State(app): State<Arc<App>>, reader: Reader, Query(wanted): Query<TicketsQuery>) -> Result<Response, Failed> {
    let (actor, locale) = (reader.actor.clone(), reader.locale);
    let (own, theirs) = wanted.flags().map_err(|e| reader.failed(e))?;
    let known = |text: &str, known: bool| Some(text.to_string()).filter(|_| known);
    let only_open = wanted.status.is_empty() && wanted.q.trim().is_empty();
    let filter = BoardFilter {
        status: known(&wanted.status, Status::parse(&wanted.status).is_ok()),
        // What is closed is not a queue's matter unless one asks for it.
        open: only_open,
        severity: known(&wanted.severity, Severity::parse(&wanted.severity).is_ok()),
        assignee: known(reader.name(), own).or(known(&wanted.of, !wanted.of.is_empty())),
        text: known(&wanted.q, !wanted.q.trim().is_empty()),
        // What has ended has nothing due: the newest first.
        by_due: only_open || (wanted.status != Status::Closed.word() && wanted.status != "all"),
        offset: wanted.cursor,
        limit: PAGE + 1,
        ..BoardFilter::default()
    };
    let (asker, calendar, now) = (reader.clone(), app.desk.settings().calendar.clone(), app.now());
    let listed = app.blocking(move |app| match theirs {
        true => {
            let rows = app.desk.worklist(&actor, filter, now)?;
            Ok(rows.iter().map(|mine| worklist::row(mine, &asker, &calendar, now)).collect::<Vec<_>>())
        }
        false => Ok(app.desk.tickets(&actor, filter)?.iter().map(|row| QueueRow::of(row, &asker, now)).collect()),
    });
    let mut rows = listed.await.map_err(|e| reader.failed(e))?;
    let next = (rows.len() > PAGE).then_some(wanted.cursor + PAGE);
    rows.truncate(PAGE);
    let filter = |name: &str, value: &str, label: String, current: bool| {
        let to = if current { "" } else { value };
        FilterLink { label, url: wanted.with(name, to), current }
    };
    let open = filter("status", "", message(locale, "queue.open").to_string(), wanted.status.is_empty());
    let all = filter("status", "all", message(locale, "queue.all").to_string(), wanted.status == "all");
    let each = Status::ALL.iter().map(|s| filter("status", s.word(), word(locale, *s), wanted.status == s.word()));
    let severities = Severity::ALL.iter().map(|s| filter("severity", s.word(), word(locale, *s), wanted.severity == s.word()));
    let mine_filter = filter("mine", "1", message(locale, "queue.mine").to_string(), own);
    let yours = filter("yours", "1", message(locale, "queue.yours").to_string(), theirs);
    let of = (!wanted.of.is_empty()).then(|| filter("of", "", filled(locale, "queue.of", &[&wanted.of]), true));
    let next = next.map(|rows| {
        let base = wanted.with("", "");
        let and = if base.contains('?') { '&' } else { '?' };
        format!("{base}{and}cursor={rows}")
    });
    let values = QueuePage {
        rows,
        statuses: [open].into_iter().chain(each).chain([all]).collect(),
        severities: severities.collect(),
        mine: mine_filter,
        yours,
        of,
        staff: reader.actor.is_staff(),
        next,
        empty: Empty::of(&reader, &wanted, own, theirs),
        wanted: TypedWords { q: wanted.q.clone(), hidden: wanted.hidden() },
    };
    page(&reader, Template::Queue, values)
}

#[derive(Serialize)]
struct QueuePage {
    rows: Vec<QueueRow>,
    statuses: Vec<FilterLink>,
    severities: Vec<FilterLink>,
    mine: FilterLink,
    yours: FilterLink,
    of: Option<FilterLink>,
    /// What stands there instead of an empty list.
    empty: Empty,
    wanted: TypedWords,
    staff: bool,
    next: Option<String>,
}

/// The list with one filter set otherwise.
#[derive(Serialize)]
struct FilterLink {
    label: String,
    url: String,
    current: bool,
}

/// The words looked for, and the filters that go with them.
#[derive(Serialize)]
struct TypedWords {
    q: String,
    hidden: Vec<HiddenField>,
}

/// A field that the form sends without showing it.
#[derive(Serialize)]
struct HiddenField {
    name: &'static str,
    value: String,
}

/// Why the list is empty, and where to go from there.
#[derive(Serialize)]
struct Empty {
    text: &'static str,
    url: Option<String>,
    link: &'static str,
}

impl Empty {
    /// `own`, `theirs`: whether the list is of what the reader is responsible for, or of what waits for them.
    fn of(reader: &Reader, query: &TicketsQuery, own: bool, theirs: bool) -> Empty {
        let say = |key: &'static str| message(reader.locale, key);
        let unfiltered = query.status.is_empty() && query.severity.is_empty() && !own && query.q.is_empty();
        match () {
            () if reader.name().is_empty() => {
                Empty { text: say("sign_in.first_needed"), url: Some(reader.sign_in_url()), link: say("sign_in") }
            }
            () if theirs => Empty { text: say("queue.none_yours"), url: None, link: "" },
            () if unfiltered => {
                Empty { text: say("none_open.all"), url: Some("/tickets?status=all".into()), link: say("queue.all") }
            }
            () => Empty { text: say("none_open"), url: None, link: "" },
        }
    }
}
