//! A report as a question: what it says, within what it is asked, and its words, analyzed once.

use crate::index::score::query::QueryTerm;
use crate::index::store::visibility::{AsOf, Sight};
use crate::index::text::analyzer::{self, Token};
use crate::index::text::salient::salient;
use crate::signature::{self, Sign, SignKind};
use crate::ticket::{Number, Severity};
use std::collections::HashMap;

/// A report, as far as the search is concerned.
#[derive(Debug, Clone, Default)]
pub struct Question {
    pub title: String,
    pub body: String,
    pub product: Option<String>,
    pub component: Option<String>,
    pub version: Option<String>,
    pub severity: Option<Severity>,
}

/// Within what is searched.
#[derive(Debug, Clone, Copy)]
pub struct Scope {
    pub limit: usize,
    pub sight: Sight,
    /// None: now.
    pub as_of: Option<AsOf>,
    /// The ticket the report itself became.
    pub without: Option<Number>,
    /// One row per family; else every document by itself.
    pub families: bool,
}

/// The question, analyzed once.
pub struct Asked<'q> {
    pub question: &'q Question,
    pub text: String,
    pub tokens: Vec<Token>,
    pub signs: Vec<Sign>,
    pub terms: Vec<QueryTerm>,
}

impl<'q> Asked<'q> {
    pub fn new(question: &'q Question, title_weight: f32) -> Asked<'q> {
        let body = salient(&question.body);
        let text = format!("{}\n{body}", question.title);
        let tokens = analyzer::tokens(&text);
        let mut order: Vec<&str> = Vec::new();
        let mut frequency: HashMap<&str, f32> = HashMap::new();
        for token in &tokens {
            let weight = if token.start < question.title.len() { title_weight } else { 1.0 };
            *frequency.entry(&token.term).or_insert_with(|| {
                order.push(&token.term);
                0.0
            }) += weight;
        }
        let terms = order
            .iter()
            .enumerate()
            .map(|(i, term)| QueryTerm { term: term.to_string(), frequency: frequency[term], group: i as u32 })
            .collect();
        let signs = signature::signatures(&text);
        Asked { question, terms, signs, tokens, text }
    }

    /// Error codes make two reports the same trouble. Frames and exception names are shared by too many (measured).
    pub fn telling_signs(&self) -> Vec<String> {
        let telling = |s: &&Sign| s.kind == SignKind::ErrorCode;
        self.signs.iter().filter(telling).map(Sign::term).collect()
    }
}
