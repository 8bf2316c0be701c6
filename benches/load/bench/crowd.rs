//! All clients at once, one thread each, until they are stopped.

use super::Trouble;
use super::client::{Acknowledged, Call, Client, Sample, Work};
use super::desk::Desk;
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Stack of a client's thread.
const STACK_BYTES: usize = 512 * 1024;
/// Threads that verify acknowledged tickets.
const VERIFIERS: usize = 16;

/// Clients at work.
pub struct Crowd {
    started: Instant,
    stop: Arc<AtomicBool>,
    threads: Vec<JoinHandle<Client>>,
    live: Arc<Live>,
}

/// Counters that can be read while the clients work.
#[derive(Default)]
pub struct Live {
    /// Tickets registered.
    pub registered: AtomicU64,
    newest: Mutex<Option<Acknowledged>>,
    /// When searching failed last, and when it did not.
    failed_at: Mutex<Option<Instant>>,
    searched_at: Mutex<Option<Instant>>,
}

/// The clients' results.
pub struct Done {
    /// When they began.
    pub started: Instant,
    /// How long they worked.
    pub took: Duration,
    /// The clients.
    pub clients: Vec<Client>,
}

/// The desk's members as idle clients.
pub fn clients(desk: &Desk) -> Vec<Client> {
    let (numbers, to) = (Arc::new(desk.numbers.clone()), (std::net::Ipv4Addr::LOCALHOST, desk.port).into());
    desk.members.iter().enumerate().map(|(i, member)| Client::new(i, member.clone(), to, numbers.clone(), desk.pages)).collect()
}

impl Crowd {
    /// Starts all clients.
    pub fn start(clients: Vec<Client>, work: Work) -> Result<Crowd, Trouble> {
        let (stop, live) = (Arc::new(AtomicBool::new(false)), Arc::new(Live::default()));
        let started = Instant::now();
        let mut threads = Vec::with_capacity(clients.len());
        for mut client in clients {
            let (stop, live) = (stop.clone(), live.clone());
            let thread = std::thread::Builder::new().stack_size(STACK_BYTES).spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    let sample = client.work(work);
                    if sample.call == Call::Register && sample.status == 201 {
                        live.registered.fetch_add(1, Ordering::Relaxed);
                        *live.newest.lock().unwrap_or_else(|p| p.into_inner()) = client.acknowledged.last().cloned();
                    }
                    if sample.call.searches() {
                        let noted = if matches!(sample.status, 0 | 500..) { &live.failed_at } else { &live.searched_at };
                        *noted.lock().unwrap_or_else(|p| p.into_inner()) = Some(sample.ended);
                    }
                }
                client
            })?;
            threads.push(thread);
        }
        Ok(Crowd { started, stop, threads, live })
    }

    /// Tickets registered so far.
    pub fn registered(&self) -> u64 {
        self.live.registered.load(Ordering::Relaxed)
    }

    /// The ticket acknowledged last.
    pub fn newest(&self) -> Option<Acknowledged> {
        self.live.newest.lock().unwrap_or_else(|p| p.into_inner()).clone()
    }

    /// When a search or consultation last failed.
    pub fn search_failed_at(&self) -> Option<Instant> {
        *self.live.failed_at.lock().unwrap_or_else(|p| p.into_inner())
    }

    /// When one last succeeded.
    pub fn searched_at(&self) -> Option<Instant> {
        *self.live.searched_at.lock().unwrap_or_else(|p| p.into_inner())
    }

    /// Stops all clients.
    pub fn stop(self) -> Done {
        self.stop.store(true, Ordering::Relaxed);
        let took = self.started.elapsed();
        let clients = self.threads.into_iter().filter_map(|thread| thread.join().ok()).collect();
        Done { started: self.started, took, clients }
    }

    /// Stops all clients after some time.
    pub fn work_for(self, time: Duration) -> Done {
        std::thread::sleep(time);
        self.stop()
    }
}

impl Done {
    /// All calls.
    pub fn samples(&self) -> impl Iterator<Item = &Sample> {
        self.clients.iter().flat_map(|client| &client.samples)
    }

    /// Number of calls by status, of some kinds, that ended in a span of time.
    pub fn statuses(&self, of: impl Fn(Call) -> bool, from: Instant, to: Instant) -> BTreeMap<u16, usize> {
        let mut counted = BTreeMap::new();
        for sample in self.samples().filter(|s| of(s.call) && s.ended >= from && s.ended < to) {
            *counted.entry(sample.status).or_default() += 1;
        }
        counted
    }

    /// Answers per second while the clients worked.
    pub fn throughput(&self) -> f64 {
        let ends = self.started + self.took;
        self.samples().filter(|s| s.ended <= ends && (200..300).contains(&s.status)).count() as f64 / self.took.as_secs_f64()
    }

    /// Acknowledged tickets and steps.
    pub fn acknowledged(&self) -> (usize, usize) {
        let all = || self.clients.iter().flat_map(|client| &client.acknowledged);
        (all().count(), all().map(|known| known.steps.len()).sum())
    }

    /// One rejection (kind, text) per status.
    pub fn words(&self) -> BTreeMap<u16, (String, String)> {
        let rejected = self.clients.iter().flat_map(|client| &client.rejected);
        rejected.map(|(status, kind, text)| (*status, (kind.clone(), text.clone()))).collect()
    }

    /// Acknowledged tickets and steps that are not there. The clients then start over with nothing acknowledged.
    pub fn lost(&mut self) -> Vec<String> {
        let share = self.clients.len().div_ceil(VERIFIERS).max(1);
        std::thread::scope(|scope| {
            let looking: Vec<_> = self
                .clients
                .chunks_mut(share)
                .map(|clients| scope.spawn(|| clients.iter_mut().flat_map(Client::lost).collect::<Vec<_>>()))
                .collect();
            looking.into_iter().flat_map(|thread| thread.join().unwrap_or_else(|_| vec!["a verifier".into()])).collect()
        })
    }
}

/// Counts by status as printed: `200 × 31, no answer × 2`.
pub fn by_status(counted: &BTreeMap<u16, usize>) -> String {
    let word = |status: &u16| if *status == 0 { "no answer".to_string() } else { status.to_string() };
    let all: Vec<String> = counted.iter().map(|(status, count)| format!("{} × {count}", word(status))).collect();
    if all.is_empty() { "none".into() } else { all.join(", ") }
}
