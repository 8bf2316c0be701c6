//! What the desk promises, in words, with its versions; and a change tried before it is made. Staff read, supervisors try.

use crate::api::App;
use crate::desk::{PolicyPreview, may_try_policy};
use crate::page::{Template, message};
use crate::reason::{Mistake, Said};
use crate::web::http::{Failed, Reader, Sent, Told, page};
use crate::web::words::sla_view::in_words;
use crate::web::words::{filled, word};
use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use std::sync::Arc;

/// Due times that a page shows; the command line has them all.
const MOVED_MAX: usize = 200;

pub async fn read(State(app): State<Arc<App>>, reader: Reader) -> Result<Response, Failed> {
    show(app, reader, None).await
}

/// Says every mistake of the text, else what it would move. Writes nothing.
pub async fn check(State(app): State<Arc<App>>, reader: Reader, Sent(told): Sent<Told>) -> Result<Response, Failed> {
    show(app, reader, Some(told.get("text").cloned().unwrap_or_default())).await
}

/// `tried`: the text to try.
async fn show(app: Arc<App>, reader: Reader, tried: Option<String>) -> Result<Response, Failed> {
    let asker = reader.clone();
    let told = app.blocking(move |app| {
        let (actor, tongue, now) = (&asker.actor, asker.tongue, app.now());
        let (in_force, policy) = app.desk.policy_in_force(actor)?;
        let zone = policy.calendar.zone;
        let local = |at: DateTime<Utc>| at.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string();
        let may_try = may_try_policy(actor).is_ok();
        let result = match &tried {
            None => Value::Null,
            Some(text) => {
                may_try_policy(actor)?;
                // A browser ends lines in its own way; lines are counted by their ends.
                match (app.settings_file.read)(app.desk.folder(), Some(&text.replace("\r\n", "\n"))) {
                    Ok(settings) => moved(&asker, &app.desk.preview_settings(actor, &settings, now)?, &local),
                    Err(mistakes) => {
                        let line = |mistake: &Mistake| {
                            json!({"line": filled(tongue, "policy.line", &[&mistake.line.to_string()]), "what": mistake.said(tongue)})
                        };
                        json!({"mistakes": mistakes.iter().map(line).collect::<Vec<_>>(), "verdict": null, "moved": []})
                    }
                }
            }
        };
        let text = tried.or_else(|| (app.settings_file.text)(app.desk.folder())).filter(|_| may_try).unwrap_or_default();
        let history: Vec<Value> = app.desk.policy_history()?.iter().rev()
            .map(|p| json!({"version": p.version, "since": local(p.since), "by": if p.by == "system" { message(tongue, "system") } else { &p.by }, "digest": p.digest.chars().take(12).collect::<String>()}))
            .collect();
        let version = match in_force {
            Some(p) => filled(tongue, "policy.version", &[&p.version.to_string(), &local(p.since)]),
            None => message(tongue, "policy.unrecorded").to_string(),
        };
        let mut values = in_words(&policy, tongue, now);
        for (name, value) in [
            ("version", json!(version)), ("waits", json!(app.desk.policy_waits())), ("history", json!(history)),
            ("may_try", json!(may_try)), ("text", json!(text)), ("result", result),
        ] {
            values[name] = value;
        }
        Ok(values)
    });
    let values = told.await.map_err(|e| reader.failed(e))?;
    page(&reader, Template::Policy, values)
}

fn moved(reader: &Reader, preview: &PolicyPreview, local: &dyn Fn(DateTime<Utc>) -> String) -> Value {
    let tongue = reader.tongue;
    let same = preview.in_force.as_ref().is_some_and(|p| p.digest == preview.digest);
    let verdict = match same {
        true => message(tongue, "policy.same").to_string(),
        false => filled(tongue, "policy.good", &[&preview.open.to_string(), &preview.moved.len().to_string()]),
    };
    let at = |at: Option<DateTime<Utc>>| at.map_or_else(|| "–".to_string(), local);
    let line = |m: &crate::desk::MovedDueTime| json!({"number": m.number, "clock": word(tongue, m.clock), "from": at(m.from), "to": at(m.to)});
    let shown: Vec<Value> = preview.moved.iter().take(MOVED_MAX).map(line).collect();
    let doubts: Vec<String> = preview.doubts.iter().map(|doubt| doubt.said(tongue)).collect();
    json!({"mistakes": [], "notes": doubts, "verdict": verdict, "moved": shown, "left_out": preview.moved.len() > MOVED_MAX, "same": same})
}
