//! Files on a ticket's page: sent with a form, read as downloads, pictures shown small.

use super::show::refused;
use crate::api::{App, Files, Problem, download};
use crate::web::http::{Failed, Reader, is_token, one_request, redirect};
use axum::extract::{Path, Request, State};
use axum::response::Response;
use std::sync::Arc;

pub async fn add(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(name): Path<String>,
    request: Request,
) -> Result<Response, Failed> {
    let (actor, at) = (reader.actor.clone(), name.clone());
    let done = match Files::of(&app, &actor, &name, request).await {
        Ok(files) => {
            app.blocking(move |app| {
                let number = app.desk.resolve(&at)?;
                let token = files.form_token.filter(|token| is_token(token));
                let once = token.map(|token| one_request(&token, "attachments", [files.proof.as_str()]));
                app.desk.upload(&actor, number, files.uploads, once.or(files.idempotency), app.now())?;
                Ok(number)
            })
            .await
        }
        Err(problem) => Err(problem),
    };
    match done {
        Ok(number) => Ok(redirect(&format!("/tickets/{number}#files"))),
        Err(problem) if problem.is_not_found() => Err(reader.failed(problem)),
        Err(problem) => refused(app, reader, name, problem.into_errors()).await,
    }
}

pub async fn read(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((name, nth)): Path<(String, String)>,
) -> Result<Response, Failed> {
    let actor = reader.actor.clone();
    let read = app.blocking(move |app| {
        let number = app.desk.resolve(&name)?;
        app.desk.attachment(&actor, number, nth.parse().unwrap_or_default())
    });
    let (filed, bytes) = read.await.map_err(|e: Problem| reader.failed(e))?;
    Ok(download(&filed, bytes))
}
