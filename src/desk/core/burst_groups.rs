//! Like reports of a window in groups, kept from one question to the next.

use super::union_find::UnionFind;
use crate::index::TokenSet;
use crate::ledger::BoardRow;
use crate::ticket::Number;
use chrono::{DateTime, Utc};
use std::collections::{HashMap, HashSet};
use std::time::{Duration, Instant};

/// Reports that the archive is asked about at one time, and in all of those that others are like: enough to tie what words do
/// not, and soon done.
pub const ASKS_MAX: usize = 40;

/// How long what was found is new, seconds of the desk's clock: the window moves on.
pub const NEW_SECONDS: i64 = 30;

/// Where finding takes longer than this, a served desk does it beside the pages, which show what was found last.
pub const FOUND_AT_ONCE: Duration = Duration::from_millis(200);

/// How old what pages show may be, whatever keeps the desk from finding it anew.
pub const OLD: Duration = Duration::from_secs(60);

/// Reports of a window that are looked at, the newest; a flood larger than this is one burst of this many.
pub const REPORTS_MAX: usize = 500;

/// The share of its time that a served desk spends on it: one part in so many.
pub const REST: u32 = 10;

/// The groups as they were found last.
pub(in crate::desk) struct Together {
    /// Everything up to this place of the record was known.
    pub seq: u64,
    pub at: DateTime<Utc>,
    pub groups: Vec<Vec<BoardRow>>,
    pub found: Instant,
    pub took: Duration,
}

impl Together {
    pub fn is_new(&self, seq: u64, now: DateTime<Utc>) -> bool {
        self.seq == seq && self.is_recent(now)
    }

    /// Whether the window has hardly moved since.
    pub fn is_recent(&self, now: DateTime<Utc>) -> bool {
        (now - self.at).num_seconds().abs() < NEW_SECONDS
    }

    /// Whether finding it anew is left to the thread that does it on a served desk.
    pub fn is_tended(&self) -> bool {
        self.took > FOUND_AT_ONCE && self.found.elapsed() < OLD
    }
}

/// What is known of a report of the window.
pub struct Known {
    pub version: u64,
    /// Whether it is one of those that may be a burst: imported ones and incidents are not.
    pub counts: bool,
    pub said: TokenSet,
    /// Those it is like, by shared words and by what the archive found; kept on either side.
    pub like: HashSet<Number>,
    /// Whether the archive was asked about it.
    pub asked: bool,
}

/// What was found out about the reports of the window, kept from one question to the next: one report more is compared with
/// each of the others, and when one leaves nothing is compared. No more than [`REPORTS_MAX`] of them.
#[derive(Default)]
pub(in crate::desk) struct Grouped {
    pub known: HashMap<Number, Known>,
    /// How many pairs have been compared.
    pub compared: u64,
}

impl Grouped {
    /// Forgets what is not of the window any more.
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

    /// Takes in what a report says now. One that says what it said is compared with nothing.
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
        self.known.insert(number, Known { version, counts, said, like, asked: false });
    }

    /// The archive was asked about a report, and found these like it.
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

    /// For each of some reports the first one of its group.
    pub fn groups(&self, of: &[Number]) -> Vec<usize> {
        let places: HashMap<Number, usize> = of.iter().copied().zip(0..).collect();
        let mut groups = UnionFind::alone(of.len());
        for (at, number) in of.iter().enumerate() {
            let like = self.known.get(number).into_iter().flat_map(|known| &known.like);
            like.filter_map(|other| places.get(other)).for_each(|other| groups.join(at, *other));
        }
        (0..of.len()).map(|at| groups.first(at)).collect()
    }

    /// The next report that the archive is to be asked about: those that are alone first, then as many as are asked about at
    /// all.
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
        let mut grouped = Grouped::default();
        let mut numbers: Vec<Number> = (0..REPORTS_MAX as u32).map(number).collect();
        (0..REPORTS_MAX as u32).for_each(|at| grouped.take_in(number(at), 1, true, said(at)));
        let all = (REPORTS_MAX * (REPORTS_MAX - 1) / 2) as u64;
        assert_eq!(grouped.compared, all);
        let groups = grouped.groups(&numbers);
        assert!(groups.iter().enumerate().all(|(at, first)| *first == at % 20));
        // A step is taken with one: it says what it said.
        grouped.take_in(number(3), 2, true, said(3));
        assert!(grouped.is_known(number(3), 2) && grouped.compared == all);
        // One leaves, and its group goes on without it.
        numbers.remove(0);
        grouped.keep(&numbers.iter().copied().collect());
        assert_eq!(grouped.compared, all);
        assert_eq!(grouped.groups(&numbers)[19], 19);
        // One comes, and is compared with each.
        numbers.push(number(600));
        grouped.take_in(number(600), 1, true, said(600));
        assert_eq!(grouped.compared, all + REPORTS_MAX as u64 - 1);
        let groups = grouped.groups(&numbers);
        assert_eq!(groups[REPORTS_MAX - 1], groups[19]);
        assert_eq!(grouped.known.len(), REPORTS_MAX);
    }

    #[test]
    fn the_archive_is_asked_about_each_once_and_of_many_about_a_few() {
        let mut grouped = Grouped::default();
        let numbers: Vec<Number> = (0..100).map(number).collect();
        // Half are alone, half like one another.
        let words = |at: u32| if at < 50 { format!("alone{at} only{at}") } else { "gateway answers nothing".to_string() };
        (0..100).for_each(|at| grouped.take_in(number(at), 1, true, TokenSet::of(&words(at), "")));
        let mut asked = Vec::new();
        while let Some(next) = grouped.to_ask(&numbers, &grouped.groups(&numbers)) {
            grouped.found(next, HashSet::new());
            asked.push(next);
        }
        // Those that are alone, and no others: they are more than are asked about of the rest.
        assert_eq!(asked, numbers[..50]);
        // What the archive finds ties them together, on either side.
        grouped.found(number(0), HashSet::from([number(1), number(70)]));
        let groups = grouped.groups(&numbers);
        assert_eq!((groups[1], groups[70], groups[99], groups[2]), (0, 0, 0, 2));
        // Changed words are another report.
        grouped.take_in(number(1), 2, true, TokenSet::of("something else", "now"));
        assert_eq!(grouped.groups(&numbers)[1], 1);
        assert_eq!(grouped.to_ask(&numbers, &grouped.groups(&numbers)), Some(number(1)));
    }
}
