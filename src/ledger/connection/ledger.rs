//! The handle on a desk's ledger: opening the file, writing through the writer thread, reading on other connections.

use super::schema;
use super::space::Space;
use super::write_tx::WriteTx;
use super::writer::Writer;
use crate::ledger::error::LedgerError;
use parking_lot::Mutex;
use rusqlite::{Connection, OpenFlags};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// Busy timeout: how long a connection waits for another process's write lock.
const BUSY_WAIT: Duration = if cfg!(test) { Duration::from_millis(500) } else { Duration::from_secs(10) };
/// How long a transaction that writes nothing may take before the ledger counts as one that cannot be written.
const HEARTBEAT_WAIT: Duration = Duration::from_secs(2);
/// Idle read connections kept; more are opened under load and closed again.
const READERS_KEPT: usize = 32;

/// A handle on `desk.db`. Share it behind an `Arc`; any number of processes may hold one.
pub struct Ledger {
    path: PathBuf,
    opened: Opened,
    space: Arc<Space>,
    // Dropped before the writer, whose connection is then the last and checkpoints the log.
    readers: Mutex<Vec<Connection>>,
    writer: Writer,
}

/// How the file may be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opened {
    ToWrite,
    /// Another process may write to it.
    ToRead,
    /// Neither the file nor its folder is writable, and there is no log: nobody writes to it.
    Unchanging,
}

impl Ledger {
    /// Opens or creates the ledger and brings an older format up to date. A file that is not writable is opened for reading
    /// only.
    ///
    /// # Errors
    /// [`LedgerError::Open`] if the file is no database, [`LedgerError::Newer`] if a later version wrote it,
    /// [`LedgerError::ReadOnly`] if it is of an older format and not writable.
    pub fn open(path: &Path) -> Result<Ledger, LedgerError> {
        let space = Arc::new(Space::of(path.parent().unwrap_or(Path::new("."))));
        let mut opened = Opened::ToWrite;
        let connection = match connect(path, opened).and_then(|c| schema::prepare(&c, path).map(|()| c)) {
            Ok(connection) => connection,
            Err(error) if path.exists() && is_not_to_be_written(&error) => {
                let log = std::fs::metadata(path.with_extension("db-wal")).map_or(0, |log| log.len());
                opened = if log > 0 { Opened::ToRead } else { Opened::Unchanging };
                let connection = connect(path, opened)?;
                schema::is_known(&connection, path)?;
                connection
            }
            Err(error) => return Err(error),
        };
        private(path);
        let writer = Writer::start(connection, space.clone())?;
        Ok(Ledger { path: path.to_path_buf(), opened, space, writer, readers: Mutex::new(Vec::new()) })
    }

    /// Whether this process can write to the file.
    pub fn is_writable(&self) -> bool {
        self.opened == Opened::ToWrite
    }

    /// The disk it lies on.
    pub fn space(&self) -> &Space {
        &self.space
    }

    /// Whether it can be written right now: runs an empty transaction, within two seconds.
    ///
    /// # Errors
    /// [`LedgerError::Busy`] if it takes longer; else as [`Ledger::write`].
    pub fn heartbeat(&self) -> Result<(), LedgerError> {
        self.writer.beats_within(HEARTBEAT_WAIT)
    }

    /// Runs `decide` inside the writer's transaction and returns once what it wrote is durable. On `Err` nothing of it
    /// is kept. Several callers share one fsync.
    ///
    /// # Errors
    /// What `decide` answers, or why it could not be put on record: [`LedgerError::Busy`], [`LedgerError::Full`],
    /// [`LedgerError::Commit`], [`LedgerError::Panicked`].
    pub fn write<T, E>(&self, decide: impl FnOnce(&WriteTx) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<LedgerError> + Send + 'static,
    {
        self.writer.run(decide)
    }

    /// Runs a query on a connection of its own, beside whatever is being written.
    pub(in crate::ledger) fn read<T>(&self, query: impl FnOnce(&Connection) -> Result<T, LedgerError>) -> Result<T, LedgerError> {
        let idle = self.readers.lock().pop();
        let connection = match idle {
            Some(connection) => connection,
            None => connect(&self.path, self.opened)?,
        };
        let answer = query(&connection);
        let mut idle = self.readers.lock();
        if idle.len() < READERS_KEPT {
            idle.push(connection);
        }
        answer
    }
}

fn connect(path: &Path, opened: Opened) -> Result<Connection, LedgerError> {
    let shared = OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let flags = match opened {
        Opened::ToWrite => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | shared,
        Opened::ToRead | Opened::Unchanging => OpenFlags::SQLITE_OPEN_READ_ONLY | shared,
    };
    let connection = match opened {
        Opened::Unchanging => Connection::open_with_flags(format!("file:{}?immutable=1", address(path)), flags),
        Opened::ToWrite | Opened::ToRead => Connection::open_with_flags(path, flags),
    };
    let connection = connection.map_err(|e| LedgerError::open(path, e))?;
    connection.busy_timeout(BUSY_WAIT)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    Ok(connection)
}

/// A path as part of an SQLite address.
fn address(path: &Path) -> String {
    let text = path.to_string_lossy();
    text.chars().map(|c| if "?#% ".contains(c) { format!("%{:02X}", c as u32) } else { c.to_string() }).collect()
}

/// Whether the cause is a missing permission or a read-only disk, not a damaged file.
fn is_not_to_be_written(error: &LedgerError) -> bool {
    let refused = |source: &rusqlite::Error| {
        use rusqlite::ErrorCode::{CannotOpen, PermissionDenied, ReadOnly};
        matches!(source.sqlite_error_code(), Some(CannotOpen | PermissionDenied | ReadOnly))
    };
    match error {
        LedgerError::ReadOnly => true,
        LedgerError::Open { source, .. } | LedgerError::Sql(source) => refused(source),
        _ => false,
    }
}

/// The record holds personal data, so only its owner may read the file and its log. Where permissions cannot be set, that is
/// only logged.
fn private(path: &Path) {
    #[cfg(unix)]
    for end in ["db", "db-wal", "db-shm"] {
        use std::os::unix::fs::PermissionsExt;
        let file = path.with_extension(end);
        let open_to_others = std::fs::metadata(&file).is_ok_and(|found| found.permissions().mode() & 0o077 != 0);
        if open_to_others && let Err(e) = std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)) {
            tracing::warn!("{}: others may read it, and that could not be changed: {e}", file.display());
        }
    }
    #[cfg(not(unix))]
    let _ = path;
}
