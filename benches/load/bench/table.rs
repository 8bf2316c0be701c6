//! The table that every scenario prints: times by kind of call, and clients ÷ throughput.

use super::client::{Call, PATIENCE, Sample};
use super::crowd::{Done, by_status};
use std::time::Duration;

/// Milliseconds.
pub fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}

/// Times in ascending order.
pub struct Spread(Vec<f64>);

impl Spread {
    /// Sorts some times.
    pub fn of(times: impl Iterator<Item = Duration>) -> Spread {
        let mut sorted: Vec<f64> = times.map(ms).collect();
        sorted.sort_by(f64::total_cmp);
        Spread(sorted)
    }

    /// Number of times.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// A percentile, `share` from 0 to 1.
    pub fn at(&self, share: f64) -> f64 {
        let at = (self.0.len() as f64 * share) as usize;
        self.0.get(at.min(self.0.len().saturating_sub(1))).copied().unwrap_or(0.0)
    }
}

/// The mean time at saturation, by Little's law: clients ÷ throughput.
pub fn fair_ms(done: &Done) -> f64 {
    done.clients.len() as f64 / done.throughput().max(0.001) * 1e3
}

/// Whether a call says how long the work takes; those rejected by a limit or unanswered do not.
fn counts(sample: &&Sample) -> bool {
    sample.status != 429 && (sample.status != 0 || sample.took >= PATIENCE)
}

/// Times of some kinds of calls.
pub fn spread(done: &Done, of: impl Fn(Call) -> bool) -> Spread {
    Spread::of(done.samples().filter(counts).filter(|s| of(s.call)).map(|s| s.took))
}

/// Prints the table.
pub fn print(done: &Done) {
    let fair = fair_ms(done);
    println!("    {:.0} answers/s over {:.1} s; clients ÷ throughput {fair:.0} ms", done.throughput(), done.took.as_secs_f64());
    println!("    {:<20} {:>8} {:>9} {:>9} {:>9} {:>9} {:>10}", "", "calls", "p50 ms", "p90 ms", "p99 ms", "max ms", "p99 ÷ fair");
    let row = |name: &str, times: Spread| {
        if times.len() > 0 {
            let at = [0.5, 0.9, 0.99, 1.0].map(|share| times.at(share));
            let [p50, p90, p99, max] = at;
            println!("    {name:<20} {:>8} {p50:>9.1} {p90:>9.1} {p99:>9.1} {max:>9.1} {:>9.1}×", times.len(), p99 / fair);
        }
    };
    for call in Call::ALL {
        row(call.word(), spread(done, |c| c == call));
    }
    row("all reads", spread(done, |c| !c.writes()));
    row("all writes", spread(done, Call::writes));
    row("all", spread(done, |_| true));
    let (begun, far) = (done.started, done.started + Duration::from_secs(1 << 20));
    println!("    by status: {}", by_status(&done.statuses(|_| true, begun, far)));
    for (status, (kind, text)) in done.words() {
        println!("    e. g. {status} {kind} {text}");
    }
}
