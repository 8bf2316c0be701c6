//! Deflections: consultations answered by a case, and taking that back.

use crate::desk::consult::consultation;
use crate::desk::consult::consultation::no_consultation;
use crate::desk::core::desk::Desk;
use crate::desk::error::DeskError;
use crate::desk::queries::case_view::case_for;
use crate::ledger::{Area, DEFLECTED, StoredEvent, TAKEN_BACK};
use crate::people::Actor;
use crate::reason::FieldReason;
use crate::ticket::{DeflectedHow, Number};
use chrono::{DateTime, Utc};
use serde_json::json;

/// Records that a case answered a consultation, which so ends without a ticket (知识库自助解决). Repeated for the same case it is
/// recorded once; of another case, the later one counts.
pub fn deflect(desk: &Desk, actor: &Actor, id: &str, case: Number, how: DeflectedHow, now: DateTime<Utc>) -> Result<(), DeskError> {
    // A repeated request is recognised from the record even if the consultation is no longer cached.
    let ready = consultation::cached(desk, id, actor).and_then(|kept| match case_for(desk, actor, case) {
        Ok(_) => {
            let body: serde_json::Value = serde_json::from_str(&kept.body).unwrap_or_default();
            Ok(json!({"told": body, "consulted": kept.consulted, "case": case, "how": how}))
        }
        Err(_) => Err(DeskError::bad_field("case", FieldReason::NoCase { number: case.to_string() })),
    });
    let (id, name) = (id.to_string(), actor.name().to_string());
    desk.ledger.write(move |tx| {
        let came = tx.stream(Area::Consultation, &id)?;
        let said = |last: &StoredEvent| last.name == DEFLECTED && last.actor == name && answered_by(last) == Some(case);
        if !came.last().is_some_and(said) {
            tx.append_consultation(&id, DEFLECTED, &name, now, &ready?)?;
        }
        Ok(())
    })
}

/// Records that the case did not answer it after all; returns the case. For whoever said that it did, and staff.
pub fn take_back_deflection(desk: &Desk, actor: &Actor, id: &str, now: DateTime<Utc>) -> Result<Number, DeskError> {
    let (id, by) = (id.to_string(), actor.clone());
    desk.ledger.write(move |tx| {
        let came = tx.stream(Area::Consultation, &id)?;
        let mut said = came.iter().rev().filter(|event| event.name == DEFLECTED);
        let said = said.find(|event| by.is_staff() || event.actor == by.name());
        let case = said.and_then(answered_by).ok_or_else(|| no_consultation(&id))?;
        if came.last().is_some_and(|last| last.name != TAKEN_BACK) {
            tx.append_consultation(&id, TAKEN_BACK, by.name(), now, &json!({"case": case}))?;
        }
        Ok(case)
    })
}

/// The case named in a deflection.
fn answered_by(deflected: &StoredEvent) -> Option<Number> {
    let body: serde_json::Value = serde_json::from_str(&deflected.body).ok()?;
    body["case"].as_str()?.parse().ok()
}
