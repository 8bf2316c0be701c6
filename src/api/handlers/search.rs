//! `GET /search`: a few words, any words.

use crate::api::http::{App, CurrentActor, Params, Problem, respond};
use crate::index::Facet;
use crate::view::SearchView;
use axum::extract::State;
use axum::response::Response;
use std::sync::Arc;

const LIMIT_DEFAULT: usize = 10;
const LIMIT_MAX: usize = 100;

pub async fn search(State(app): State<Arc<App>>, CurrentActor(actor): CurrentActor, params: Params) -> Result<Response, Problem> {
    let limit = params.limit(LIMIT_DEFAULT, LIMIT_MAX)?;
    let offset = params.count("cursor")?.unwrap_or(0);
    // What is asked while it is typed is half a question.
    let live = params.flag("live")?;
    let text = params.get("q").unwrap_or_default().to_string();
    let filters = Facet::ALL.into_iter().filter_map(|f| Some((f, params.get(f.word())?.to_string()))).collect();
    app.run(move |app| {
        let found = app.desk.search(&actor, &text, filters, offset, limit)?;
        if found.total == 0 && !live {
            app.desk.note_zero_results(&actor, &text, app.now())?;
        }
        let next = (found.total > offset + found.hits.len()).then_some(offset + found.hits.len());
        Ok(respond::json(SearchView::of(&found, next)))
    })
    .await
}
