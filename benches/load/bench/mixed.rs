//! Everybody at work at once on a desk of years: how fast, and how fair.

use super::Trouble;
use super::arguments::Arguments;
use super::client::{Call, Work};
use super::crowd::{Crowd, clients};
use super::desk::Desk;
use super::promises::Promises;
use super::table::{self, Spread, fair_ms, spread};
use super::terminated::nothing_is_lost;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

/// How long each floor is measured, before and apart from the load.
const FLOOR_FOR: Duration = Duration::from_secs(4);
const SYNCS: usize = 100;
/// What is promised: the slowest of a hundred waits no longer than so many turns; so many answers a second.
const TURNS_MAX: f64 = 3.0;
const THROUGHPUT_MIN: f64 = 500.0;

pub fn run(arguments: &Arguments, promises: &mut Promises) -> Result<(), Trouble> {
    let desk = Desk::make(arguments)?;
    let syncs = syncs(&desk.folder)?;
    println!("    floor: fdatasync of a small append {:.2} / {:.2} ms (p50 / p99)", syncs.at(0.5), syncs.at(0.99));
    let server = desk.serve(None)?;
    let floor = Crowd::start(clients(&desk), Work::Floor)?.work_for(FLOOR_FOR);
    let times = spread(&floor, |_| true);
    println!("    floor: GET /healthz {:.0}/s, {:.1} / {:.1} ms (p50 / p99)", floor.throughput(), times.at(0.5), times.at(0.99));
    let floor = Crowd::start(clients(&desk), Work::Reads)?.work_for(FLOOR_FOR);
    let times = spread(&floor, |_| true);
    println!("    floor: the reads alone {:.0}/s, {:.1} / {:.1} ms (p50 / p99)", floor.throughput(), times.at(0.5), times.at(0.99));
    drop(floor);
    println!("    server before: {}", server.held());
    let cpu = cpu_s(server.pid());
    let crowd = Crowd::start(clients(&desk), Work::Mixed)?;
    let mut done = crowd.work_for(Duration::from_secs(arguments.seconds));
    let used = cpu_s(server.pid()) - cpu;
    println!("    server after: {}; {:.2} cores used", server.held(), used / done.took.as_secs_f64());
    table::print(&done);
    let (all, reads, fair) = (spread(&done, |_| true), spread(&done, |c| !c.writes()), fair_ms(&done));
    let odd = done.samples().filter(|s| !matches!(s.status, 200..300 | 429)).count();
    promises.say(odd == 0, format!("every call is answered as it should be ({odd} were not)"));
    let turns = all.at(0.99) / fair;
    promises.say(turns <= TURNS_MAX, format!("p99 is {turns:.1} × clients ÷ throughput, {TURNS_MAX} promised"));
    for call in [Call::Search, Call::Read, Call::Page, Call::Consult, Call::List] {
        let turns = spread(&done, |c| c == call).at(0.99) / fair;
        promises.say(turns <= TURNS_MAX, format!("{} does not wait behind writes: p99 is {turns:.1} × the turn", call.word()));
    }
    println!("    reads p99 {:.0} ms, writes p99 {:.0} ms", reads.at(0.99), spread(&done, Call::writes).at(0.99));
    // Few clients, or a small machine's short form, cannot keep a server busy.
    let throughput = done.throughput();
    promises.say(throughput >= THROUGHPUT_MIN, format!("{throughput:.0} answers a second, {THROUGHPUT_MIN} promised"));
    nothing_is_lost(&mut done, promises);
    desk.end(server)
}

/// One small append made durable, as a ledger would at best.
fn syncs(folder: &Path) -> Result<Spread, Trouble> {
    let path = folder.with_file_name("sync");
    let mut file = std::fs::File::create(&path)?;
    let mut times = Vec::new();
    for _ in 0..SYNCS {
        file.write_all(&[7; 4_096])?;
        let started = Instant::now();
        file.sync_data()?;
        times.push(started.elapsed());
    }
    std::fs::remove_file(path)?;
    Ok(Spread::of(times.into_iter()))
}

/// Processor seconds of a process so far, all threads.
fn cpu_s(pid: u32) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    let after = stat.rsplit(')').next().unwrap_or_default();
    let ticks: u64 = after.split_whitespace().skip(11).take(2).filter_map(|n| n.parse::<u64>().ok()).sum();
    ticks as f64 / 100.0
}
