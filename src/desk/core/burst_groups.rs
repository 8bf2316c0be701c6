//! Groups of similar reports within the burst window, updated incrementally.

use super::union_find::UnionFind;
use crate::index::TokenSet;
use crate::ledger::BoardRow;
use crate::ticket::Number;
use chrono::{DateTime, Utc};
use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

/// Searches of the archive in one run, and at most for reports that already have a group: enough to connect reports that share
/// few words.
pub const ASKS_MAX: usize = 40;

/// Seconds of the desk's clock for which a result counts as current; then the window has moved.
pub const NEW_SECONDS: i64 = 30;

/// If finding takes longer than this, a served desk does it in the background, and pages show the last result.
pub const FOUND_AT_ONCE: Duration = Duration::from_millis(200);

/// Age up to which pages show the last result.
pub const OLD: Duration = Duration::from_secs(60);

/// Reports of the window that are compared: the newest.
pub const REPORTS_MAX: usize = 500;

/// The background thread pauses this many times as long as finding took.
pub const REST: u32 = 10;

/// The last result.
pub(in crate::desk) struct BurstSnapshot {
    /// Events up to this sequence number were considered.
    pub seq: u64,
    pub at: DateTime<Utc>,
    pub groups: Vec<Vec<BoardRow>>,
    pub found: Instant,
    pub took: Duration,
}

impl BurstSnapshot {
    pub fn is_new(&self, seq: u64, now: DateTime<Utc>) -> bool {
        self.seq == seq && self.is_recent(now)
    }

    /// Whether the window has hardly moved since the result.
    pub fn is_recent(&self, now: DateTime<Utc>) -> bool {
        (now - self.at).num_seconds().abs() < NEW_SECONDS
    }

    /// Whether finding is slow enough to be left to the background thread.
    pub fn is_tended(&self) -> bool {
        self.took > FOUND_AT_ONCE && self.found.elapsed() < OLD
    }
}

/// A report of the window.
pub struct WindowReport {
    pub version: u64,
    /// Whether it may be part of a burst: imported tickets and incidents may not.
    pub counts: bool,
    pub said: TokenSet,
    /// Similar reports, by shared words or by the archive's search; stored on both sides.
    pub like: HashSet<Number>,
    /// Whether the archive was searched for it.
    pub asked: bool,
}

/// The reports of the window with their similarity. A new report is compared with each other one; removing one compares
/// nothing. No more than [`REPORTS_MAX`] of them.
#[derive(Default)]
pub(in crate::desk) struct ReportGroups {
    pub known: HashMap<Number, WindowReport>,
    /// Pairs compared so far; for tests.
    pub compared: u64,
}

impl ReportGroups {
    /// Removes reports that have left the window.
    pub fn keep(&mut self, window: &HashSet<Number>) {
        let before = self.known.len();
        self.known.retain(|number, _| window.contains(number));
        if self.known.len() < before {
            self.known.values_mut().for_each(|known| known.like.retain(|number| window.contains(number)));
        }
    }

    pub fn is_known(&self, number: Number, version: u64) -> bool {
        self.known.get(&number).is_some_and(|known| known.version == version)
    }

    /// Adds or updates a report; compares it only if its text has changed.
    pub fn take_in(&mut self, number: Number, version: u64, counts: bool, said: TokenSet) {
        if let Some(known) = self.known.get_mut(&number).filter(|known| known.said == said) {
            (known.version, known.counts) = (version, counts);
            return;
        }
        self.known.values_mut().for_each(|other| {
            other.like.remove(&number);
        });
        let mut like = HashSet::new();
        for (other, known) in &mut self.known {
            if *other != number && said.is_near_duplicate_of(&known.said) {
                known.like.insert(number);
                like.insert(*other);
            }
        }
        self.compared += self.known.len() as u64;
        self.known.insert(number, WindowReport { version, counts, said, like, asked: false });
    }

    /// Stores what the archive's search found for a report.
    pub fn found(&mut self, number: Number, like: HashSet<Number>) {
        for other in &like {
            if let Some(known) = self.known.get_mut(other) {
                known.like.insert(number);
            }
        }
        if let Some(known) = self.known.get_mut(&number) {
            known.asked = true;
            known.like.extend(like);
        }
    }

