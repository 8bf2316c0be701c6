//! A case's revisions with what changed, and the form that makes a new one.

use crate::api::{App, Problem};
use crate::case::Part;
use crate::case::{Audience, Case, Confidence};
use crate::desk::{Desk, DeskError};
use crate::markdown::write_case;
use crate::page::{Change, Template, diff, message};
use crate::protocol::request::revision::revised;
use crate::reason::{Forbidden, Said};
use crate::view::TicketNo;
use crate::web::http::{Failed, FormFields, Reader, Sent, page, redirect, said_to_people};
use crate::web::words::ProblemLine;
use crate::web::words::{Choice, choices};
use crate::words::{Locale, Vocabulary};
use axum::extract::{Path, State};
use axum::response::Response;
use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

pub async fn revisions(State(app): State<Arc<App>>, reader: Reader, Path(name): Path<String>) -> Result<Response, Failed> {
    let actor = reader.actor.clone();
    let found = app.blocking(move |app| {
        let number = app.desk.resolve(&name)?;
        Ok((number, app.desk.case_revisions(&actor, number)?))
    });
    let (number, revisions) = found.await.map_err(|e| reader.failed(e))?;
    let calendar = &app.desk.settings().calendar;
    let texts: Vec<String> = revisions.iter().map(|(_, case, _)| readable(case)).collect();
    let shown = revisions.iter().enumerate().map(|(i, (entry, case, why))| {
        let older = texts.get(i + 1).map(String::as_str).unwrap_or_default();
        Revision {
            revision: case.revision,
            at: calendar.local_minute(entry.recorded_at),
            stamp: entry.recorded_at,
            actor: entry.actor.clone(),
            why: reason(reader.locale, why),
            lines: diff(older, &texts[i]).iter().filter_map(line).collect(),
        }
    });
    let title = revisions.first().map(|(_, case, _)| case.title.clone()).unwrap_or_default();
    page(&reader, Template::Revisions, RevisionsPage { number: number.into(), title, revisions: shown.collect() })
}

#[derive(Serialize)]
struct RevisionsPage {
    number: TicketNo,
    title: String,
    /// The newest first.
    revisions: Vec<Revision>,
}

/// One revision, and what it changed.
#[derive(Serialize)]
struct Revision {
    revision: u32,
    /// In the desk's zone.
    at: String,
    stamp: DateTime<Utc>,
    actor: String,
    why: String,
    lines: Vec<ChangedLine>,
}

/// A line that is gone or new.
#[derive(Serialize)]
struct ChangedLine {
    kind: &'static str,
    sign: &'static str,
    text: String,
}

/// Why there is a revision, as people say it.
fn reason(locale: Locale, why: &str) -> String {
    let key = format!("why.{why}");
    let said = message(locale, &key);
    if said == key { why.to_string() } else { said.to_string() }
}

/// The text of the case's file without the lines that change at every revision.
fn readable(case: &Case) -> String {
    let text = write_case(case, 0);
    let stays = |line: &&str| !["digest: ", "revision: ", "reused: "].iter().any(|key| line.starts_with(key));
    text.lines().filter(stays).collect::<Vec<_>>().join("\n")
}

fn line(change: &Change) -> Option<ChangedLine> {
    match change {
        Change::Same(_) => None,
        Change::Gone(text) => Some(ChangedLine { kind: "gone", sign: "−", text: text.to_string() }),
        Change::New(text) => Some(ChangedLine { kind: "new", sign: "+", text: text.to_string() }),
    }
}

pub async fn form(State(app): State<Arc<App>>, reader: Reader, Path(name): Path<String>) -> Result<Response, Failed> {
    let case = case_of(&app, &reader, name).await.map_err(|e| reader.failed(e))?;
    let mut fields = FormFields::from([
        ("title".into(), case.title.clone()),
        ("audience".into(), case.audience.word().into()),
        ("confidence".into(), case.confidence.word().into()),
        ("product".into(), case.product.clone().unwrap_or_default()),
        ("component".into(), case.component.clone().unwrap_or_default()),
        ("versions".into(), case.versions.join("\n")),
        ("revision".into(), case.revision.to_string()),
    ]);
    fields.extend(Part::READ.map(|part| (part.to_string(), case.parts.text(part).to_string())));
    show(&reader, &case, &fields, Vec::new())
}

