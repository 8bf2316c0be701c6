//! Tests: a row is read as it was written, and what SQL picks is what the predicates in Rust pick.

use super::samples::*;
use crate::case::Masked;
use crate::ledger::{BoardFilter, BoardRow, BoardTimes, Ledger, LedgerError, Owner, WorklistOwner};
use crate::people::{Actor, Person, Role};
use crate::sla::ClockName;
use crate::ticket::{Awaiting, Commitment, Number, Severity, Status, Team, TeamOrPerson};
use proptest::prelude::*;

fn row(counter: u32, change: impl FnOnce(&mut BoardRow)) -> BoardRow {
    let (home, ledger) = ledger();
    append(&ledger, ticket_number(1), 0, vec![registered("the gate sticks")]).unwrap();
    let mut row = BoardRow::of(&folded(&ledger, ticket_number(1)), BoardTimes::default(), at(2), false);
    drop(home);
    row.number = ticket_number(counter);
    row.first_seq = u64::from(counter);
    change(&mut row);
    row
}

fn put(ledger: &Ledger, rows: &[BoardRow]) {
    let rows = rows.to_vec();
    ledger.write(move |tx| rows.iter().try_for_each(|row| tx.put_board(row))).unwrap();
}

fn picked(ledger: &Ledger, filter: BoardFilter) -> Vec<u32> {
    let limit = if filter.limit == 0 { 99 } else { filter.limit };
    ledger.board(&BoardFilter { limit, ..filter }).unwrap().into_iter().map(|row| row.number.counter).collect()
}

#[test]
fn a_row_is_read_as_it_was_written() {
    let (_home, ledger) = ledger();
    let full = row(7, |row| {
        row.requirement_number = Some("RD20240506001".parse().unwrap());
        row.severity = Some(Severity::Critical);
        row.assignee = Some("li".into());
        row.product = Some(Masked::as_stored("gate".into()));
        row.component = Some(Masked::as_stored("relay".into()));
        (row.next_due_at, row.look_at, row.overdue_at) = (Some(at(3)), Some(at(4)), Some(at(5)));
        row.escalation_level = 3;
        row.awaiting = Some(Awaiting::Approval);
        row.waited = Some((ClockName::Plan, at(6)));
        row.plan_by = Some("li".into());
        row.commitments = vec![Commitment {
            of: TeamOrPerson::Team(Team::ALL[0]),
            what: "logs".into(),
            due_at: Some(at(8)),
            ask: Some((1, "li".into())),
        }];
        row.attached_to = Some(ticket_number(2));
        (row.archived, row.unconsulted) = (true, true);
    });
    let bare = row(8, |_| {});
    put(&ledger, &[full.clone(), bare.clone()]);
    assert_eq!(ledger.board_row(full.number).unwrap(), Some(full.clone()));
    assert_eq!(ledger.board_row(bare.number).unwrap(), Some(bare));
    let owner = Owner { customer: "harbour".into(), contact: "wang".into(), registered_by: "wang".into() };
    assert_eq!((ledger.owner(full.number).unwrap(), ledger.owner(ticket_number(9)).unwrap()), (Some(owner), None));
    ledger.write(|tx| tx.clear_board()).unwrap();
    assert_eq!(ledger.board_row(full.number).unwrap(), None);
}

