//! Texts made to be dear, as large as a body may be, told in every way and read on every page, while everybody works.

use super::Trouble;
use super::arguments::Arguments;
use super::client::{PATIENCE, Work};
use super::crowd::{Crowd, clients};
use super::desk::Desk;
use super::http::{As, Connection};
use super::promises::Promises;
use super::table::print;
use super::terminated::ends_clean;
use serde_json::json;
use std::net::Ipv4Addr;
use std::time::{Duration, Instant};

/// Room for the rest of the body.
const REST_BYTES: usize = 4_096;
/// Memory that may be used beyond what ordinary work needs: each call may hold its text a few times over.
const MEMORY_MB_MAX: f64 = 1_024.0;
/// Of what the others got done before, at least this share.
const SHARE_MIN: f64 = 0.25;
/// How many of the calls are made at the same time.
const AT_ONCE: usize = 4;

/// What a text is made of, over and over, and what ends it.
const TEXTS: &[(&str, &str)] = &[
    ("quotes within quotes", ">"),
    ("divisions within divisions", "<div>"),
    ("one word", "a"),
    ("codes", "ERR-4711 0x80070005 ORA-00942 "),
    ("blocks of code", "```rust\nfn f(){let x=1;}\n```\n"),
    ("lists within lists", "- - - - "),
    ("brackets", "[![](("),
    ("stars", "*_**a_"),
    ("rows of a table", "|a|b|c|\n|-|-|-|\n"),
    ("addresses and numbers", "a.b@example.test,13812345678;"),
];

pub fn run(arguments: &Arguments, promises: &mut Promises) -> Result<(), Trouble> {
    let desk = Desk::make(arguments)?;
    let mut server = desk.serve(None)?;
    let without = Crowd::start(clients(&desk), Work::Mixed)?.work_for(Duration::from_secs((arguments.seconds / 2).max(2)));
    let ordinary = server.held();
    println!("    server at ordinary work: {ordinary}");
    let crowd = Crowd::start(clients(&desk), Work::Mixed)?;
    let began = Instant::now();
    // One call that is not answered costs all of a client's patience: texts that are not begun by then are not told.
    let until = began + Duration::from_secs(arguments.seconds * 3);
    let next = std::sync::atomic::AtomicUsize::new(0);
    let calls: Vec<(String, u16, Duration)> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..AT_ONCE)
            .map(|i| {
                let (desk, next, address) = (&desk, &next, server.address);
                scope.spawn(move || {
                    let mut made = Vec::new();
                    loop {
                        let at = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                        let Some((name, piece)) = TEXTS.get(at) else { break made };
                        let from = Ipv4Addr::new(127, 3, 0, i as u8 + 1);
                        let door = &mut Connection::new(from, address, PATIENCE);
                        tell(door, desk, &long(piece, arguments.text_mb << 20), (at, name), until, &mut made);
                    }
                })
            })
            .collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap_or_default()).collect()
    });
    std::thread::sleep(Duration::from_secs(arguments.seconds).saturating_sub(began.elapsed()));
    let (after, lives) = (server.held(), server.lives());
    let mut done = crowd.stop();
    print(&done);
    println!("    server after: {after}");
    for (name, status, took) in calls.iter().filter(|(_, status, took)| *status == 0 || *status >= 500 || took.as_secs() >= 5) {
        println!("    {name}: {status} after {:.1} s", took.as_secs_f64());
    }
    let slowest = calls.iter().map(|(_, _, took)| *took).max().unwrap_or_default();
    let bad = calls.iter().filter(|(_, status, _)| *status == 0 || *status >= 500).count();
    promises.say(bad == 0, format!("{} hostile calls, {bad} without a proper answer, the slowest {slowest:.1?}", calls.len()));
    let texts = calls.iter().filter(|(name, ..)| name.ends_with("consulted")).count();
    let in_time = texts == TEXTS.len() && Instant::now() < until;
    promises.say(in_time, format!("{texts} of {} texts told, all of it in {:.0?}", TEXTS.len(), began.elapsed()));
    promises.say(lives, "the process goes on");
    let grown = after.peak_mb - ordinary.peak_mb;
    promises.say(grown <= MEMORY_MB_MAX, format!("memory is bounded: {grown:.0} MB more at its peak, {MEMORY_MB_MAX} allowed"));
    let odd = done.samples().filter(|s| !matches!(s.status, 200..300 | 429)).count();
    promises.say(odd == 0, format!("everybody else is answered ({odd} calls were not)"));
    let (before, with) = (without.throughput(), done.throughput());
    promises
        .say(with >= before * SHARE_MIN, format!("everybody else goes on: {with:.0}/s, {before:.0}/s without the hostile ones"));
    ends_clean(&desk, server, &mut done, promises)
}

/// A piece over and over, as long as a body may be once it is written as JSON.
fn long(piece: &str, bytes: usize) -> String {
    let escaped = serde_json::to_string(piece).map_or(piece.len(), |escaped| escaped.len() - 2);
    piece.repeat(bytes.saturating_sub(REST_BYTES) / escaped.max(1))
}

/// One text in every way: consulted, registered, as a step; then read on each page it may stand on.
fn tell(
    door: &mut Connection,
    desk: &Desk,
    long: &str,
    (nth, name): (usize, &str),
    until: Instant,
    made: &mut Vec<(String, u16, Duration)>,
) {
    // Somebody else for each text: whoever sends such things meets the limits of one person.
    let seniors: Vec<_> = desk.members.iter().filter(|m| m.role == super::desk::Role::Senior).collect();
    let Some(member) = seniors.get(nth % seniors.len().max(1)) else { return };
    let (token, session) = (As::Token(&member.token), As::Session(&member.session));
    let mut timed = |what: &str, call: &mut dyn FnMut() -> super::http::Answer| {
        let started = Instant::now();
        if started >= until {
            return super::http::Answer::default();
        }
        let answer = call();
        made.push((format!("{name}, {what}"), answer.status, started.elapsed()));
        answer
    };
    let report =
        json!({"kind": "fault", "title": name, "description": long, "customer": member.company, "contact": {"name": "Wang Fang"}});
    let asked = json!({"kind": "fault", "title": name, "description": long});
    timed("consulted", &mut || door.post("/api/v1/consultations", token, &asked));
    let registered = timed("registered", &mut || door.post("/api/v1/tickets", token, &report));
    let number = registered.json()["number"].as_str().unwrap_or_default().to_string();
    if number.is_empty() {
        return;
    }
    timed("noted", &mut || door.post(&format!("/api/v1/tickets/{number}/note"), token, &json!({"text": long})));
    for path in [
        format!("/api/v1/tickets/{number}"),
        format!("/api/v1/tickets/{number}/events"),
        format!("/api/v1/tickets/{number}/similar"),
    ] {
        timed(&format!("GET {}", path.rsplit('/').next().unwrap_or_default()), &mut || door.get(&path, token));
    }
    for path in [format!("/tickets/{number}"), format!("/tickets/{number}/timeline")] {
        timed(&format!("page {}", path.rsplit('/').next().unwrap_or_default()), &mut || door.get(&path, session));
    }
}
