//! The notices of the reader: the newest first, unseen ones marked.

use crate::api::App;
use crate::desk::Notice;
use crate::page::Template;
use crate::view::{Reading, Redacted, TicketNo};
use crate::web::http::{Failed, Reader, Sent, page, redirect};
use crate::web::words::timeline::TimelineLine;
use crate::web::words::word;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

const PAGE: usize = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct NoticesQuery {
    cursor: Option<u64>,
}

#[derive(Debug, Deserialize)]
pub struct SeenUpTo {
    up_to: u64,
}

pub async fn list(State(app): State<Arc<App>>, reader: Reader, Query(query): Query<NoticesQuery>) -> Result<Response, Failed> {
    let (actor, at) = (reader.actor.clone(), app.clone());
    let listed = at.blocking(move |app| app.desk.notices(&actor, query.cursor, false, PAGE + 1)).await;
    let (mut notices, unseen) = listed.map_err(|e| reader.failed(e))?;
    let more = notices.len() > PAGE;
    notices.truncate(PAGE);
    let calendar = &app.desk.settings().calendar;
    let row = |notice: &Notice| {
        let reading = Reading::of(&notice.ticket, &reader.actor, |number| app.desk.may_see_number(&reader.actor, number));
        NoticeRow {
            line: TimelineLine::of(reader.locale, calendar, &app.renderer, &notice.event, &reading),
            number: notice.number.into(),
            title: reading.text(&notice.ticket.report.title),
            concern: word(reader.locale, notice.reason),
            seen: notice.seen,
        }
    };
    let next = notices.last().filter(|_| more).map(|notice| format!("/notices?cursor={}", notice.seq));
    let newest = notices.first().map_or(0, |notice| notice.seq);
    let rows = notices.iter().map(row).collect();
    page(&reader, Template::Notices, NoticesPage { rows, any_unseen: unseen > 0, newest, next })
}

#[derive(Serialize)]
struct NoticesPage {
    rows: Vec<NoticeRow>,
    any_unseen: bool,
    /// The place in the record up to which the page shows them.
    newest: u64,
    next: Option<String>,
}

/// One notice: an event, and of which ticket.
#[derive(Serialize)]
struct NoticeRow {
    #[serde(flatten)]
    line: TimelineLine,
    number: TicketNo,
    title: Redacted,
    concern: String,
    seen: bool,
}

pub async fn mark(State(app): State<Arc<App>>, reader: Reader, Sent(seen): Sent<SeenUpTo>) -> Result<Response, Failed> {
    let actor = reader.actor.clone();
    app.blocking(move |app| app.desk.see_notices(&actor, seen.up_to, None)).await.map_err(|e| reader.failed(e))?;
    Ok(redirect("/notices"))
}
