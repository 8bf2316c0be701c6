//! `import jsonl`: another system's tickets, read line by line into what the desk can take in.

use super::exchange::{BadLine, ExchangeLine};
use super::mapping::{Unmapped, Words};
use crate::desk::{Historic, HistoricCase};
use crate::ticket::Severity;
use chrono_tz::Tz;
use std::collections::BTreeMap;
use std::io::BufRead;

/// A file read: what can be taken in, what was refused and why, words no table knows with how often they came.
#[derive(Debug, Default)]
pub struct Read {
    pub tickets: Vec<Historic>,
    /// (line number from 1, reason)
    pub refused: Vec<(usize, String)>,
    pub unmapped: BTreeMap<Unmapped, usize>,
}

/// Reads every line. Times without an offset are in the desk's zone.
pub fn read_jsonl(lines: impl BufRead, words: &Words, zone: Tz) -> std::io::Result<Read> {
    let mut read = Read::default();
    for (i, line) in lines.split(b'\n').enumerate() {
        let line = line?;
        let text = match std::str::from_utf8(&line) {
            Ok(text) if text.trim().is_empty() => continue,
            Ok(text) => text,
            Err(e) => {
                read.refused.push((i + 1, format!("not UTF-8: {e}")));
                continue;
            }
        };
        match ExchangeLine::parse(text) {
            Ok(line) if line.headline().is_empty() => {
                read.refused.push((i + 1, format!("{}: has neither title nor body", line.id)))
            }
            Ok(line) => {
                let mut unmapped = Vec::new();
                read.tickets.push(historic(line, words, zone, &mut unmapped));
                for word in unmapped {
                    *read.unmapped.entry(word).or_default() += 1;
                }
            }
            Err(bad @ (BadLine::Json(_) | BadLine::NoId)) => read.refused.push((i + 1, bad.to_string())),
        }
    }
    Ok(read)
}

fn historic(line: ExchangeLine, words: &Words, zone: Tz, unmapped: &mut Vec<Unmapped>) -> Historic {
    let finished = words.is_finished(line.status.as_deref(), unmapped);
    let severity = words.severity(line.severity.as_deref(), unmapped);
    let requirement = words.requirement(line.kind.as_deref(), unmapped);
    let resolved_at = line.resolved(zone);
    let case = finished.then(|| HistoricCase {
        outcome: words.outcome(line.resolution.as_deref(), unmapped),
        answer: line.answer.clone().unwrap_or_default(),
        resolved_at,
    });
    Historic {
        opened_at: line.created(zone),
        title: line.headline(),
        body: line.body.unwrap_or_default(),
        urgency: severity.unwrap_or(Severity::Moderate),
        severity: severity.filter(|_| requirement.is_none()),
        requirement,
        product: line.product,
        component: line.component,
        versions: line.versions.unwrap_or_default(),
        customer: line.customer.unwrap_or_default(),
        duplicate_of: line.duplicate_of.filter(|d| !d.trim().is_empty()),
        case,
        id: line.id.trim().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refused_lines_are_named_and_the_rest_is_read() {
        let text = "{\"id\":\"A\",\"title\":\"t\"}\n\nnot json\n{\"title\":\"no id\"}\n{\"id\":\"B\",\"title\":\" \"}\n{\"id\":\"C\",\"body\":\"b\\nc\"}";
        let read = read_jsonl(text.as_bytes(), &Words::default(), chrono_tz::UTC).unwrap();
        let ids: Vec<&str> = read.tickets.iter().map(|t| t.id.as_str()).collect();
        assert_eq!(ids, ["A", "C"]);
        let lines: Vec<usize> = read.refused.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [3, 4, 5]);
    }
}
