//! Text to terms and back: analysis, typos, synonyms, salient parts, snippets.

pub mod analyzer;
pub mod fuzzy;
pub mod glossary;
pub mod highlight;
pub mod salient;
