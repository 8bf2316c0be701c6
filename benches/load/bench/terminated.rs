//! SIGTERM at moments nobody chose, while everybody works: it ends soon, starts again, and has lost nothing.

use super::Trouble;
use super::arguments::Arguments;
use super::client::Work;
use super::crowd::{Crowd, Done, clients};
use super::desk::Desk;
use super::made::SplitMix64;
use super::promises::Promises;
use super::server::{Server, log_says};
use super::table::{ms, print};
use std::time::{Duration, Instant};

pub const ENDS_WITHIN: Duration = Duration::from_secs(10);
/// Of what is lost so much is named.
const LOST_TOLD: usize = 3;
/// It works for a while of at most so long before it is told to end.
const WORKS_MS: (usize, usize) = (300, 3_000);

pub fn run(arguments: &Arguments, promises: &mut Promises) -> Result<(), Trouble> {
    let desk = Desk::make(arguments)?;
    let (mut rng, mut people) = (SplitMix64(15), clients(&desk));
    let (mut slowest, mut in_time, mut ready) = (Duration::ZERO, 0, Duration::ZERO);
    let began = Instant::now();
    for _ in 0..arguments.rounds {
        let starting = Instant::now();
        let mut server = desk.serve(None)?;
        ready = ready.max(starting.elapsed());
        let crowd = Crowd::start(people, Work::Mixed)?;
        std::thread::sleep(Duration::from_millis((WORKS_MS.0 + rng.below(WORKS_MS.1 - WORKS_MS.0)) as u64));
        let ended = server.terminate(ENDS_WITHIN)?;
        slowest = slowest.max(ended.unwrap_or(ENDS_WITHIN));
        in_time += usize::from(ended.is_some());
        people = crowd.stop().clients;
    }
    let server = desk.serve(None)?;
    let mut done = Done { started: began, took: began.elapsed(), clients: people };
    print(&done);
    let all = in_time == arguments.rounds;
    promises.say(
        all,
        format!("{in_time} of {} ended within {ENDS_WITHIN:?}, the slowest took {:.0} ms", arguments.rounds, ms(slowest)),
    );
    promises.say(true, format!("each start was ready, the slowest in {:.0} ms", ms(ready)));
    ends_clean(&desk, server, &mut done, promises)
}

/// What every trouble ends with: the process ends in time; started again it has everything; and everything agrees.
pub fn ends_clean(desk: &Desk, mut server: Server, done: &mut Done, promises: &mut Promises) -> Result<(), Trouble> {
    let lived = server.lives();
    let ended = server.terminate(ENDS_WITHIN)?;
    promises.say(lived && ended.is_some(), format!("at the end SIGTERM ends it within {ENDS_WITHIN:?}: {ended:.1?}"));
    let server = desk.serve(None)?;
    nothing_is_lost(done, promises);
    desk.end(server)?;
    let wrong = desk.differences();
    promises.say(wrong.is_none(), format!("`check` finds nothing: {}", wrong.as_deref().unwrap_or("clean")));
    let (lines, panics) = log_says(&desk.log);
    promises.say(panics == 0, format!("its log has {lines} lines, {panics} of a panic of ours"));
    Ok(())
}

pub fn nothing_is_lost(done: &mut Done, promises: &mut Promises) {
    let (tickets, steps) = done.acknowledged();
    let lost = done.lost();
    let some = &lost[..lost.len().min(LOST_TOLD)];
    promises.say(lost.is_empty(), format!("{tickets} tickets and {steps} steps acknowledged, {} lost {some:?}", lost.len()));
}