async fn case_of(app: &Arc<App>, reader: &Reader, name: String) -> Result<Case, Problem> {
    let actor = reader.actor.clone();
    app.blocking(move |app| {
        let case = app.desk.case(&actor, app.desk.resolve(&name)?)?.case;
        match Desk::writes_cases(&actor) {
            true => Ok(case),
            false => Err(DeskError::from(Forbidden::Archive)),
        }
    })
    .await
}

#[derive(Serialize)]
struct EditPage<'a> {
    number: TicketNo,
    /// The head of the case by field, as it was typed.
    fields: BTreeMap<&'static str, &'a str>,
    problems: Vec<ProblemLine>,
    audiences: Vec<Choice>,
    confidences: Vec<Choice>,
    parts: Vec<EditedPart<'a>>,
}

/// A part of the case being edited.
#[derive(Serialize)]
struct EditedPart<'a> {
    name: &'static str,
    label: String,
    text: &'a str,
    /// Lines that its field shows: more where there is something to read.
    rows: u8,
}

/// The fields above the parts.
const HEAD: [&str; 7] = ["title", "audience", "confidence", "product", "component", "versions", "revision"];

fn show(reader: &Reader, case: &Case, fields: &FormFields, problems: Vec<ProblemLine>) -> Result<Response, Failed> {
    let locale = reader.locale;
    let text = |name: &str| fields.get(name).map(String::as_str).unwrap_or_default();
    let part = |part: Part| {
        let text = text(part.word());
        EditedPart { name: part.word(), label: part.said(locale), text, rows: if text.is_empty() { 2 } else { 8 } }
    };
    let values = EditPage {
        number: case.number.into(),
        fields: HEAD.into_iter().map(|name| (name, text(name))).collect(),
        problems,
        audiences: choices(locale, Audience::ALL, text("audience")),
        confidences: choices(locale, Confidence::ALL, text("confidence")),
        parts: Part::READ.into_iter().map(part).collect(),
    };
    page(reader, Template::Edit, values)
}

/// Saves a new revision if the case is still at the one that was read; otherwise shows the form again, with the reason.
pub async fn save(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(name): Path<String>,
    Sent(mut fields): Sent<FormFields>,
) -> Result<Response, Failed> {
    let case = case_of(&app, &reader, name).await.map_err(|e| reader.failed(e))?;
    let (number, actor, now_at) = (case.number, reader.actor.clone(), case.revision);
    let (body, seen) = (as_body(&fields), fields.get("revision").and_then(|r| r.parse().ok()));
    let (before, sent) = (case.clone(), body);
    let saved = app
        .blocking_step(move |app| {
            Ok(app.desk.revise_case(&actor, revised(before, &sent).map_err(Problem::fields)?, seen, app.now())?)
        })
        .await;
    match saved {
        Ok(_) => Ok(redirect(&format!("/cases/{number}"))),
        Err(problem) => {
            let changed = problem.is_changed().then(|| message(reader.locale, "case.changed").to_string());
            let problem = ProblemLine::of_whole(changed.unwrap_or_else(|| said_to_people(&problem, reader.locale)));
            fields.insert("revision".into(), now_at.to_string());
            show(&reader, &case, &fields, vec![problem])
        }
    }
}

fn as_body(fields: &FormFields) -> Value {
    let text = |name: &str| fields.get(name).map(|t| t.replace("\r\n", "\n")).unwrap_or_default();
    let parts: Map<String, Value> = Part::READ.into_iter().map(|part| (part.to_string(), json!(text(part.word())))).collect();
    let versions: Vec<String> = text("versions").lines().map(|v| v.trim().to_string()).filter(|v| !v.is_empty()).collect();
    json!({
        "title": text("title"), "audience": text("audience"), "confidence": text("confidence"), "product": text("product"),
        "component": text("component"), "versions": versions, "parts": parts,
    })
}
