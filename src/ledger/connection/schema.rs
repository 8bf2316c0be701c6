//! The tables, and the steps from one format to the next (`user_version`).

use crate::ledger::error::LedgerError;
use rusqlite::Connection;
use std::path::Path;

/// One step per format; a released step is never changed, only followed by another.
const STEPS: &[&str] = &[FORMAT_1, FORMAT_2, FORMAT_3, FORMAT_4, FORMAT_5, FORMAT_6, FORMAT_7, FORMAT_8, FORMAT_9];

const FORMAT_1: &str = "
CREATE TABLE events (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    area TEXT NOT NULL, stream TEXT NOT NULL, version INTEGER NOT NULL,
    name TEXT NOT NULL, actor TEXT NOT NULL,
    occurred_at TEXT NOT NULL, recorded_at TEXT NOT NULL,
    body TEXT NOT NULL, proof TEXT NOT NULL,
    UNIQUE (area, stream, version)
);
CREATE TRIGGER events_stay BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER events_remain BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;

-- High marks of the day counters; no number is given twice.
CREATE TABLE numbers (series TEXT NOT NULL, day TEXT NOT NULL, last INTEGER NOT NULL, PRIMARY KEY (series, day)) WITHOUT ROWID;
-- Other names of a ticket: its RD number, its id in the system it came from.
CREATE TABLE aliases (alias TEXT PRIMARY KEY, number TEXT NOT NULL) WITHOUT ROWID;
-- Dated ties between tickets and cases; families are their union.
CREATE TABLE links (from_number TEXT NOT NULL, to_number TEXT NOT NULL, kind TEXT NOT NULL, seq INTEGER NOT NULL,
    PRIMARY KEY (from_number, to_number, kind)) WITHOUT ROWID;
CREATE INDEX links_to ON links (to_number);
CREATE INDEX links_seq ON links (seq);

