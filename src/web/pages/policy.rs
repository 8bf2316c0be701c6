//! What the desk promises, in words, with its versions; and a change tried before it is made. Staff read, supervisors try.

use crate::api::App;
use crate::desk::{MovedDueTime, PolicyInForce, PolicyPreview, may_try_policy};
use crate::page::{Template, message};
use crate::reason::{Mistake, Said};
use crate::view::TicketNo;
use crate::web::http::{Failed, FormFields, Reader, Sent, page};
use crate::web::words::sla_view::{PolicyWords, in_words};
use crate::web::words::{actor_word, filled, word};
use axum::extract::State;
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Serialize;
use std::sync::Arc;

/// Due times that a page shows; the command line has them all.
const MOVED_MAX: usize = 200;

pub async fn read(State(app): State<Arc<App>>, reader: Reader) -> Result<Response, Failed> {
    show(app, reader, None).await
}

/// Says every mistake of the text, else what it would move. Writes nothing.
pub async fn check(State(app): State<Arc<App>>, reader: Reader, Sent(fields): Sent<FormFields>) -> Result<Response, Failed> {
    show(app, reader, Some(fields.get("text").cloned().unwrap_or_default())).await
}

/// `tried`: the text to try.
async fn show(app: Arc<App>, reader: Reader, tried: Option<String>) -> Result<Response, Failed> {
    let asker = reader.clone();
    let values = app.blocking(move |app| {
        let (actor, locale, now) = (&asker.actor, asker.locale, app.now());
        let (in_force, policy) = app.desk.policy_in_force(actor)?;
        let local = |at: DateTime<Utc>| policy.calendar.local_minute(at);
        let may_try = may_try_policy(actor).is_ok();
        let result = match &tried {
            None => None,
            Some(text) => {
                may_try_policy(actor)?;
                // A browser ends lines in its own way; lines are counted by their ends.
                match (app.settings_file.read)(app.desk.folder(), Some(&text.replace("\r\n", "\n"))) {
                    Ok(settings) => Some(Tried::moved(&asker, &app.desk.preview_settings(actor, &settings, now)?, &local)),
                    Err(mistakes) => {
                        let line = |mistake: &Mistake| MistakeLine {
                            line: filled(locale, "policy.line", &[&mistake.line.to_string()]),
                            what: mistake.said(locale),
                        };
                        Some(Tried { mistakes: mistakes.iter().map(line).collect(), ..Tried::default() })
                    }
                }
            }
        };
        let text = tried.or_else(|| (app.settings_file.text)(app.desk.folder())).filter(|_| may_try).unwrap_or_default();
        let version_line = |p: &PolicyInForce| VersionLine {
            version: p.version,
            since: local(p.since),
            by: actor_word(locale, &p.by),
            digest: p.digest.chars().take(12).collect(),
        };
        let history: Vec<VersionLine> = app.desk.policy_history()?.iter().rev().map(version_line).collect();
        let version = match in_force {
            Some(p) => filled(locale, "policy.version", &[&p.version.to_string(), &local(p.since)]),
            None => message(locale, "policy.unrecorded").to_string(),
        };
        Ok(PolicyPage {
            words: in_words(&policy, locale, now),
            version,
            waits: app.desk.policy_waits(),
            has_history: history.len() > 1,
            history,
            may_try,
            text,
            result,
        })
    });
    let values = values.await.map_err(|e| reader.failed(e))?;
    page(&reader, Template::Policy, values)
}

#[derive(Serialize)]
struct PolicyPage {
    #[serde(flatten)]
    words: PolicyWords,
    version: String,
    /// Whether the settings file says another policy, which waits to be put in force.
    waits: bool,
    history: Vec<VersionLine>,
    /// Whether there is more than the version in force.
    has_history: bool,
    may_try: bool,
    /// The text to try.
    text: String,
    result: Option<Tried>,
}

/// One version of the policy.
#[derive(Serialize)]
struct VersionLine {
    version: u64,
    since: String,
    by: String,
    /// Its head.
    digest: String,
}

/// What came of trying a text.
#[derive(Default, Serialize)]
struct Tried {
    mistakes: Vec<MistakeLine>,
    notes: Vec<String>,
    verdict: Option<String>,
    moved: Vec<MovedLine>,
    left_out: bool,
    /// It is the policy in force.
    same: bool,
}

/// One mistake.
#[derive(Serialize)]
struct MistakeLine {
    line: String,
    what: String,
}

/// A due time that would move.
#[derive(Serialize)]
struct MovedLine {
    number: TicketNo,
    clock: String,
    from: String,
    to: String,
}

impl Tried {
    fn moved(reader: &Reader, preview: &PolicyPreview, local: &dyn Fn(DateTime<Utc>) -> String) -> Tried {
        let locale = reader.locale;
        let same = preview.in_force.as_ref().is_some_and(|p| p.digest == preview.digest);
        let verdict = match same {
            true => message(locale, "policy.same").to_string(),
            false => filled(locale, "policy.good", &[&preview.open.to_string(), &preview.moved.len().to_string()]),
        };
        let at = |at: Option<DateTime<Utc>>| at.map_or_else(|| "–".to_string(), local);
        let line =
            |m: &MovedDueTime| MovedLine { number: m.number.into(), clock: word(locale, m.clock), from: at(m.from), to: at(m.to) };
        Tried {
            mistakes: Vec::new(),
            notes: preview.lints.iter().map(|lint| lint.said(locale)).collect(),
            verdict: Some(verdict),
            moved: preview.moved.iter().take(MOVED_MAX).map(line).collect(),
            left_out: preview.moved.len() > MOVED_MAX,
            same,
        }
    }
}
