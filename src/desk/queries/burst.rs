//! Bursts: many similar reports within a short time, which suggest one problem. A burst is proposed as an incident; a person
//! declares it.

use crate::case::Masked;
use crate::desk::consult::question::question_of;
use crate::desk::core::burst_groups::{ASKS_MAX, BurstSnapshot, FOUND_AT_ONCE, REPORTS_MAX, REST, ReportGroups};
use crate::desk::core::desk::Desk;
use crate::desk::error::DeskError;
use crate::index::{Band, SimilarScope, TokenSet, Visibility};
use crate::ledger::{BoardFilter, BoardRow};
use crate::people::Actor;
use crate::reason::{Forbidden, StaffMatter};
use crate::ticket::Number;
use chrono::{DateTime, Utc};
use parking_lot::MutexGuard;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::time::Instant;

/// Many similar reports within the policy's window, proposed as an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Burst {
    /// Oldest first; the oldest is proposed as the incident.
    pub tickets: Vec<Number>,
    /// Title of the oldest, masked.
    pub title: Masked,
    /// How many different customers reported.
    pub customers: usize,
    /// When the oldest was submitted.
    pub first_at: DateTime<Utc>,
    /// When the newest was submitted.
    pub last_at: DateTime<Utc>,
}

/// Matches per search of the archive; they connect a report to their groups.
const LIKE_MAX: usize = 50;
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

/// The bursts within the policy's window, largest first. Staff only.
pub fn bursts(desk: &Desk, actor: &Actor, now: DateTime<Utc>) -> Result<Vec<Burst>, DeskError> {
    if !actor.is_staff() {
        return Err(Forbidden::Staff { matter: StaffMatter::OthersReports }.into());
    }
    let mut bursts: Vec<Burst> = last_bursts(desk, now)?.groups.iter().map(|group| burst(group)).collect();
    bursts.sort_by_key(|burst| std::cmp::Reverse(burst.tickets.len()));
    Ok(bursts)
}

/// The burst a ticket is in; `None` for anybody but staff.
pub fn burst_of(desk: &Desk, actor: &Actor, number: Number, now: DateTime<Utc>) -> Result<Option<Burst>, DeskError> {
    desk.ticket_for(actor, number)?;
    if !actor.is_staff() {
        return Ok(None);
    }
    let all = last_bursts(desk, now)?;
    Ok(all.groups.iter().find(|group| group.iter().any(|ticket| ticket.number == number)).map(|group| burst(group)))
}

/// As [`burst_of`], for display beside other things: where finding bursts is slow, the last result, less what has been joined
/// or closed since.
pub fn burst_shown(desk: &Desk, actor: &Actor, number: Number, now: DateTime<Utc>) -> Result<Option<Burst>, DeskError> {
    let last = desk.last_bursts.read().clone();
    let Some(last) = last.filter(|last| actor.is_staff() && desk.is_tended() && last.is_tended()) else {
        // The first run takes hundreds of searches; a page does not wait for it.
        let being_found = desk.is_tended() && desk.last_bursts.read().is_none() && desk.report_groups.is_locked();
        return if being_found { desk.ticket_for(actor, number).map(|_| None) } else { burst_of(desk, actor, number, now) };
    };
    desk.ticket_for(actor, number)?;
    let Some(group) = last.groups.iter().find(|group| group.iter().any(|ticket| ticket.number == number)) else {
        return Ok(None);
    };
    let open: HashSet<Number> = lately_reported(desk, now)?.into_iter().map(|row| row.number).collect();
    let group: Vec<BoardRow> = group.iter().filter(|row| open.contains(&row.number)).cloned().collect();
    let is_one = group.len() >= desk.settings.policies.policy().burst.reports as usize && open.contains(&number);
    Ok(is_one.then(|| burst(&group)))
}

