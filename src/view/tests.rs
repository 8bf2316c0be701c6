//! What staff, the ticket's customer and other customers see of the same things.

use crate::desk::ReadTicket;
use crate::ledger::{BoardRow, BoardTimes};
use crate::people::{Actor, Person, Role};
use crate::ticket::tests::events::every;
use crate::ticket::tests::story::{Story, actor, happens, minute, report};
use crate::ticket::{Contact, Number, Report, Ticket};
use crate::view::{EventView, Reading, RowView, TicketView};
use expect_test::expect_file;
use std::fmt::Write;

const PHONE: &str = "13812345678";

/// A ticket whose every text names the telephone of its contact.
fn ticket() -> Ticket {
    let text = |what: &str| format!("{what} {PHONE}");
    let report = Report {
        contact: Contact { name: "wang".into(), phone: Some(PHONE.into()), ..Contact::default() },
        title: text("title"),
        description: text("description"),
        product: Some(text("product")),
        component: Some(text("component")),
        version: Some(text("version")),
        ..report(false)
    };
    let mut story = Story::new();
    let number = story.register(report);
    story.of(number).clone()
}

fn customer(company: &str) -> Actor {
    Actor::person(Person { name: "zhao".into(), roles: vec![Role::Customer], company: Some(company.into()), ..Person::default() })
}

#[test]
fn the_table_of_what_staff_and_the_customer_read_of_each_event() {
    let ticket = ticket();
    let (staff, owner) = (actor("senior", &[Role::SeniorEngineer]), customer("harbour"));
    let data = |event: &crate::ticket::Recorded, reader: &Actor| {
        let view = EventView::of(event, &Reading::of(&ticket, reader, |_| false));
        serde_json::to_value(view).unwrap()["data"].to_string()
    };
    let mut table = String::new();
    for event in every() {
        let sees = event.customer_sees();
        let name = event.name();
        let recorded = happens(&mut ticket.clone(), "senior", minute(1), event);
        writeln!(table, "{name}\n    staff     {}", data(&recorded, &staff)).unwrap();
        if sees {
            writeln!(table, "    customer  {}", data(&recorded, &owner)).unwrap();
        }
    }
    expect_file!["events.txt"].assert_eq(&table);
}

#[test]
fn no_text_of_a_ticket_shows_staff_its_contacts_telephone_and_its_customer_reads_their_own() {
    let ticket = ticket();
    let known = ReadTicket::alone(ticket.clone());
    let json = |reader: &Actor| serde_json::to_string(&TicketView::of(&known, reader)).unwrap();
    let staff = json(&actor("senior", &[Role::SeniorEngineer]));
    assert!(!staff.contains(PHONE), "{staff}");
    for what in ["title", "description", "product", "component", "version"] {
        assert!(staff.contains(&format!("{what} 138****5678")), "{what}: {staff}");
    }
    assert!(json(&customer("harbour")).contains(&format!("title {PHONE}")));
}

#[test]
fn nor_does_a_row_of_a_list() {
    let row = BoardRow::of(&ticket(), BoardTimes::default(), minute(1), false);
    for reader in [actor("senior", &[Role::SeniorEngineer]), customer("harbour")] {
        let row = serde_json::to_string(&RowView::of(&row, &reader)).unwrap();
        assert!(!row.contains(PHONE) && row.contains("product 138****5678"), "{row}");
    }
}

#[test]
fn customers_read_short_names_of_the_staff_and_the_desks_own_program_by_its_name() {
    let (ticket, owner) = (ticket(), customer("harbour"));
    let reading = Reading::of(&ticket, &owner, |_: Number| true);
    assert_eq!(reading.name("王小明").as_str(), "王*");
    assert_eq!(reading.name("zhao").as_str(), "zhao", "their own");
    assert_eq!(reading.name(Actor::System.name()).as_str(), "system");
}
