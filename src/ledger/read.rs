//! Reading the record: streams, cases, ties, and everything after a place.

use super::stored::{Area, COLUMNS, Entry, Stretch, Unreadable, seq_of, write_time};
use super::{Ledger, LedgerError};
use crate::case::{Case, LinkKind};
use crate::ticket::{Number, Recorded, Ticket};
use crate::words::Vocabulary;
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row, params};

/// A case's present text and the place of its last revision.
#[derive(Debug, Clone)]
pub struct CaseRow {
    pub case: Case,
    pub seq: u64,
}

/// The case of a ticket that its source tells once more.
#[derive(Debug, Clone)]
pub struct ToldBySource {
    pub case: Option<CaseRow>,
    pub source_case: Option<CaseRow>,
}

/// A dated tie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkRow {
    pub from: Number,
    pub to: Number,
    pub kind: LinkKind,
    pub seq: u64,
}

/// What the content follower last wrote for a case; `path` is relative to `content/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRow {
    pub number: Number,
    pub path: String,
    pub digest: String,
    /// Place of the case's revision that the file holds.
    pub seq: u64,
}

impl Ledger {
    /// The place of the newest event; 0 for an empty record.
    pub fn last_seq(&self) -> Result<u64, LedgerError> {
        self.read(|c| Ok(c.prepare_cached("SELECT coalesce(max(seq), 0) FROM events")?.query_row([], |r| r.get(0))?))
    }

    /// Up to `limit` entries after a place, in order. What cannot be read is named beside them, so that whoever follows goes on.
    pub fn entries_after(&self, seq: u64, limit: usize) -> Result<Stretch, LedgerError> {
        self.read(|c| {
            let sql = format!("SELECT {COLUMNS} FROM events WHERE seq > ?1 ORDER BY seq LIMIT ?2");
            stretch(c, &sql, params![seq, limit as i64])
        })
    }

    /// Tickets touched (themselves or their case) by up to `limit` events after a place, and the last place looked at.
    pub fn touched_after(&self, seq: u64, limit: usize) -> Result<(Vec<Number>, u64), LedgerError> {
        self.read(|c| {
            let mut query = c.prepare_cached("SELECT seq, area, stream FROM events WHERE seq > ?1 ORDER BY seq LIMIT ?2")?;
            let mut rows = query.query(params![seq, limit as i64])?;
            let (mut found, mut last) = (std::collections::BTreeSet::new(), seq);
            while let Some(row) = rows.next()? {
                last = row.get(0)?;
                // A row that names no ticket touches none; `check` names the row.
                let text = |column: usize| row.get::<_, String>(column).unwrap_or_default();
                if matches!(text(1).as_str(), "ticket" | "case") {
                    found.extend(text(2).parse::<Number>());
                }
            }
            Ok((found.into_iter().collect(), last))
        })
    }

    /// The entries of a stream that can be read.
    pub fn stream(&self, area: Area, stream: &str) -> Result<Vec<Entry>, LedgerError> {
        self.read(|c| Ok(stream_of(c, area, stream)?.entries))
    }

    /// A ticket as far as its events can be read: one that cannot is stepped over, so that a list or a follower is not stopped
    /// by it. Whoever decides about a ticket reads it by [`Batch::ticket`](super::Batch::ticket), which does not guess.
    pub fn ticket(&self, number: Number) -> Result<Option<Ticket>, LedgerError> {
        self.read(|c| readable_ticket(c, number))
    }

    /// The events of a ticket that can be read.
    pub fn ticket_events(&self, number: Number) -> Result<Vec<Recorded>, LedgerError> {
        self.read(|c| readable(c, number))
    }

    /// Open tickets that have joined one, in the order they came.
    pub fn attached_to(&self, number: Number) -> Result<Vec<Number>, LedgerError> {
        self.read(|c| super::board::attached_to(c, number))
    }

    /// Tickets that ever held a file; with a digest, those that held this one.
    pub fn tickets_with_files(&self, digest: Option<&str>) -> Result<Vec<Number>, LedgerError> {
        self.read(|c| {
            let sql = "SELECT DISTINCT stream FROM events WHERE name = 'file_added' AND (?1 IS NULL OR instr(body, ?1) > 0)";
            let mut query = c.prepare_cached(sql)?;
            let rows = query.query_map([digest], |r| r.get::<_, String>(0))?;
            rows.map(|n| number(&n?)).collect()
        })
    }

    pub fn case(&self, number: Number) -> Result<Option<CaseRow>, LedgerError> {
        self.read(|c| case(c, number))
    }

    /// The digest of what the source told last of a ticket.
    pub fn source_digest(&self, number: Number) -> Result<Option<String>, LedgerError> {
        self.read(|c| source_digest(c, number))
    }