/// The groups: the last result if nothing was recorded since or another thread is just finding them, else found now.
fn last_bursts(desk: &Desk, now: DateTime<Utc>) -> Result<Arc<BurstSnapshot>, DeskError> {
    let last = desk.last_bursts.read().clone();
    let seq = desk.ledger.last_seq()?;
    if let Some(last) = last.as_ref().filter(|last| last.is_new(seq, now)) {
        return Ok(last.clone());
    }
    let report_groups = match (desk.report_groups.try_lock(), last) {
        (Some(report_groups), _) => report_groups,
        (None, Some(last)) if last.is_recent(now) => return Ok(last),
        (None, _) => desk.report_groups.lock(),
    };
    find_bursts(desk, report_groups, seq, now)
}

/// Finds bursts in the background where that is slow, once somebody has asked for them.
pub fn tend_bursts(desk: &Desk, now: DateTime<Utc>) -> Result<(), DeskError> {
    let last = desk.last_bursts.read().clone();
    let seq = desk.ledger.last_seq()?;
    let is_due =
        |last: &BurstSnapshot| last.took > FOUND_AT_ONCE && !last.is_new(seq, now) && last.found.elapsed() > last.took * REST;
    if last.is_none_or(|last| is_due(&last)) {
        let report_groups = desk.report_groups.lock();
        find_bursts(desk, report_groups, seq, now)?;
    }
    Ok(())
}

fn find_bursts(
    desk: &Desk,
    report_groups: MutexGuard<ReportGroups>,
    seq: u64,
    now: DateTime<Utc>,
) -> Result<Arc<BurstSnapshot>, DeskError> {
    let began = Instant::now();
    let groups = regroup(desk, report_groups, now)?;
    let found = Arc::new(BurstSnapshot { seq, at: now, groups, found: Instant::now(), took: began.elapsed() });
    *desk.last_bursts.write() = Some(found.clone());
    Ok(found)
}

/// Open reports of the window in groups of similar ones, each large enough to be a burst, oldest first. Similarity is
/// transitive here; it comes from shared words and from the archive's search.
fn regroup(desk: &Desk, mut report_groups: MutexGuard<ReportGroups>, now: DateTime<Utc>) -> Result<Vec<Vec<BoardRow>>, DeskError> {
    let mut lately = lately_reported(desk, now)?;
    let least = desk.settings.policies.policy().burst.reports as usize;
    if lately.len() < least {
        return Ok(Vec::new());
    }
    report_groups.keep(&lately.iter().map(|row| row.number).collect());
    for row in lately.iter().filter(|row| !report_groups.is_known(row.number, row.version)).collect::<Vec<_>>() {
        if let Some(ticket) = desk.ledger.ticket(row.number)? {
            let counts = ticket.imported.is_none() && !ticket.incident;
            report_groups.take_in(row.number, row.version, counts, TokenSet::of(&ticket.report.title, &ticket.report.body()));
        }
    }
    lately.retain(|row| report_groups.known.get(&row.number).is_some_and(|known| known.counts));
    if lately.len() < least {
        return Ok(Vec::new());
    }
    let numbers: Vec<Number> = lately.iter().map(|row| row.number).collect();
    let mut group_of = report_groups.groups(&numbers);
    for _ in 0..ASKS_MAX {
        let Some(number) = report_groups.to_ask(&numbers, &group_of) else { break };
        let like = like_among(desk, number, &numbers)?;
        report_groups.found(number, like);
        group_of = report_groups.groups(&numbers);
    }
    let mut groups: BTreeMap<usize, Vec<BoardRow>> = BTreeMap::new();
    for (row, group) in lately.into_iter().zip(group_of) {
        groups.entry(group).or_default().push(row);
    }
    Ok(groups.into_values().filter(|group| group.len() >= least).collect())
}

/// Open reports of the window that have joined no other ticket, oldest first.
fn lately_reported(desk: &Desk, now: DateTime<Utc>) -> Result<Vec<BoardRow>, DeskError> {
    let from = now - desk.settings.policies.policy().burst.window;
    let filter = BoardFilter { open: true, limit: REPORTS_MAX, ..BoardFilter::default() };
    let mut rows = desk.ledger.board(&filter)?;
    rows.retain(|row| row.submitted_at >= from && row.submitted_at <= now && row.attached_to.is_none());
    rows.sort_by_key(|row| row.first_seq);
    Ok(rows)
}

