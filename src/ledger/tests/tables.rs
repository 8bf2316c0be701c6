//! Tests: numbers, other names, ties, files, cursors and keys of requests.

use super::samples::*;
use crate::case::LinkKind;
use crate::ledger::{FileRow, LedgerError, LinkRow};
use crate::ticket::{Number, Series};

#[test]
fn a_number_is_given_once_and_one_given_elsewhere_never() {
    let (_home, ledger) = ledger();
    let day = at(0).date_naive();
    let next = || ledger.write(move |tx| tx.next_number(Series::Ticket, day)).unwrap().counter;
    assert_eq!((next(), next()), (1, 2));
    let undone: Result<Number, LedgerError> = ledger.write(move |tx| {
        tx.next_number(Series::Ticket, day)?;
        Err(LedgerError::Conflict)
    });
    assert!(undone.is_err());
    assert_eq!(next(), 3, "what was refused took none");
    let (far, near) = (Number { series: Series::Ticket, day, counter: 40 }, Number { series: Series::Ticket, day, counter: 7 });
    ledger.write(move |tx| tx.reserve_number(far).and_then(|()| tx.reserve_number(near))).unwrap();
    assert_eq!(next(), 41);
    let given = |counter| ledger.write(move |tx| tx.number_was_given(Number { series: Series::Ticket, day, counter })).unwrap();
    assert_eq!((given(41), given(42)), (true, false));
    let other = ledger.write(move |tx| tx.next_number(Series::Ticket, day.succ_opt().unwrap())).unwrap();
    assert_eq!(other.counter, 1, "each day counts anew");
    assert_eq!(ledger.high_marks().unwrap().len(), 2);
}

#[test]
fn another_name_stays_with_the_first_it_was_given_to() {
    let (_home, ledger) = ledger();
    let (first, second) = (ticket_number(1), ticket_number(2));
    ledger.write(move |tx| tx.put_alias("OLD-7", first).and_then(|()| tx.put_alias("OLD-7", second))).unwrap();
    assert_eq!(ledger.resolve_alias("OLD-7").unwrap(), Some(first));
    assert_eq!(ledger.resolve_alias("OLD-8").unwrap(), None);
}

#[test]
fn a_tie_keeps_its_first_date_and_can_be_untied() {
    let (_home, ledger) = ledger();
    let (one, two) = (ticket_number(1), ticket_number(2));
    let tie = |seq| ledger.write(move |tx| tx.tie(one, Some(two), two, seq)).unwrap();
    tie(5);
    tie(9);
    let row = |kind| LinkRow { from: one, to: two, kind, seq: 5 };
    assert_eq!(ledger.links_after(0).unwrap(), [row(LinkKind::Duplicate), row(LinkKind::Related)]);
    assert_eq!(ledger.links_after(5).unwrap(), []);
    ledger.write(move |tx| tx.untie(one, two, LinkKind::Related)).unwrap();
    assert_eq!(ledger.links_after(0).unwrap(), [row(LinkKind::Duplicate)]);
    ledger.write(move |tx| tx.tie(one, None, one, 12)).unwrap();
    assert_eq!(ledger.links_after(5).unwrap(), [], "nobody is tied to themselves");
}

#[test]
fn a_file_is_known_by_its_case_and_a_follower_by_its_name() {
    let (_home, ledger) = ledger();
    assert!(!ledger.has_files().unwrap());
    let row = FileRow { number: ticket_number(1), path: "2024/a.md".into(), digest: "d".into(), seq: 3 };
    let put = row.clone();
    ledger.write(move |tx| tx.put_file(&put)).unwrap();
    assert_eq!(ledger.file(row.number).unwrap(), Some(row.clone()));
    assert_eq!((ledger.files().unwrap(), ledger.has_files().unwrap()), (vec![row], true));
    assert_eq!(ledger.cursor("content").unwrap(), 0, "one that never came anywhere");
    ledger.write(|tx| tx.put_cursor("content", 4).and_then(|()| tx.put_cursor("content", 3))).unwrap();
    assert_eq!(ledger.cursor("content").unwrap(), 3, "a rebuild sets it back");
}

#[test]
fn a_request_sent_again_is_known_by_who_sent_it_and_its_key() {
    let (_home, ledger) = ledger();
    let put = |actor: &'static str, key: &'static str| {
        ledger.write(move |tx| tx.put_idempotent(actor, key, "digest", "TS20240506001", at(0)))
    };
    put("wang", "k1").unwrap();
    put("li", "k1").unwrap();
    assert!(put("wang", "k1").is_err(), "decided about once");
    let found = |actor: &'static str, key: &'static str| ledger.write(move |tx| tx.idempotent(actor, key)).unwrap();
    assert_eq!(found("wang", "k1"), Some(("digest".into(), "TS20240506001".into())));
    assert_eq!(found("wang", "k2"), None);
}
