//! Writes a case as the text of its file.

use super::parts::{self, TextFormat};
use crate::case::Case;
use crate::digest;
use std::fmt::Write;

/// The text of a case file. `reused` is the number of tickets answered by it so far; it is shown in the file and is not part of
/// the case. The digest covers all of the file except its own line, so that changes can be detected from the file alone.
pub fn write_case(case: &Case, reused: u32) -> String {
    let mut head = String::from("---\n");
    let mut line = |key: &str, value: Option<String>| {
        if let Some(value) = value {
            let _ = writeln!(head, "{key}: {value}");
        }
    };
    line("format", Some(TextFormat::NEWEST.to_string()));
    line("number", Some(case.number.to_string()));
    line("requirement_number", case.requirement_number.map(|n| n.to_string()));
    line("title", Some(quoted(&case.title)));
    line("kind", Some(case.kind.to_string()));
    line("urgency", Some(case.urgency.to_string()));
    line("severity", case.severity.map(|s| s.to_string()));
    line("requirement_type", case.requirement_type.map(|t| t.to_string()));
    line("priority", case.priority.map(|p| p.to_string()));
    line("product", case.product.as_deref().map(quoted));
    line("component", case.component.as_deref().map(quoted));
    let versions: Vec<String> = case.versions.iter().map(|v| quoted(v)).collect();
    line("versions", (!versions.is_empty()).then(|| format!("[{}]", versions.join(", "))));
    line("language", Some(case.language.to_string()));
    line("outcome", Some(case.outcome.to_string()));
    line("confidence", Some(case.confidence.to_string()));
    line("audience", Some(case.audience.to_string()));
    line("family", Some(case.family.to_string()));
    let links: Vec<String> = case.links.iter().map(|l| format!("{{case: {}, kind: {}}}", l.case, l.kind)).collect();
    line("links", (!links.is_empty()).then(|| format!("[{}]", links.join(", "))));
    let time = |t: chrono::DateTime<chrono::Utc>| t.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true);
    line("opened_at", Some(time(case.opened_at)));
    line("resolved_at", case.resolved_at.map(time));
    line("closed_at", case.closed_at.map(time));
    line("reopened", case.reopened.then(|| "true".into()));
    line("reused", Some(reused.to_string()));
    line("revision", Some(case.revision.to_string()));
    line("masking", (case.masking > 0).then(|| case.masking.to_string()));
    let body = format!("---\n{}", parts::write(&case.parts, case.language));
    let digest = digest::hex(format!("{head}{body}").as_bytes());
    format!("{head}digest: {digest}\n{body}")
}

/// A YAML double-quoted scalar: as JSON, with the few characters escaped that YAML does not allow raw.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}') => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
