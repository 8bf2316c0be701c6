//! A burst: many like reports within a short time are evidence of one trouble that hits many. It is proposed as an incident;
//! a person declares it.

use super::consult::question_of;
use super::{Desk, DeskError};
use crate::case::Masked;
use crate::index::{Band, Said, Sight, SimilarScope};
use crate::ledger::{BoardFilter, BoardRow};
use crate::people::Actor;
use crate::ticket::{Number, Refusal};
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::{Arc, MutexGuard, PoisonError, TryLockError};
use std::time::{Duration, Instant};

/// Reports of a window that are looked at, the newest; a flood larger than this is one burst of this many.
const REPORTS_MAX: usize = 500;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Burst {
    /// The oldest first: the one that is proposed as the incident.
    pub tickets: Vec<Number>,
    pub title: Masked,
    pub customers: usize,
    pub first_at: DateTime<Utc>,
    pub last_at: DateTime<Utc>,
}

/// Reports that the archive is asked about at one time, and in all of those that others are like: enough to tie what words do
/// not, and soon done.
const ASKS_MAX: usize = 40;

/// Reports that the archive names like one: they tie it to their groups, and so to all others of them.
const LIKE_MAX: usize = 50;
/// How long what was found is new, seconds of the desk's clock: the window moves on.
const NEW_SECONDS: i64 = 30;
/// Where finding takes longer than this, a served desk does it beside the pages, which show what was found last.
const FOUND_AT_ONCE: Duration = Duration::from_millis(200);
/// The share of its time that a served desk spends on it: one part in so many.
const REST: u32 = 10;
/// How old what pages show may be, whatever keeps the desk from finding it anew.
const OLD: Duration = Duration::from_secs(60);

/// The groups as they were found last.
pub(super) struct Together {
    /// Everything up to this place of the record was known.
    seq: u64,
    at: DateTime<Utc>,
    groups: Vec<Vec<BoardRow>>,
    found: Instant,
    took: Duration,
}

impl Together {
    fn is_new(&self, seq: u64, now: DateTime<Utc>) -> bool {
        self.seq == seq && self.is_recent(now)
    }

    /// Whether the window has hardly moved since.
    fn is_recent(&self, now: DateTime<Utc>) -> bool {
        (now - self.at).num_seconds().abs() < NEW_SECONDS
    }

    /// Whether finding it anew is left to the thread that does it on a served desk.
    fn is_tended(&self) -> bool {
        self.took > FOUND_AT_ONCE && self.found.elapsed() < OLD
    }
}

/// What is known of a report of the window.
struct Known {
    version: u64,
    /// Whether it is one of those that may be a burst: imported ones and incidents are not.
    counts: bool,
    said: Said,
    /// Those it is like, by shared words and by what the archive found; kept on either side.
    like: HashSet<Number>,
    /// Whether the archive was asked about it.
    asked: bool,
}

/// What was found out about the reports of the window, kept from one question to the next: one report more is compared with
/// each of the others, and when one leaves nothing is compared. No more than [`REPORTS_MAX`] of them.
#[derive(Default)]
pub(super) struct Grouped {
    known: HashMap<Number, Known>,
    /// How many pairs have been compared.
    compared: u64,
}

impl Grouped {
    /// Forgets what is not of the window any more.
    fn keep(&mut self, window: &HashSet<Number>) {
        let before = self.known.len();
        self.known.retain(|number, _| window.contains(number));
        if self.known.len() < before {
            self.known.values_mut().for_each(|known| known.like.retain(|number| window.contains(number)));
        }
    }

    fn is_known(&self, number: Number, version: u64) -> bool {
        self.known.get(&number).is_some_and(|known| known.version == version)
    }

    /// Takes in what a report says now. One that says what it said is compared with nothing.
    fn take_in(&mut self, number: Number, version: u64, counts: bool, said: Said) {
        if let Some(known) = self.known.get_mut(&number).filter(|known| known.said == said) {
            (known.version, known.counts) = (version, counts);
            return;
        }
        self.known.values_mut().for_each(|other| {
            other.like.remove(&number);
        });
        let mut like = HashSet::new();
        for (other, known) in &mut self.known {
            if *other != number && said.is_like(&known.said) {
                known.like.insert(number);
                like.insert(*other);
            }
        }
        self.compared += self.known.len() as u64;
        self.known.insert(number, Known { version, counts, said, like, asked: false });
    }

