//! Writing a board row to its columns, and reading it.

use super::row::BoardRow;
use crate::case::Masked;
use crate::ledger::connection::columns::{number, read_time, write_time};
use crate::ledger::error::LedgerError;
use crate::sla::ClockName;
use crate::ticket::{Awaiting, Severity, Status};
use crate::words::Vocabulary;
use rusqlite::types::Value;
use rusqlite::{Connection, Row, params, params_from_iter};

pub(in crate::ledger) const COLUMNS: &str = "number, requirement_number, kind, status, urgency, severity, title, customer, contact, registered_by, assignee, \
                       product, component, submitted_at, updated_at, first_seq, last_seq, version, next_due_at, attached_to, archived, unconsulted, \
                       look_at, overdue_at, escalation_level, turn, turn_clock, turn_due_at, plan_by, owed";

pub(in crate::ledger) fn put(c: &Connection, row: &BoardRow) -> Result<(), LedgerError> {
    let marks = vec!["?"; 30].join(", ");
    c.prepare_cached(&format!("INSERT OR REPLACE INTO board ({COLUMNS}) VALUES ({marks})"))?.execute(params![
        row.number.to_string(),
        row.requirement_number.map(|n| n.to_string()),
        row.kind,
        row.status.word(),
        row.urgency.word(),
        row.severity.map(Vocabulary::word),
        row.title.as_str(),
        row.customer,
        row.contact,
        row.registered_by,
        row.assignee,
        row.product.as_ref().map(Masked::as_str),
        row.component.as_ref().map(Masked::as_str),
        write_time(row.submitted_at),
        write_time(row.updated_at),
        row.first_seq,
        row.last_seq,
        row.version,
        row.next_due_at.map(write_time),
        row.attached_to.map(|n| n.to_string()),
        row.archived,
        row.unconsulted,
        row.look_at.map(write_time),
        row.overdue_at.map(write_time),
        row.escalation_level,
        row.awaiting.map_or("", Vocabulary::word),
        row.waited.map(|(clock, _)| clock.word()),
        row.waited.map(|(_, due_at)| write_time(due_at)),
        row.plan_by,
        serde_json::to_string(&row.commitments).map_err(|e| LedgerError::damaged(row.last_seq, e))?,
    ])?;
    Ok(())
}

pub(in crate::ledger) fn rows(c: &Connection, sql: &str, values: Vec<Value>) -> Result<Vec<BoardRow>, LedgerError> {
    let mut query = c.prepare_cached(sql)?;
    let mut rows = query.query(params_from_iter(values))?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(from_row(row)?);
    }
    Ok(found)
}

fn from_row(row: &Row) -> Result<BoardRow, LedgerError> {
    let text = |i: usize| row.get::<_, String>(i);
    let maybe = |i: usize| row.get::<_, Option<String>>(i);
    let damaged = |reason: String| LedgerError::damaged_table(format!("board: {reason}"));
    let time = |i: usize| read_time(&text(i)?).ok_or_else(|| damaged("a time cannot be read".into()));
    let word = |i: usize| Severity::parse(&text(i)?).map_err(|e| damaged(e.to_string()));
    Ok(BoardRow {
        number: number(&text(0)?)?,
        requirement_number: maybe(1)?.map(|n| number(&n)).transpose()?,
        kind: text(2)?,
        status: Status::parse(&text(3)?).map_err(|e| damaged(e.to_string()))?,
        urgency: word(4)?,
        severity: maybe(5)?.map(|_| word(5)).transpose()?,
        title: Masked::as_stored(text(6)?),
        customer: text(7)?,
        contact: text(8)?,
        registered_by: text(9)?,
        assignee: maybe(10)?,
        product: maybe(11)?.map(Masked::as_stored),
        component: maybe(12)?.map(Masked::as_stored),
        submitted_at: time(13)?,
        updated_at: time(14)?,
        first_seq: row.get(15)?,
        last_seq: row.get(16)?,
        version: row.get(17)?,
        next_due_at: maybe(18)?.map(|_| time(18)).transpose()?,
        attached_to: maybe(19)?.map(|n| number(&n)).transpose()?,
        archived: row.get(20)?,
        unconsulted: row.get(21)?,
        look_at: maybe(22)?.map(|_| time(22)).transpose()?,
        overdue_at: maybe(23)?.map(|_| time(23)).transpose()?,
        escalation_level: row.get(24)?,
        awaiting: Awaiting::parse(&text(25)?).ok(),
        waited: maybe(26)?
            .and_then(|clock| ClockName::parse(&clock).ok())
            .map(|clock| Ok::<_, LedgerError>((clock, time(27)?)))
            .transpose()?,
        plan_by: maybe(28)?,
        commitments: serde_json::from_str(&text(29)?).map_err(|e| damaged(e.to_string()))?,
    })
}
