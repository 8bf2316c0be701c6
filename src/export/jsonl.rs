//! `--format jsonl`: one ticket a line, as `import jsonl` reads it without loss.

use super::folder::{ExportCounts, ExportError, ExportFolder};
use crate::case::{Case, LinkKind, Parts};
use crate::desk::{Archive, ExportedTicket};
use crate::digest;
use crate::import::{ExchangeLine, OWN_FIELD, OwnCaseFields, OwnFields};
use crate::ticket::{Class, Kind, Number, Outcome, RequirementType};
use crate::words::Vocabulary;
use chrono::{DateTime, SecondsFormat, Utc};
use std::path::Path;

/// Cases read at once.
const PAGE: usize = 200;
/// The one file.
const FILE: &str = "tickets.jsonl";

/// Writes the archive as `tickets.jsonl`, one ticket a line. `progress` is called with the cases done.
///
/// # Errors
/// [`ExportError`]: the folder is not ours, a file cannot be written, or the desk fails.
pub fn write_jsonl(archive: &Archive, dir: &Path, mut progress: impl FnMut(usize)) -> Result<ExportCounts, ExportError> {
    let folder = ExportFolder::open(dir)?;
    let mut lines: Vec<(DateTime<Utc>, Number, String)> = Vec::new();
    let numbers: Vec<_> = archive.listed().keys().copied().collect();
    for (i, page) in numbers.chunks(PAGE).enumerate() {
        for view in archive.cases(page[0], page.len())? {
            let exported = archive.exported_ticket(view.case.number)?;
            lines.push((view.case.opened_at, view.case.number, text(&of_case(view.case, exported))?));
        }
        progress((i * PAGE + page.len()).min(numbers.len()));
    }
    archive.open_tickets(|exported| {
        let (at, number) = (exported.ticket.submitted_at, exported.ticket.number);
        let line = text(&of_ticket(exported)).map_err(|e| crate::desk::DeskError::Other(e.to_string()))?;
        lines.push((at, number, line));
        Ok(())
    })?;
    lines.sort_by_key(|(at, number, _)| (*at, *number));
    let whole: String = lines.into_iter().map(|(.., line)| line + "\n").collect();
    folder.put(FILE, &digest::hex(whole.as_bytes())[..16], &whole)?;
    folder.finish()
}

fn text(line: &ExchangeLine) -> Result<String, ExportError> {
    // Fields that are not there are left out: null and missing are the same on the way in.
    let mut shape = serde_json::to_value(line).map_err(|e| ExportError::Page(e.to_string()))?;
    if let Some(fields) = shape.as_object_mut() {
        fields.retain(|_, value| !value.is_null());
    }
    Ok(shape.to_string())
}

fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

fn of_case(case: Case, exported: Option<ExportedTicket>) -> ExchangeLine {
    let parts = case.parts;
    let solved = case.outcome == Outcome::Solved;
    let (answer, left) = match solved {
        true => (parts.resolution.clone(), Parts { resolution: String::new(), ..parts.clone() }),
        false => (parts.analysis.clone(), Parts { analysis: String::new(), ..parts.clone() }),
    };
    let duplicate = case.links.iter().find(|link| link.kind == LinkKind::Duplicate).map(|link| link.case.to_string());
    let own = OwnFields {
        parts: Parts { issue: String::new(), ..left },
        urgency: case.urgency,
        requirement: case.requirement_type.zip(case.priority),
        requirement_number: case.requirement_number,
        source_id: exported.as_ref().and_then(source_id),
        case: Some(OwnCaseFields {
            confidence: case.confidence,
            audience: case.audience,
            language: case.language,
            family: case.family,
            links: case.links,
            closed_at: case.closed_at,
            reopened: case.reopened,
            masking: case.masking,
            revision: case.revision,
        }),
    };
    let line = ExchangeLine {
        id: case.number.to_string(),
        created_at: Some(time(case.opened_at)),
        title: Some(case.title),
        body: Some(parts.issue),
        product: case.product,
        component: case.component,
        severity: case.severity.map(|s| s.word().to_string()),
        status: Some("closed".into()),
        resolution: Some(case.outcome.word().replace('_', " ")),
        duplicate_of: duplicate,
        answer: Some(answer),
        resolved_at: case.resolved_at.map(time),
        kind: Some(kind(case.kind, case.requirement_type)),
        versions: Some(case.versions),
        ..ExchangeLine::default()
    };
    with_own(line, own, exported)
}

fn of_ticket(exported: ExportedTicket) -> ExchangeLine {
    let ticket = &exported.ticket;
    let (severity, requirement) = match ticket.class.clone() {
        Some(Class::Fault { severity }) => (Some(severity), None),
        Some(Class::Requirement { requirement_type, priority }) => (None, Some((requirement_type, priority))),
        None => (None, None),
    };
    let own = OwnFields {
        parts: Parts::default(),
        urgency: ticket.urgency,
        requirement,
        requirement_number: ticket.requirement_number,
        source_id: source_id(&exported),
        case: None,
    };
    let line = ExchangeLine {
        id: ticket.number.to_string(),
        created_at: Some(time(ticket.submitted_at)),
        title: Some(exported.title.to_string()),
        body: Some(exported.body.to_string()),
        product: ticket.report.product.clone(),
        component: ticket.report.component.clone(),
        severity: severity.map(|s| s.word().to_string()),
        // A resolved ticket that is not confirmed is not finished.
        status: Some("open".into()),
        kind: Some(kind(ticket.kind(), requirement.map(|(kind, _)| kind))),
        versions: Some(ticket.report.version.iter().cloned().collect()),
        ..ExchangeLine::default()
    };
    with_own(line, own, Some(exported))
}

fn source_id(exported: &ExportedTicket) -> Option<String> {
    let number = exported.ticket.number.to_string();
    exported.ticket.imported.as_ref().map(|history| history.source_id.clone()).filter(|id| *id != number)
}

fn kind(kind: Kind, requirement: Option<RequirementType>) -> String {
    match (kind, requirement) {
        (Kind::Fault, _) => "fault".into(),
        (_, Some(requirement)) => requirement.word().replace('_', " "),
        (_, None) => "requirement".into(),
    }
}

/// Adds our own fields; customer and unknown fields only for an internal export.
fn with_own(mut line: ExchangeLine, own: OwnFields, exported: Option<ExportedTicket>) -> ExchangeLine {
    if let Some(exported) = exported {
        line.customer = Some(exported.ticket.report.customer).filter(|customer| !customer.is_empty());
        line.more = exported.ticket.imported.map(|history| history.more).unwrap_or_default();
    }
    if let Ok(own) = serde_json::to_value(own) {
        line.more.insert(OWN_FIELD.into(), own);
    }
    line
}
