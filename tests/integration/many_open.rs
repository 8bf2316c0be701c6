//! Fifty thousand open tickets: a tick looks at what is due, not at what is open. And a desk that was away.

use chrono::{DateTime, Duration, Utc};
use precedent::desk::{Desk, Purpose, Settings};
use precedent::ledger::{BoardRow, BoardTimes, Ledger, LedgerError};
use precedent::people::Actor;
use precedent::sla;
use precedent::ticket::*;

const OPEN: u32 = 50_000;
/// Of these, so many were registered late enough to have nothing due when the desk looks.
const DUE: u32 = 120;

fn utc(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// Tickets as a registration would leave them, many in one transaction.
fn register(ledger: &Ledger, settings: &Settings, count: u32, urgency: Severity, at: DateTime<Utc>) {
    let policies = settings.policies.clone();
    ledger
        .write(move |tx| {
            for _ in 0..count {
                let report = Report {
                    particulars: Particulars::Fault { steps: None, error: None },
                    channel: Channel::Api,
                    customer: "海风科技有限公司".into(),
                    contact: Contact { name: "王芳".into(), ..Contact::default() },
                    title: "扫描枪离线".into(),
                    description: String::new(),
                    urgency,
                    occurred_at: None,
                    product: None,
                    component: None,
                    version: None,
                };
                let consulted = Consulted { id: "c".into(), at, found: Some(Vec::new()) };
                let number = tx.next_number(Series::Ticket, at.date_naive())?;
                let event = TicketEvent::Registered { report, submitted_at: at, consulted };
                let recorded = tx.append_ticket(number, 0, "reg", at, vec![event])?;
                let ticket = Ticket::fold(number, &recorded).unwrap();
                let sla::Times { next_due: next_due_at, next_warning, .. } = sla::times(&ticket, &policies, at);
                let look_at = [next_due_at, next_warning].into_iter().flatten().min();
                tx.put_board(&BoardRow::of(&ticket, BoardTimes { next_due_at, look_at, ..BoardTimes::default() }, at, false))?;
            }
            Ok::<_, LedgerError>(())
        })
        .unwrap();
}

#[test]
fn the_scheduler_looks_at_what_is_due_and_not_at_what_is_open() {
    let home = tempfile::tempdir().unwrap();
    let settings = Settings::default();
    let desk = Desk::open(home.path(), settings.clone(), Purpose::Command).unwrap();
    let ledger = Ledger::open(&home.path().join("desk.db")).unwrap();
    // A Friday evening: minor trouble waits until Monday, critical trouble does not.
    let friday = utc("2024-05-17T10:00:00Z");
    register(&ledger, &settings, OPEN - DUE, Severity::Minor, friday);
    let begun = std::time::Instant::now();
    let before = desk.tick(friday + Duration::minutes(1)).unwrap();
    let idle = begun.elapsed();
    assert_eq!(before.looked_at, 0, "nothing is due: nothing is looked at");
    register(&ledger, &settings, DUE, Severity::Critical, friday);
    // Twelve minutes are 80 % of the first response's fifteen.
    let begun = std::time::Instant::now();
    let warned = desk.tick(friday + Duration::minutes(12)).unwrap();
    println!("{OPEN} open: a tick with nothing due took {idle:?}, one with {DUE} due {:?}", begun.elapsed());
    assert_eq!((warned.looked_at, warned.warned), (DUE as usize, DUE as usize));
    let missed = desk.tick(friday + Duration::minutes(15)).unwrap();
    assert_eq!((missed.looked_at, missed.breached), (DUE as usize, DUE as usize));
    let again = desk.tick(friday + Duration::minutes(15)).unwrap();
    assert_eq!((again.looked_at, again.breached, again.warned), (0, 0, 0), "looking twice finds nothing more");
    let filter = precedent::ledger::BoardFilter { status: Some("pending".into()), limit: OPEN as usize + 1, ..Default::default() };
    assert_eq!(desk.tickets(&Actor::Operator, filter).unwrap().len(), OPEN as usize);
}

#[test]
fn three_days_away_every_event_once_in_order_marked_late_and_a_clock_set_back_unsays_nothing() {
    let home = tempfile::tempdir().unwrap();
    let settings = Settings::default();
    let desk = Desk::open(home.path(), settings.clone(), Purpose::Command).unwrap();
    let ledger = Ledger::open(&home.path().join("desk.db")).unwrap();
    let begun = utc("2024-05-20T01:00:00Z");
    register(&ledger, &settings, 1, Severity::Critical, begun);
    let number = Number::ticket(begun.date_naive(), 1);
    let back = begun + Duration::days(3);
    let ticked = desk.tick(back).unwrap();
    assert_eq!((ticked.breached, ticked.escalated), (4, 1));
    let events = desk.timeline(&Actor::Operator, number).unwrap();
    let told: Vec<(String, DateTime<Utc>, bool)> = events
        .iter()
        .filter_map(|e| match &e.event {
            TicketEvent::Breached { clock, due_at, late, .. } => Some((clock.clone(), *due_at, *late)),
            TicketEvent::Escalated { to, due_at, late, .. } => Some((to.clone(), (*due_at)?, *late)),
            _ => None,
        })
        .collect();
    let at = |minutes: i64| begun + Duration::minutes(minutes);
    let late = |name: &str, minutes: i64| (name.to_string(), at(minutes), true);
    let expected = [
        late("first_response", 15),
        late("progress", 30),
        late("triage", 60),
        late("resolution", 240),
        late("support_manager", 240),
    ];
    assert_eq!(told, expected);
    // The machine's clock is set back by two days, then right again.
    for now in [back - Duration::days(2), back, back + Duration::minutes(1)] {
        let more = desk.tick(now).unwrap();
        assert_eq!((more.breached, more.escalated, more.warned), (0, 0, 0), "{now}");
    }
    let seen = desk.ticket(&Actor::Operator, number, begun).unwrap();
    let states: Vec<sla::ClockState> = seen.clocks.iter().map(|c| c.state).collect();
    assert_eq!(states, [sla::ClockState::Breached; 4], "what is on the record stays, whatever the clock says");
}
