//! `/tokens`: made, listed without their secrets, revoked. Administrators only.

use crate::api::http::{App, Asker, JsonBody, Problem, respond};
use crate::protocol::{request, view};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;
use std::sync::Arc;

pub async fn list(State(app): State<Arc<App>>, Asker(actor): Asker) -> Result<Response, Problem> {
    app.run(move |app| {
        let item = |token: &crate::ledger::TokenRow| {
            let (created, used) = (token.created_at.map(view::time), token.last_used_at.map(view::time));
            json!({"id": token.id, "name": token.person, "roles": token.roles, "created_at": created, "last_used_at": used})
        };
        Ok(respond::list(app.desk.tokens(&actor)?.iter().map(item).collect(), None))
    })
    .await
}

/// The only answer that holds the secret.
pub async fn add(State(app): State<Arc<App>>, Asker(actor): Asker, body: JsonBody) -> Result<Response, Problem> {
    let told = request::check(&body.value, request::TOKEN).map_err(Problem::fields)?;
    let roles = request::roles(&told.texts("roles"))?;
    app.run(move |app| {
        let made = app.desk.add_token(&actor, &told.text("name"), roles, body.idempotency, app.now())?;
        let shape = json!({"id": made.id, "name": made.person, "roles": made.roles, "token": made.secret});
        Ok((StatusCode::CREATED, Json(shape)).into_response())
    })
    .await
}

pub async fn revoke(State(app): State<Arc<App>>, Asker(actor): Asker, Path(id): Path<String>) -> Result<StatusCode, Problem> {
    app.run(move |app| app.desk.revoke_token(&actor, &id, app.now())).await?;
    Ok(StatusCode::NO_CONTENT)
}