    /// For each report, the place of the first member of its group in `of`.
    pub fn groups(&self, of: &[Number]) -> Vec<usize> {
        let places: HashMap<Number, usize> = of.iter().copied().zip(0..).collect();
        let mut groups = UnionFind::alone(of.len());
        for (at, number) in of.iter().enumerate() {
            let like = self.known.get(number).into_iter().flat_map(|known| &known.like);
            like.filter_map(|other| places.get(other)).for_each(|other| groups.join(at, *other));
        }
        (0..of.len()).map(|at| groups.first(at)).collect()
    }

    /// The next report to search the archive for: those without a group first, then up to [`ASKS_MAX`] of the others.
    pub fn to_ask(&self, of: &[Number], groups: &[usize]) -> Option<Number> {
        let mut sizes = vec![0usize; of.len()];
        groups.iter().for_each(|first| sizes[*first] += 1);
        let open = |number: &Number| self.known.get(number).is_some_and(|known| !known.asked);
        let alone = (0..of.len()).find(|at| sizes[groups[*at]] == 1 && open(&of[*at]));
        let few = || of.iter().filter(|number| !open(number)).count() < ASKS_MAX;
        alone.or_else(|| (0..of.len()).find(|at| open(&of[*at])).filter(|_| few())).map(|at| of[at])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;

    fn number(at: u32) -> Number {
        Number::ticket(NaiveDate::from_ymd_opt(2026, 5, 4).unwrap(), at + 1)
    }

    /// One of 20 troubles, in words of its own.
    fn said(at: u32) -> TokenSet {
        let trouble = at % 20;
        TokenSet::of(&format!("alpha{trouble} beta{trouble} gamma{trouble}"), &format!("delta{trouble} since this morning"))
    }

    #[test]
    fn one_report_more_is_compared_once_and_one_less_not_at_all() {
        let mut report_groups = ReportGroups::default();
        let mut numbers: Vec<Number> = (0..REPORTS_MAX as u32).map(number).collect();
        (0..REPORTS_MAX as u32).for_each(|at| report_groups.take_in(number(at), 1, true, said(at)));
        let all = (REPORTS_MAX * (REPORTS_MAX - 1) / 2) as u64;
        assert_eq!(report_groups.compared, all);
        let groups = report_groups.groups(&numbers);
        assert!(groups.iter().enumerate().all(|(at, first)| *first == at % 20));
        // A step is taken with one: it says what it said.
        report_groups.take_in(number(3), 2, true, said(3));
        assert!(report_groups.is_known(number(3), 2) && report_groups.compared == all);
        // One leaves, and its group goes on without it.
        numbers.remove(0);
        report_groups.keep(&numbers.iter().copied().collect());
        assert_eq!(report_groups.compared, all);
        assert_eq!(report_groups.groups(&numbers)[19], 19);
        // One comes, and is compared with each.
        numbers.push(number(600));
        report_groups.take_in(number(600), 1, true, said(600));
        assert_eq!(report_groups.compared, all + REPORTS_MAX as u64 - 1);
        let groups = report_groups.groups(&numbers);
        assert_eq!(groups[REPORTS_MAX - 1], groups[19]);
        assert_eq!(report_groups.known.len(), REPORTS_MAX);
    }

    #[test]
    fn the_archive_is_asked_about_each_once_and_of_many_about_a_few() {
        let mut report_groups = ReportGroups::default();
        let numbers: Vec<Number> = (0..100).map(number).collect();
        // Half are alone, half like one another.
        let words = |at: u32| if at < 50 { format!("alone{at} only{at}") } else { "gateway answers nothing".to_string() };
        (0..100).for_each(|at| report_groups.take_in(number(at), 1, true, TokenSet::of(&words(at), "")));
        let mut asked = Vec::new();
        while let Some(next) = report_groups.to_ask(&numbers, &report_groups.groups(&numbers)) {
            report_groups.found(next, HashSet::new());
            asked.push(next);
        }
        // Those that are alone, and no others: they are more than are asked about of the rest.
        assert_eq!(asked, numbers[..50]);
        // What the archive finds ties them together, on either side.
        report_groups.found(number(0), HashSet::from([number(1), number(70)]));
        let groups = report_groups.groups(&numbers);
        assert_eq!((groups[1], groups[70], groups[99], groups[2]), (0, 0, 0, 2));
        // Changed words are another report.
        report_groups.take_in(number(1), 2, true, TokenSet::of("something else", "now"));
        assert_eq!(report_groups.groups(&numbers)[1], 1);
        assert_eq!(report_groups.to_ask(&numbers, &report_groups.groups(&numbers)), Some(number(1)));
    }
}
