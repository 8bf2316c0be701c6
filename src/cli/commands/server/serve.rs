//! `precedent serve`: the doors, the scheduler and the followers of one desk.

use super::background::Background;
use crate::api::{App, SettingsFile};
use crate::cli::args;
use crate::cli::context::{Context, print};
use crate::clock::TimeSource;
use crate::desk::Purpose;
use crate::{config, web};
use anyhow::{Context as _, bail};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;

/// Time from the signal to stop to the end of the process, whatever still runs: acknowledged writes are durable, and the rest
/// is caught up at the next start.
const STOP_WAIT: Duration = Duration::from_secs(8);
/// Time for running handlers to end.
const HANDLERS_WAIT: Duration = Duration::from_millis(500);
/// Files and connections this process may have open at once, where the system lets it.
const OPEN_FILES: u64 = 16_384;

pub fn run(context: &Context, args: &args::ServeArgs) -> anyhow::Result<()> {
    let clock = match (args.simulate, context.fixed_now()) {
        (true, fixed) => TimeSource::simulated(fixed.unwrap_or_else(|| context.now())),
        (false, None) => TimeSource::Machine,
        (false, Some(_)) => bail!("PRECEDENT_NOW is set: a desk that works keeps real time; use --simulate for a trial"),
    };
    allow_open_files();
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
    let background = Background::start(&app)?;
    let served = runtime.block_on(web::serve(listener, app, ordered_to_stop()));
    desk.stop();
    runtime.shutdown_timeout(HANDLERS_WAIT);
    background.end();
    if let Err(error) = desk.follow(true) {
        tracing::warn!("files or index are behind, and are brought up at the next start: {error}");
    }
    served.context("serving")
}

/// Completes on a signal to stop; then exits after [`STOP_WAIT`] even if something hangs.
async fn ordered_to_stop() {
    stop_signal().await;
    let ends = std::thread::Builder::new().name("stopping".into()).spawn(|| {
        std::thread::sleep(STOP_WAIT);
        tracing::warn!("stopped while something was still at work; it is taken up again at the next start");
        #[allow(clippy::exit, reason = "what hangs at this moment cannot be asked to return")]
        std::process::exit(0);
    });
    if let Err(e) = ends {
        tracing::warn!("{e}");
    }
}

/// A connection is an open file, and so is each part of the index.
fn allow_open_files() {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let limit = getrlimit(Resource::Nofile);
        let wanted = limit.maximum.map_or(OPEN_FILES, |most| most.min(OPEN_FILES));
        if limit.current.is_some_and(|now| now < wanted) {
            let raised = setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum: limit.maximum });
            if let Err(e) = raised {
                tracing::debug!("no more than {:?} files may be open: {e}", limit.current);
            }
        }
    }
}

/// The error, with a hint if the address is in use.
fn cannot_listen(address: std::net::SocketAddr, error: std::io::Error) -> anyhow::Error {
    let taken = error.kind() == std::io::ErrorKind::AddrInUse;
    let hint = if taken { "; another program listens there: name another with --listen 127.0.0.1:PORT" } else { "" };
    anyhow::anyhow!("{address}: {error}{hint}")
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
