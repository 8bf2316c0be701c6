//! `/policy`: what the desk promises, as it is in force, and what a change would move.

use super::extract::{Asker, JsonBody};
use super::problem::Problem;
use super::shape::time;
use super::{App, body, fields};
use crate::desk::{Preview, Settings, may_try_policy};
use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;

/// How settings are read; whoever serves knows.
#[derive(Clone, Copy)]
pub struct SettingsFile {
    pub read: ReadsSettings,
    /// The text of the desk's own file, as it stands.
    pub text: fn(&Path) -> Option<String>,
}

/// Out of a text, or out of the desk's own file: every mistake with its line.
pub type ReadsSettings = fn(&Path, Option<&str>) -> Result<Settings, Vec<(usize, String)>>;

pub async fn read(State(app): State<Arc<App>>, Asker(actor): Asker) -> Result<Json<Value>, Problem> {
    app.run(move |app| {
        let (in_force, policy) = app.desk.policy_in_force(&actor)?;
        let since = in_force.map(|p| json!({"version": p.version, "since": time(p.since), "by": p.by, "digest": p.digest}));
        Ok(Json(json!({"in_force": since, "waits": app.desk.policy_waits(), "policy": policy})))
    })
    .await
}

/// What a change would move; the command line says the same.
pub fn preview(preview: &Preview) -> Value {
    let moved: Vec<Value> =
        preview.moved.iter().map(|m| json!({"number": m.number, "clock": m.clock, "from": m.from, "to": m.to})).collect();
    json!({
        "mistakes": [],
        "digest": preview.digest,
        "in_force": preview.in_force.as_ref().map(|p| json!({"version": p.version, "digest": p.digest, "since": p.since})),
        "notes": preview.doubts,
        "open": preview.open,
        "moved": moved,
    })
}

pub fn mistakes(mistakes: &[(usize, String)]) -> Value {
    json!({"mistakes": mistakes.iter().map(|(line, what)| json!({"line": line, "what": what})).collect::<Vec<_>>()})
}

/// `POST /policy/check`: nothing is written, whatever it says.
pub async fn check(State(app): State<Arc<App>>, Asker(actor): Asker, told: JsonBody) -> Result<Json<Value>, Problem> {
    let text = fields::check(&told.value, body::POLICY).map_err(Problem::fields)?.maybe("text");
    app.run(move |app| {
        may_try_policy(&actor)?;
        Ok(Json(match (app.settings_file.read)(app.desk.folder(), text.as_deref()) {
            Ok(settings) => preview(&app.desk.preview_settings(&actor, &settings, app.now())?),
            Err(wrong) => mistakes(&wrong),
        }))
    })
    .await
}
