//! The JSON shapes of what the archive answers: like cases and tickets of a report, and results of a search.

use super::time::{maybe_time, time};
use crate::desk::Consultation;
use crate::index::{Facet, Match, MatchKind, MatchReason, ReasonKind, SearchHit, SearchResults, SimilarResults, Snippet};
use crate::reason::{Difference, Said};
use crate::words::Locale;
use serde_json::{Map, Value, json};

fn reason(reason: &MatchReason) -> Value {
    json!({"kind": reason.kind, "text": reason.text})
}

fn difference((kind, what): &(ReasonKind, Difference)) -> Value {
    let mut shape = json!({"kind": kind, "text": what.said(Locale::En)});
    if let Difference::FixedIn { fixed, ours } = what {
        (shape["fixed_in"], shape["asked_of"]) = (json!(fixed), json!(ours));
    }
    shape
}

pub fn matched(m: &Match) -> Value {
    let place = if m.kind == MatchKind::Case { "cases" } else { "tickets" };
    json!({
        "number": m.number,
        "kind": m.kind,
        "title": m.title,
        "status": m.status,
        "score": (f64::from(m.score) * 1_000.0).round() / 1_000.0,
        "band": m.band,
        "reasons": m.reasons.iter().map(reason).collect::<Vec<_>>(),
        "differs": m.differs.iter().map(difference).collect::<Vec<_>>(),
        "resolution": m.resolution,
        "workaround": m.workaround,
        "family_size": m.family_size,
        "reused": m.reused,
        "solved_at": maybe_time(m.solved_at),
        "url": format!("/{place}/{}", m.number),
    })
}

pub fn consultation(consultation: &Consultation) -> Value {
    json!({
        "id": consultation.id,
        "took_ms": (consultation.took_ms * 1_000.0).round() / 1_000.0,
        "matches": matches(&consultation.similar),
    })
}

pub fn matches(similar: &SimilarResults) -> Vec<Value> {
    similar.matches.iter().map(matched).collect()
}

fn snippet(s: &Snippet) -> Value {
    json!({"text": s.text, "marks": s.marks})
}

fn hit(hit: &SearchHit) -> Value {
    let stored = &hit.stored;
    let place = if stored.outcome.is_some() { "cases" } else { "tickets" };
    json!({
        "number": stored.number,
        "kind": stored.kind,
        "title": stored.title,
        "status": stored.status,
        "severity": stored.severity,
        "product": stored.product,
        "component": stored.component,
        "outcome": stored.outcome,
        "confidence": stored.confidence,
        "score": (f64::from(hit.score) * 1_000.0).round() / 1_000.0,
        "resolution": Some(&stored.resolution).filter(|r| !r.is_empty()),
        "workaround": stored.workaround,
        "highlights": {"title": snippet(&hit.title), "text": snippet(&hit.snippet)},
        "family_size": hit.family_size,
        "reused": hit.reused,
        "opened_at": time(stored.opened_at),
        "solved_at": maybe_time(stored.resolved_at),
        "url": format!("/{place}/{}", stored.number),
    })
}

/// A page of results; `next` is the cursor of the following page.
pub fn found(found: &SearchResults, next: Option<usize>) -> Value {
    let facet = |(facet, counts): &(Facet, Vec<(String, usize)>)| {
        let counts: Vec<Value> = counts.iter().map(|(value, count)| json!({"value": value, "count": count})).collect();
        (facet.word().to_string(), Value::Array(counts))
    };
    let filter = |(facet, value): &(Facet, String)| json!({"field": facet.word(), "value": value});
    json!({
        "items": found.hits.iter().map(hit).collect::<Vec<_>>(),
        "next": next.map(|n| n.to_string()),
        "total": found.total,
        "total_is_least": found.more,
        "facets": found.facets.iter().map(facet).collect::<Map<String, Value>>(),
        "filters": found.filters.iter().map(filter).collect::<Vec<_>>(),
        "did_you_mean": found.did_you_mean,
        "phrase_missing": found.phrase_missing,
    })
}
