//! `/notices`: the notices of whoever asks, and up to which of them they have seen.

use crate::api::http::{App, CurrentActor, JsonBody, Params, Problem, respond};
use crate::desk::Notice;
use crate::people::Actor;
use crate::protocol::request;
use crate::view::{NoticeView, Reading, UnseenView};
use axum::extract::State;
use axum::response::Response;
use std::sync::Arc;

const LIST_DEFAULT: usize = 50;
const LIST_MAX: usize = 200;

pub async fn list(State(app): State<Arc<App>>, CurrentActor(actor): CurrentActor, params: Params) -> Result<Response, Problem> {
    let limit = params.limit(LIST_DEFAULT, LIST_MAX)?;
    let before = params.count("cursor")?.map(|c| c as u64);
    let unseen = params.flag("unseen")?;
    app.run(move |app| {
        let (mut notices, _) = app.desk.notices(&actor, before, unseen, limit + 1)?;
        let more = notices.len() > limit;
        notices.truncate(limit);
        let next = notices.last().filter(|_| more).map(|notice| notice.seq.to_string());
        Ok(respond::list(notices.iter().map(|notice| view(app, notice, &actor)).collect(), next))
    })
    .await
}

/// Seen up to a place in the record.
pub async fn see(State(app): State<Arc<App>>, CurrentActor(actor): CurrentActor, body: JsonBody) -> Result<Response, Problem> {
    let up_to = request::check(&body.value, request::SEEN).map_err(Problem::fields)?.count("up_to").unwrap_or_default();
    app.run(move |app| {
        app.desk.see_notices(&actor, up_to.into(), None)?;
        Ok(respond::json(UnseenView { unseen: app.desk.notices_unseen(&actor)? }))
    })
    .await
}

fn view(app: &App, notice: &Notice, reader: &Actor) -> NoticeView {
    NoticeView::of(notice, &Reading::of(&notice.ticket, reader, |number| app.desk.may_see_number(reader, number)))
}
