//! Why a document matched, and what differs, in words a person can check.

use super::document::Card;
use super::similar::{Asked, Question};
use crate::signature::{self, Sign, SignKind};
use crate::words::vocabulary;
use std::collections::{HashMap, HashSet};

/// Reasons and words shown per match; more are not read.
const WORDS_MAX: usize = 5;
const SIGNS_MAX: usize = 4;

vocabulary! {
    ReasonKind, "reason" {
        ErrorCode = "error_code" / "相同错误码", Exception = "exception" / "相同异常", Frame = "frame" / "相同调用栈",
        Path = "path" / "相同路径", Words = "words" / "共同词语", Component = "component" / "相同组件",
        Product = "product" / "产品", Version = "version" / "版本", Severity = "severity" / "故障等级",
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    pub kind: ReasonKind,
    pub text: String,
}

/// What the question and the document share, the most telling first.
pub(super) fn reasons(asked: &Asked, card: &Card, idf: &HashMap<String, f32>) -> Vec<Reason> {
    let theirs: HashSet<Sign> = signature::signatures(&format!("{}\n{}", card.title, card.body)).into_iter().collect();
    let mut shared: Vec<&Sign> = asked.signs.iter().filter(|s| theirs.contains(s) && kind_of(s.kind).is_some()).collect();
    shared.sort_by_key(|s| s.kind);
    let mut found: Vec<Reason> = Vec::new();
    for sign in shared.into_iter().take(SIGNS_MAX) {
        found.extend(kind_of(sign.kind).map(|kind| Reason { kind, text: as_written(&asked.text, &sign.text) }));
    }
    if same(&asked.question.component, &card.component) {
        found.extend(card.component.clone().map(|text| Reason { kind: ReasonKind::Component, text }));
    }
    let words = shared_words(asked, card, idf);
    if !words.is_empty() {
        found.push(Reason { kind: ReasonKind::Words, text: words.join(", ") });
    }
    found
}

/// What speaks against it: where both sides say something, and say different things.
pub(super) fn differences(question: &Question, card: &Card) -> Vec<Reason> {
    let mut found = Vec::new();
    let mut compare = |kind, ours: &Option<String>, theirs: &Option<String>| {
        if let (Some(ours), Some(theirs)) = (ours, theirs)
            && fold(ours) != fold(theirs)
        {
            found.push(Reason { kind, text: format!("{theirs} ≠ {ours}") });
        }
    };
    compare(ReasonKind::Product, &question.product, &card.product);
    compare(ReasonKind::Component, &question.component, &card.component);
    compare(ReasonKind::Severity, &question.severity.map(|s| s.to_string()), &card.severity.map(|s| s.to_string()));
    if let Some(ours) = &question.version
        && !card.versions.is_empty()
        && !card.versions.iter().any(|v| fold(v) == fold(ours))
    {
        found.push(Reason { kind: ReasonKind::Version, text: format!("{} ≠ {ours}", card.versions.join(", ")) });
    }
    found
}

fn kind_of(kind: SignKind) -> Option<ReasonKind> {
    match kind {
        SignKind::ErrorCode => Some(ReasonKind::ErrorCode),
        SignKind::Exception => Some(ReasonKind::Exception),
        SignKind::Frame => Some(ReasonKind::Frame),
        SignKind::Path => Some(ReasonKind::Path),
        // Sharing a version says little; differing in it is said by `differences`.
        SignKind::Version => None,
    }
}

/// The rarest stretches of the question that the document holds too, as the reporter wrote them.
fn shared_words(asked: &Asked, card: &Card, idf: &HashMap<String, f32>) -> Vec<String> {
    let text = [&card.title, &card.body, &card.cause, &card.resolution].map(String::as_str).join("\n");
    let theirs: HashSet<String> = super::analyzer::terms(&text).into_iter().collect();
    // Overlapping pieces (pairs of characters, an identifier and its parts) become one stretch.
    let mut stretches: Vec<(usize, usize, f32)> = Vec::new();
    for token in asked.tokens.iter().filter(|t| theirs.contains(&t.term)) {
        let weight = idf.get(&token.term).copied().unwrap_or(0.0);
        match stretches.last_mut() {
            Some((start, end, best)) if token.start < *end => {
                *start = token.start.min(*start);
                *end = token.end.max(*end);
                *best = best.max(weight);
            }
            _ => stretches.push((token.start, token.end, weight)),
        }
    }
    stretches.retain(|(start, end, _)| asked.text[*start..*end].chars().count() >= 2);
    stretches.sort_by(|a, b| b.2.total_cmp(&a.2).then(a.0.cmp(&b.0)));
    let mut seen = HashSet::new();
    let words = stretches.into_iter().map(|(start, end, _)| asked.text[start..end].to_string());
    words.filter(|w| seen.insert(w.to_lowercase())).take(WORDS_MAX).collect()
}

/// A folded sign as the reporter wrote it.
fn as_written(text: &str, folded: &str) -> String {
    let lower = text.to_ascii_lowercase();
    lower.find(folded).map_or_else(|| folded.to_string(), |at| text[at..at + folded.len()].to_string())
}

fn same(a: &Option<String>, b: &Option<String>) -> bool {
    matches!((a, b), (Some(a), Some(b)) if fold(a) == fold(b))
}

fn fold(text: &str) -> String {
    text.trim().to_lowercase()
}
