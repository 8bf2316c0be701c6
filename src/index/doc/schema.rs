//! The fields of the index on disk, and the format it is in.

use super::facet::Facet;
use crate::index::text::analyzer::ANALYZER_VERSION;
use tantivy::schema::{FAST, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions};

/// Bump when fields change: an index in another format is rebuilt.
const SCHEMA_VERSION: u32 = 5;

/// What the commit payload says about the format.
pub fn format() -> String {
    // What was masked less is built anew as well.
    format!("{SCHEMA_VERSION}.{ANALYZER_VERSION}.{}", crate::case::MASKING)
}

/// The field of forward entries and its type, which the library does not know.
pub const FORWARD: &str = "forward";

/// The three texts a document is scored by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextField {
    Title,
    /// What the reporter wrote besides the title.
    Body,
    /// What is known since: analysis, cause, resolution, attempts, feedback.
    Answer,
}

impl TextField {
    pub const ALL: [TextField; 3] = [TextField::Title, TextField::Body, TextField::Answer];
}

#[derive(Debug, Clone, Copy)]
pub struct Fields {
    pub number: Field,
    pub texts: [Field; 3],
    /// Exact signs (error codes, frames …) as `Sign::term`.
    pub signs: Field,
    /// What a result shows, as JSON.
    pub card: Field,
    pub code: Field,
    pub order: Field,
    pub opened_at: Field,
    pub resolved_at: Field,
    pub flags: Field,
    pub owner: Field,
    pub lengths: [Field; 3],
    /// In the order of [`Facet::ALL`].
    pub facets: [Field; 5],
    /// What the document says, word after word (`forward.rs`).
    pub forward: Field,
}

pub fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    // Terms come ready from the analyzer; exact lengths are columns.
    let indexing = TextFieldIndexing::default().set_fieldnorms(false).set_index_option(IndexRecordOption::WithFreqs);
    let text = TextOptions::default().set_indexing_options(indexing);
    let fields = Fields {
        number: builder.add_text_field("number", STRING),
        texts: ["title", "body", "answer"].map(|name| builder.add_text_field(name, text.clone())),
        signs: builder.add_text_field("signs", STRING),
        card: builder.add_bytes_field("card", STORED),
        code: builder.add_u64_field("code", FAST),
        order: builder.add_u64_field("order", FAST),
        opened_at: builder.add_i64_field("opened_at", FAST),
        resolved_at: builder.add_i64_field("resolved_at", FAST),
        flags: builder.add_u64_field("flags", FAST),
        owner: builder.add_u64_field("owner", FAST),
        lengths: ["title_terms", "body_terms", "answer_terms"].map(|name| builder.add_u64_field(name, FAST)),
        facets: Facet::ALL.map(|facet| builder.add_text_field(facet.word(), TextOptions::default().set_fast("raw"))),
        forward: builder.add_custom_field(FORWARD, FORWARD, serde_json::Value::Null),
    };
    (builder.build(), fields)
}
