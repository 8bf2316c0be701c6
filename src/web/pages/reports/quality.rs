//! How good the suggestions are, and what was searched for in vain. For staff.

use crate::api::App;
use crate::learning;
use crate::page::Template;
use crate::protocol::view;
use crate::web::http::{Failed, Reader, page};
use axum::extract::State;
use axum::response::Response;
use chrono::Duration;
use serde_json::{Value, json};
use std::sync::Arc;

/// Searches in vain of so many days, the most asked.
const DAYS: i64 = 90;
const IN_VAIN_MAX: usize = 50;

pub async fn read(State(app): State<Arc<App>>, reader: Reader) -> Result<Response, Failed> {
    let actor = reader.actor.clone();
    let asked = app.blocking(move |app| {
        let now = app.now();
        let quality = learning::quality(&app.desk, &actor)?;
        Ok((quality, app.desk.zero_result_searches(&actor, now - Duration::days(DAYS), now + Duration::seconds(1))?))
    });
    let (quality, in_vain) = asked.await.map_err(|e| reader.failed(e))?;
    let zone = app.desk.settings().calendar.zone;
    let local = |at: chrono::DateTime<chrono::Utc>| at.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string();
    let told = quality.map(|quality| {
        let mut told = view::quality(&quality);
        told["at"] = json!(local(quality.computed_at));
        told["found"] = quality.recall.iter().map(|(k, share)| json!({"k": k, "share": format!("{share:.1}")})).collect();
        told["mean"] = json!(format!("{:.1}", quality.mrr10));
        told
    });
    let searches: Vec<Value> = in_vain
        .iter()
        .take(IN_VAIN_MAX)
        .map(|row| json!({"words": row.words, "count": row.count, "last": view::time(row.last), "at": local(row.last)}))
        .collect();
    page(&reader, Template::Quality, json!({"quality": told, "in_vain": searches}))
}
