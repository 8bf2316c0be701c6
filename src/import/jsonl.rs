//! `import jsonl`: another system's tickets, read line by line into what the desk can take in.

use super::exchange::{ExchangeLine, OWN_FIELD};
use super::mapping::{Unmapped, WordMapping};
use crate::case::{LinkKind, Parts};
use crate::desk::{CaseMetadata, ImportedCase, ImportedTicket};
use crate::markdown;
use crate::ticket::{Outcome, Severity};
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use serde_json::Value;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::io::BufRead;

/// Field that keeps words no table knows.
const SOURCE_WORDS: &str = "source_words";

/// Longest line that is read, bytes.
const LINE_BYTES_MAX: usize = 64 << 20;

/// A file of the exchange format, read.
#[derive(Debug, Default)]
pub struct JsonlImport {
    /// The tickets read, in the order of the file.
    pub tickets: Vec<ImportedTicket>,
    /// (line from 1, reason) of lines that cannot be taken in.
    pub refused: Vec<(usize, String)>,
    /// Words that no table knows, with how often they occur.
    pub unmapped: BTreeMap<Unmapped, usize>,
    /// Fields that no ticket has here, with how often they occur; kept, not read.
    pub unknown: BTreeMap<String, usize>,
    /// Solved tickets without an answer: their cases show no solution.
    pub unanswered: usize,
    /// (line from 1, what is odd) of lines that are taken in all the same.
    pub noted: Vec<(usize, String)>,
    /// (line from 1, id) of duplicates of a ticket that is not in the file; it may be on the desk.
    pub elsewhere: Vec<(usize, String)>,
}

/// Reads every line. Times without an offset are in `zone`; times after `now` are noted.
///
/// # Errors
/// The I/O error of the reader. Bad lines are no error: they are in `refused`.
pub fn read_jsonl(lines: impl BufRead, words: &WordMapping, zone: Tz, now: DateTime<Utc>) -> std::io::Result<JsonlImport> {
    let mut read = JsonlImport::default();
    let mut seen: HashMap<String, usize> = HashMap::new();
    for (i, line) in bounded_lines(lines).enumerate() {
        let Some(line) = line? else {
            read.refused.push((i + 1, format!("is longer than {} MB", LINE_BYTES_MAX >> 20)));
            continue;
        };
        // Some programs begin a file with a byte order mark.
        let line = if i == 0 { line.strip_prefix(b"\xef\xbb\xbf".as_slice()).unwrap_or(&line) } else { &line };
        let text = match std::str::from_utf8(line) {
            Ok(text) if text.trim().is_empty() => continue,
            Ok(text) => text,
            Err(e) => {
                read.refused.push((i + 1, format!("not UTF-8: {e}")));
                continue;
            }
        };
        match ExchangeLine::parse(text) {
            Ok(line) if line.headline().is_empty() => {
                let unknown: Vec<&str> = line.more.keys().map(String::as_str).filter(|field| *field != OWN_FIELD).collect();
                let instead = if unknown.is_empty() { String::new() } else { format!("; unknown: {}", unknown.join(", ")) };
                read.refused.push((i + 1, format!("{}: has neither title nor body{instead}", line.id)))
            }
            Ok(line) if line.out_of_range(zone).is_some() => {
                let reason = line.out_of_range(zone).unwrap_or_default();
                read.refused.push((i + 1, format!("{}: {reason}", line.id)));
            }
            Ok(line) => {
                let mut unmapped = Vec::new();
                read.noted.extend(odd(&line, zone, now).into_iter().map(|what| (i + 1, what)));
                match seen.entry(line.id.trim().to_string()) {
                    Entry::Occupied(first) => {
                        read.noted.push((i + 1, format!("{} stands on line {} already; the first counts", line.id, first.get())));
                    }
                    Entry::Vacant(free) => drop(free.insert(i + 1)),
                }
                let other = line.duplicate_of.as_deref().map(str::trim).filter(|id| !id.is_empty());
                read.elsewhere.extend(other.map(|id| (i + 1, id.to_string())));
                for field in line.more.keys().filter(|field| *field != OWN_FIELD && *field != SOURCE_WORDS) {
                    *read.unknown.entry(field.clone()).or_default() += 1;
                }
                let ticket = historic(line, words, zone, &mut unmapped);
                let solved = ticket.case.as_ref().filter(|case| case.outcome == Outcome::Solved);
                read.unanswered += usize::from(solved.is_some_and(|case| case.parts.resolution.trim().is_empty()));
                read.tickets.push(ticket);
                for word in unmapped {
                    *read.unmapped.entry(word).or_default() += 1;
                }
            }
            Err(bad) => read.refused.push((i + 1, bad.to_string())),
        }
    }
    read.elsewhere.retain(|(_, id)| !seen.contains_key(id));
    Ok(read)
}

