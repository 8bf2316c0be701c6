//! A consultation that ends without a ticket, and taking that back.

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

/// The report ends here, answered by a case (知识库自助解决). Kept with who, what, which case, and how it was said; no number
/// is needed. Said twice it is on the record once; said of another case, the later word stands.
pub fn deflect(desk: &Desk, actor: &Actor, id: &str, case: Number, how: DeflectedHow, now: DateTime<Utc>) -> Result<(), DeskError> {
    // This process may have forgotten what it is asked to repeat: the record has not.
    let ready = consultation::kept(desk, id, actor).and_then(|kept| match case_for(desk, actor, case) {
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

/// The case did not answer it after all. By whoever said that it did, or staff; asked of the record, so that a restart in
/// between takes nothing away. Taken back twice it is on the record once. Gives back the case.
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

/// The case that a deflection named.
fn answered_by(deflected: &StoredEvent) -> Option<Number> {
    let body: serde_json::Value = serde_json::from_str(&deflected.body).ok()?;
    body["case"].as_str()?.parse().ok()
}
