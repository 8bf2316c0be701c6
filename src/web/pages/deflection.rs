//! A report that ends with a case: recorded, confirmed on a page of its own, taken back.

use super::report::{Known, show, signed_in};
use super::report_fields::{as_body, as_fields};
use crate::api::App;
use crate::page::Template;
use crate::protocol::request::{BadBody, FieldError};
use crate::reason::FieldReason;
use crate::ticket::{DeflectedHow, Number};
use crate::view::TicketNo;
use crate::web::http::{Failed, FormFields, Reader, Sent, encoded, page, redirect};
use crate::words::Vocabulary;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

pub async fn deflect(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<String>,
    Sent(fields): Sent<FormFields>,
) -> Result<Response, Failed> {
    signed_in(&reader)?;
    let case = case_of(&reader, fields.get("case").map(String::as_str).unwrap_or_default())?;
    // The page's script says whether it was a key; without the script, `Button` is assumed.
    let how = fields.get("how").and_then(|word| DeflectedHow::parse(word).ok()).unwrap_or(DeflectedHow::Button);
    let (actor, of) = (reader.actor.clone(), id.clone());
    let ended = app.blocking(move |app| {
        let now = app.now();
        // What was typed since the archive was asked is kept too, so that whoever takes the deflection back goes on from there.
        app.desk.retell_consultation(&actor, &of, &as_body(&fields, &app.desk.settings().calendar), now);
        app.desk.deflect(&actor, &of, case, how, now)
    });
    ended.await.map_err(|e| reader.failed(e))?;
    Ok(redirect(&format!("/consultations/{}/deflected?case={case}", encoded(&id))))
}

fn case_of(reader: &Reader, text: &str) -> Result<Number, Failed> {
    text.parse().map_err(|_| reader.failed(BadBody::Fields(vec![FieldError::new("case", FieldReason::Required)])))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct DeflectedQuery {
    case: String,
}

/// Confirms it, with the report in hidden fields, so that the reader can take the deflection back even after a restart.
pub async fn deflected(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<String>,
    Query(query): Query<DeflectedQuery>,
) -> Result<Response, Failed> {
    signed_in(&reader)?;
    let case = TicketNo(case_of(&reader, &query.case)?);
    let body = app.desk.consultation_body(&reader.actor, &id).map_err(|e| reader.failed(e))?;
    let kept = as_fields(&body, &app.desk.settings().calendar).into_iter().filter(|(_, value)| !value.is_empty());
    let mut fields: Vec<KeptField> = kept.map(|(name, value)| KeptField { name, value }).collect();
    fields.sort_by(|one, other| one.name.cmp(&other.name));
    page(&reader, Template::Deflected, DeflectedPage { case, id, fields })
}

#[derive(Serialize)]
struct DeflectedPage {
    case: TicketNo,
    /// The consultation.
    id: String,
    fields: Vec<KeptField>,
}

/// A field of the report, kept for whoever goes on with it.
#[derive(Serialize)]
struct KeptField {
    name: String,
    value: String,
}

/// Takes a deflection back and leads to the report's form, as it was typed.
pub async fn take_back(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path(id): Path<String>,
    Sent(fields): Sent<FormFields>,
) -> Result<Response, Failed> {
    signed_in(&reader)?;
    let (actor, of) = (reader.actor.clone(), id.clone());
    app.blocking(move |app| app.desk.take_back_deflection(&actor, &of, app.now())).await.map_err(|e| reader.failed(e))?;
    match app.desk.consultation_body(&reader.actor, &id) {
        Ok(_) => Ok(redirect(&format!("/report?again={}", encoded(&id)))),
        // The server was started anew in between; nothing of what was typed is lost for that.
        Err(_) => show(&reader, &fields, &[], Known::default()),
    }
}
