//! Tests: what is appended is read as it was written, whatever else is in the file.

use super::samples::*;
use crate::ledger::{Area, LedgerError};
use crate::ticket::{Ticket, TicketEvent};

#[test]
fn events_have_places_in_order_and_fold_to_the_ticket_that_is_read() {
    let (_home, ledger) = ledger();
    let (first, second) = (ticket_number(1), ticket_number(2));
    let mut recorded = append(&ledger, first, 0, vec![registered("one")]).unwrap();
    append(&ledger, second, 0, vec![registered("two")]).unwrap();
    recorded.extend(append(&ledger, first, 1, vec![TicketEvent::Started, TicketEvent::Resumed]).unwrap());
    let places: Vec<(u64, u64)> = recorded.iter().map(|event| (event.seq, event.version)).collect();
    assert_eq!(places, [(1, 1), (3, 2), (4, 3)]);
    assert_eq!(ledger.ticket_events(first).unwrap(), recorded);
    assert_eq!(Some(folded(&ledger, first)), Ticket::fold(first, &recorded));
    assert_eq!(ledger.last_seq().unwrap(), 4);
    assert_eq!(ledger.ticket(ticket_number(3)).unwrap(), None);
}

#[test]
fn whoever_comes_second_with_the_same_version_is_told_and_writes_nothing() {
    let (_home, ledger) = ledger();
    let number = ticket_number(1);
    append(&ledger, number, 0, vec![registered("one")]).unwrap();
    append(&ledger, number, 1, vec![TicketEvent::Started]).unwrap();
    let second = append(&ledger, number, 1, vec![TicketEvent::Resumed]);
    assert!(matches!(second, Err(LedgerError::Conflict)), "{second:?}");
    // The first of a pair may be free and the second not: neither is kept.
    let elsewhere = ledger.write(move |tx| {
        tx.append_ticket(ticket_number(2), 0, "wang", at(1), vec![registered("two")])?;
        tx.append_ticket(number, 1, "wang", at(1), vec![TicketEvent::Resumed])
    });
    assert!(matches!(elsewhere, Err(LedgerError::Conflict)), "{elsewhere:?}");
    assert_eq!((folded(&ledger, number).version, ledger.ticket(ticket_number(2)).unwrap()), (2, None));
}

#[test]
fn when_it_happened_is_not_when_it_was_written() {
    let (_home, ledger) = ledger();
    let number = ticket_number(1);
    let breached = TicketEvent::Breached { clock: "plan".into(), nth: Some(1), due_at: at(-30), late: false };
    let recorded = append(&ledger, number, 0, vec![registered("one"), breached, TicketEvent::Started]).unwrap();
    let times: Vec<_> = recorded.iter().map(|event| (event.occurred_at, event.recorded_at)).collect();
    assert_eq!(times, [(at(0), at(1)), (at(-30), at(1)), (at(1), at(1))]);
}

#[test]
fn the_record_is_followed_a_stretch_at_a_time_and_gone_past_what_cannot_be_read() {
    let (home, ledger) = ledger();
    let number = ticket_number(1);
    append(&ledger, number, 0, vec![registered("one"), TicketEvent::Started, TicketEvent::Resumed]).unwrap();
    append(&ledger, ticket_number(2), 0, vec![registered("two")]).unwrap();
    by_hand(&home, "UPDATE events SET recorded_at = 'yesterday' WHERE seq = 2");
    let mut seen = vec![];
    let (mut after, mut unreadable) = (0, 0);
    loop {
        let page = ledger.events_after(after, 2).unwrap();
        let Some(last) = page.last else { break };
        seen.extend(page.events.iter().map(|event| event.seq));
        unreadable += page.unreadable.len();
        after = last;
    }
    assert_eq!((seen, unreadable), (vec![1, 3, 4], 1));
    assert_eq!(ledger.touched_after(0, 3).unwrap(), (vec![number], 3));
    assert_eq!(ledger.touched_after(3, 9).unwrap(), (vec![ticket_number(2)], 4));
    assert_eq!(ledger.touched_after(4, 9).unwrap(), (vec![], 4), "nothing more: the place stays");
}

#[test]
fn what_cannot_be_read_is_never_decided_about_and_still_shown_as_far_as_it_goes() {
    let (home, ledger) = ledger();
    let number = ticket_number(1);
    append(&ledger, number, 0, vec![registered("one"), TicketEvent::Started, TicketEvent::Resumed]).unwrap();
    by_hand(&home, "UPDATE events SET body = '{\"event\": \"no such\"}' WHERE seq = 2");
    let read = folded(&ledger, number);
    assert_eq!((read.version, read.report.title.as_str()), (3, "one"));
    let decided = ledger.write(move |tx| tx.ticket(number));
    assert!(matches!(decided, Err(LedgerError::Damaged { seq: Some(2), .. })), "{decided:?}");
    assert_eq!(ledger.write(move |tx| tx.readable_ticket(number)).unwrap(), Some(read));
}

#[test]
fn every_column_of_a_row_is_vouched_for() {
    let changes =
        ["name = 'started '", "actor = 'li'", "occurred_at = '2024-05-06T00:00:00Z'", "version = 9", "stream = 'TS20240506009'"];
    for change in changes {
        let (home, ledger) = ledger();
        append(&ledger, ticket_number(1), 0, vec![registered("one"), TicketEvent::Started]).unwrap();
        assert_eq!(ledger.verify().unwrap().findings, Vec::<String>::new());
        by_hand(&home, &format!("UPDATE events SET {change} WHERE seq = 2"));
        let findings = ledger.verify().unwrap().findings;
        assert_eq!(findings.len(), 1, "{change}: {findings:?}");
        assert!(findings[0].contains("event 2"), "{change}: {findings:?}");
    }
}

#[test]
fn streams_of_a_day_are_found_by_when_they_were_recorded() {
    let (_home, ledger) = ledger();
    for minute in 0..5 {
        let body = serde_json::json!({ "text": format!("gate {minute}") });
        ledger.write(move |tx| tx.append_search("2024-05-06", "wang", at(minute), &body)).unwrap();
    }
    let between = |from, to, limit| -> Vec<u64> {
        let found = ledger.events_between(Area::Search, at(from), at(to), limit).unwrap();
        found.into_iter().map(|event| event.seq).collect()
    };
    assert_eq!(between(1, 4, 9), [2, 3, 4], "the last moment is not in it");
    assert_eq!(between(0, 9, 2), [4, 5], "the latest, in their order");
    assert_eq!(ledger.events_between(Area::Consultation, at(0), at(9), 9).unwrap().len(), 0);
}

#[test]
fn nothing_that_was_recorded_is_changed_or_taken_out() {
    let (home, ledger) = ledger();
    append(&ledger, ticket_number(1), 0, vec![registered("one")]).unwrap();
    let file = rusqlite::Connection::open(home.path().join("desk.db")).unwrap();
    for sql in ["UPDATE events SET actor = 'li'", "DELETE FROM events"] {
        let error = file.execute_batch(sql).unwrap_err().to_string();
        assert!(error.contains("append-only"), "{sql}: {error}");
    }
}
