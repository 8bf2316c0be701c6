//! The one writing connection, on a thread of its own: a savepoint per call, one commit for all calls that wait (group commit).
//!
//! The thread survives panics, a busy database and a full disk: each is returned to the callers concerned, and the next write
//! is served normally.

use super::space::Space;
use super::write_tx::WriteTx;
use crate::ledger::error::LedgerError;
use crate::words::panic_said;
use rusqlite::Connection;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

/// Calls that share one commit at most: bounds how long the first of them waits.
const GROUP_MAX: usize = 256;
/// Pages of the write-ahead log after which it is checkpointed: SQLite's default, and fewer on a full disk.
const LOG_PAGES: u32 = 1_000;
const LOG_PAGES_SPARING: u32 = 64;

/// Why a group, or one call of it, was not recorded. Sent to each caller, hence `Clone`.
#[derive(Debug, Clone)]
enum Failure {
    Busy,
    Full,
    ReadOnly,
    Commit(Arc<rusqlite::Error>),
    Panicked(String),
}

impl Failure {
    /// From an error of the transaction. SQLite does not always report a full disk as such, so free space is checked too.
    fn of(error: rusqlite::Error, space: &Space) -> Failure {
        match LedgerError::from(error) {
            LedgerError::Busy => Failure::Busy,
            LedgerError::ReadOnly => Failure::ReadOnly,
            LedgerError::Full => Failure::Full,
            LedgerError::Sql(_) if space.is_exhausted() => Failure::Full,
            LedgerError::Sql(error) => Failure::Commit(Arc::new(error)),
            other => Failure::Panicked(other.to_string()),
        }
    }
}

impl From<Failure> for LedgerError {
    fn from(failure: Failure) -> LedgerError {
        match failure {
            Failure::Busy => LedgerError::Busy,
            Failure::Full => LedgerError::Full,
            Failure::ReadOnly => LedgerError::ReadOnly,
            Failure::Commit(error) => LedgerError::Commit(error),
            Failure::Panicked(said) => LedgerError::Panicked(said),
        }
    }
}

/// Called with the outcome of the commit.
type Finish = Box<dyn FnOnce(Result<(), Failure>) + Send>;
/// Runs inside a savepoint; says whether to keep what it wrote.
type Decide = Box<dyn FnOnce(&Connection) -> (bool, Finish) + Send>;

struct Job {
    decide: Decide,
    /// Answers the caller where `decide` was not run, or did not come to its end.
    refuse: Finish,
}

