//! `/policy`: what the desk promises, as it is in force, and what a change would move.

use crate::api::http::{App, CurrentActor, JsonBody, Problem, respond};
use crate::desk::may_try_policy;
use crate::protocol::request;
use crate::view::{PolicyChangeView, PolicyInForceView, PolicyView};
use axum::extract::State;
use axum::response::Response;
use std::sync::Arc;

pub async fn read(State(app): State<Arc<App>>, CurrentActor(actor): CurrentActor) -> Result<Response, Problem> {
    app.run(move |app| {
        let (in_force, policy) = app.desk.policy_in_force(&actor)?;
        let in_force = in_force.as_ref().map(PolicyInForceView::of);
        Ok(respond::json(PolicyView { in_force, waits: app.desk.policy_waits(), policy }))
    })
    .await
}

/// `POST /policy/check`: nothing is written, whatever it says.
pub async fn check(State(app): State<Arc<App>>, CurrentActor(actor): CurrentActor, body: JsonBody) -> Result<Response, Problem> {
    let text = request::check(&body.value, request::POLICY).map_err(Problem::fields)?.maybe("text");
    app.run(move |app| {
        may_try_policy(&actor)?;
        Ok(respond::json(match (app.settings_file.read)(app.desk.folder(), text.as_deref()) {
            Ok(settings) => PolicyChangeView::preview(&app.desk.preview_settings(&actor, &settings, app.now())?),
            Err(wrong) => PolicyChangeView::mistakes(&wrong),
        }))
    })
    .await
}