    /// A ticket's case, and the case as its source told it last.
    pub fn told_by_source(&self, number: Number) -> Result<ToldBySource, LedgerError> {
        self.read(|c| told_by_source(c, number))
    }

    /// Every case number after `after`, in order, a page at a time.
    pub fn case_numbers_after(&self, after: &str, limit: usize) -> Result<Vec<Number>, LedgerError> {
        self.read(|c| {
            let mut query = c.prepare_cached("SELECT number FROM cases WHERE number > ?1 ORDER BY number LIMIT ?2")?;
            let rows = query.query_map(params![after, limit as i64], |r| r.get::<_, String>(0))?;
            rows.map(|n| number(&n?)).collect()
        })
    }

    /// Cases after a number, in order, a page at a time. One that cannot be read is left out, and named by `check`.
    pub fn cases_after(&self, after: &str, limit: usize) -> Result<Vec<CaseRow>, LedgerError> {
        self.read(|c| {
            let mut query = c.prepare_cached("SELECT number, seq, body FROM cases WHERE number > ?1 ORDER BY number LIMIT ?2")?;
            let mut last = after.to_string();
            loop {
                let mut rows = query.query(params![last, limit as i64])?;
                let (mut found, mut looked_at) = (Vec::new(), 0);
                while let Some(row) = rows.next()? {
                    looked_at += 1;
                    last = row.get(0)?;
                    match case_row(row.get(1)?, &row.get::<_, String>(2)?) {
                        Err(LedgerError::Damaged { seq, reason }) => {
                            tracing::warn!("the case {last} at hand cannot be read (event {seq}: {reason}); it is left out");
                        }
                        read => found.push(read?),
                    }
                }
                if !found.is_empty() || looked_at == 0 {
                    return Ok(found);
                }
            }
        })
    }

    pub fn resolve_alias(&self, alias: &str) -> Result<Option<Number>, LedgerError> {
        self.read(|c| resolve_alias(c, alias))
    }

