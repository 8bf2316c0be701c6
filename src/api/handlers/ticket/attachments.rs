//! Files on a ticket: sent as `multipart/form-data`, read one by one, always as a download.

use crate::api::http::{App, CurrentActor, Files, Problem, download, respond};
use crate::view::{AttachmentView, Reading, TicketView};
use axum::extract::{Path, Request, State};
use axum::response::Response;
use std::sync::Arc;

/// All or none of them; answers with the ticket.
pub async fn add(
    State(app): State<Arc<App>>,
    CurrentActor(actor): CurrentActor,
    Path(name): Path<String>,
    request: Request,
) -> Result<Response, Problem> {
    let files = Files::of(&app, &actor, &name, request).await?;
    app.run(move |app| {
        let (number, now) = (app.desk.resolve(&name)?, app.now());
        app.desk.upload(&actor, number, files.uploads, files.idempotency, now)?;
        let view = app.desk.ticket(&actor, number, now)?;
        let place = format!("/api/v1/tickets/{number}/attachments");
        Ok(respond::created(TicketView::of(&view, &actor), view.ticket.version, place, false))
    })
    .await
}

pub async fn list(
    State(app): State<Arc<App>>,
    CurrentActor(actor): CurrentActor,
    Path(name): Path<String>,
) -> Result<Response, Problem> {
    app.run(move |app| {
        let view = app.desk.ticket(&actor, app.desk.resolve(&name)?, app.now())?;
        Ok(respond::list(AttachmentView::all(&view.ticket, &Reading::of(&view.ticket, &actor, |number| view.names(number))), None))
    })
    .await
}

pub async fn read(
    State(app): State<Arc<App>>,
    CurrentActor(actor): CurrentActor,
    Path((name, nth)): Path<(String, String)>,
) -> Result<Response, Problem> {
    app.run(move |app| {
        let number = app.desk.resolve(&name)?;
        // Files are numbered from 1, so what is no number finds nothing.
        let (filed, bytes) = app.desk.attachment(&actor, number, nth.parse().unwrap_or_default())?;
        Ok(download(&filed, bytes))
    })
    .await
}
