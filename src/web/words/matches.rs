//! A like case or ticket as a page shows it: how like it is and why, and the head of its solution.

use super::codes::word;
use crate::index::{Band, MatchKind};
use crate::markdown::{Excerpt, first_step};
use crate::reason::Said;
use crate::view::{MatchView, Prose, Redacted, TicketNo, WordOf};
use crate::words::Locale;
use serde::Serialize;

/// One match, worded.
#[derive(Debug, Serialize)]
pub struct MatchLine {
    number: TicketNo,
    title: Redacted,
    url: String,
    band: WordOf<Band>,
    band_word: String,
    /// The first step of its solution.
    fix: Option<Excerpt>,
    reasons: Vec<ReasonLine>,
    differs: Vec<ReasonLine>,
    /// What the reader may do with it.
    offer: Option<MatchOffer>,
}

/// A step that a match is a button for.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct MatchOffer {
    pub step: &'static str,
    /// The field that carries the match's number.
    pub field: &'static str,
    pub word: &'static str,
    /// Whether the step is taken although the form around it is not filled in.
    pub unchecked: bool,
}

/// Why it is like the question, or in what it differs.
#[derive(Debug, Serialize)]
struct ReasonLine {
    said: String,
}

impl MatchLine {
    /// In the reader's language, with what may be done with a case that has a solution or none, or with an open ticket.
    pub fn of(found: MatchView, locale: Locale, offer: impl Fn(MatchKind, bool) -> Option<MatchOffer>) -> MatchLine {
        let reasons = found.reasons.iter().map(|reason| format!("{} {}", word(locale, reason.kind.0), reason.text));
        let differs = found.differs.iter().map(|differs| format!("{} {}", word(locale, differs.kind.0), differs.what.said(locale)));
        let line = |said| ReasonLine { said };
        let fix = fix(found.resolution.as_ref());
        MatchLine {
            offer: offer(found.kind.0, fix.is_some()),
            number: found.number,
            url: found.url,
            band: found.band,
            band_word: word(locale, found.band.0),
            fix,
            reasons: reasons.map(line).collect(),
            differs: differs.map(line).collect(),
            title: found.title,
        }
    }
}

impl MatchLine {
    /// Whether it is only a little like the question.
    pub fn is_weak(&self) -> bool {
        self.band == WordOf(Band::Weak)
    }
}

/// The first step of a solution, in one line.
pub fn fix(resolution: Option<&Prose>) -> Option<Excerpt> {
    let step = first_step(resolution?.as_str(), FIX_CHARS);
    (!step.runs.is_empty()).then_some(step)
}

/// About three lines.
const FIX_CHARS: usize = 220;