#[test]
fn each_condition_leaves_out_what_it_should() {
    let (_home, ledger) = ledger();
    let rows = [
        row(1, |row| row.assignee = Some("li".into())),
        row(2, |row| row.status = Status::Closed),
        row(3, |row| row.severity = Some(Severity::Critical)),
        row(4, |row| row.customer = "airport".into()),
        row(5, |row| (row.customer, row.contact, row.registered_by) = ("zoo".into(), "zhao".into(), "desk".into())),
        row(6, |row| row.submitted_at = at(500)),
    ];
    put(&ledger, &rows);
    let with = |change: &dyn Fn(&mut BoardFilter)| {
        let mut filter = BoardFilter::default();
        change(&mut filter);
        picked(&ledger, filter)
    };
    assert_eq!(with(&|_| {}), [6, 5, 4, 3, 2, 1], "the newest first");
    assert_eq!(with(&|f| f.open = true), [6, 5, 4, 3, 1]);
    assert_eq!(with(&|f| f.assignee = Some("li".into())), [1]);
    assert_eq!(with(&|f| f.severity = Some("critical".into())), [3]);
    assert_eq!(with(&|f| f.customer = Some("airport".into())), [4]);
    assert_eq!(with(&|f| f.owned_by = Some(("zhao".into(), None))), [5], "who is the contact of it");
    assert_eq!(with(&|f| f.owned_by = Some(("zhao".into(), Some("airport".into())))), [4], "those of a company see the company's");
    assert_eq!(with(&|f| f.submitted = Some((at(1), at(501)))), [6]);
    assert_eq!(with(&|f| f.before_seq = Some(3)), [2, 1]);
    assert_eq!(with(&|f| (f.offset, f.limit) = (1, 2)), [5, 4]);
    assert_eq!(with(&|f| f.text = Some("GATE stick".into())), [6, 5, 4, 3, 2, 1]);
    assert_eq!(with(&|f| f.text = Some("ts20240506003".into())), [3], "its number, in whatever case");
    assert_eq!(with(&|f| f.text = Some("gate %".into())), Vec::<u32>::new(), "a sign that SQL knows is a sign to look for");
}

#[test]
fn joined_tickets_due_ones_and_loads_are_counted_of_what_is_open() {
    let (_home, ledger) = ledger();
    let rows = [
        row(1, |row| row.look_at = Some(at(9))),
        row(2, |row| (row.attached_to, row.look_at) = (Some(ticket_number(1)), Some(at(3)))),
        row(3, |row| (row.attached_to, row.status) = (Some(ticket_number(1)), Status::Closed)),
        row(4, |row| row.assignee = Some("li".into())),
        row(5, |row| (row.assignee, row.status) = (Some("li".into()), Status::Closed)),
    ];
    put(&ledger, &rows);
    let counters = |numbers: Vec<Number>| -> Vec<u32> { numbers.into_iter().map(|n| n.counter).collect() };
    assert_eq!(counters(ledger.attached_to(ticket_number(1)).unwrap()), [2]);
    assert_eq!(ledger.attached().unwrap().len(), 2, "closed ones joined it too");
    assert_eq!(ledger.joined().unwrap(), [(ticket_number(1), ticket_number(2), "harbour".to_string())]);
    assert_eq!((counters(ledger.due(at(5), 9).unwrap()), counters(ledger.due(at(9), 9).unwrap())), (vec![2], vec![2, 1]));
    assert_eq!(ledger.loads().unwrap().get("li"), Some(&1));
    assert_eq!(counters(ledger.open_numbers_after(&ticket_number(1).to_string(), 9).unwrap()), [2, 4]);
}

const NAMES: [&str; 4] = ["li", "zhao", "qian", "sun"];

fn any_row() -> impl Strategy<Value = BoardRow> {
    let name = || prop::option::of(prop::sample::select(NAMES.to_vec()));
    // Half seconds too: two times of one second are written with and without a fraction.
    let due = || prop::option::of((0i64..30).prop_map(|half| at(0) + chrono::Duration::milliseconds(500 * half)));
    let asked = prop_oneof![
        prop::sample::select(NAMES.to_vec()).prop_map(|name| TeamOrPerson::Person(name.into())),
        prop::sample::select(Team::ALL.to_vec()).prop_map(TeamOrPerson::Team),
    ];
    let commitments = prop::collection::vec((asked, due()), 0..3);
    let template = row(1, |_| {});
    (prop::option::of(prop::sample::select(Awaiting::ALL.to_vec())), name(), name(), commitments, due()).prop_map(
        move |(awaiting, assignee, plan_by, commitments, due)| {
            let commitments = commitments.into_iter().map(|(of, due)| Commitment { of, what: "w".into(), due_at: due, ask: None });
            BoardRow {
                awaiting,
                assignee: assignee.map(str::to_string),
                plan_by: plan_by.map(str::to_string),
                waited: due.map(|due| (ClockName::Plan, due)),
                commitments: commitments.collect(),
                ..template.clone()
            }
        },
    )
}

