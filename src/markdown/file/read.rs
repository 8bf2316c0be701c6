//! Reads the text of a case file.

use super::front_matter::FrontMatter;
use super::parts::{self, TextFormat};
use crate::case::{Audience, Case, Confidence, language_of};
use crate::digest;
use crate::ticket::{Kind, Outcome, Series, Severity};
use crate::words::read_moment;
use chrono::{DateTime, NaiveDateTime, Utc};

/// A case file as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFile {
    /// The case.
    pub case: Case,
    /// Whether the digest in the file matches its bytes; `None` if it carries no digest, which means that people wrote it.
    pub untouched: Option<bool>,
}

/// Why a text is no case file, in one line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadCaseFile {
    /// The front matter is missing or not closed.
    #[error("no front matter: the first line is not ---, or no second --- follows")]
    NoFrontMatter,
    /// The front matter is no YAML, or a value has the wrong type; what the parser says.
    #[error("front matter: {0}")]
    FrontMatter(String),
    #[error(
        "unknown heading \"## {0}\"; the parts are Issue, Environment, Analysis, Cause, Resolution, Attempts, Feedback or their Chinese names"
    )]
    /// A heading that is no part, or that occurs twice.
    Heading(String),
    /// A field has a value that is not allowed.
    #[error("{0}")]
    Field(String),
}

/// Reads a case file; times without an offset are taken as UTC.
///
/// # Errors
///
/// [`BadCaseFile`] if the text is no case file.
pub fn read_case(text: &str) -> Result<CaseFile, BadCaseFile> {
    read_case_in(text, |wall| Some(wall.and_utc()))
}

/// Reads a case file; `local` converts a wall time without an offset, `None` if there is no such time.
///
/// # Errors
///
/// [`BadCaseFile`] if the text is no case file.
pub fn read_case_in(text: &str, local: impl Fn(NaiveDateTime) -> Option<DateTime<Utc>>) -> Result<CaseFile, BadCaseFile> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n");
    let (head, body) = split(&text).ok_or(BadCaseFile::NoFrontMatter)?;
    let matter: FrontMatter = serde_saphyr::from_str(head).map_err(|e| BadCaseFile::FrontMatter(first_line(&e.to_string())))?;
    let format = TextFormat::of(matter.format).ok_or_else(|| {
        BadCaseFile::Field(format!(
            "format: {} is newer than this program, which reads up to {}",
            matter.format.unwrap_or(0),
            TextFormat::NEWEST
        ))
    })?;
    let parts = parts::read(body, format).map_err(BadCaseFile::Heading)?;
    let untouched = matter.digest.as_deref().map(|stated| stated == digest_without_its_line(&text));
    if matter.number.series != Series::Ticket {
        return Err(BadCaseFile::Field("number: a case is named by its TS number".into()));
    }
    if matter.title.trim().is_empty() {
        return Err(BadCaseFile::Field("title: is empty".into()));
    }
    let time = |field: &str, written: &str| {
        read_moment(written, &local).map_err(|bad| BadCaseFile::Field(format!("{field}: \"{}\" {bad}", written.escape_debug())))
    };
    let maybe = |field: &str, written: &Option<String>| {
        written.as_deref().filter(|written| !written.trim().is_empty()).map(|written| time(field, written)).transpose()
    };
    let opened_at = time("opened_at", &matter.opened_at)?;
    let (resolved_at, closed_at) = (maybe("resolved_at", &matter.resolved_at)?, maybe("closed_at", &matter.closed_at)?);
    let kind = matter.kind.unwrap_or(Kind::Fault);
    let language = matter.language.unwrap_or_else(|| language_of(&format!("{} {}", matter.title, parts.issue)));
    let case = Case {
        number: matter.number,
        requirement_number: matter.requirement_number,
        title: matter.title,
        kind,
        urgency: matter.urgency.or(matter.severity).unwrap_or(Severity::Moderate),
        severity: matter.severity,
        requirement_type: matter.requirement_type,
        priority: matter.priority,
        product: matter.product,
        component: matter.component,
        versions: matter.versions,
        language,
        outcome: matter.outcome.unwrap_or(if parts.resolution.is_empty() { Outcome::Unknown } else { Outcome::Solved }),
        confidence: matter.confidence.unwrap_or(Confidence::NotValidated),
        audience: matter.audience.unwrap_or(Audience::Internal),
        family: matter.family.unwrap_or(matter.number),
        links: matter.links.into_iter().map(Into::into).collect(),
        opened_at,
        resolved_at,
        closed_at,
        reopened: matter.reopened,
        revision: matter.revision.unwrap_or(1).max(1),
        masking: matter.masking,
        parts,
    };
    Ok(CaseFile { case, untouched })
}

