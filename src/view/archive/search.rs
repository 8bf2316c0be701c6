//! What words find in the archive.

use super::case::{case_url, ticket_url};
use super::matches::rounded;
use crate::case::Confidence;
use crate::index::{Facet, SearchHit, SearchResults, Snippet};
use crate::ticket::{Kind, Outcome, Severity, Status};
use crate::view::redacted::{Prose, Redacted, masked_before, maybe_masked_before};
use crate::view::word::{TicketNo, WordOf};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// A page of results.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SearchView {
    /// The best first.
    pub items: Vec<HitView>,
    /// The `cursor` of the following page.
    pub next: Option<String>,
    /// Families found.
    pub total: usize,
    /// There are at least so many.
    pub total_is_least: bool,
    /// By what the results can be narrowed: values of each field with their counts.
    pub facets: BTreeMap<String, Vec<FacetValueView>>,
    /// Filters in force.
    pub filters: Vec<FilterView>,
    /// The question as it may have been meant.
    pub did_you_mean: Option<String>,
    /// No result holds the quoted phrases as they stand; these hold their words.
    pub phrase_missing: bool,
}

/// A value of a field, and how many of the results have it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FacetValueView {
    /// As it stands in the documents.
    pub value: String,
    /// Results that have it.
    pub count: usize,
}

/// A filter in force.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FilterView {
    /// The name of the field.
    pub field: String,
    /// What the field has to hold.
    pub value: String,
}

/// One result. Its texts were masked when they were indexed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct HitView {
    /// Of the ticket, or of its case.
    pub number: TicketNo,
    /// A fault or a requirement.
    pub kind: WordOf<Kind>,
    /// One line.
    pub title: Redacted,
    /// Where it stands in the process.
    pub status: WordOf<Status>,
    /// The class of a fault; null before it is assessed, and for a requirement.
    pub severity: Option<WordOf<Severity>>,
    /// As it was reported.
    pub product: Option<Redacted>,
    /// As it was reported or found.
    pub component: Option<Redacted>,
    /// How it ended; null while it is open.
    pub outcome: Option<WordOf<Outcome>>,
    /// How far its answer can be relied on.
    pub confidence: Option<WordOf<Confidence>>,
    /// To a thousandth; comparable within one answer only.
    pub score: f64,
    /// Markdown; null while there is none.
    pub resolution: Option<Prose>,
    /// Markdown; null while there is none.
    pub workaround: Option<Prose>,
    /// Excerpts with the words that were asked for.
    pub highlights: HighlightsView,
    /// Members of its family, itself among them.
    pub family_size: usize,
    /// How often it answered a further ticket.
    pub reused: usize,
    /// When the report came in.
    pub opened_at: DateTime<Utc>,
    /// When it was answered; null while it is open.
    pub solved_at: Option<DateTime<Utc>>,
    /// Its page.
    pub url: String,
}

/// Where the words stand.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct HighlightsView {
    /// From the title.
    pub title: SnippetView,
    /// From the rest.
    pub text: SnippetView,
}

/// A piece of text, and the words that were asked for in it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SnippetView {
    /// Plain text.
    pub text: Redacted,
    /// From and to, in characters.
    pub marks: Vec<(usize, usize)>,
}

impl SnippetView {
    fn of(Snippet { text, marks }: &Snippet) -> SnippetView {
        SnippetView { text: masked_before(text), marks: marks.clone() }
    }
}

impl HitView {
    fn of(hit: &SearchHit) -> HitView {
        let stored = &hit.stored;
        HitView {
            number: stored.number.into(),
            kind: stored.kind.into(),
            title: masked_before(&stored.title),
            status: stored.status.into(),
            severity: stored.severity.map(WordOf),
            product: maybe_masked_before(stored.product.as_deref()),
            component: maybe_masked_before(stored.component.as_deref()),
            outcome: stored.outcome.map(WordOf),
            confidence: stored.confidence.map(WordOf),
            score: rounded(hit.score),
            resolution: maybe_masked_before(Some(stored.resolution.as_str()).filter(|text| !text.is_empty())),
            workaround: maybe_masked_before(stored.workaround.as_deref()),
            highlights: HighlightsView { title: SnippetView::of(&hit.title), text: SnippetView::of(&hit.snippet) },
            family_size: hit.family_size,
            reused: hit.reused,
            opened_at: stored.opened_at,
            solved_at: stored.resolved_at,
            url: if stored.outcome.is_some() { case_url(stored.number) } else { ticket_url(stored.number) },
        }
    }
}

impl SearchView {
    /// `next`: where the following page begins.
    pub fn of(found: &SearchResults, next: Option<usize>) -> SearchView {
        let values = |counts: &[(String, usize)]| -> Vec<FacetValueView> {
            counts.iter().map(|(value, count)| FacetValueView { value: value.clone(), count: *count }).collect()
        };
        let filter = |(facet, value): &(Facet, String)| FilterView { field: facet.word().into(), value: value.clone() };
        SearchView {
            items: found.hits.iter().map(HitView::of).collect(),
            next: next.map(|next| next.to_string()),
            total: found.total,
            total_is_least: found.more,
            facets: found.facets.iter().map(|(facet, counts)| (facet.word().to_string(), values(counts))).collect(),
            filters: found.filters.iter().map(filter).collect(),
            did_you_mean: found.did_you_mean.clone(),
            phrase_missing: found.phrase_missing,
        }
    }
}