fn any_actor() -> impl Strategy<Value = Actor> {
    let roles = prop::collection::vec(prop::sample::select(Role::ALL.to_vec()), 1..4);
    (prop::sample::select(NAMES.to_vec()), roles, prop::collection::vec(prop::sample::select(NAMES.to_vec()), 0..2), any::<bool>())
        .prop_map(|(name, roles, others, alone)| Actor::Person {
            person: Box::new(Person { name: name.into(), roles, ..Person::default() }),
            for_others: others.into_iter().map(str::to_string).collect(),
            alone,
        })
}

#[test]
fn a_step_and_something_owed_that_are_due_at_one_time_come_newest_first() {
    let (_home, ledger) = ledger();
    let commitment = Commitment { of: TeamOrPerson::Person("li".into()), what: "logs".into(), due_at: Some(at(5)), ask: None };
    let rows = [
        row(1, |row| {
            (row.assignee, row.awaiting) = (Some("li".into()), Awaiting::of_the_responsible().first().copied());
            row.waited = Some((ClockName::Plan, at(5)));
        }),
        row(2, |row| row.commitments = vec![commitment]),
    ];
    put(&ledger, &rows);
    let li = Person { name: "li".into(), roles: vec![Role::SeniorEngineer], ..Person::default() };
    let of = WorklistOwner::by(&Actor::person(li));
    assert_eq!(picked(&ledger, BoardFilter { worklist_owner: Some(of), by_due: true, ..BoardFilter::default() }), [2, 1]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn sql_picks_and_orders_as_the_predicates_do(rows in prop::collection::vec(any_row(), 1..30), actor in any_actor()) {
        let (_home, ledger) = ledger();
        let rows: Vec<BoardRow> = rows
            .into_iter()
            .enumerate()
            .map(|(i, row)| BoardRow { number: ticket_number(i as u32 + 1), first_seq: i as u64 + 1, ..row })
            .collect();
        put(&ledger, &rows);
        let of = WorklistOwner::by(&actor);
        let due = |row: &BoardRow| {
            let waited = row.waited.filter(|_| of.is_awaited_by(row)).map(|(_, due)| due);
            let commitments = row.commitments.iter().filter(|commitment| of.is_committed_to(commitment)).filter_map(|commitment| commitment.due_at).min();
            [waited, commitments].into_iter().flatten().min()
        };
        let mut wanted: Vec<&BoardRow> = rows.iter().filter(|row| of.is_awaited_by(row) || row.commitments.iter().any(|commitment| of.is_committed_to(commitment))).collect();
        wanted.sort_by_key(|row| (due(row).is_none(), due(row), std::cmp::Reverse(row.first_seq)));
        let wanted: Vec<u32> = wanted.into_iter().map(|row| row.number.counter).collect();
        let filter = BoardFilter { worklist_owner: Some(of.clone()), by_due: true, ..BoardFilter::default() };
        prop_assert_eq!(picked(&ledger, filter), wanted);
    }
}

#[test]
fn a_row_that_cannot_be_read_is_damage() {
    let (home, ledger) = ledger();
    put(&ledger, &[row(1, |_| {})]);
    by_hand(&home, "UPDATE board SET owed = '{'");
    let read = ledger.board_row(ticket_number(1));
    assert!(matches!(read, Err(LedgerError::Damaged { .. })), "{read:?}");
}