    /// Ties recorded after a place, in order.
    pub fn links_after(&self, seq: u64) -> Result<Vec<LinkRow>, LedgerError> {
        self.read(|c| {
            let mut query = c.prepare_cached("SELECT from_number, to_number, kind, seq FROM links WHERE seq > ?1 ORDER BY seq")?;
            let mut rows = query.query([seq])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push(link(row)?);
            }
            Ok(found)
        })
    }

    /// Events of an area recorded in a span of time, in order, at most `limit`, the latest.
    pub fn entries_between(
        &self,
        area: Area,
        from: DateTime<Utc>,
        to: DateTime<Utc>,
        limit: usize,
    ) -> Result<Vec<Entry>, LedgerError> {
        let sql = format!(
            "SELECT {COLUMNS} FROM events WHERE area = ?1 AND recorded_at >= ?2 AND recorded_at < ?3 ORDER BY seq DESC LIMIT ?4"
        );
        let mut found =
            self.read(|c| stretch(c, &sql, params![area.word(), write_time(from), write_time(to), limit as i64]))?.entries;
        found.reverse();
        Ok(found)
    }

    /// Whether a ticket came from another system.
    pub fn was_imported(&self, number: Number) -> Result<bool, LedgerError> {
        self.read(|c| {
            let sql =
                "SELECT EXISTS (SELECT 1 FROM events WHERE area = 'ticket' AND stream = ?1 AND version = 1 AND name = 'imported')";
            Ok(c.prepare_cached(sql)?.query_row([number.to_string()], |r| r.get(0))?)
        })
    }

    /// Tickets that joined another, with the one they joined.
    pub fn attached(&self) -> Result<Vec<(Number, Number)>, LedgerError> {
        self.read(|c| {
            let mut query = c.prepare_cached("SELECT number, attached_to FROM board WHERE attached_to IS NOT NULL")?;
            let rows = query.query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, String>(1)?)))?;
            rows.map(|row| row.map_err(LedgerError::from).and_then(|(from, to)| Ok((number(&from)?, number(&to)?)))).collect()
        })
    }

    /// Consultations on record in a span of time: those of tickets registered then, and deflections; and how many of them
    /// ended in something that was there: a deflection, a ticket joined, a case linked.
    pub fn consulted_between(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Result<(usize, usize), LedgerError> {
        self.read(|c| {
            // A deflection that was taken back, or said anew, is not counted.
            let sql = "SELECT count(*), coalesce(sum(area = 'consultation' OR EXISTS (SELECT 1 FROM events tied WHERE tied.area = 'ticket'
                           AND tied.stream = begun.stream AND tied.name IN ('attached', 'linked', 'answered_by_case'))), 0)
                       FROM events begun WHERE recorded_at >= ?1 AND recorded_at <= ?2
                       AND ((area = 'ticket' AND name = 'registered') OR (area = 'consultation' AND name = 'deflected' AND NOT EXISTS
                           (SELECT 1 FROM events later WHERE later.area = 'consultation' AND later.stream = begun.stream
                            AND later.version > begun.version)))";
            let span = params![write_time(from), write_time(to)];
            Ok(c.prepare_cached(sql)?.query_row(span, |r| Ok((r.get::<_, i64>(0)? as usize, r.get::<_, i64>(1)? as usize)))?)
        })
    }

    pub fn file(&self, number: Number) -> Result<Option<FileRow>, LedgerError> {
        self.read(|c| {
            let sql = "SELECT number, path, digest, seq FROM files WHERE number = ?1";
            c.prepare_cached(sql)?.query_row([number.to_string()], file_row).optional()?.transpose()
        })
    }

    /// Cases of which no file is known, or that of an earlier revision.
    pub fn files_behind(&self, limit: usize) -> Result<Vec<Number>, LedgerError> {
        self.read(|c| {
            let sql = "SELECT cases.number FROM cases LEFT JOIN files ON files.number = cases.number
                       WHERE files.seq IS NULL OR files.seq < cases.seq ORDER BY cases.number LIMIT ?1";
            let mut query = c.prepare_cached(sql)?;
            query.query_map([limit as i64], |r| r.get::<_, String>(0))?.map(|n| number(&n?)).collect()
        })
    }

    /// Whether any file was ever written or taken in.
    pub fn has_files(&self) -> Result<bool, LedgerError> {
        self.read(|c| Ok(c.prepare_cached("SELECT EXISTS (SELECT 1 FROM files)")?.query_row([], |r| r.get(0))?))
    }

    pub fn files(&self) -> Result<Vec<FileRow>, LedgerError> {
        self.read(|c| {
            let mut query = c.prepare("SELECT number, path, digest, seq FROM files ORDER BY number")?;
            query.query_map([], file_row)?.map(|row| row?).collect()
        })
    }

    pub fn cursor(&self, name: &str) -> Result<u64, LedgerError> {
        self.read(|c| {
            let sql = "SELECT seq FROM cursors WHERE name = ?1";
            Ok(c.prepare_cached(sql)?.query_row([name], |r| r.get(0)).optional()?.unwrap_or(0))
        })
    }

    /// The high marks of the day counters: series prefix, day, last.
    pub fn high_marks(&self) -> Result<Vec<(String, String, u32)>, LedgerError> {
        self.read(|c| {
            let mut query = c.prepare("SELECT series, day, last FROM numbers ORDER BY series, day")?;
            Ok(query.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?.collect::<Result<_, _>>()?)
        })
    }
}

type FileResult = Result<FileRow, LedgerError>;

fn file_row(row: &Row) -> rusqlite::Result<FileResult> {
    let text: String = row.get(0)?;
    let (path, digest, seq) = (row.get(1)?, row.get(2)?, row.get(3)?);
    Ok(number(&text).map(|number| FileRow { number, path, digest, seq }))
}

fn link(row: &Row) -> Result<LinkRow, LedgerError> {
    let seq = row.get(3)?;
    let kind: String = row.get(2)?;
    let kind = LinkKind::parse(&kind).map_err(|e| LedgerError::Damaged { seq, reason: e.to_string() })?;
    Ok(LinkRow { from: number(&row.get::<_, String>(0)?)?, to: number(&row.get::<_, String>(1)?)?, kind, seq })
}

/// The earliest date of a tie stands.
pub(super) fn put_link(c: &Connection, link: &LinkRow) -> Result<(), LedgerError> {
    c.prepare_cached("INSERT OR IGNORE INTO links (from_number, to_number, kind, seq) VALUES (?1, ?2, ?3, ?4)")?
        .execute(params![link.from.to_string(), link.to.to_string(), link.kind.word(), link.seq])?;
    Ok(())
}

pub(super) fn number(text: &str) -> Result<Number, LedgerError> {
    text.parse().map_err(|e: crate::ticket::BadNumber| LedgerError::Damaged { seq: 0, reason: e.to_string() })
}

pub(super) fn stretch(c: &Connection, sql: &str, values: impl rusqlite::Params) -> Result<Stretch, LedgerError> {
    let mut query = c.prepare_cached(sql)?;
    let mut rows = query.query(values)?;
    let mut found = Stretch::default();
    while let Some(row) = rows.next()? {
        found.last = Some(seq_of(row)?);
        match Entry::from_row(row) {
            Ok(entry) => found.entries.push(entry),
            Err(LedgerError::Damaged { seq, reason }) => found.unreadable.push(Unreadable { seq, reason }),
            Err(trouble) => return Err(trouble),
        }
    }
    Ok(found)
}

