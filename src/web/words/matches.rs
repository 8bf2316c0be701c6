//! A like case or ticket as a page shows it: how like it is and why, and the head of its solution.

use super::codes::word;
use crate::index::{Band, MatchKind};
use crate::markdown::plain_text;
use crate::reason::Said;
use crate::view::{MatchView, TicketNo, Word};
use crate::words::Locale;
use serde::Serialize;

/// One match, worded.
#[derive(Debug, Serialize)]
pub struct MatchLine {
    number: TicketNo,
    kind: Word<MatchKind>,
    title: String,
    url: String,
    band: Word<Band>,
    band_word: String,
    /// The head of its solution.
    fix: Option<String>,
    reasons: Vec<ReasonLine>,
    differs: Vec<ReasonLine>,
}

/// Why it is like the question, or in what it differs.
#[derive(Debug, Serialize)]
struct ReasonLine {
    said: String,
}

impl MatchLine {
    /// In the reader's language.
    pub fn of(found: MatchView, locale: Locale) -> MatchLine {
        let reasons = found.reasons.iter().map(|reason| format!("{} {}", word(locale, reason.kind.0), reason.text));
        let differs = found.differs.iter().map(|differs| format!("{} {}", word(locale, differs.kind.0), differs.what.said(locale)));
        let line = |said| ReasonLine { said };
        MatchLine {
            number: found.number,
            kind: found.kind,
            url: found.url,
            band: found.band,
            band_word: word(locale, found.band.0),
            fix: fix(found.resolution.as_deref()),
            reasons: reasons.map(line).collect(),
            differs: differs.map(line).collect(),
            title: found.title,
        }
    }
}

/// The head of a solution, in one line.
pub fn fix(resolution: Option<&str>) -> Option<String> {
    let flat = plain_text(resolution?);
    let cut: String = flat.chars().take(FIX_CHARS).collect();
    (!cut.is_empty()).then(|| if cut.len() < flat.len() { format!("{cut}…") } else { cut })
}

/// About three lines.
const FIX_CHARS: usize = 220;
