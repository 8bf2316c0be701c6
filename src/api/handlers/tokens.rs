//! `/tokens`: made, listed without their secrets, revoked. Administrators only.

use crate::api::http::{App, CurrentActor, JsonBody, Problem, respond};
use crate::protocol::request;
use crate::view::{NewTokenView, TokenView};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use std::sync::Arc;

pub async fn list(State(app): State<Arc<App>>, CurrentActor(actor): CurrentActor) -> Result<Response, Problem> {
    app.run(move |app| Ok(respond::list(app.desk.tokens(&actor)?.iter().map(TokenView::of).collect(), None))).await
}

/// The only answer that holds the secret.
pub async fn add(State(app): State<Arc<App>>, CurrentActor(actor): CurrentActor, body: JsonBody) -> Result<Response, Problem> {
    let fields = request::check(&body.value, request::TOKEN).map_err(Problem::fields)?;
    let roles = request::roles(&fields.texts("roles"))?;
    app.run(move |app| {
        let made = app.desk.add_token(&actor, &fields.text("name"), roles, body.idempotency, app.now())?;
        Ok(respond::made(NewTokenView::of(&made)))
    })
    .await
}

pub async fn revoke(
    State(app): State<Arc<App>>,
    CurrentActor(actor): CurrentActor,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    app.run(move |app| app.desk.revoke_token(&actor, &id, app.now())).await?;
    Ok(StatusCode::NO_CONTENT)
}
