//! Reading an evaluation set (docs.jsonl, queries.tsv, qrels.tsv) as a back-test.

use super::exchange::{ExchangeError, ExchangeLine};
use super::mapping::WordMapping;
use crate::case::{Audience, language_of};
use crate::index::{Document, EpochSeconds, SimilarQuery, StoredDocument};
use crate::learning::{Backtest, BacktestQuery, HistoricDocument, number_at};
use crate::ticket::{Kind, Status};
use chrono::DateTime;
use chrono_tz::Tz;
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

/// Why an evaluation set cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SetError {
    /// A file cannot be read.
    #[error("{path}: {source}")]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system reported.
        source: std::io::Error,
    },
    /// A line cannot be read.
    #[error("{path}:{line}: {reason}")]
    Line {
        /// The file.
        path: PathBuf,
        /// From 1.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
}

/// Reads a set: `docs.jsonl`, `queries.tsv`, `qrels.tsv` in `folder`. A document without title or time keeps its position.
/// Times without an offset are UTC.
///
/// # Errors
/// [`SetError`], for the first file or line that cannot be read.
pub fn read_set(folder: &Path) -> Result<Backtest, SetError> {
    let docs = folder.join("docs.jsonl");
    let mut documents = Vec::new();
    for (i, line) in read(&docs)?.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let bad = |e: ExchangeError| SetError::Line { path: docs.clone(), line: i + 1, reason: e.to_string() };
        let line = ExchangeLine::parse(line).map_err(bad)?;
        documents.push(historic(line, documents.len() as u64));
    }
    Ok(Backtest { documents, queries: read_queries(folder)?, skip: 0.0, metadata: false, families: false })
}

fn historic(line: ExchangeLine, position: u64) -> HistoricDocument {
    let opened_at = line.created(Tz::UTC).unwrap_or(DateTime::UNIX_EPOCH);
    let resolved_at = line.resolved(Tz::UTC);
    let (words, mut unmapped) = (WordMapping::default(), Vec::new());
    let finished = words.is_finished(line.status.as_deref(), &mut unmapped);
    let outcome = finished.then(|| words.outcome(line.resolution.as_deref(), &mut unmapped));
    let title = line.headline();
    let body = line.body.clone().unwrap_or_default();
    let stored = StoredDocument {
        number: number_at(position),
        requirement_number: None,
        kind: Kind::Fault,
        language: language_of(&format!("{title} {body}")),
        title: title.clone(),
        body: body.clone(),
        cause: String::new(),
        resolution: String::new(),
        workaround: None,
        rest: line.answer.clone().unwrap_or_default(),
        status: if outcome.is_some() { Status::Closed } else { Status::Pending },
        outcome,
        severity: None,
        product: line.product.clone(),
        component: line.component.clone(),
        versions: line.versions.clone().unwrap_or_default(),
        confidence: None,
        opened_at,
        resolved_at,
    };
    let question = SimilarQuery {
        title,
        body,
        product: line.product,
        component: line.component,
        version: line.versions.and_then(|v| v.into_iter().next()),
        severity: None,
    };
    let document = Document {
        stored,
        first_seq: position,
        last_seq: position,
        audience: Audience::Internal,
        customer: None,
        open: resolved_at.is_none(),
    };
    HistoricDocument { id: line.id, document, question, duplicate_of: line.duplicate_of }
}

fn read_queries(folder: &Path) -> Result<Vec<BacktestQuery>, SetError> {
    let mut right: HashMap<String, HashSet<String>> = HashMap::new();
    rows(&folder.join("qrels.tsv"), |cells| {
        let [query, document, rel] = cells else { return Err("wants three columns: qid, docid, rel".into()) };
        if rel.trim().parse::<f64>().map_err(|e| format!("rel: {e}"))? >= 1.0 {
            right.entry(query.to_string()).or_default().insert(document.to_string());
        }
        Ok(())
    })?;
    let mut queries = Vec::new();
    rows(&folder.join("queries.tsv"), |cells| {
        let (id, position) = match cells {
            [id, position, ..] => (id.to_string(), position.trim().parse::<i64>().map_err(|e| format!("position: {e}"))?),
            _ => return Err("wants at least two columns: qid, position".into()),
        };
        let time = cells.get(2).map(|t| t.trim()).unwrap_or_default();
        let asked = ExchangeLine { created_at: Some(time.to_string()), ..ExchangeLine::default() };
        queries.push(BacktestQuery {
            right: right.remove(&id).unwrap_or_default(),
            position: u64::try_from(position).ok(),
            asked_at: asked.created(Tz::UTC).map(EpochSeconds::from),
            id,
        });
        Ok(())
    })?;
    Ok(queries)
}

/// The rows below the heading of a table with tabs.
fn rows(path: &Path, mut take: impl FnMut(&[&str]) -> Result<(), String>) -> Result<(), SetError> {
    for (i, line) in read(path)?.lines().enumerate().skip(1).filter(|(_, l)| !l.trim().is_empty()) {
        let cells: Vec<&str> = line.split('\t').collect();
        take(&cells).map_err(|reason| SetError::Line { path: path.to_path_buf(), line: i + 1, reason })?;
    }
    Ok(())
}

fn read(path: &Path) -> Result<String, SetError> {
    std::fs::read_to_string(path).map_err(|source| SetError::Io { path: path.to_path_buf(), source })
}
