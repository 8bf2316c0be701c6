//! A report as a query: its content, its scope, and its analysed form.

use crate::index::score::query::QueryTerm;
use crate::index::store::visibility::{AsOf, Visibility};
use crate::index::text::analyzer::{self, TermSpan};
use crate::index::text::normalize::Normalized;
use crate::index::text::salient::salient;
use crate::index::text::words::TermRole;
use crate::signature::{self, Identifier, IdentifierKind};
use crate::ticket::{Number, Severity};
use std::collections::HashMap;

/// Weight of a single letter or digit relative to a word: many are part of a list or of a sentence.
const SINGLE_SHARE: f32 = 0.5;

/// A report, as far as the search uses it.
#[derive(Debug, Clone, Default)]
pub struct SimilarQuery {
    /// The title.
    pub title: String,
    /// Everything else that was reported.
    pub body: String,
    /// The product.
    pub product: Option<String>,
    /// The component.
    pub component: Option<String>,
    /// The version.
    pub version: Option<String>,
    /// The fault class.
    pub severity: Option<Severity>,
}

/// What is searched and how many matches are wanted.
#[derive(Debug, Clone, Copy)]
pub struct SimilarScope {
    /// Matches at most.
    pub limit: usize,
    /// What the reader may see.
    pub visibility: Visibility,
    /// The moment asked about; `None`: now.
    pub as_of: Option<AsOf>,
    /// The ticket that the report became: it is not its own answer.
    pub without: Option<Number>,
    /// Whether one match per family is given, or every document by itself.
    pub families: bool,
}

/// A report, analysed once.
pub struct AnalyzedQuery<'q> {
    /// The report.
    pub question: &'q SimilarQuery,
    /// Title, newline, and the salient part of the body.
    pub text: String,
    /// Its terms with their places in `text`.
    pub tokens: Vec<TermSpan>,
    /// Its identifiers.
    pub identifiers: Vec<Identifier>,
    /// Each of them as it is written in `text`.
    pub written: Vec<String>,
    /// Its distinct terms, in order of first occurrence.
    pub terms: Vec<QueryTerm>,
}

/// Tokens before and after one among which those of the same word are.
const WORD_TOKENS: usize = 12;

/// Whether a token is only found by and shares its place with no other.
fn stands_alone(tokens: &[TermSpan], at: usize) -> bool {
    let token = &tokens[at];
    let around = tokens.iter().enumerate().skip(at.saturating_sub(WORD_TOKENS)).take(2 * WORD_TOKENS);
    let overlaps = |(other, t): (usize, &TermSpan)| other != at && t.start < token.end && token.start < t.end;
    token.role == TermRole::Minor && !around.into_iter().any(overlaps)
}

impl<'q> AnalyzedQuery<'q> {
    /// Analyses a report; `title_weight` is the weight of a title word relative to one of the body.
    pub fn new(question: &'q SimilarQuery, title_weight: f32) -> AnalyzedQuery<'q> {
        let body = salient(&question.body);
        let text = format!("{}\n{body}", question.title);
        let all = analyzer::all_tokens(&text);
        let in_title = |token: &&TermSpan| token.start < question.title.len();
        // What is only found by tells apart where it stands in the title and no word says it too: `error 5`, `C#`, `Windows 8`.
        let minor: Vec<String> =
            all.iter().enumerate().filter(|(at, t)| in_title(t) && stands_alone(&all, *at)).map(|(_, t)| t.term.clone()).collect();
        let tokens: Vec<TermSpan> = all.into_iter().filter(|t| t.role == TermRole::Full).collect();
        let mut order: Vec<&str> = Vec::new();
        let mut frequency: HashMap<&str, f32> = HashMap::new();
        for token in &tokens {
            let weight = if token.start < question.title.len() { title_weight } else { 1.0 };
            *frequency.entry(&token.term).or_insert_with(|| {
                order.push(&token.term);
                0.0
            }) += weight;
        }
        for term in &minor {
            frequency.entry(term).or_insert_with(|| {
                order.push(term);
                title_weight * if term.len() == 1 { SINGLE_SHARE } else { 1.0 }
            });
        }
        let terms = order
            .iter()
            .enumerate()
            .map(|(i, term)| QueryTerm { term: term.to_string(), frequency: frequency[term], group: i as u32 })
            .collect();
        let folded = Normalized::new(&text);
        let found = signature::found_identifiers(&folded.text);
        let written = found.iter().map(|f| text[folded.origin(f.start, false)..folded.origin(f.end, true)].to_string()).collect();
        let identifiers = found.into_iter().map(|found| found.identifier).collect();
        AnalyzedQuery { question, terms, identifiers, written, tokens, text }
    }

    /// Its error codes as index terms. Frames and exception names are shared by too many reports to be scored (measured).
    pub fn error_codes(&self) -> Vec<String> {
        let is_code = |s: &&Identifier| s.kind == IdentifierKind::ErrorCode;
        self.identifiers.iter().filter(is_code).map(Identifier::term).collect()
    }
}
