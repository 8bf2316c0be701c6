//! The fields of the index on disk and the version of its format.

use super::facet::Facet;
use crate::index::text::analyzer::ANALYZER_VERSION;
use tantivy::schema::{FAST, Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions};

/// Increment when fields change: an index of another version is rebuilt.
const SCHEMA_VERSION: u32 = 5;

/// The format's version as stored with each commit.
pub fn format() -> String {
    // An index made with weaker masking is rebuilt as well.
    format!("{SCHEMA_VERSION}.{ANALYZER_VERSION}.{}", crate::case::MASKING)
}

/// Name of the forward field and of its custom type.
pub const FORWARD: &str = "forward";

/// The scored text fields; `as usize` indexes a [`super::units::PerField`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextField {
    /// The title.
    Title,
    /// What the reporter wrote besides the title.
    Body,
    /// What has been found out since: analysis, cause, resolution, attempts, feedback.
    Answer,
}

impl TextField {
    /// All fields in order.
    pub const ALL: [TextField; 3] = [TextField::Title, TextField::Body, TextField::Answer];
}

/// The fields of the schema. Names in the schema are stored and may differ from the names here.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    /// The ticket number as text: what an update replaces.
    pub number: Field,
    /// Terms of the scored fields.
    pub texts: [Field; 3],
    /// Identifiers as `Identifier::term`.
    pub identifiers: Field,
    /// [`super::stored::StoredDocument`] as JSON.
    pub stored: Field,
    /// [`super::units::DocKey`].
    pub key: Field,
    /// Ledger place of the first event.
    pub first_seq: Field,
    /// Seconds since the epoch.
    pub opened_at: Field,
    /// Seconds since the epoch; `EpochSeconds::NEVER` if not resolved.
    pub resolved_at: Field,
    /// Bits of [`super::document::flag`].
    pub flags: Field,
    /// Hash of the company.
    pub owner: Field,
    /// Number of terms of each scored field.
    pub lengths: [Field; 3],
    /// Facet values in the order of [`Facet::ALL`].
    pub facets: [Field; 5],
    /// Forward entries ([`super::forward`]).
    pub forward: Field,
}

/// The schema with its fields.
pub fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    // Terms come from our analyzer; field lengths are columns.
    let indexing = TextFieldIndexing::default().set_fieldnorms(false).set_index_option(IndexRecordOption::WithFreqs);
    let text = TextOptions::default().set_indexing_options(indexing);
    let fields = Fields {
        number: builder.add_text_field("number", STRING),
        texts: ["title", "body", "answer"].map(|name| builder.add_text_field(name, text.clone())),
        identifiers: builder.add_text_field("signs", STRING),
        stored: builder.add_bytes_field("card", STORED),
        key: builder.add_u64_field("code", FAST),
        first_seq: builder.add_u64_field("order", FAST),
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
