//! What the reader is told of: the newest first, what is new set off.

use crate::api::App;
use crate::desk::Notice;
use crate::page::Template;
use crate::protocol::redact;
use crate::web::http::{Failed, Reader, Sent, page, see};
use crate::web::words::timeline::line;
use crate::web::words::word;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

const PAGE: usize = 50;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    cursor: Option<u64>,
}

#[derive(Debug, Deserialize)]
pub struct Seen {
    up_to: u64,
}

pub async fn list(State(app): State<Arc<App>>, reader: Reader, Query(wanted): Query<Wanted>) -> Result<Response, Failed> {
    let (actor, at) = (reader.actor.clone(), app.clone());
    let told = at.blocking(move |app| app.desk.notices(&actor, wanted.cursor, false, PAGE + 1)).await;
    let (mut notices, unseen) = told.map_err(|e| reader.failed(e))?;
    let more = notices.len() > PAGE;
    notices.truncate(PAGE);
    let row = |notice: &Notice| {
        let mut row = line(reader.tongue, &reader.actor, &app.desk, &notice.ticket, &notice.event);
        row["number"] = json!(notice.number);
        row["title"] = json!(redact::reported(&notice.ticket, &reader.actor, &notice.ticket.report.title));
        row["concern"] = json!(word(reader.tongue, notice.concern));
        row["seen"] = json!(notice.seen);
        row
    };
    let next = notices.last().filter(|_| more).map(|notice| format!("/notices?cursor={}", notice.seq));
    let newest = notices.first().map_or(0, |notice| notice.seq);
    let rows: Vec<Value> = notices.iter().map(row).collect();
    page(&reader, Template::Notices, json!({"rows": rows, "any_unseen": unseen > 0, "newest": newest, "next": next}))
}

pub async fn mark(State(app): State<Arc<App>>, reader: Reader, Sent(seen): Sent<Seen>) -> Result<Response, Failed> {
    let actor = reader.actor.clone();
    app.blocking(move |app| app.desk.see_notices(&actor, seen.up_to, None)).await.map_err(|e| reader.failed(e))?;
    Ok(see("/notices"))
}
