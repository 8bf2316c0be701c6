//! Comparing a ticket that is imported again with the one that is here.

use super::imported_ticket::ImportedTicket;
use super::imported_ticket::masked_parts;
use crate::case::{Masker, Part, Parts};
use crate::desk::error::DeskError;
use crate::desk::intake::imported_ticket::Resent;
use crate::digest;
use crate::ledger::{CaseWithSource, LedgerError, Unreadable};
use crate::ticket::{Number, Ticket};
use crate::words::Vocabulary;
use std::fmt::Write;

impl ImportedTicket {
    /// Digest of everything the source sent, as understood: a new word mapping or a time that can now be read changes it.
    pub(in crate::desk) fn digest(&self) -> Result<String, DeskError> {
        let content = digest::hex(&serde_json::to_vec(self).map_err(|e| DeskError::Other(e.to_string()))?);
        Ok(format!("{}{content}", &digest::hex(self.id.as_bytes())[..ID_CHARS]))
    }
}

/// The first characters are a digest of the id: the same ticket may come from its tracker and from our own export, whose
/// contents cannot be compared.
const ID_CHARS: usize = 16;

/// Compares an imported ticket with the one that is here. `cases` is called only if needed.
pub(in crate::desk) fn resent(
    line: &ImportedTicket,
    number: Number,
    ticket: Result<Option<Ticket>, LedgerError>,
    cases: impl FnOnce() -> Result<CaseWithSource, LedgerError>,
) -> Result<Resent, DeskError> {
    let ticket = match ticket {
        Ok(Some(ticket)) => ticket,
        Ok(None) => return Ok(Resent::Refused(format!("{number} does not begin with a registration"))),
        Err(LedgerError::Damaged { seq, reason }) => {
            return Ok(Resent::Refused(format!("{number}: {}", Unreadable { seq, reason })));
        }
        Err(trouble) => return Err(trouble.into()),
    };
    let (known, digest) = (ticket.milestones.source_digest.as_deref(), line.digest()?);
    if known == Some(&digest) {
        return Ok(Resent::Unchanged);
    }
    let comparable = known.is_some_and(|known| known.get(..ID_CHARS) == digest.get(..ID_CHARS));
    let CaseWithSource { case, source_case } = cases()?;
    let revised_here = match (&case, &source_case) {
        (Some(case), Some(source)) => case.seq != source.seq,
        (case, _) => case.is_some(),
    };
    let before = source_case.or(case).map(|row| row.case.parts);
    let changes = changes(&ticket, before.as_ref(), line);
    Ok(match changes.is_empty() {
        // Without a comparable digest, only visible fields decide.
        true if !comparable => Resent::Unchanged,
        _ if ticket.imported.is_none() || ticket.milestones.worked_on || revised_here => Resent::Noted(words(&changes)),
        _ => Resent::Changed(words(&changes)),
    })
}

/// A changed field: its name in Chinese and English, and the new value.
type Change = (&'static str, &'static str, String);

fn words(changes: &[Change]) -> String {
    let mut text = String::from("来源系统中的内容有变更 · Changed at the source:");
    for (zh, en, now) in changes {
        let _ = write!(text, "\n- {zh} · {en}: {now}");
    }
    if changes.is_empty() {
        text.push_str("\n- 其他字段 · other fields");
    }
    text
}

/// The visible fields that the source has changed. `before`: the case's sections as it last sent them.
fn changes(ticket: &Ticket, before: Option<&Parts>, line: &ImportedTicket) -> Vec<Change> {
    let masker = Masker::new(&ticket.report.contact, &[]);
    let masked = |text: &str| masker.text(text.trim());
    let mut changes: Vec<Change> = Vec::new();
    let mut compare = |zh, en, old: &str, new: &str| {
        let new = masked(new);
        if masked(old) != new {
            changes.push((zh, en, if new.is_empty() { "—".into() } else { new }));
        }
    };
    let report = &ticket.report;
    compare("状态", "status", &status_before(ticket), &status_in_source(line));
    compare("标题", "title", &report.title, &line.title);
    let parts = line.case.as_ref().map(masked_parts).unwrap_or_default();
    // Our own export has the case's issue as the body of a finished ticket.
    let same_issue = before.is_some_and(|before| line.case.is_some() && before.issue == parts.issue);
    let same_report = masked(&report.body()) == masked(&line.body);
    if !same_issue && !same_report {
        compare("描述", "description", &report.description, &line.body);
    }
    let nothing = Parts::default();
    let was = before.unwrap_or(&nothing);
    if line.case.is_some() {
        // The issue has been compared above, with the report.
        for part in Part::ALL.iter().filter(|part| **part != Part::Issue) {
            compare(part.zh(), part.word(), was.text(*part), parts.text(*part));
        }
    }
    let class_in_source = match (line.requirement, line.severity) {
        (Some((kind, priority)), _) => format!("{} {}", kind.word(), priority.word()),
        (None, severity) => severity.map(|s| s.word().to_string()).unwrap_or_default(),
    };
    let class_before = match &ticket.imported {
        Some(history) => match (history.requirement, history.severity) {
            (Some((kind, priority)), _) => format!("{} {}", kind.word(), priority.word()),
            (None, severity) => severity.map(|s| s.word().to_string()).unwrap_or_default(),
        },
        // A ticket of this desk: its class was decided here since.
        None => class_in_source.clone(),
    };
    compare("等级", "class", &class_before, &class_in_source);
    // A missing field is no change.
    let customer = Some(&line.customer).filter(|customer| !customer.is_empty());
    for (zh, en, old, new) in [
        ("产品", "product", report.product.as_ref(), line.product.as_ref()),
        ("模块", "component", report.component.as_ref(), line.component.as_ref()),
        ("版本", "version", report.version.as_ref(), line.versions.first()),
        ("客户", "customer", Some(&report.customer), customer),
    ] {
        if let Some(new) = new {
            compare(zh, en, old.map(String::as_str).unwrap_or_default(), new);
        }
    }
    changes
}

/// Status by the source's last import; of a ticket of this desk, its own.
fn status_before(ticket: &Ticket) -> String {
    use crate::ticket::Phase;
    let finished = match (&ticket.imported, &ticket.phase) {
        (Some(history), _) => history.finished.as_ref().map(|f| (f.outcome, f.resolved_at)),
        (None, Phase::Closed { outcome, resolved_at, .. }) => Some((*outcome, *resolved_at)),
        (None, _) => None,
    };
    status(finished)
}

fn status_in_source(line: &ImportedTicket) -> String {
    status(line.case.as_ref().map(|case| (case.outcome, case.resolved_at)))
}

fn status(finished: Option<(crate::ticket::Outcome, Option<chrono::DateTime<chrono::Utc>>)>) -> String {
    match finished {
        None => "未关闭 open".into(),
        Some((outcome, at)) => {
            let at = at.map(|at| format!(", {}", at.format("%Y-%m-%dT%H:%MZ"))).unwrap_or_default();
            format!("已关闭 closed ({}, {}{at})", outcome.zh(), outcome.word())
        }
    }
}
