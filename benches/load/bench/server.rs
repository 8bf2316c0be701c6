//! The process under test: started, observed, terminated. It ends with its owner.

use super::Trouble;
use super::http::{As, Connection};
use std::io::{BufRead, BufReader};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Longest time from start to the first answer.
const READY_WITHIN: Duration = Duration::from_secs(60);
/// Interval of polling.
pub const POLL_EVERY: Duration = Duration::from_millis(20);

/// A running server.
pub struct Server {
    child: Child,
    /// Ends the server should the bench be killed: its input is a pipe that only the bench holds.
    watch: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

/// Resources of the process.
#[derive(Debug, Clone, Copy, Default)]
pub struct Held {
    /// Resident memory in MB.
    pub now_mb: f64,
    /// Its peak in MB.
    pub peak_mb: f64,
    /// Threads.
    pub threads: usize,
    /// Open files.
    pub files: usize,
}

impl std::fmt::Display for Held {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:.0} MB, peak {:.0} MB, {} threads, {} open files", self.now_mb, self.peak_mb, self.threads, self.files)
    }
}

/// A port that is free now; kept over restarts.
pub fn free_port() -> Result<u16, Trouble> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

impl Server {
    /// Starts a server and waits until it answers. `files_max` limits its open files.
    pub fn start(program: &Path, desk: &Path, port: u16, files_max: Option<u32>, log: &Path) -> Result<Server, Trouble> {
        let log = std::fs::File::options().create(true).append(true).open(log)?;
        let mut command = match files_max {
            Some(max) => {
                let mut shell = Command::new("sh");
                shell.args(["-c", &format!("ulimit -Sn {max}; exec \"$0\" \"$@\"")]).arg(program);
                shell
            }
            None => Command::new(program),
        };
        command.args(["serve", "--listen", &format!("127.0.0.1:{port}")]).env("PRECEDENT_DESK", desk);
        command.env_remove("PRECEDENT_NOW").env_remove("PRECEDENT_LOG");
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log).spawn()?;
        let mut lines = BufReader::new(child.stdout.take().ok_or("no output")?);
        let ends_with_us = format!("cat > /dev/null; kill -9 {}", child.id());
        let watch = Command::new("sh").args(["-c", &ends_with_us]).stdin(Stdio::piped()).stdout(Stdio::null()).spawn()?;
        let mut server = Server { child, watch, address: (Ipv4Addr::LOCALHOST, port).into() };
        let mut first = String::new();
        lines.read_line(&mut first)?;
        // Read on, so that it never writes into a closed pipe.
        std::thread::spawn(move || lines.lines().map_while(Result::ok).for_each(drop));
        let ready = server.comes_about(READY_WITHIN, |server| server.ask("/readyz") == 200);
        match ready {
            Some(_) => Ok(server),
            None => Err(format!("the server was not ready within {READY_WITHIN:?}: {}", first.trim()).into()),
        }
    }

    /// Its process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// A connection for the bench itself.
    pub fn connection(&self) -> Connection {
        Connection::new(Ipv4Addr::LOCALHOST, self.address, Duration::from_secs(10))
    }

    /// Status of a public address over a new connection; 0: no answer.
    pub fn ask(&self, path: &str) -> u16 {
        self.connection().get(path, As::Nobody).status
    }

    /// Whether it is still running.
    pub fn lives(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// How long it took until a condition was true; `None` if it was not in time.
    pub fn comes_about(&mut self, within: Duration, mut come: impl FnMut(&mut Server) -> bool) -> Option<Duration> {
        let started = Instant::now();
        while started.elapsed() < within {
            if come(self) {
                return Some(started.elapsed());
            }
            std::thread::sleep(POLL_EVERY);
        }
        None
    }

    /// Its resources now.
    pub fn held(&self) -> Held {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.pid())).unwrap_or_default();
        let of = |name: &str| {
            let line = status.lines().find(|l| l.starts_with(name)).unwrap_or_default();
            line.split_whitespace().nth(1).and_then(|n| n.parse::<f64>().ok()).unwrap_or(0.0)
        };
        let files = std::fs::read_dir(format!("/proc/{}/fd", self.pid())).map_or(0, Iterator::count);
        Held { now_mb: of("VmRSS") / 1024.0, peak_mb: of("VmHWM") / 1024.0, threads: of("Threads") as usize, files }
    }

    /// Sends SIGTERM; how long it took to end. It is killed if it does not end in time, which gives `None`.
    pub fn terminate(&mut self, within: Duration) -> Result<Option<Duration>, Trouble> {
        Command::new("kill").arg(self.pid().to_string()).status()?;
        let took = self.comes_about(within, |server| !server.lives());
        if took.is_none() {
            self.kill();
        }
        Ok(took)
    }

    /// Kills it.
    pub fn kill(&mut self) {
        // First, so that it never meets another process of the same number.
        let _ = self.watch.kill();
        let _ = self.watch.wait();
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Lines of the log, and how many report a panic. Panics of the library on a damaged index are caught by the server, and not
/// counted.
pub fn log_says(log: &PathBuf) -> (usize, usize) {
    let text = String::from_utf8_lossy(&std::fs::read(log).unwrap_or_default()).into_owned();
    let panics: Vec<&str> = text.lines().filter(|line| line.contains("panicked at ")).collect();
    panics.iter().for_each(|line| println!("    log: {line}"));
    (text.lines().count(), panics.iter().filter(|line| !line.contains("/tantivy-")).count())
}