pub struct Writer {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Writer {
    /// Waits until the queue is empty and the connection closed, which removes the write-ahead log.
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Writer {
    pub fn start(connection: Connection, space: Arc<Space>) -> Result<Writer, LedgerError> {
        let (jobs, queue) = channel();
        let run = move || {
            let mut sparing = false;
            while let Ok(first) = queue.recv() {
                sparing = spare(&connection, &space, sparing);
                write_group(&connection, first, &queue, &space);
            }
        };
        let thread = std::thread::Builder::new().name("ledger".into()).spawn(run);
        let thread = thread.map_err(|e| LedgerError::Stopped(format!("its thread did not start: {e}")))?;
        Ok(Writer { jobs: Some(jobs), thread: Some(thread) })
    }

    pub fn run<T, E>(&self, decide: impl FnOnce(&WriteTx) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<LedgerError> + Send + 'static,
    {
        let answer = self.submit(decide)?;
        answer.recv().unwrap_or_else(|_| Err(stopped().into()))
    }

    /// Whether an empty transaction commits within `patience`.
    pub fn beats_within(&self, patience: Duration) -> Result<(), LedgerError> {
        let answer = self.submit(|_| Ok::<(), LedgerError>(()))?;
        answer.recv_timeout(patience).unwrap_or(Err(LedgerError::Busy))
    }

    fn submit<T, E>(&self, decide: impl FnOnce(&WriteTx) -> Result<T, E> + Send + 'static) -> Result<Receiver<Result<T, E>>, E>
    where
        T: Send + 'static,
        E: From<LedgerError> + Send + 'static,
    {
        let (reply, answer) = channel::<Result<T, E>>();
        let refused = reply.clone();
        let decide: Decide = Box::new(move |connection| {
            let decided = decide(&WriteTx::new(connection));
            let keep = decided.is_ok();
            let finish: Finish = Box::new(move |committed| {
                let outcome = match committed {
                    Ok(()) => decided,
                    Err(failure) => decided.and(Err(LedgerError::from(failure).into())),
                };
                let _ = reply.send(outcome);
            });
            (keep, finish)
        });
        let refuse: Finish = Box::new(move |failed| {
            if let Err(failure) = failed {
                let _ = refused.send(Err(LedgerError::from(failure).into()));
            }
        });
        let sent = self.jobs.as_ref().is_some_and(|jobs| jobs.send(Job { decide, refuse }).is_ok());
        if sent { Ok(answer) } else { Err(stopped().into()) }
    }
}

fn stopped() -> LedgerError {
    LedgerError::Stopped("its thread is gone".into())
}

/// On a nearly full disk, deletes the reserve file and checkpoints the log early, so that it is reused instead of growing.
/// Returns whether the disk is that full.
fn spare(connection: &Connection, space: &Space, sparing: bool) -> bool {
    let exhausted = space.is_exhausted();
    if exhausted {
        space.release();
    }
    if exhausted != sparing {
        let pages = if exhausted { LOG_PAGES_SPARING } else { LOG_PAGES };
        if let Err(e) = connection.pragma_update(None, "wal_autocheckpoint", pages) {
            tracing::debug!("the length of the log stays as it is: {e}");
        }
    }
    exhausted
}

/// Runs the first job and those queued behind it in one transaction, and answers each caller.
fn write_group(connection: &Connection, first: Job, queue: &Receiver<Job>, space: &Space) {
    let (mut finishes, mut refused) = (Vec::new(), Vec::new());
    if let Err(error) = connection.execute_batch("BEGIN IMMEDIATE") {
        let failure = Failure::of(error, space);
        refused.push((first.refuse, failure.clone()));
        refused.extend(queue.try_iter().take(GROUP_MAX - 1).map(|job| (job.refuse, failure.clone())));
    } else {
        let waiting = std::iter::once(first).chain(std::iter::from_fn(|| queue.try_recv().ok())).take(GROUP_MAX);
        let outcome = decide_all(connection, waiting, space, &mut finishes, &mut refused);
        let outcome = outcome.and_then(|()| commit(connection, space).map_err(|error| Failure::of(error, space)));
        if outcome.is_err() {
            // Fails if SQLite has rolled back already, which is fine.
            let _ = connection.execute_batch("ROLLBACK");
        }
        for finish in finishes {
            finish(outcome.clone());
        }
    }
    for (refuse, failure) in refused {
        refuse(Err(failure));
    }
}

fn decide_all(
    connection: &Connection,
    group: impl Iterator<Item = Job>,
    space: &Space,
    finishes: &mut Vec<Finish>,
    refused: &mut Vec<(Finish, Failure)>,
) -> Result<(), Failure> {
    for Job { decide, refuse } in group {
        if let Err(error) = connection.execute_batch("SAVEPOINT verb") {
            let failure = Failure::of(error, space);
            refused.push((refuse, failure.clone()));
            return Err(failure);
        }
        // Unwind-safe: the savepoint rolls back what the closure wrote, and it owns everything else it changes.
        let keep = match catch_unwind(AssertUnwindSafe(|| decide(connection))) {
            Ok((keep, finish)) => {
                finishes.push(finish);
                keep
            }
            Err(panic) => {
                refused.push((refuse, Failure::Panicked(panic_said(&*panic))));
                false
            }
        };
        let end = if keep { "RELEASE verb" } else { "ROLLBACK TO verb; RELEASE verb" };
        connection.execute_batch(end).map_err(|error| Failure::of(error, space))?;
    }
    Ok(())
}

/// Commits; on a full disk, deletes the reserve file and tries once more.
fn commit(connection: &Connection, space: &Space) -> rusqlite::Result<()> {
    let Err(error) = connection.execute_batch("COMMIT") else { return Ok(()) };
    let open = !connection.is_autocommit();
    let full = matches!(error.sqlite_error_code(), Some(rusqlite::ErrorCode::DiskFull)) || space.is_exhausted();
    if full && space.release() && open { connection.execute_batch("COMMIT") } else { Err(error) }
}

#[cfg(test)]
mod tests {
    use crate::ledger::connection::ledger::Ledger;
    use crate::ledger::error::LedgerError;

    fn ledger() -> (tempfile::TempDir, Ledger) {
        let home = tempfile::tempdir().unwrap();
        let ledger = Ledger::open(&home.path().join("desk.db")).unwrap();
        (home, ledger)
    }

    fn cursor(ledger: &Ledger, seq: u64) -> Result<(), LedgerError> {
        ledger.write(move |tx| tx.put_cursor("test", seq))
    }

    #[test]
    fn a_verb_that_panics_is_told_so_leaves_nothing_and_the_next_one_is_recorded() {
        let (_home, ledger) = ledger();
        for _ in 0..3 {
            let ended = ledger.write(|tx| -> Result<(), LedgerError> {
                tx.put_cursor("test", 7)?;
                panic!("a planted panic")
            });
            assert!(matches!(&ended, Err(LedgerError::Panicked(said)) if said == "a planted panic"), "{ended:?}");
            assert_eq!(ledger.cursor("test").unwrap(), 0);
        }
        cursor(&ledger, 9).unwrap();
        assert_eq!(ledger.cursor("test").unwrap(), 9);
        ledger.heartbeat().unwrap();
    }

    #[test]
    fn of_many_at_once_a_panic_takes_none_with_it() {
        let (_home, ledger) = ledger();
        let outcomes: Vec<bool> = std::thread::scope(|scope| {
            let write = |i: u64| {
                let ledger = &ledger;
                scope.spawn(move || {
                    let name = format!("c{i}");
                    ledger
                        .write(move |tx| {
                            tx.put_cursor(&name, i + 1)?;
                            assert!(!i.is_multiple_of(3), "planted");
                            Ok::<_, LedgerError>(())
                        })
                        .is_ok()
                })
            };
            (0..60).map(write).collect::<Vec<_>>().into_iter().map(|write| write.join().unwrap()).collect()
        });
        for (i, went) in outcomes.iter().enumerate() {
            assert_eq!(*went, i % 3 != 0);
            assert_eq!(ledger.cursor(&format!("c{i}")).unwrap(), if *went { i as u64 + 1 } else { 0 });
        }
    }

    #[test]
    fn a_file_that_somebody_else_holds_is_busy_and_is_written_to_afterwards() {
        let (home, ledger) = ledger();
        let other = rusqlite::Connection::open(home.path().join("desk.db")).unwrap();
        other.execute_batch("BEGIN IMMEDIATE").unwrap();
        assert!(matches!(cursor(&ledger, 1), Err(LedgerError::Busy)));
        other.execute_batch("ROLLBACK").unwrap();
        cursor(&ledger, 1).unwrap();
    }
}
