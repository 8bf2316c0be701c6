//! Append, read, follow; board rows, people and tokens. The one truth of a desk, in SQLite.
//!
//! Useful for: deciding inside the writer's transaction, reading what was decided. Not for: anything derived that can
//! be made anew elsewhere (files, index).

mod batch;
mod board;
mod error;
mod filter;
mod measured;
mod notices;
mod people;
mod policies;
mod read;
mod schema;
mod stored;
mod tokens;
mod uses;
mod verify;
mod writer;

pub use batch::Batch;
pub use board::{BoardRow, BoardTimes};
pub use error::LedgerError;
pub use filter::{BoardFilter, TurnOf};
pub use measured::{DEFLECTED, TAKEN_BACK, TiedRow};
pub use notices::NoticeRow;
pub use policies::PolicyRow;
pub use read::{CaseRow, FileRow, LinkRow};
pub use stored::{Area, Entry};
pub use tokens::{TokenRow, token_id};

use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Duration;

/// How long a connection waits for another process's write before it gives up.
const BUSY_WAIT: Duration = Duration::from_secs(30);
/// Idle read connections kept; more are opened under load and closed again.
const READERS_KEPT: usize = 8;

/// A handle on `desk.db`. Cheap to share behind an `Arc`; any number of processes may hold one.
pub struct Ledger {
    path: PathBuf,
    // Dropped before the writer, whose connection is then the last and tidies up.
    readers: Mutex<Vec<Connection>>,
    writer: writer::Writer,
}

impl Ledger {
    /// Opens or makes the ledger. A newer format is refused, an older one brought up.
    pub fn open(path: &Path) -> Result<Ledger, LedgerError> {
        let connection = connect(path)?;
        schema::prepare(&connection, path)?;
        Ok(Ledger { path: path.to_path_buf(), writer: writer::Writer::start(connection), readers: Mutex::new(Vec::new()) })
    }

    /// Runs `decide` inside the writer's transaction and returns once what it wrote is durable. On `Err` nothing of it
    /// is kept. Several callers share one fsync.
    pub fn write<T, E>(&self, decide: impl FnOnce(&Batch) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<LedgerError> + Send + 'static,
    {
        self.writer.run(decide)
    }

    fn read<T>(&self, query: impl FnOnce(&Connection) -> Result<T, LedgerError>) -> Result<T, LedgerError> {
        let idle = self.readers.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).pop();
        let connection = match idle {
            Some(connection) => connection,
            None => connect(&self.path)?,
        };
        let answer = query(&connection);
        let mut idle = self.readers.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if idle.len() < READERS_KEPT {
            idle.push(connection);
        }
        answer
    }
}

fn connect(path: &Path) -> Result<Connection, LedgerError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(|e| LedgerError::open(path, e))?;
    connection.busy_timeout(BUSY_WAIT)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    Ok(connection)
}