    /// The archive was asked about a report, and found these like it.
    fn found(&mut self, number: Number, like: HashSet<Number>) {
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
    fn groups(&self, of: &[Number]) -> Vec<usize> {
        let places: HashMap<Number, usize> = of.iter().copied().zip(0..).collect();
        let mut groups = Groups((0..of.len()).collect());
        for (at, number) in of.iter().enumerate() {
            let like = self.known.get(number).into_iter().flat_map(|known| &known.like);
            like.filter_map(|other| places.get(other)).for_each(|other| groups.join(at, *other));
        }
        (0..of.len()).map(|at| groups.first(at)).collect()
    }

    /// The next report that the archive is to be asked about: those that are alone first, then as many as are asked about at
    /// all.
    fn to_ask(&self, of: &[Number], groups: &[usize]) -> Option<Number> {
        let mut sizes = vec![0usize; of.len()];
        groups.iter().for_each(|first| sizes[*first] += 1);
        let open = |number: &Number| self.known.get(number).is_some_and(|known| !known.asked);
        let alone = (0..of.len()).find(|at| sizes[groups[*at]] == 1 && open(&of[*at]));
        let few = || of.iter().filter(|number| !open(number)).count() < ASKS_MAX;
        alone.or_else(|| (0..of.len()).find(|at| open(&of[*at])).filter(|_| few())).map(|at| of[at])
    }
}

/// Groups by their first member.
struct Groups(Vec<usize>);

impl Groups {
    fn first(&mut self, mut of: usize) -> usize {
        while self.0[of] != of {
            // The way is halved for whoever comes next.
            self.0[of] = self.0[self.0[of]];
            of = self.0[of];
        }
        of
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.first(a), self.first(b));
        self.0[a.max(b)] = a.min(b);
    }
}

fn burst(all: &[BoardRow]) -> Burst {
    let customers: HashSet<&str> = all.iter().map(|row| row.customer.as_str()).collect();
    Burst {
        // Whoever reads of a burst has no need to reach anybody: a row's title is masked.
        title: all[0].title.clone(),
        customers: customers.len(),
        first_at: all[0].submitted_at,
        last_at: all[all.len() - 1].submitted_at,
        tickets: all.iter().map(|row| row.number).collect(),
    }
}

impl Desk {
    /// The bursts among what was reported within the policy's window, the largest first. Staff only.
    pub fn bursts(&self, actor: &Actor, now: DateTime<Utc>) -> Result<Vec<Burst>, DeskError> {
        if !actor.is_staff() {
            return Err(Refusal::Forbidden("what others reported is for staff".into()).into());
        }
        let mut bursts: Vec<Burst> = self.together(now)?.groups.iter().map(|group| burst(group)).collect();
        bursts.sort_by_key(|burst| std::cmp::Reverse(burst.tickets.len()));
        Ok(bursts)
    }

    /// The burst a ticket is in.
    pub fn burst_of(&self, actor: &Actor, number: Number, now: DateTime<Utc>) -> Result<Option<Burst>, DeskError> {
        self.ticket_for(actor, number)?;
        if !actor.is_staff() {
            return Ok(None);
        }
        let all = self.together(now)?;
        Ok(all.groups.iter().find(|group| group.iter().any(|ticket| ticket.number == number)).map(|group| burst(group)))
    }

    /// As [`Desk::burst_of`], to be shown beside other things: where finding bursts takes long, what was found a moment ago, less
    /// what has been joined or closed since.
    pub fn burst_shown(&self, actor: &Actor, number: Number, now: DateTime<Utc>) -> Result<Option<Burst>, DeskError> {
        let last = self.together.read().unwrap_or_else(PoisonError::into_inner).clone();
        let Some(last) = last.filter(|last| actor.is_staff() && self.is_tended() && last.is_tended()) else {
            return self.burst_of(actor, number, now);
        };
        self.ticket_for(actor, number)?;
        let Some(group) = last.groups.iter().find(|group| group.iter().any(|ticket| ticket.number == number)) else {
            return Ok(None);
        };
        let open: HashSet<Number> = self.lately_reported(now)?.into_iter().map(|row| row.number).collect();
        let group: Vec<BoardRow> = group.iter().filter(|row| open.contains(&row.number)).cloned().collect();
        let is_one = group.len() >= self.settings.policies.policy().burst.reports as usize && open.contains(&number);
        Ok(is_one.then(|| burst(&group)))
    }

    /// As [`Desk::grouped_anew`] has it: what was found last, if nothing has been recorded since, or while somebody else is just
    /// finding it. Many who look at once do not all wait for the same work.
    fn together(&self, now: DateTime<Utc>) -> Result<Arc<Together>, DeskError> {
        let last = self.together.read().unwrap_or_else(PoisonError::into_inner).clone();
        let seq = self.ledger.last_seq()?;
        if let Some(last) = last.as_ref().filter(|last| last.is_new(seq, now)) {
            return Ok(last.clone());
        }
        let grouped = match (self.grouped.try_lock(), last) {
            (Ok(grouped), _) => grouped,
            (Err(TryLockError::Poisoned(poisoned)), _) => poisoned.into_inner(),
            (Err(TryLockError::WouldBlock), Some(last)) if last.is_recent(now) => return Ok(last),
            (Err(TryLockError::WouldBlock), _) => self.grouped.lock().unwrap_or_else(PoisonError::into_inner),
        };
        self.found_anew(grouped, seq, now)
    }

