//! A case, with what became of it since.

use crate::desk::CaseView;
use serde_json::{Value, json};

pub fn case(view: &CaseView) -> Value {
    let mut shape = serde_json::to_value(&view.case).unwrap_or_default();
    shape["workaround"] = json!(view.case.parts.workaround());
    shape["reused"] = json!(view.reused);
    shape["feedback"] = json!({"helped": view.helped, "did_not_help": view.did_not_help});
    shape["url"] = json!(format!("/cases/{}", view.case.number));
    shape
}
