//! Words out of text, and words back into it: terms, slips, synonyms, what of a text is worth searching with or showing.

pub mod analyzer;
pub mod fuzzy;
pub mod glossary;
pub mod highlight;
pub mod salient;
