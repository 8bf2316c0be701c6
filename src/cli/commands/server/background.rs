//! The threads of a server: clocks, followers, index, quality. Each subsystem fails and is retried on its own; no thread ends
//! before the desk stops.

use crate::api::App;
use crate::desk::{Desk, DeskError, Subsystem};
use crate::learning;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// How often the followers look whether there is something new.
const FOLLOW_EVERY: Duration = Duration::from_millis(100);
/// How often the scheduler looks whether something fell due.
const TICK_EVERY: Duration = Duration::from_secs(1);
/// How often to check whether the quality of suggestions was computed today.
const QUALITY_EVERY: Duration = Duration::from_secs(2);
/// How often documents in memory go to disk, however few: a restart has less to read again.
const FLUSH_EVERY: Duration = Duration::from_secs(5);
/// Longest sleep between checks whether to end.
const NAP: Duration = Duration::from_millis(100);

pub struct Background {
    threads: Vec<JoinHandle<()>>,
}

impl Background {
    pub fn start(app: &Arc<App>) -> std::io::Result<Background> {
        app.desk.index_is_tended();
        let mut threads = Vec::new();
        // Clocks have a thread of their own: they wait for nothing but the ledger.
        threads.push(thread("clocks", app, TICK_EVERY, clocks)?);
        let (mut adopted, mut recorded) = (false, Instant::now());
        threads.push(thread("followers", app, FOLLOW_EVERY, move |app| {
            adopted = adopted || adopt(app);
            let now_and_then = recorded.elapsed() >= TICK_EVERY;
            if now_and_then {
                recorded = Instant::now();
            }
            follow(app, adopted, now_and_then);
        })?);
        let (mut flushed, mut looked) = (Instant::now(), None::<Instant>);
        threads.push(thread("index", app, FOLLOW_EVERY, move |app| {
            let fully = flushed.elapsed() >= FLUSH_EVERY;
            if fully {
                flushed = Instant::now();
            }
            let look = looked.is_none_or(|at| at.elapsed() >= TICK_EVERY);
            if look {
                looked = Some(Instant::now());
            }
            index(app, fully, look);
        })?);
        // It takes seconds, and nothing else waits for it.
        threads.push(thread("quality", app, QUALITY_EVERY, |app| {
            attend(&app.desk, Subsystem::Quality, || learning::quality_when_due(&app.desk, app.now()).map(drop));
        })?);
        Ok(Background { threads })
    }

    /// Waits for the threads, which end by themselves once the desk is to stop.
    pub fn end(self) {
        for thread in self.threads {
            let _ = thread.join();
        }
    }
}

fn attend(desk: &Desk, part: Subsystem, work: impl FnOnce() -> Result<(), DeskError>) -> bool {
    desk.health().attend(part, work)
}

/// A thread that does its round again and again until the desk is to stop, whatever becomes of a round.
fn thread(
    name: &'static str,
    app: &Arc<App>,
    every: Duration,
    mut round: impl FnMut(&App) + Send + 'static,
) -> std::io::Result<JoinHandle<()>> {
    let app = app.clone();
    let run = move || {
        while !app.desk.is_stopping() {
            // Panics of a subsystem are caught in `attend`; this catches the rest of the round.
            if catch_unwind(AssertUnwindSafe(|| round(&app))).is_err() {
                tracing::error!("{name}: ended unexpectedly; it begins again");
            }
            let until = Instant::now() + every;
            while !app.desk.is_stopping() && Instant::now() < until {
                std::thread::sleep(NAP.min(every));
            }
        }
    };
    std::thread::Builder::new().name(name.into()).spawn(run)
}

fn clocks(app: &App) {
    let desk = &app.desk;
    attend(desk, Subsystem::Clocks, || desk.fall_due(app.now()).map(drop));
    attend(desk, Subsystem::Reserve, || desk.keep_reserve());
    attend(desk, Subsystem::Ledger, || desk.heartbeat());
}

/// Takes in cases edited while the desk was not running, before files are written. Returns whether that succeeded.
fn adopt(app: &App) -> bool {
    attend(&app.desk, Subsystem::Files, || {
        let adopted = app.desk.adopt_content(app.now())?;
        for (path, reason) in &adopted.refused {
            tracing::warn!("content/{path}: {reason}");
        }
        // After adopting, so that edits are masked and not overwritten.
        app.desk.mask_again(app.now()).map(drop)
    })
}

fn follow(app: &App, adopted: bool, now_and_then: bool) {
    let desk = &app.desk;
    if adopted {
        attend(desk, Subsystem::Files, || desk.follow_with_files());
    }
    attend(desk, Subsystem::Notices, || desk.notify());
    if now_and_then {
        attend(desk, Subsystem::Usage, || desk.record_usage());
    }
}

fn index(app: &App, fully: bool, look: bool) {
    let desk = &app.desk;
    let searchable = attend(desk, Subsystem::Search, || {
        desk.tend_index()?;
        desk.follow_with_index(fully)
    });
    if searchable && look {
        attend(desk, Subsystem::LateConsultations, || desk.consult_late(app.now()).map(drop));
        attend(desk, Subsystem::Bursts, || desk.tend_bursts(app.now()));
        attend(desk, Subsystem::Weights, || desk.notice_weights());
    }
}