/// The lines; `None` for one longer than [`LINE_BYTES_MAX`], which is not kept in memory.
fn bounded_lines(mut lines: impl BufRead) -> impl Iterator<Item = std::io::Result<Option<Vec<u8>>>> {
    std::iter::from_fn(move || {
        let (mut line, mut too_long, mut begun) = (Vec::new(), false, false);
        loop {
            let held = match lines.fill_buf() {
                Ok(held) => held,
                Err(error) => return Some(Err(error)),
            };
            if held.is_empty() {
                return begun.then_some(Ok((!too_long).then_some(line)));
            }
            begun = true;
            let (end, ended) = held.iter().position(|b| *b == b'\n').map_or((held.len(), false), |at| (at, true));
            too_long |= line.len() + end > LINE_BYTES_MAX;
            match too_long {
                true => line = Vec::new(),
                false => line.extend_from_slice(&held[..end]),
            }
            lines.consume(end + usize::from(ended));
            if ended {
                return Some(Ok((!too_long).then_some(line)));
            }
        }
    })
}

/// What is odd about a line's times.
fn odd(line: &ExchangeLine, zone: Tz, now: DateTime<Utc>) -> Vec<String> {
    let unreadable = line.unreadable(zone).into_iter();
    let mut odd: Vec<String> =
        unreadable.map(|(field, text)| format!("{field} \"{text}\" is no time; the ticket is taken in without it")).collect();
    let (created, resolved) = (line.created(zone), line.resolved(zone));
    odd.extend([("created_at", created), ("resolved_at", resolved)].into_iter().filter_map(|(field, at)| {
        at.filter(|at| *at > now).map(|at| format!("{field} {} lies in the future", at.format("%Y-%m-%d")))
    }));
    if created.zip(resolved).is_some_and(|(created, resolved)| resolved < created) {
        odd.push("resolved_at comes before created_at".into());
    }
    odd
}