/// The front matter, and the text after its closing line.
fn split(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix("---\n")?;
    let end = rest
        .find("\n---\n")
        .map(|at| (at + 1, at + 5))
        .or_else(|| rest.strip_suffix("\n---").map(|h| (h.len() + 1, rest.len())))?;
    Some((&rest[..end.0], &rest[end.1..]))
}

/// The digest that the file would carry if it had not been changed: over everything but its digest line.
fn digest_without_its_line(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut left_out = false;
    for line in text.split_inclusive('\n') {
        if !left_out && line.starts_with("digest: ") {
            left_out = true;
        } else {
            kept.push_str(line);
        }
    }
    digest::hex(kept.as_bytes())
}

fn first_line(message: &str) -> String {
    message.lines().next().unwrap_or_default().to_string()
}

#[cfg(test)]
mod tests {
    use super::super::{normalise, write_case};
    use super::*;
    use crate::case::{Link, LinkKind, Parts};
    use crate::words::Locale;

    fn sample() -> Case {
        Case {
            number: "TS20240501001".parse().unwrap(),
            requirement_number: None,
            title: "连接池\"耗尽\"\\: 5 #1\u{2028}".into(),
            kind: Kind::Fault,
            urgency: Severity::Major,
            severity: Some(Severity::Critical),
            requirement_type: None,
            priority: None,
            product: Some("yes".into()),
            component: Some("- x".into()),
            versions: vec!["5.0".into(), "null".into()],
            language: Locale::Zh,
            outcome: Outcome::Solved,
            confidence: Confidence::Validated,
            audience: Audience::Customer,
            family: "TS20240101001".parse().unwrap(),
            links: vec![Link { case: "TS20240101001".parse().unwrap(), kind: LinkKind::SolvedBy }],
            opened_at: "2024-05-01T01:00:00Z".parse().unwrap(),
            resolved_at: Some("2024-05-01T02:00:00.123Z".parse().unwrap()),
            closed_at: None,
            reopened: true,
            revision: 3,
            masking: 1,
            parts: normalise(&Parts {
                issue: "坏了".into(),
                resolution: "重启\n\n### 临时规避\n\n先停".into(),
                ..Parts::default()
            }),
        }
    }

    #[test]
    fn what_is_written_reads_back() {
        let text = write_case(&sample(), 7);
        assert_eq!(read_case(&text).unwrap(), CaseFile { case: sample(), untouched: Some(true) });
    }

    #[test]
    fn a_changed_byte_is_noticed() {
        let text = write_case(&sample(), 7).replace("重启", "重装");
        assert_eq!(read_case(&text).unwrap().untouched, Some(false));
    }

    #[test]
    fn windows_line_ends_and_a_byte_order_mark_are_read() {
        let text = format!("\u{feff}{}", write_case(&sample(), 0).replace('\n', "\r\n"));
        assert_eq!(read_case(&text).unwrap().case, sample());
    }

    #[test]
    fn what_is_no_case_says_why() {
        let why = |text: &str| read_case(text).unwrap_err().to_string();
        assert!(why("hello").contains("front matter"));
        assert!(why("---\nnumber: TS1\ntitle: x\nopened_at: 2024-05-01T01:00:00Z\n---\n").contains("TS1"));
        assert!(why("---\nnumber: TS20240501001\ntitle: x\nopened_at: 2024-05-01T01:00:00Z\n---\n## Odd\n").contains("Odd"));
        assert!(why("---\nnumber: TS20240501001\ntitle: \"\"\nopened_at: 2024-05-01T01:00:00Z\n---\n").contains("title"));
    }

    #[test]
    fn a_day_in_the_front_matter_is_its_beginning_and_a_year_nobody_takes_is_named() {
        let file = |opened_at: &str| format!("---\nnumber: TS20240501001\ntitle: x\nopened_at: {opened_at}\n---\n");
        let read = |opened_at: &str| read_case(&file(opened_at)).map(|read| read.case.opened_at.to_rfc3339());
        assert_eq!(read("2024-05-30").unwrap(), "2024-05-30T00:00:00+00:00");
        assert_eq!(read("2024-05-30 09:30").unwrap(), "2024-05-30T09:30:00+00:00");
        for (written, why) in
            [("+10000-01-01T00:00:00Z", "1900"), ("-0001-01-01T00:00:00Z", "1900"), ("9999-12-31", "2200"), ("soon", "no time")]
        {
            let said = read(written).unwrap_err().to_string();
            assert!(said.starts_with(&format!("opened_at: \"{written}\" ")) && said.contains(why), "{said}");
        }
    }

    #[test]
    fn the_workaround_is_a_section_of_the_resolution() {
        assert_eq!(sample().parts.workaround(), Some("先停"));
    }
}
