//! The one writing connection, on a thread of its own: a savepoint per verb, one commit for all that wait.

use super::{Batch, LedgerError};
use rusqlite::Connection;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

/// Verbs that share one commit at most: bounds how long the first of them waits for the others.
const GROUP_MAX: usize = 256;

/// Told once the commit is through, or why it is not.
type Finish = Box<dyn FnOnce(Result<(), String>) + Send>;
/// Runs inside a savepoint; says whether to keep what it wrote.
type Job = Box<dyn FnOnce(&Connection) -> (bool, Finish) + Send>;

pub struct Writer {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Writer {
    /// Lets the thread finish what is queued and close its connection, which tidies the write-ahead log away.
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Writer {
    pub fn start(connection: Connection) -> Writer {
        let (jobs, queue) = channel();
        let thread = std::thread::Builder::new()
            .name("ledger".into())
            .spawn(move || run(&connection, &queue))
            .map_err(|e| tracing::error!("the ledger's thread did not start: {e}"))
            .ok();
        Writer { jobs: Some(jobs), thread }
    }

    pub fn run<T, E>(&self, decide: impl FnOnce(&Batch) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<LedgerError> + Send + 'static,
    {
        let (reply, answer) = channel::<Result<T, E>>();
        let job: Job = Box::new(move |connection| {
            let decided = decide(&Batch::new(connection));
            let keep = decided.is_ok();
            let finish: Finish = Box::new(move |committed| {
                let outcome = match committed {
                    Ok(()) => decided,
                    Err(reason) => decided.and(Err(LedgerError::Stopped(reason).into())),
                };
                let _ = reply.send(outcome);
            });
            (keep, finish)
        });
        let sent = self.jobs.as_ref().is_some_and(|jobs| jobs.send(job).is_ok());
        if !sent {
            return Err(LedgerError::Stopped("its thread is gone".into()).into());
        }
        answer.recv().unwrap_or_else(|_| Err(LedgerError::Stopped("it ended while deciding".into()).into()))
    }
}

fn run(connection: &Connection, queue: &Receiver<Job>) {
    while let Ok(first) = queue.recv() {
        let group = std::iter::once(first).chain(std::iter::from_fn(|| queue.try_recv().ok())).take(GROUP_MAX);
        let mut finishes = Vec::new();
        let outcome = commit_group(connection, group, &mut finishes).map_err(|e| e.to_string());
        if outcome.is_err() {
            // Fails when there is nothing to roll back, which is as good.
            let _ = connection.execute_batch("ROLLBACK");
        }
        for finish in finishes {
            finish(outcome.clone());
        }
    }
}

fn commit_group(connection: &Connection, group: impl Iterator<Item = Job>, finishes: &mut Vec<Finish>) -> rusqlite::Result<()> {
    connection.execute_batch("BEGIN IMMEDIATE")?;
    for job in group {
        connection.execute_batch("SAVEPOINT verb")?;
        let (keep, finish) = job(connection);
        finishes.push(finish);
        connection.execute_batch(if keep { "RELEASE verb" } else { "ROLLBACK TO verb; RELEASE verb" })?;
    }
    connection.execute_batch("COMMIT")
}
