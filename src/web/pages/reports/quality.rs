//! How good the suggestions are, and what was searched for in vain. For staff.

use crate::api::App;
use crate::learning::{self, Quality};
use crate::page::Template;
use crate::view::QualityView;
use crate::web::http::{Failed, Reader, page};
use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, Duration, Utc};
use serde::Serialize;
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
    let calendar = &app.desk.settings().calendar;
    let searches = in_vain.iter().take(IN_VAIN_MAX).map(|row| SearchLine {
        words: row.words.clone(),
        count: row.count,
        last: row.last,
        at: calendar.local_minute(row.last),
    });
    let found = |quality: &Quality| quality.recall.iter().map(|(k, share)| Share { k: *k, share: format!("{share:.1}") }).collect();
    let quality = quality.as_ref().map(|quality| Measured {
        at: calendar.local_minute(quality.computed_at),
        found: found(quality),
        mean: format!("{:.1}", quality.mrr10),
        view: QualityView::of(quality),
    });
    page(&reader, Template::Quality, QualityPage { quality, in_vain: searches.collect() })
}

#[derive(Serialize)]
struct QualityPage {
    quality: Option<Measured>,
    in_vain: Vec<SearchLine>,
}

/// The last measurement.
#[derive(Serialize)]
struct Measured {
    #[serde(flatten)]
    view: QualityView,
    at: String,
    /// How often a right case was among the first so many.
    found: Vec<Share>,
    mean: String,
}

#[derive(Serialize)]
struct Share {
    k: usize,
    share: String,
}

/// Words that found nothing.
#[derive(Serialize)]
struct SearchLine {
    words: String,
    count: usize,
    last: DateTime<Utc>,
    at: String,
}
