//! A case: the fix at the top, then what led to it; whether it still holds; its file.

use crate::api::App;
use crate::desk::{Desk, FamilyMember};
use crate::page::{PartHtml, Template, parts_for_reading};
use crate::people::Actor;
use crate::view::{Redacted, TicketNo, case_url, ticket_url};
use crate::web::http::{Failed, Reader, Sent, page, redirect};
use crate::web::words::word;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CaseQuery {
    /// Set after feedback was given, to say thank you.
    thanks: Option<String>,
}

/// The case as a page, or with `.md` behind its number as its file.
pub async fn read(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(name): Path<String>,
    Query(query): Query<CaseQuery>,
) -> Result<Response, Failed> {
    let (actor, locale) = (reader.actor.clone(), reader.locale);
    if let Some(number) = name.strip_suffix(".md").map(str::to_string) {
        let text = app.blocking(move |app| app.desk.case_file(&actor, app.desk.resolve(&number)?)).await;
        let text = text.map_err(|e| reader.failed(e))?;
        return Ok(([(header::CONTENT_TYPE, "text/markdown; charset=utf-8")], text).into_response());
    }
    let found = app.blocking(move |app| {
        let number = app.desk.resolve(&name)?;
        let view = app.desk.case(&actor, number)?;
        let parts = parts_for_reading(&view.case.parts, &app.renderer);
        Ok((view, app.desk.family(&actor, number)?, parts))
    });
    let (view, family, parts) = found.await.map_err(|e| reader.failed(e))?;
    let member = |m: &FamilyMember| FamilyLine {
        number: m.number.into(),
        title: (&m.title).into(),
        status_word: word(locale, m.status),
        url: if m.case { case_url(m.number) } else { ticket_url(m.number) },
    };
    let (case, staff) = (view.case, reader.actor.is_staff());
    let zone = app.desk.settings().calendar.zone;
    let values = CasePage {
        case: CaseHead {
            number: case.number.into(),
            confidence_word: word(locale, case.confidence),
            audience_word: word(locale, case.audience),
            solved: case.resolved_at.map(|at| at.with_timezone(&zone).format("%Y-%m-%d").to_string()),
            title: case.title,
            language: case.language.tag(),
            product: case.product,
            component: case.component,
            versions: case.versions,
            revision: case.revision,
            reopened: case.reopened,
            reused: view.reused,
            helped: view.helped,
            did_not_help: view.did_not_help,
        },
        family: family.iter().map(member).collect(),
        own_word: view.own_word,
        parts,
        staff,
        writes: Desk::writes_cases(&reader.actor),
        may_rate: reader.actor != Actor::Visitor,
        thanks: query.thanks.is_some(),
    };
    page(&reader, Template::Case, values)
}

#[derive(Serialize)]
struct CasePage {
    case: CaseHead,
    parts: Vec<PartHtml>,
    family: Vec<FamilyLine>,
    /// What the reader has said of it.
    own_word: Option<bool>,
    staff: bool,
    /// Whether the reader may revise it.
    writes: bool,
    may_rate: bool,
    thanks: bool,
}

/// What stands above a case's parts and below them.
#[derive(Serialize)]
struct CaseHead {
    number: TicketNo,
    title: String,
    /// The `lang` attribute of its texts.
    language: &'static str,
    product: Option<String>,
    component: Option<String>,
    versions: Vec<String>,
    revision: u32,
    reopened: bool,
    confidence_word: String,
    audience_word: String,
    /// The day, in the desk's zone.
    solved: Option<String>,
    reused: u32,
    helped: u32,
    did_not_help: u32,
}

/// Another member of its family.
#[derive(Serialize)]
struct FamilyLine {
    number: TicketNo,
    title: Redacted,
    status_word: String,
    url: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Rating {
    helpful: String,
    words: String,
}

/// Records whether the case helped.
pub async fn rate(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(name): Path<String>,
    Sent(rated): Sent<Rating>,
) -> Result<Response, Failed> {
    let actor = reader.actor.clone();
    let done = app.blocking(move |app| {
        let number = app.desk.resolve(&name)?;
        let words = Some(rated.words.trim().to_string()).filter(|w| !w.is_empty());
        app.desk.rate_case(&actor, number, rated.helpful == "yes", words, app.now())?;
        Ok(number)
    });
    let number = done.await.map_err(|e| reader.failed(e))?;
    Ok(redirect(&format!("/cases/{number}?thanks=1#feedback")))
}
