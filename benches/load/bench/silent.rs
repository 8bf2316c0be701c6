//! A thousand connections that say nothing, or half of something, and wait: the door stays open to everybody else.

use super::Trouble;
use super::arguments::Arguments;
use super::client::{Call, PATIENCE, Work};
use super::crowd::{Crowd, clients};
use super::desk::Desk;
use super::http::connect;
use super::promises::Promises;
use super::server::Server;
use super::table::{print, spread};
use super::terminated::{ENDS_WITHIN, ends_clean};
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::time::{Duration, Instant};

/// Files a process may have open on a usual system; it may ask for more itself.
const FILES_MAX: u32 = 1_024;
/// Files the server holds open: the connections it says it bears, and some hundred of its own.
const HELD_MAX: usize = 2_048 + 256;
/// Somebody new is let in within this time.
const DOOR_WITHIN: Duration = Duration::from_secs(5);
/// How long a connection may be silent before it should have been ended.
const SILENCE_MAX: Duration = Duration::from_secs(60);
/// With the silent ones there, at least this share of the throughput without them stays.
const SHARE_MIN: f64 = 0.5;

const HALF_A_HEADER: &[u8] = b"GET /api/v1/search?q=half HTTP/1.1\r\nHost: desk\r\nX-Half: ";
const HALF_A_BODY: &[u8] =
    b"POST /api/v1/tickets HTTP/1.1\r\nHost: desk\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{\"kind\":";

struct Held {
    stream: TcpStream,
    trickles: bool,
}

pub fn run(arguments: &Arguments, promises: &mut Promises) -> Result<(), Trouble> {
    let desk = Desk::make(arguments)?;
    let mut server = desk.serve(Some(FILES_MAX))?;
    let without = Crowd::start(clients(&desk), Work::Mixed)?.work_for(Duration::from_secs((arguments.seconds / 4).max(2)));
    let mut held = silent_ones(arguments.silent, &server);
    println!("    {} of {} silent connections were let in", held.len(), arguments.silent);
    let crowd = Crowd::start(clients(&desk), Work::Mixed)?;
    let (mut slowest, mut shut, mut files, began) = (Duration::ZERO, 0, 0, Instant::now());
    while began.elapsed() < Duration::from_secs(arguments.seconds) {
        let asked = Instant::now();
        let open = server.ask("/healthz") == 200;
        slowest = slowest.max(asked.elapsed());
        shut += usize::from(!open || asked.elapsed() > DOOR_WITHIN);
        files = files.max(server.held().files);
        held.iter_mut().filter(|h| h.trickles).for_each(|h| drop(h.stream.write(b"x")));
        std::thread::sleep(Duration::from_millis(500));
    }
    let mut done = crowd.stop();
    print(&done);
    println!("    server: {}, at most {files} open files", server.held());
    let (before, with) = (without.throughput(), done.throughput());
    promises.say(
        shut == 0,
        format!("the door stays open: the slowest new connection was answered in {slowest:.1?}, {shut} not in time"),
    );
    let odd = done.samples().filter(|s| !matches!(s.status, 200..300 | 429)).count();
    promises.say(odd == 0, format!("everybody else is answered ({odd} calls were not)"));
    promises.say(with >= before * SHARE_MIN, format!("everybody else goes on: {with:.0}/s, {before:.0}/s without the silent ones"));
    println!("    p99 {:.0} ms, reads {:.0} ms", spread(&done, |_| true).at(0.99), spread(&done, |c| !Call::writes(c)).at(0.99));
    promises.say(files < HELD_MAX, format!("what it holds open is bounded: {files} of {HELD_MAX}"));
    let waited = began.elapsed();
    let ended = held.iter_mut().filter_map(|h| ended(&mut h.stream).then_some(())).count();
    println!("    {ended} of {} silent ones had been ended after {waited:.0?}", held.len());
    if waited >= SILENCE_MAX {
        promises.say(ended == held.len(), format!("nobody is silent for longer than {SILENCE_MAX:?}"));
    }
    // New ones in place of those that were ended: SIGTERM comes while they hold on.
    held.extend(silent_ones(arguments.silent / 2, &server));
    let took = server.terminate(ENDS_WITHIN)?;
    promises.say(took.is_some(), format!("SIGTERM ends it within {ENDS_WITHIN:?} although they hold on: {took:.1?}"));
    drop(held);
    ends_clean(&desk, desk.serve(None)?, &mut done, promises)
}

/// A quarter each: nothing, half a header, half a body, and a byte now and then. Each ten from an address of their own.
fn silent_ones(count: usize, server: &Server) -> Vec<Held> {
    let mut held = Vec::new();
    for i in 0..count {
        let from = Ipv4Addr::new(127, 2, (i / 2_000) as u8, (i / 10 % 200 + 1) as u8);
        let Ok(mut stream) = connect(from, server.address) else { continue };
        let said: &[u8] = [b"", HALF_A_HEADER, HALF_A_BODY, HALF_A_HEADER][i % 4];
        let sent = stream.write_all(said).and_then(|()| stream.set_write_timeout(Some(PATIENCE)));
        if sent.is_ok() {
            held.push(Held { stream, trickles: i % 4 == 3 });
        }
    }
    held
}

/// Whether the other side has hung up, with or without a word.
fn ended(stream: &mut TcpStream) -> bool {
    let _ = stream.set_nonblocking(true);
    let mut bytes = [0; 4_096];
    loop {
        match stream.read(&mut bytes) {
            Ok(0) => return true,
            Ok(_) => {}
            Err(error) => return error.kind() != std::io::ErrorKind::WouldBlock,
        }
    }
}