fn historic(mut line: ExchangeLine, words: &WordMapping, zone: Tz, unmapped: &mut Vec<Unmapped>) -> ImportedTicket {
    let own = line.take_own();
    // Our own export holds texts as the desk keeps them; other systems often write HTML.
    if own.is_none() {
        for text in [&mut line.body, &mut line.answer].into_iter().flatten() {
            *text = markdown::from_outside(text).into_owned();
        }
    }
    let before = unmapped.len();
    let finished = words.is_finished(line.status.as_deref(), unmapped);
    let severity = words.severity(line.severity.as_deref(), unmapped);
    let requirement = words.requirement(line.kind.as_deref(), unmapped);
    let outcome = finished.then(|| words.outcome(line.resolution.as_deref(), unmapped));
    let headline = line.headline();
    let unreadable = line.unreadable(zone).into_iter().map(|(field, text)| (field.to_string(), Value::from(text)));
    let (opened_at, resolved_at) = (line.created(zone), line.resolved(zone));
    // Unknown words and labels are kept as they were.
    let mut more = line.more;
    let unknown = unmapped[before..].iter().map(|u| (u.field.to_string(), Value::from(u.word.clone())));
    let unknown: serde_json::Map<String, Value> = unknown.chain(unreadable).collect();
    if !unknown.is_empty() {
        more.entry(SOURCE_WORDS).or_insert(Value::Object(unknown));
    }
    if let Some(labels) = line.labels.filter(|labels| !labels.is_empty()) {
        more.insert("labels".into(), labels.into());
    }
    let text = |text: Option<String>| text.filter(|t| !t.trim().is_empty());
    let mut ties: Vec<(String, LinkKind)> = text(line.duplicate_of).map(|id| (id, LinkKind::Duplicate)).into_iter().collect();
    let (own_case, mut parts) = match &own {
        Some(own) => (own.case.clone(), own.parts.clone()),
        None => (None, Parts::default()),
    };
    for link in own_case.iter().flat_map(|case| &case.links) {
        let tie = (link.case.to_string(), link.kind);
        if !ties.contains(&tie) {
            ties.push(tie);
        }
    }
    parts.issue = line.body.clone().unwrap_or_default();
    match outcome {
        Some(Outcome::Solved) => parts.resolution = text(line.answer).unwrap_or(parts.resolution),
        _ => parts.analysis = text(line.answer).unwrap_or(parts.analysis),
    }
    let case = outcome.map(|outcome| ImportedCase {
        outcome,
        parts,
        resolved_at,
        closed_at: own_case.as_ref().map_or(resolved_at, |c| c.closed_at),
        metadata: own_case.as_ref().map(|c| CaseMetadata {
            confidence: c.confidence,
            audience: c.audience,
            language: c.language,
            reopened: c.reopened,
            masking: c.masking,
            revision: c.revision,
        }),
    });
    ImportedTicket {
        opened_at,
        title: headline,
        body: line.body.unwrap_or_default(),
        urgency: own.as_ref().map_or(severity.unwrap_or(Severity::Moderate), |own| own.urgency),
        severity: severity.filter(|_| requirement.is_none()),
        requirement: requirement.map(|mapped| own.as_ref().and_then(|own| own.requirement).unwrap_or(mapped)),
        requirement_number: own.as_ref().and_then(|own| own.requirement_number),
        source_id: own.and_then(|own| own.source_id),
        product: line.product,
        component: line.component,
        versions: line.versions.unwrap_or_default(),
        customer: line.customer.unwrap_or_default(),
        ties,
        family: own_case.map(|case| case.family.to_string()),
        more,
        case,
        id: line.id.trim().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> JsonlImport {
        read_jsonl(text.as_bytes(), &WordMapping::default(), chrono_tz::UTC, "2024-06-01T00:00:00Z".parse().unwrap()).unwrap()
    }

    #[test]
    fn what_is_odd_is_named_with_its_line() {
        let text = [
            r#"{"id":"A","title":"t","created_at":"2031-01-01"}"#,
            r#"{"id":"B","titel":"t"}"#,
            r#"{"id":"A","title":"another"}"#,
            r#"{"id":"C","title":"t","duplicate_of":"A"}"#,
            r#"{"id":"D","title":"t","duplicate_of":"nobody"}"#,
            r#"{"id":"E","title":"t","created_at":"2024-05-02","resolved_at":"2024-05-01"}"#,
        ];
        let read = read(&text.join("\n"));
        assert_eq!(read.refused, [(2, "B: has neither title nor body; unknown: titel".to_string())]);
        let noted: Vec<String> = read.noted.iter().map(|(line, what)| format!("{line}: {what}")).collect();
        assert_eq!(
            noted,
            [
                "1: created_at 2031-01-01 lies in the future",
                "3: A stands on line 1 already; the first counts",
                "6: resolved_at comes before created_at"
            ]
        );
        assert_eq!(read.elsewhere, [(5, "nobody".to_string())]);
    }

    #[test]
    fn a_time_nobody_can_read_is_named_and_kept_as_it_was() {
        let text = "{\"id\":\"A\",\"title\":\"t\",\"created_at\":\"last Tuesday\"}\n{\"id\":\"B\",\"title\":\"t\",\"created_at\":\"2024-05-01\"}";
        let read = read(text);
        assert_eq!(read.noted.len(), 1);
        assert_eq!((read.noted[0].0, &read.noted[0].1[..25]), (1, "created_at \"last Tuesday\""));
        assert_eq!(read.tickets[0].more[SOURCE_WORDS]["created_at"], "last Tuesday");
        assert_eq!(read.tickets[1].opened_at.unwrap().to_rfc3339(), "2024-05-01T00:00:00+00:00", "a day is its beginning");
    }

    #[test]
    fn a_year_that_nobody_takes_refuses_its_line_by_field() {
        let own = r#"{"id":"C","title":"t","precedent":{"urgency":"minor","case":{"closed_at":"+10000-01-01T00:00:00Z"}}}"#;
        let lines = [
            r#"{"id":"A","title":"t","created_at":"0001-01-01T00:00:00Z"}"#,
            r#"{"id":"B","title":"t","created_at":"2024-05-01","resolved_at":"9999-12-31T23:59:59Z"}"#,
            own,
            r#"{"id":"D","title":"t","created_at":"2024-05-01"}"#,
        ];
        let read = read(&lines.join("\n"));
        assert_eq!(read.tickets.iter().map(|t| t.id.as_str()).collect::<Vec<_>>(), ["D"]);
        let said: Vec<String> = read.refused.iter().map(|(line, what)| format!("{line}: {what}")).collect();
        assert!(said[0].starts_with("1: A: created_at: \"0001-01-01T00:00:00Z\" lies outside the years 1900 to 2200"), "{said:?}");
        assert!(said[1].starts_with("2: B: resolved_at: ") && said[2].starts_with("3: C: precedent.case.closed_at: "), "{said:?}");
    }

    #[test]
    fn refused_lines_are_named_and_the_rest_is_read() {
        let text = "{\"id\":\"A\",\"title\":\"t\"}\n\nnot json\n{\"title\":\"no id\"}\n{\"id\":\"B\",\"title\":\" \"}\n{\"id\":\"C\",\"body\":\"b\\nc\"}";
        let read = read(text);
        let ids: Vec<&str> = read.tickets.iter().map(|t| t.id.as_str()).collect();
        assert_eq!(ids, ["A", "C"]);
        let lines: Vec<usize> = read.refused.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [3, 4, 5]);
    }
}
