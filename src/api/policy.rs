//! `GET /policy`: what the desk promises, as it is in force.

use super::App;
use super::extract::Asker;
use super::problem::Problem;
use super::shape::time;
use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};
use std::sync::Arc;

pub async fn read(State(app): State<Arc<App>>, Asker(actor): Asker) -> Result<Json<Value>, Problem> {
    app.run(move |app| {
        let (in_force, policy) = app.desk.policy_in_force(&actor)?;
        let since = in_force.map(|p| json!({"version": p.version, "since": time(p.since), "by": p.by, "digest": p.digest}));
        Ok(Json(json!({"in_force": since, "waits": app.desk.policy_waits(), "policy": policy})))
    })
    .await
}
