//! `precedent serve`: the doors, the scheduler and the followers of one desk.

use super::args;
use super::context::{Context, print};
use crate::api::policy::SettingsFile;
use crate::api::{App, Clock};
use crate::config;
use crate::desk::{Desk, Purpose};
use crate::web;
use anyhow::{Context as _, bail};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio::net::TcpListener;

/// How often the followers look whether there is something new.
const FOLLOW_EVERY: Duration = Duration::from_millis(100);
/// How often the scheduler looks whether something fell due.
const TICK_EVERY: Duration = Duration::from_secs(1);
/// How often it is looked whether the quality of suggestions was reckoned today.
const QUALITY_EVERY: Duration = Duration::from_secs(2);
/// What waits in memory this long goes to disk, however little it is: a restart has less to read again.
const FLUSH_EVERY: Duration = Duration::from_secs(5);

pub fn run(context: &Context, args: &args::Serve) -> anyhow::Result<()> {
    let clock = match (args.simulate, context.fixed_now()) {
        (true, fixed) => Clock::simulated(fixed.unwrap_or_else(|| context.now())),
        (false, None) => Clock::Machine,
        (false, Some(_)) => bail!("PRECEDENT_NOW is set: a desk that works keeps real time; use --simulate for a trial"),
    };
    let desk = Arc::new(context.open(Purpose::Serve)?);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let listener = runtime.block_on(TcpListener::bind(args.listen)).map_err(|e| cannot_listen(args.listen, e))?;
    let address = listener.local_addr()?;
    let app = App::new(desk.clone(), clock, SettingsFile { read: config::read_settings, text: config::text });
    // The address is the first line: programs wait for it.
    print(&format!("http://{address}"))?;
    if let Some(secret) = desk.first_sign_in_link(app.now())? {
        eprintln!("nobody is here yet: this link makes you the administrator; it works once, within a day");
        print(&format!("http://{address}/sign-in/{secret}"))?;
    }
    eprintln!("serving {}; Ctrl-C stops it", desk.folder().display());
    let stopping = Arc::new(AtomicBool::new(false));
    let background = {
        let (app, stopping) = (app.clone(), stopping.clone());
        std::thread::Builder::new().name("followers".into()).spawn(move || follow(&app, &stopping))?
    };
    let watching = {
        let (app, stopping) = (app.clone(), stopping.clone());
        std::thread::Builder::new().name("quality".into()).spawn(move || watch_quality(&app, &stopping))?
    };
    let served = runtime.block_on(web::serve(listener, app.clone(), stop_signal()));
    stopping.store(true, Ordering::SeqCst);
    let _ = background.join();
    let _ = watching.join();
    desk.follow(true)?;
    served.context("serving")
}

/// A taken address is what happens when one is served already.
fn cannot_listen(address: std::net::SocketAddr, error: std::io::Error) -> anyhow::Error {
    let taken = error.kind() == std::io::ErrorKind::AddrInUse;
    let hint = if taken { "; another program listens there: name another with --listen 127.0.0.1:PORT" } else { "" };
    anyhow::anyhow!("{address}: {error}{hint}")
}

/// Brings files and index up to the ledger, and the clocks up to now, until told to stop.
fn follow(app: &App, stopping: &AtomicBool) {
    let desk: &Desk = &app.desk;
    noted(
        "content",
        desk.adopt_content(app.now()).map(|adoption| {
            for (path, reason) in &adoption.refused {
                tracing::warn!("content/{path}: {reason}");
            }
        }),
    );
    noted("masking", desk.mask_again(app.now()).map(drop));
    let (mut ticked, mut flushed) = (None::<Instant>, Instant::now());
    while !stopping.load(Ordering::SeqCst) {
        let fully = flushed.elapsed() >= FLUSH_EVERY;
        if fully {
            flushed = Instant::now();
        }
        noted("followers", desk.follow(fully));
        if ticked.is_none_or(|at| at.elapsed() >= TICK_EVERY) {
            ticked = Some(Instant::now());
            noted("clocks", desk.tick(app.now()).map(|_| ()));
            noted("weights", desk.notice_weights());
        }
        std::thread::sleep(FOLLOW_EVERY);
    }
}

/// Once a day, on a thread of its own: it takes seconds, and clocks must not wait for it.
fn watch_quality(app: &App, stopping: &AtomicBool) {
    let mut looked = None::<Instant>;
    while !stopping.load(Ordering::SeqCst) {
        if looked.is_none_or(|at| at.elapsed() >= QUALITY_EVERY) {
            noted("quality of suggestions", app.desk.quality_when_due(app.now()).map(drop));
            looked = Some(Instant::now());
        }
        std::thread::sleep(FOLLOW_EVERY);
    }
}

/// A follower that fails says so and tries again; the desk goes on.
fn noted(what: &str, outcome: Result<(), crate::desk::DeskError>) {
    if let Err(error) = outcome {
        tracing::error!("{what}: {error}");
    }
}

async fn stop_signal() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let Ok(mut terminated) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) else {
            let _ = interrupted.await;
            return;
        };
        tokio::select! {
            _ = interrupted => {}
            _ = terminated.recv() => {}
        }
    }
    #[cfg(not(unix))]
    let _ = interrupted.await;
}
