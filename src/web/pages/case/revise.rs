//! A case's revisions with what changed, and the form that makes a new one.

use crate::api::{App, Problem};
use crate::case::Part;
use crate::case::{Audience, Case, Confidence};
use crate::desk::{Desk, DeskError};
use crate::markdown::write_case;
use crate::page::{Change, Template, diff, message};
use crate::protocol::request::revision::revised;
use crate::reason::{Forbidden, Said};
use crate::web::http::{Failed, Reader, Sent, page, see};
use crate::web::words::word;
use crate::words::{Locale, Vocabulary};
use axum::extract::{Path, State};
use axum::response::Response;
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::sync::Arc;

type Told = HashMap<String, String>;

pub async fn revisions(State(app): State<Arc<App>>, reader: Reader, Path(name): Path<String>) -> Result<Response, Failed> {
    let actor = reader.actor.clone();
    let found = app.blocking(move |app| {
        let number = app.desk.resolve(&name)?;
        Ok((number, app.desk.case_revisions(&actor, number)?))
    });
    let (number, revisions) = found.await.map_err(|e| reader.failed(e))?;
    let zone = app.desk.settings().calendar.zone;
    let texts: Vec<String> = revisions.iter().map(|(_, case, _)| readable(case)).collect();
    let shown = revisions.iter().enumerate().map(|(i, (entry, case, why))| {
        let older = texts.get(i + 1).map(String::as_str).unwrap_or_default();
        let lines: Vec<Value> = diff(older, &texts[i]).iter().filter_map(line).collect();
        let at = entry.recorded_at.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string();
        json!({"revision": case.revision, "at": at, "stamp": entry.recorded_at, "actor": entry.actor, "why": reason(reader.tongue, why), "lines": lines})
    });
    let values = json!({"number": number, "title": revisions.first().map(|(_, case, _)| case.title.clone()).unwrap_or_default(),
        "revisions": shown.collect::<Vec<_>>()});
    page(&reader, Template::Revisions, values)
}

/// Why there is a revision, as people say it.
fn reason(tongue: Locale, why: &str) -> String {
    let key = format!("why.{why}");
    let said = message(tongue, &key);
    if said == key { why.to_string() } else { said.to_string() }
}

/// The file's text without the lines that change at every revision.
fn readable(case: &Case) -> String {
    let text = write_case(case, 0);
    let told = |line: &&str| !["digest: ", "revision: ", "reused: "].iter().any(|key| line.starts_with(key));
    text.lines().filter(told).collect::<Vec<_>>().join("\n")
}

fn line(change: &Change) -> Option<Value> {
    match change {
        Change::Same(_) => None,
        Change::Gone(text) => Some(json!({"kind": "gone", "sign": "−", "text": text})),
        Change::New(text) => Some(json!({"kind": "new", "sign": "+", "text": text})),
    }
}

pub async fn form(State(app): State<Arc<App>>, reader: Reader, Path(name): Path<String>) -> Result<Response, Failed> {
    let case = case_of(&app, &reader, name).await.map_err(|e| reader.failed(e))?;
    let mut told: Told = Told::from([
        ("title".into(), case.title.clone()),
        ("audience".into(), case.audience.word().into()),
        ("confidence".into(), case.confidence.word().into()),
        ("product".into(), case.product.clone().unwrap_or_default()),
        ("component".into(), case.component.clone().unwrap_or_default()),
        ("versions".into(), case.versions.join("\n")),
        ("revision".into(), case.revision.to_string()),
    ]);
    told.extend(Part::READ.map(|part| (part.to_string(), case.parts.text(part).to_string())));
    show(&reader, &case, &told, &[])
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

fn show(reader: &Reader, case: &Case, told: &Told, problems: &[String]) -> Result<Response, Failed> {
    let tongue = reader.tongue;
    let audiences = Audience::ALL.iter().map(|a| json!({"word": a, "label": word(tongue, *a)}));
    let confidences = Confidence::ALL.iter().map(|c| json!({"word": c, "label": word(tongue, *c)}));
    let parts =
        Part::READ.map(|p| json!({"name": p, "label": p.said(tongue), "text": told.get(p.word()).cloned().unwrap_or_default()}));
    let heads = ["title", "audience", "confidence", "product", "component", "versions", "revision"];
    let head: Map<String, Value> =
        heads.iter().map(|n| (n.to_string(), json!(told.get(*n).cloned().unwrap_or_default()))).collect();
    let values = json!({
        "number": case.number, "told": head, "problems": problems,
        "audiences": audiences.collect::<Vec<_>>(), "confidences": confidences.collect::<Vec<_>>(), "parts": parts,
    });
    page(reader, Template::Edit, values)
}

/// A new revision, if the case is still at the one the writer has read; else what was written comes back with a word.
pub async fn save(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(name): Path<String>,
    Sent(mut told): Sent<Told>,
) -> Result<Response, Failed> {
    let case = case_of(&app, &reader, name).await.map_err(|e| reader.failed(e))?;
    let (number, actor, now_at) = (case.number, reader.actor.clone(), case.revision);
    let (body, seen) = (as_body(&told), told.get("revision").and_then(|r| r.parse().ok()));
    let (before, sent) = (case.clone(), body);
    let saved = app
        .blocking_step(move |app| {
            Ok(app.desk.revise_case(&actor, revised(before, &sent).map_err(Problem::fields)?, seen, app.now())?)
        })
        .await;
    match saved {
        Ok(_) => Ok(see(&format!("/cases/{number}"))),
        Err(problem) => {
            let problems = match problem.kind {
                "changed" => vec![message(reader.tongue, "case.changed").to_string()],
                _ => vec![problem.said(reader.tongue)],
            };
            told.insert("revision".into(), now_at.to_string());
            show(&reader, &case, &told, &problems)
        }
    }
}

fn as_body(told: &Told) -> Value {
    let text = |name: &str| told.get(name).map(|t| t.replace("\r\n", "\n")).unwrap_or_default();
    let parts: Map<String, Value> = Part::READ.into_iter().map(|part| (part.to_string(), json!(text(part.word())))).collect();
    let versions: Vec<String> = text("versions").lines().map(|v| v.trim().to_string()).filter(|v| !v.is_empty()).collect();
    json!({
        "title": text("title"), "audience": text("audience"), "confidence": text("confidence"), "product": text("product"),
        "component": text("component"), "versions": versions, "parts": parts,
    })
}