    /// Keeps what pages show of bursts up to date where finding them takes long, once somebody has asked; rests in between.
    pub fn tend_bursts(&self, now: DateTime<Utc>) -> Result<(), DeskError> {
        let last = self.together.read().unwrap_or_else(PoisonError::into_inner).clone();
        let seq = self.ledger.last_seq()?;
        let is_due =
            |last: &Together| last.took > FOUND_AT_ONCE && !last.is_new(seq, now) && last.found.elapsed() > last.took * REST;
        if last.is_some_and(|last| is_due(&last)) {
            let grouped = self.grouped.lock().unwrap_or_else(PoisonError::into_inner);
            self.found_anew(grouped, seq, now)?;
        }
        Ok(())
    }

    fn found_anew(&self, grouped: MutexGuard<Grouped>, seq: u64, now: DateTime<Utc>) -> Result<Arc<Together>, DeskError> {
        let began = Instant::now();
        let groups = self.grouped_anew(grouped, now)?;
        let found = Arc::new(Together { seq, at: now, groups, found: Instant::now(), took: began.elapsed() });
        *self.together.write().unwrap_or_else(PoisonError::into_inner) = Some(found.clone());
        Ok(found)
    }

    /// Open reports of the window in groups of like ones, each large enough to be a burst, its oldest first. Likeness goes on:
    /// what is like one of a group is of the group. It is told by shared words, and by what the archive's search finds.
    fn grouped_anew(&self, mut grouped: MutexGuard<Grouped>, now: DateTime<Utc>) -> Result<Vec<Vec<BoardRow>>, DeskError> {
        let mut lately = self.lately_reported(now)?;
        let least = self.settings.policies.policy().burst.reports as usize;
        if lately.len() < least {
            return Ok(Vec::new());
        }
        grouped.keep(&lately.iter().map(|row| row.number).collect());
        for row in lately.iter().filter(|row| !grouped.is_known(row.number, row.version)).collect::<Vec<_>>() {
            if let Some(ticket) = self.ledger.ticket(row.number)? {
                let counts = ticket.imported.is_none() && !ticket.incident;
                grouped.take_in(row.number, row.version, counts, Said::of(&ticket.report.title, &ticket.report.body()));
            }
        }
        lately.retain(|row| grouped.known.get(&row.number).is_some_and(|known| known.counts));
        if lately.len() < least {
            return Ok(Vec::new());
        }
        let numbers: Vec<Number> = lately.iter().map(|row| row.number).collect();
        let mut group_of = grouped.groups(&numbers);
        for _ in 0..ASKS_MAX {
            let Some(number) = grouped.to_ask(&numbers, &group_of) else { break };
            let like = self.like_among(number, &numbers)?;
            grouped.found(number, like);
            group_of = grouped.groups(&numbers);
        }
        let mut groups: BTreeMap<usize, Vec<BoardRow>> = BTreeMap::new();
        for (row, group) in lately.into_iter().zip(group_of) {
            groups.entry(group).or_default().push(row);
        }
        Ok(groups.into_values().filter(|group| group.len() >= least).collect())
    }

    /// Open reports of the window that have joined nothing yet, the oldest first.
    fn lately_reported(&self, now: DateTime<Utc>) -> Result<Vec<BoardRow>, DeskError> {
        let from = now - self.settings.policies.policy().burst.window;
        let filter = BoardFilter { open: true, limit: REPORTS_MAX, ..BoardFilter::default() };
        let mut rows = self.ledger.board(&filter)?;
        rows.retain(|row| row.submitted_at >= from && row.submitted_at <= now && row.attached_to.is_none());
        rows.sort_by_key(|row| row.first_seq);
        Ok(rows)
    }

    /// Which of these are like a ticket. Bursts are for staff, who see all of the archive.
    fn like_among(&self, number: Number, among: &[Number]) -> Result<HashSet<Number>, DeskError> {
        let Some(ticket) = self.ledger.ticket(number)? else { return Ok(HashSet::new()) };
        let numbers: HashSet<Number> = among.iter().copied().collect();
        let scope = SimilarScope { limit: LIKE_MAX, sight: Sight::Staff, as_of: None, without: Some(number), families: false };
        let similar = self.ask(|index| Ok(index.similar(&question_of(&ticket.report), &scope)?))?;
        let like = similar.matches.iter().filter(|m| m.band != Band::Weak && numbers.contains(&m.number));
        Ok(like.map(|m| m.number).collect())
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
    fn said(at: u32) -> Said {
        let trouble = at % 20;
        Said::of(&format!("alpha{trouble} beta{trouble} gamma{trouble}"), &format!("delta{trouble} since this morning"))
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
        (0..100).for_each(|at| grouped.take_in(number(at), 1, true, Said::of(&words(at), "")));
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
        grouped.take_in(number(1), 2, true, Said::of("something else", "now"));
        assert_eq!(grouped.groups(&numbers)[1], 1);
        assert_eq!(grouped.to_ask(&numbers, &grouped.groups(&numbers)), Some(number(1)));
    }
}
