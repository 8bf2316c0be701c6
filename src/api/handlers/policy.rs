//! `/policy`: what the desk promises, as it is in force, and what a change would move.

use crate::api::http::{App, Asker, JsonBody, Problem};
use crate::desk::may_try_policy;
use crate::protocol::{request, view};
use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};
use std::sync::Arc;

pub async fn read(State(app): State<Arc<App>>, Asker(actor): Asker) -> Result<Json<Value>, Problem> {
    app.run(move |app| {
        let (in_force, policy) = app.desk.policy_in_force(&actor)?;
        let since = in_force.map(|p| json!({"version": p.version, "since": view::time(p.since), "by": p.by, "digest": p.digest}));
        Ok(Json(json!({"in_force": since, "waits": app.desk.policy_waits(), "policy": policy})))
    })
    .await
}

/// `POST /policy/check`: nothing is written, whatever it says.
pub async fn check(State(app): State<Arc<App>>, Asker(actor): Asker, told: JsonBody) -> Result<Json<Value>, Problem> {
    let text = request::check(&told.value, request::POLICY).map_err(Problem::fields)?.maybe("text");
    app.run(move |app| {
        may_try_policy(&actor)?;
        Ok(Json(match (app.settings_file.read)(app.desk.folder(), text.as_deref()) {
            Ok(settings) => view::policy::preview(&app.desk.preview_settings(&actor, &settings, app.now())?),
            Err(wrong) => view::policy::mistakes(&wrong),
        }))
    })
    .await
}
