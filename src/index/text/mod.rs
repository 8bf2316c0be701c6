//! Text to terms and back: normalising, analysis, typos, synonyms, salient parts, snippets.

pub mod analyzer;
pub mod fuzzy;
pub mod glossary;
pub mod highlight;
pub mod normalize;
pub mod salient;
pub mod script;
mod simplified;
mod stopwords;
pub mod words;