/// Which of `among` the archive's search finds similar to a ticket. For staff, who see everything.
fn like_among(desk: &Desk, number: Number, among: &[Number]) -> Result<HashSet<Number>, DeskError> {
    let Some(ticket) = desk.ledger.ticket(number)? else { return Ok(HashSet::new()) };
    let numbers: HashSet<Number> = among.iter().copied().collect();
    let scope =
        SimilarScope { limit: LIKE_MAX, visibility: Visibility::Staff, as_of: None, without: Some(number), families: false };
    let similar = desk.ask(|index| Ok(index.similar(&question_of(&ticket.report), &scope)?))?;
    let like = similar.matches.iter().filter(|m| m.band != Band::Weak && numbers.contains(&m.number));
    Ok(like.map(|m| m.number).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::{Purpose, Settings};
    use crate::people::{Person, Role};
    use crate::ticket::{Channel, Contact, Particulars, Report, Severity, Verb};
    use chrono::TimeZone;

    fn report(nth: usize) -> Report {
        Report {
            particulars: Particulars::Fault { steps: None, error: None },
            channel: Channel::Api,
            customer: format!("Company {nth}"),
            contact: Contact { name: "王芳".into(), ..Contact::default() },
            title: "uploading attachments fails".into(),
            description: "the storage gateway answers 503 since this morning".into(),
            urgency: Severity::Moderate,
            occurred_at: None,
            product: None,
            component: None,
            version: None,
        }
    }

    #[test]
    fn where_finding_takes_long_a_page_shows_what_was_found_last_less_what_has_joined_since() {
        let home = tempfile::tempdir().unwrap();
        let desk = Desk::open(home.path(), Settings::default(), Purpose::Serve).unwrap();
        let now = Utc.with_ymd_and_hms(2024, 5, 6, 2, 0, 0).unwrap();
        let person = Person { name: "lin".into(), roles: vec![Role::SeniorEngineer], ..Person::default() };
        desk.add_person(&Actor::System, person, now).unwrap();
        let lin = desk.actor_named("lin", now).unwrap();
        let register = |nth: usize| {
            let consulted = desk.consult_report(&lin, report(nth), None, now).unwrap();
            desk.register(&lin, consulted, None, now).unwrap().number
        };
        let least = desk.settings().policies.policy().burst.reports as usize;
        let numbers: Vec<Number> = (0..=least).map(register).collect();
        let shown = || desk.burst_shown(&lin, numbers[0], now).unwrap().map(|burst| burst.tickets.len());
        assert_eq!(shown(), Some(least + 1));
        // As on a served desk where finding takes a fifth of a second, done three seconds ago.
        desk.index_is_tended();
        let slow = |ago: u64| {
            let last = desk.last_bursts.read().clone().unwrap();
            let found = Instant::now() - std::time::Duration::from_secs(ago);
            let (seq, at, groups) = (last.seq, last.at, last.groups.clone());
            *desk.last_bursts.write() = Some(Arc::new(BurstSnapshot { seq, at, groups, found, took: FOUND_AT_ONCE * 3 / 2 }));
        };
        slow(0);
        register(least + 1);
        desk.tend_index().unwrap();
        assert_eq!(shown(), Some(least + 1), "the page does not find it anew");
        desk.tend_bursts(now).unwrap();
        assert_eq!(shown(), Some(least + 1), "nor does the thread, so soon after");
        slow(4);
        desk.tend_bursts(now).unwrap();
        assert_eq!(shown(), Some(least + 2), "the thread found it");
        slow(0);
        let verb = Verb::Attach { ticket: numbers[1] };
        let request = crate::desk::ActRequest { number: numbers[2], verb, seen_version: None, idempotency: None };
        desk.act(&lin, request, now).unwrap();
        assert_eq!(shown(), Some(least + 1), "what has joined is left out at once");
        assert_eq!(desk.burst_of(&lin, numbers[2], now).unwrap(), None);
    }
}
