//! Tests: a document to index.

use super::document::Document;
use super::stored::StoredDocument;
use crate::case::Audience;
use crate::ticket::{Kind, Number, Status};
use crate::words::Locale;
use chrono::DateTime;

/// Document number `at`, open, without customer.
pub fn document(at: u64, seq: u64, title: &str, body: &str) -> Document {
    let opened_at = DateTime::from_timestamp(1_577_836_800 + at as i64 * 60, 0).unwrap();
    let day = chrono::NaiveDate::from_ymd_opt(2020, 1, 1).unwrap() + chrono::Days::new(at / 900);
    let stored = StoredDocument {
        number: Number::ticket(day, (at % 900) as u32 + 1),
        requirement_number: None,
        kind: Kind::Fault,
        title: title.into(),
        body: body.into(),
        cause: String::new(),
        resolution: String::new(),
        workaround: None,
        rest: String::new(),
        status: Status::Pending,
        outcome: None,
        severity: None,
        product: Some(format!("product {}", at % 3)),
        component: None,
        versions: vec![],
        language: Locale::En,
        confidence: None,
        opened_at,
        resolved_at: None,
    };
    Document { stored, first_seq: at + 1, last_seq: seq, audience: Audience::Internal, customer: None, open: true }
}
