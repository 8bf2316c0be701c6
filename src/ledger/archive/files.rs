//! Which file holds which revision of a case.

use crate::ledger::connection::columns::number;
use crate::ledger::connection::ledger::Ledger;
use crate::ledger::connection::write_tx::WriteTx;
use crate::ledger::error::LedgerError;
use crate::ticket::Number;
use rusqlite::{OptionalExtension, Row, params};

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
}

impl WriteTx<'_> {
    pub fn put_file(&self, file: &FileRow) -> Result<(), LedgerError> {
        self.sql()
            .prepare_cached("INSERT OR REPLACE INTO files (number, path, digest, seq) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![file.number.to_string(), file.path, file.digest, file.seq])?;
        Ok(())
    }

    /// Place of the revision that a case's file is known to hold; 0 where no file is known.
    pub fn file_seq(&self, number: Number) -> Result<u64, LedgerError> {
        let sql = "SELECT seq FROM files WHERE number = ?1";
        Ok(self.sql().query_row(sql, [number.to_string()], |r| r.get(0)).optional()?.unwrap_or(0))
    }
}

type FileResult = Result<FileRow, LedgerError>;

fn file_row(row: &Row) -> rusqlite::Result<FileResult> {
    let text: String = row.get(0)?;
    let (path, digest, seq) = (row.get(1)?, row.get(2)?, row.get(3)?);
    Ok(number(&text).map(|number| FileRow { number, path, digest, seq }))
}