pub(super) fn stream_of(c: &Connection, area: Area, stream: &str) -> Result<Stretch, LedgerError> {
    let sql = format!("SELECT {COLUMNS} FROM events WHERE area = ?1 AND stream = ?2 ORDER BY version");
    stretch(c, &sql, params![area.word(), stream])
}

/// All events of a ticket, or the damage of the first that cannot be read.
fn recorded(c: &Connection, number: Number) -> Result<Vec<Recorded>, LedgerError> {
    let found = stream_of(c, Area::Ticket, &number.to_string())?;
    if let Some(Unreadable { seq, reason }) = found.unreadable.into_iter().next() {
        return Err(LedgerError::Damaged { seq, reason });
    }
    found.entries.iter().map(Entry::ticket_event).collect()
}

pub(super) fn readable(c: &Connection, number: Number) -> Result<Vec<Recorded>, LedgerError> {
    let found = stream_of(c, Area::Ticket, &number.to_string())?;
    Ok(found.entries.iter().filter_map(|entry| entry.ticket_event().ok()).collect())
}

pub(super) fn ticket(c: &Connection, number: Number) -> Result<Option<Ticket>, LedgerError> {
    Ok(Ticket::fold(number, &recorded(c, number)?))
}

pub(super) fn readable_ticket(c: &Connection, number: Number) -> Result<Option<Ticket>, LedgerError> {
    Ok(Ticket::fold(number, &readable(c, number)?))
}

pub(super) fn case(c: &Connection, number: Number) -> Result<Option<CaseRow>, LedgerError> {
    let found: Option<(u64, String)> = c
        .prepare_cached("SELECT seq, body FROM cases WHERE number = ?1")?
        .query_row([number.to_string()], |r| Ok((r.get(0)?, r.get(1)?)))
        .optional()?;
    found.map(|(seq, body)| case_row(seq, &body)).transpose()
}

/// What the source told last of a ticket, as the digest that was kept of it; read without the events, of which there are many.
pub(super) fn source_digest(c: &Connection, number: Number) -> Result<Option<String>, LedgerError> {
    let sql = "SELECT digest FROM (SELECT version, CASE WHEN json_valid(body)
                   THEN coalesce(json_extract(body, '$.history.digest'), json_extract(body, '$.source')) END AS digest FROM events
               WHERE area = 'ticket' AND stream = ?1 AND name IN ('imported', 'source_changed', 'noted'))
               WHERE digest IS NOT NULL ORDER BY version DESC LIMIT 1";
    Ok(c.prepare_cached(sql)?.query_row([number.to_string()], |r| r.get(0)).optional()?)
}

/// A case as its source told it last, with the place of that revision: the one right behind an event that was the source's word.
pub(super) fn source_case(c: &Connection, number: Number) -> Result<Option<CaseRow>, LedgerError> {
    let sql = "SELECT seq, body FROM events told WHERE area = 'case' AND stream = ?1 AND name = 'revised'
               AND EXISTS (SELECT 1 FROM events before WHERE before.seq = told.seq - 1 AND before.area = 'ticket'
                           AND before.stream = ?1 AND before.name IN ('imported', 'source_changed'))
               ORDER BY seq DESC LIMIT 1";
    let found: Option<(u64, String)> =
        c.prepare_cached(sql)?.query_row([number.to_string()], |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
    let Some((seq, body)) = found else { return Ok(None) };
    match serde_json::from_str(&body) {
        Ok(crate::case::CaseEvent::Revised { case, .. }) => Ok(Some(CaseRow { case: *case, seq })),
        Ok(_) => Ok(None),
        Err(e) => Err(LedgerError::Damaged { seq, reason: e.to_string() }),
    }
}

pub(super) fn told_by_source(c: &Connection, number: Number) -> Result<ToldBySource, LedgerError> {
    Ok(ToldBySource { case: case(c, number)?, source_case: source_case(c, number)? })
}

fn case_row(seq: u64, body: &str) -> Result<CaseRow, LedgerError> {
    let case = serde_json::from_str(body).map_err(|e| LedgerError::Damaged { seq, reason: e.to_string() })?;
    Ok(CaseRow { case, seq })
}

pub(super) fn resolve_alias(c: &Connection, alias: &str) -> Result<Option<Number>, LedgerError> {
    let found: Option<String> =
        c.prepare_cached("SELECT number FROM aliases WHERE alias = ?1")?.query_row([alias], |r| r.get(0)).optional()?;
    found.map(|text| number(&text)).transpose()
}
