//! Tests: tokens, links, sessions and notices last as long as they should and belong to one person.

use super::samples::*;
use crate::ledger::{LedgerError, NoticeRow, TokenRow, token_id};
use crate::people::Role;
use crate::ticket::NotificationReason;

#[test]
fn a_token_speaks_for_its_person_until_it_is_revoked() {
    let (_home, ledger) = ledger();
    let digest = |n: u8| format!("{n:02}").repeat(32);
    for (n, person) in [(1, "wang"), (2, "wang"), (3, "li")] {
        let token = TokenRow {
            id: token_id(&digest(n)),
            person: person.into(),
            roles: vec![Role::SeniorEngineer],
            created_at: None,
            last_used_at: None,
        };
        ledger.write(move |tx| tx.put_token(&digest(n), &token, at(n.into()))).unwrap();
    }
    ledger.write(move |tx| tx.note_token_use(&digest(1), at(9))).unwrap();
    let first = ledger.token(&digest(1)).unwrap().unwrap();
    assert_eq!((first.person.as_str(), first.roles.as_slice()), ("wang", [Role::SeniorEngineer].as_slice()));
    assert_eq!((first.created_at, first.last_used_at), (Some(at(1)), Some(at(9))));
    assert!(ledger.write(move |tx| tx.revoke_token(&token_id(&digest(2)), at(10))).unwrap());
    assert!(!ledger.write(move |tx| tx.revoke_token(&token_id(&digest(2)), at(10))).unwrap(), "revoked already");
    assert_eq!(ledger.token(&digest(2)).unwrap(), None);
    ledger.write(|tx| tx.revoke_tokens_of("wang", at(11))).unwrap();
    let left: Vec<String> = ledger.tokens().unwrap().into_iter().map(|token| token.person).collect();
    assert_eq!(left, ["li"]);
}

#[test]
fn a_link_is_used_up_at_once_and_only_the_latest_of_a_person_is_good() {
    let (_home, ledger) = ledger();
    let put = |digest: &'static str, person: Option<&'static str>, until| {
        ledger.write(move |tx| tx.put_sign_in_link(digest, person, at(until))).unwrap();
    };
    put("old", Some("wang"), 10);
    put("new", Some("wang"), 10);
    put("first person", None, 10);
    assert_eq!(ledger.sign_in_link("old", at(1)).unwrap(), None);
    assert_eq!(ledger.sign_in_link("first person", at(1)).unwrap(), Some(None));
    assert_eq!(ledger.sign_in_link("new", at(1)).unwrap(), Some(Some("wang".into())), "looking does not use it up");
    let take = |digest: &'static str, minute| ledger.write(move |tx| tx.take_sign_in_link(digest, at(minute))).unwrap();
    assert_eq!(take("new", 9), Some(Some("wang".into())));
    assert_eq!(take("new", 9), None);
    put("late", Some("wang"), 10);
    assert_eq!(take("late", 10), None, "its time is over in the minute it ends");
}

#[test]
fn a_session_ends_by_time_by_signing_out_and_with_its_person() {
    let (_home, ledger) = ledger();
    let put = |digest: &'static str, person: &'static str| {
        ledger.write(move |tx| tx.put_session(digest, person, at(10))).unwrap();
    };
    put("one", "wang");
    put("two", "wang");
    put("three", "wang");
    put("other", "li");
    let whose = |digest: &str, minute| ledger.session(digest, at(minute)).unwrap();
    assert_eq!((whose("one", 9), whose("one", 10)), (Some("wang".into()), None));
    ledger.write(|tx| tx.end_session("one")).unwrap();
    assert_eq!((whose("one", 1), whose("two", 1)), (None, Some("wang".into())));
    ledger.write(|tx| tx.end_sessions_of("wang")).unwrap();
    assert_eq!((whose("two", 1), whose("three", 1), whose("other", 1)), (None, None, Some("li".into())));
}

#[test]
fn a_notice_is_one_persons_and_is_told_once() {
    let (_home, ledger) = ledger();
    let put = |person: &str, seq: u64, counter| {
        let row = NoticeRow {
            person: person.into(),
            seq,
            number: ticket_number(counter),
            reason: NotificationReason::ALL[0],
            seen: false,
        };
        ledger.write(move |tx| tx.put_notice(&row)).unwrap();
    };
    put("wang", 1, 1);
    put("wang", 2, 2);
    put("wang", 3, 1);
    put("li", 1, 1);
    let places = |person: &str, before, unseen| -> Vec<u64> {
        ledger.notices(person, before, unseen, 9).unwrap().into_iter().map(|notice| notice.seq).collect()
    };
    assert_eq!((places("wang", u64::MAX, true), places("wang", 3, false)), (vec![3, 2, 1], vec![2, 1]));
    ledger.write(|tx| tx.see_notices("wang", 2, Some(ticket_number(1)))).unwrap();
    assert_eq!((places("wang", 9, true), ledger.notices_unseen("wang").unwrap()), (vec![3, 2], 2), "of one ticket, up to a place");
    put("wang", 1, 1);
    assert_eq!(ledger.notices_unseen("wang").unwrap(), 2, "told before: it stays seen");
    ledger.write(|tx| tx.see_notices("wang", u64::MAX, None)).unwrap();
    assert_eq!((ledger.notices_unseen("wang").unwrap(), ledger.notices_unseen("li").unwrap()), (0, 1));
}

#[test]
fn of_many_notices_the_latest_are_kept() {
    let (_home, ledger) = ledger();
    ledger
        .write(|tx| {
            for seq in 1..=520 {
                let row = NoticeRow {
                    person: "wang".into(),
                    seq,
                    number: ticket_number(1),
                    reason: NotificationReason::ALL[0],
                    seen: false,
                };
                tx.put_notice(&row)?;
            }
            Ok::<_, LedgerError>(())
        })
        .unwrap();
    let kept = ledger.notices("wang", u64::MAX, false, 1_000).unwrap();
    assert_eq!((kept.len(), kept[0].seq, kept[499].seq), (500, 520, 21));
}
