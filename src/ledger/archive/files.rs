//! Which file holds which revision of each case.

use crate::ledger::connection::columns::number;
use crate::ledger::connection::ledger::Ledger;
use crate::ledger::connection::write_tx::WriteTx;
use crate::ledger::error::LedgerError;
use crate::ticket::Number;
use rusqlite::{OptionalExtension, Row, params};

/// The file the content follower last wrote for a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRow {
    /// The case's number.
    pub number: Number,
    /// Relative to `content/`, with `/`.
    pub path: String,
    /// SHA-256 of the file's bytes, hexadecimal.
    pub digest: String,
    /// Sequence number of the revision the file holds.
    pub seq: u64,
}

impl Ledger {
    /// The file of a case; `None` if none was written.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read; [`LedgerError::Damaged`] if a stored row cannot be parsed.
    pub fn file(&self, number: Number) -> Result<Option<FileRow>, LedgerError> {
        self.read(|c| {
            let sql = "SELECT number, path, digest, seq FROM files WHERE number = ?1";
            c.prepare_cached(sql)?.query_row([number.to_string()], file_row).optional()?.transpose()
        })
    }

    /// Up to `limit` cases whose file was not written, or holds an earlier revision.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read; [`LedgerError::Damaged`] if a stored row cannot be parsed.
    pub fn files_behind(&self, limit: usize) -> Result<Vec<Number>, LedgerError> {
        self.read(|c| {
            let sql = "SELECT cases.number FROM cases LEFT JOIN files ON files.number = cases.number
                       WHERE files.seq IS NULL OR files.seq < cases.seq ORDER BY cases.number LIMIT ?1";
            let mut query = c.prepare_cached(sql)?;
            query.query_map([limit as i64], |r| r.get::<_, String>(0))?.map(|n| number(&n?)).collect()
        })
    }

    /// Whether any file was ever written or taken in.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read.
    pub fn has_files(&self) -> Result<bool, LedgerError> {
        self.read(|c| Ok(c.prepare_cached("SELECT EXISTS (SELECT 1 FROM files)")?.query_row([], |r| r.get(0))?))
    }

    /// The files of all cases, by number.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read; [`LedgerError::Damaged`] if a stored row cannot be parsed.
    pub fn files(&self) -> Result<Vec<FileRow>, LedgerError> {
        self.read(|c| {
            let mut query = c.prepare("SELECT number, path, digest, seq FROM files ORDER BY number")?;
            query.query_map([], file_row)?.map(|row| row?).collect()
        })
    }
}

impl WriteTx<'_> {
    /// Stores which file a case has, replacing the row before.
    ///
    /// # Errors
    /// [`LedgerError::Full`], [`LedgerError::ReadOnly`] or [`LedgerError::Sql`], as every write.
    pub fn put_file(&self, file: &FileRow) -> Result<(), LedgerError> {
        self.sql()
            .prepare_cached("INSERT OR REPLACE INTO files (number, path, digest, seq) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![file.number.to_string(), file.path, file.digest, file.seq])?;
        Ok(())
    }

    /// Sequence number of the revision a case's file holds; 0 if it has no file.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] or [`LedgerError::Sql`], as every read.
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
