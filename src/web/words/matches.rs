//! A like case or ticket as a page shows it: how like it is and why, and the head of its solution.

use super::codes::word_in;
use crate::index::{Band, ReasonKind};
use crate::markdown::plain_text;
use crate::reason::{Difference, Said};
use crate::words::Locale;
use serde_json::{Value, json};

pub fn readable(mut matched: Value, tongue: Locale) -> Value {
    matched["fix"] = json!(fix(matched["resolution"].as_str()));
    matched["band_word"] = json!(word_in::<Band>(tongue, &matched, "band"));
    for list in ["reasons", "differs"] {
        for reason in matched[list].as_array_mut().into_iter().flatten() {
            let what = match (reason["fixed_in"].as_str(), reason["asked_of"].as_str()) {
                (Some(fixed), Some(ours)) => Difference::FixedIn { fixed: fixed.into(), ours: ours.into() }.said(tongue),
                _ => reason["text"].as_str().unwrap_or_default().to_string(),
            };
            reason["said"] = json!(format!("{} {what}", word_in::<ReasonKind>(tongue, reason, "kind")));
        }
    }
    matched
}

/// The head of a solution, in one line.
pub fn fix(resolution: Option<&str>) -> Option<String> {
    let flat = plain_text(resolution?);
    let cut: String = flat.chars().take(FIX_CHARS).collect();
    (!cut.is_empty()).then(|| if cut.len() < flat.len() { format!("{cut}…") } else { cut })
}

/// About three lines.
const FIX_CHARS: usize = 220;
