//! Tests: every sentence in both languages, and none of one in the other.

use super::*;
use crate::words::Locale;

/// Words of settings, headers and files, which a Chinese sentence has as they are typed.
const AS_TYPED: &[&str] = &[
    "zip",
    "cn",
    "none",
    "desk",
    "toml",
    "serve",
    "simulate",
    "api",
    "v1",
    "openapi",
    "json",
    "JSON",
    "TOML",
    "true",
    "false",
    "multipart",
    "form",
    "data",
    "Idempotency",
    "Key",
    "If",
    "Match",
    "ETag",
    "Host",
    "Authorization",
    "Bearer",
    "ASCII",
    "Mon",
    "Asia",
    "Shanghai",
    "min",
    "h",
    "working",
    "days",
    "daily",
    "by",
    "never",
    "after",
    "reopens",
    "dissatisfied",
    "group",
    "people",
    "off",
    "work",
    "notice",
    "finished",
    "open",
    "fault",
    "web",
    "address",
    "com",
    "example",
    "https",
    "baseline",
    "from",
    "to",
    "duty",
    "assign",
    "operator",
    "system",
    "visitor",
    "as",
    "MB",
    "calendars",
    "P0",
    "P3",
    "TS20240501001",
    "RD20240501001",
    "searches",
    "in",
    "vain",
    "suggestions",
    "RFC",
    "measures",
    "KB",
    "GET",
];

fn english_words(text: &str) -> Vec<&str> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    words.filter(|word| word.chars().any(|c| c.is_ascii_alphabetic()) && !AS_TYPED.contains(word)).collect()
}

fn has_han(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

fn looked_at<T: Said + Sample + std::fmt::Debug>() -> usize {
    let samples = T::samples();
    for sample in &samples {
        let (zh, en) = (sample.said(Locale::Zh), sample.said(Locale::En));
        // A name stands in both; in the samples it is a Chinese one.
        assert!(!has_han(&en.replace("某某", "")), "{sample:?}: {en}");
        assert!(!en.trim().is_empty() && !zh.trim().is_empty(), "{sample:?}");
        assert_eq!(english_words(&zh), Vec::<&str>::new(), "{sample:?}: {zh}");
        if std::env::var_os("PRECEDENT_SHOW_REASONS").is_some() {
            println!("{en}\n    {zh}");
        }
    }
    samples.len()
}

#[test]
fn every_reason_is_said_in_both_languages_and_in_one_at_a_time() {
    let looked_at = [
        looked_at::<Forbidden>(),
        looked_at::<WrongState>(),
        looked_at::<FieldReason>(),
        looked_at::<DoorReason>(),
        looked_at::<Doubt>(),
        looked_at::<SettingsMistake>(),
        looked_at::<PolicyLint>(),
        looked_at::<EscalationReason>(),
        looked_at::<Missing>(),
        looked_at::<Difference>(),
    ];
    assert!(looked_at.iter().sum::<usize>() > 250, "{looked_at:?}");
}

#[test]
fn what_the_desk_escalated_for_is_read_back_as_it_was_stored() {
    for reason in EscalationReason::samples() {
        assert_eq!(EscalationReason::read(&reason.stored()), Some(reason));
    }
    assert_eq!(EscalationReason::read("it burns"), None);
    assert_eq!(EscalationReason::read("reopened by mistake"), None);
}