-- Derived in the same transaction as the events, rebuildable from them.
CREATE TABLE board (
    number TEXT PRIMARY KEY, requirement_number TEXT, kind TEXT NOT NULL, status TEXT NOT NULL,
    urgency TEXT NOT NULL, severity TEXT, title TEXT NOT NULL, customer TEXT NOT NULL, contact TEXT NOT NULL,
    registered_by TEXT NOT NULL, assignee TEXT, product TEXT, component TEXT,
    submitted_at TEXT NOT NULL, updated_at TEXT NOT NULL, first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL,
    version INTEGER NOT NULL, next_due_at TEXT, attached_to TEXT, archived INTEGER NOT NULL, unconsulted INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX board_status ON board (status, first_seq);
CREATE INDEX board_due ON board (next_due_at) WHERE next_due_at IS NOT NULL;
CREATE INDEX board_first ON board (first_seq);
CREATE INDEX board_attached ON board (attached_to) WHERE attached_to IS NOT NULL;
CREATE INDEX board_unconsulted ON board (number) WHERE unconsulted = 1;
CREATE TABLE cases (number TEXT PRIMARY KEY, revision INTEGER NOT NULL, seq INTEGER NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;

-- What the content follower last wrote, and how far followers have come.
CREATE TABLE files (number TEXT PRIMARY KEY, path TEXT NOT NULL UNIQUE, digest TEXT NOT NULL, seq INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE cursors (name TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE people (name TEXT PRIMARY KEY, body TEXT NOT NULL, seq INTEGER NOT NULL) WITHOUT ROWID;
-- Secrets are kept as digests only.
CREATE TABLE tokens (digest TEXT PRIMARY KEY, person TEXT NOT NULL, roles TEXT NOT NULL, created_at TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE sign_in_links (digest TEXT PRIMARY KEY, person TEXT, expires_at TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE sessions (digest TEXT PRIMARY KEY, person TEXT NOT NULL, expires_at TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE idempotency (actor TEXT NOT NULL, key TEXT NOT NULL, request TEXT NOT NULL, subject TEXT NOT NULL, at TEXT NOT NULL,
    PRIMARY KEY (actor, key)) WITHOUT ROWID;
";

const FORMAT_2: &str = "
ALTER TABLE tokens ADD COLUMN last_used_at TEXT;
ALTER TABLE tokens ADD COLUMN revoked_at TEXT;
CREATE TABLE signed_in (person TEXT PRIMARY KEY, at TEXT NOT NULL) WITHOUT ROWID;
";

/// Separates `look_at` (scheduler) from `next_due_at` (people); adds overdue time and escalation level.
const FORMAT_3: &str = "
ALTER TABLE board ADD COLUMN look_at TEXT;
ALTER TABLE board ADD COLUMN overdue_at TEXT;
ALTER TABLE board ADD COLUMN escalation_level INTEGER NOT NULL DEFAULT 0;
UPDATE board SET look_at = next_due_at;
CREATE INDEX board_look ON board (look_at) WHERE look_at IS NOT NULL;
";

/// Adds the step a ticket waits for. `?` marks rows to be derived again by the holder of the lock.
const FORMAT_4: &str = "
ALTER TABLE board ADD COLUMN turn TEXT NOT NULL DEFAULT '?';
CREATE INDEX board_turn ON board (turn, first_seq) WHERE turn <> '';
UPDATE board SET turn = '' WHERE status = 'closed';
";

/// Adds the clock of that step, the author of the plan that waits, and what else is owed.
const FORMAT_5: &str = "
ALTER TABLE board ADD COLUMN turn_clock TEXT;
ALTER TABLE board ADD COLUMN turn_due_at TEXT;
ALTER TABLE board ADD COLUMN plan_by TEXT;
ALTER TABLE board ADD COLUMN owed TEXT NOT NULL DEFAULT '[]';
CREATE INDEX board_owed ON board (number) WHERE owed <> '[]';
UPDATE board SET turn = '?' WHERE status <> 'closed';
";

/// Adds notices. Events recorded before this format notify nobody.
const FORMAT_6: &str = "
CREATE TABLE IF NOT EXISTS notices (person TEXT NOT NULL, seq INTEGER NOT NULL, number TEXT NOT NULL, concern TEXT NOT NULL,
    seen INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (person, seq)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS notices_unseen ON notices (person, number) WHERE NOT seen;
INSERT OR IGNORE INTO cursors (name, seq) SELECT 'notices', coalesce(max(seq), 0) FROM events;
";

/// Index of tickets that hold files.
const FORMAT_7: &str = "CREATE INDEX IF NOT EXISTS events_files ON events (stream) WHERE name = 'file_added';";

/// Rows of open tickets are derived again: new steps to wait for, masked titles. The format also keeps older programs out,
/// which do not know the event `detached`.
const FORMAT_8: &str = "UPDATE board SET turn = '?' WHERE status <> 'closed';";

/// Deputies are looked up at every request, so an index is needed.
const FORMAT_9: &str = "CREATE INDEX IF NOT EXISTS people_deputy ON people (json_extract(body, '$.away.deputy'))
    WHERE json_extract(body, '$.away.deputy') IS NOT NULL;";

/// Brings an empty or older database to the present format; refuses a newer one.
pub fn prepare(connection: &Connection, path: &Path) -> Result<(), LedgerError> {
    let open = |e| LedgerError::open(path, e);
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |r| r.get(0)).map_err(open)?;
    if mode != "wal" {
        tracing::warn!("{}: write-ahead log not available here, journal mode {mode}", path.display());
    }
    // FULL: an acknowledged transaction has reached the disk.
    connection.pragma_update(None, "synchronous", "FULL").map_err(open)?;
    let known = STEPS.len() as i64;
    let version = |c: &Connection| c.query_row("PRAGMA user_version", [], |r| r.get::<_, i64>(0));
    if version(connection).map_err(open)? == known {
        return Ok(());
    }
    // Two processes may open a new desk at once: the first takes the steps, under the write lock.
    connection.execute_batch("BEGIN IMMEDIATE").map_err(open)?;
    let found = version(connection).map_err(open)?;
    if found > known {
        connection.execute_batch("ROLLBACK").map_err(open)?;
        return Err(LedgerError::Newer { path: path.to_path_buf(), found, known });
    }
    for step in &STEPS[found.max(0) as usize..] {
        connection.execute_batch(step).map_err(open)?;
    }
    connection.pragma_update(None, "user_version", known).map_err(open)?;
    connection.execute_batch("COMMIT").map_err(open)
}

/// Whether a read-only ledger has the format this program reads: it cannot be migrated.
pub fn is_known(connection: &Connection, path: &Path) -> Result<(), LedgerError> {
    let known = STEPS.len() as i64;
    let found: i64 = connection.query_row("PRAGMA user_version", [], |r| r.get(0)).map_err(|e| LedgerError::open(path, e))?;
    match found {
        found if found == known => Ok(()),
        found if found > known => Err(LedgerError::Newer { path: path.to_path_buf(), found, known }),
        _ => Err(LedgerError::ReadOnly),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_desk_of_the_first_format_is_brought_up_and_its_scheduler_loses_nothing() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(FORMAT_1).unwrap();
        connection.pragma_update(None, "user_version", 1).unwrap();
        let row = "INSERT INTO board (number, kind, status, urgency, title, customer, contact, registered_by, submitted_at,
                   updated_at, first_seq, last_seq, version, next_due_at, archived, unconsulted)
                   VALUES ('TS20240506001', 'fault', 'pending', 'major', 't', 'c', 'n', 'r', 's', 'u', 1, 1, 1, 'due', 0, 0)";
        connection.execute_batch(row).unwrap();
        prepare(&connection, Path::new("desk.db")).unwrap();
        let found: (String, u32, i64) = connection
            .query_row("SELECT look_at, escalation_level, (SELECT user_version FROM pragma_user_version) FROM board", [], |r| {
                Ok((r.get(0)?, r.get(1)?, r.get(2)?))
            })
            .unwrap();
        assert_eq!(found, ("due".to_string(), 0, STEPS.len() as i64));
    }
}
