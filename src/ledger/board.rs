//! The board: one row per ticket as it stands now, for lists and the scheduler.

use super::filter::BoardFilter;
use super::read::number;
use super::stored::{read_time, write_time};
use super::{Ledger, LedgerError};
use crate::case::{Masked, Masker};
use crate::sla::ClockName;
use crate::ticket::{Number, Owed, Severity, Status, Ticket, Turn, owed, turn};
use crate::words::Vocabulary;
use chrono::{DateTime, Utc};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, Row, params, params_from_iter};
use std::collections::HashMap;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BoardRow {
    pub number: Number,
    pub requirement_number: Option<Number>,
    pub kind: String,
    pub status: Status,
    pub urgency: Severity,
    pub severity: Option<Severity>,
    pub title: Masked,
    pub customer: String,
    pub contact: String,
    pub registered_by: String,
    pub assignee: Option<String>,
    pub product: Option<String>,
    pub component: Option<String>,
    pub submitted_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub first_seq: u64,
    pub last_seq: u64,
    pub version: u64,
    /// When the next promise runs out, for people.
    pub next_due_at: Option<DateTime<Utc>>,
    /// When the scheduler has something to do.
    pub look_at: Option<DateTime<Utc>>,
    /// What ran out first of that which is still owed.
    pub overdue_at: Option<DateTime<Utc>>,
    pub escalation_level: u32,
    /// What it waits for.
    pub turn: Option<Turn>,
    /// The clock of that step, and when it runs out.
    pub waited: Option<(ClockName, DateTime<Utc>)>,
    /// Who wrote the plan that waits for approval.
    pub plan_by: Option<String>,
    /// What else is owed, and by whom.
    pub owed: Vec<Owed>,
    pub attached_to: Option<Number>,
    pub archived: bool,
    /// Registered while the archive could not be searched.
    pub unconsulted: bool,
}

/// Whose a ticket is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    pub customer: String,
    pub contact: String,
    pub registered_by: String,
}

/// What the clocks say about a ticket.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BoardTimes {
    pub next_due_at: Option<DateTime<Utc>>,
    pub look_at: Option<DateTime<Utc>>,
    pub overdue_at: Option<DateTime<Utc>>,
    pub waited: Option<(ClockName, DateTime<Utc>)>,
}

impl BoardRow {
    pub fn of(ticket: &Ticket, times: BoardTimes, updated_at: DateTime<Utc>, archived: bool) -> BoardRow {
        BoardRow {
            number: ticket.number,
            requirement_number: ticket.requirement_number,
            kind: ticket.kind().word().to_string(),
            status: ticket.status(),
            urgency: ticket.urgency,
            severity: ticket.severity(),
            // Whoever reads a list has no need to reach anybody.
            title: Masker::ways_of(&ticket.report.contact).masked(&ticket.report.title),
            customer: ticket.report.customer.clone(),
            contact: ticket.report.contact.name.clone(),
            registered_by: ticket.registered_by.clone(),
            assignee: ticket.responsible.clone(),
            product: ticket.report.product.clone(),
            component: ticket.component.clone(),
            submitted_at: ticket.submitted_at,
            updated_at,
            first_seq: ticket.first_seq,
            last_seq: ticket.last_seq,
            version: ticket.version,
            next_due_at: times.next_due_at,
            look_at: times.look_at,
            overdue_at: times.overdue_at,
            escalation_level: ticket.marks.escalation_level(),
            turn: turn(ticket),
            waited: times.waited,
            plan_by: ticket.plan_waiting().map(|plan| plan.by.clone()),
            owed: owed(ticket),
            attached_to: ticket.attached_to,
            archived,
            unconsulted: ticket.consulted.as_ref().is_some_and(|c| c.found.is_none()),
        }
    }
}

const COLUMNS: &str = "number, requirement_number, kind, status, urgency, severity, title, customer, contact, registered_by, assignee, \
                       product, component, submitted_at, updated_at, first_seq, last_seq, version, next_due_at, attached_to, archived, unconsulted, \
                       look_at, overdue_at, escalation_level, turn, turn_clock, turn_due_at, plan_by, owed";

impl Ledger {
    pub fn board(&self, filter: &BoardFilter) -> Result<Vec<BoardRow>, LedgerError> {
        let (wheres, order, values) = filter.sql();
        let sql = format!("SELECT {COLUMNS} FROM board WHERE {wheres} ORDER BY {order} LIMIT ? OFFSET ?");
        self.read(|c| rows(c, &sql, values))
    }

    pub fn board_row(&self, number: Number) -> Result<Option<BoardRow>, LedgerError> {
        let sql = format!("SELECT {COLUMNS} FROM board WHERE number = ?");
        self.read(|c| Ok(rows(c, &sql, vec![number.to_string().into()])?.pop()))
    }

    /// Whose a ticket is; None: there is no such ticket.
    pub fn owner(&self, number: Number) -> Result<Option<Owner>, LedgerError> {
        let sql = "SELECT customer, contact, registered_by FROM board WHERE number = ?1";
        self.read(|c| {
            let row = |r: &Row| Ok(Owner { customer: r.get(0)?, contact: r.get(1)?, registered_by: r.get(2)? });
            Ok(c.prepare_cached(sql)?.query_row([number.to_string()], row).optional()?)
        })
    }

    /// Tickets with which the scheduler has something to do by `now`, the longest waiting first.
    pub fn due(&self, now: DateTime<Utc>, limit: usize) -> Result<Vec<Number>, LedgerError> {
        self.read(|c| {
            let sql = "SELECT number FROM board WHERE look_at <= ?1 ORDER BY look_at LIMIT ?2";
            let mut query = c.prepare_cached(sql)?;
            query.query_map(params![write_time(now), limit as i64], |r| r.get::<_, String>(0))?.map(|n| number(&n?)).collect()
        })
    }

    /// Open tickets that have joined another: that one, their own number, whose they are.
    pub fn joined(&self) -> Result<Vec<(Number, Number, String)>, LedgerError> {
        self.read(|c| {
            let sql = "SELECT attached_to, number, customer FROM board
                       WHERE attached_to IS NOT NULL AND status <> 'closed' ORDER BY number";
            let mut query = c.prepare_cached(sql)?;
            let mut rows = query.query([])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                found.push((number(&row.get::<_, String>(0)?)?, number(&row.get::<_, String>(1)?)?, row.get(2)?));
            }
            Ok(found)
        })
    }

    /// How many open tickets each person answers for.
    pub fn loads(&self) -> Result<HashMap<String, usize>, LedgerError> {
        self.read(|c| {
            let sql = "SELECT assignee, count(*) FROM board WHERE status <> 'closed' AND assignee IS NOT NULL GROUP BY assignee";
            let mut query = c.prepare_cached(sql)?;
            let rows = query.query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, usize>(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// What each person is owed of, beside the tickets they answer for: things asked of them and deliveries planned.
    pub fn owed_by_person(&self) -> Result<HashMap<String, usize>, LedgerError> {
        self.read(|c| {
            let sql = "SELECT json_extract(value, '$.of.person') AS person, count(*) FROM board, json_each(board.owed)
                       WHERE board.owed <> '[]' AND person IS NOT NULL GROUP BY person";
            let mut query = c.prepare_cached(sql)?;
            let rows = query.query_map([], |r| Ok((r.get::<_, String>(0)?, r.get::<_, usize>(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// Whether there are open tickets whose rows are from before a column was there.
    pub fn board_is_behind(&self) -> Result<bool, LedgerError> {
        self.read(|c| Ok(c.query_row("SELECT EXISTS (SELECT 1 FROM board WHERE turn = '?')", [], |r| r.get(0))?))
    }

    /// Open tickets that still wait for their consultation.
    pub fn unconsulted(&self, limit: usize) -> Result<Vec<Number>, LedgerError> {
        self.read(|c| {
            let mut query = c.prepare_cached("SELECT number FROM board WHERE unconsulted = 1 ORDER BY number LIMIT ?1")?;
            query.query_map([limit as i64], |r| r.get::<_, String>(0))?.map(|n| number(&n?)).collect()
        })
    }

    /// Open tickets after a number, in order, a page at a time.
    pub fn open_numbers_after(&self, after: &str, limit: usize) -> Result<Vec<Number>, LedgerError> {
        self.read(|c| {
            let sql = "SELECT number FROM board WHERE status <> 'closed' AND number > ?1 ORDER BY number LIMIT ?2";
            let mut query = c.prepare_cached(sql)?;
            query.query_map(params![after, limit as i64], |r| r.get::<_, String>(0))?.map(|n| number(&n?)).collect()
        })
    }

    /// Every ticket's number after `after`, a page at a time.
    pub fn ticket_numbers_after(&self, after: &str, limit: usize) -> Result<Vec<Number>, LedgerError> {
        self.read(|c| {
            let sql = "SELECT stream FROM events WHERE area = 'ticket' AND version = 1 AND stream > ?1 AND stream GLOB 'TS[0-9]*'
                       ORDER BY stream LIMIT ?2";
            let mut query = c.prepare_cached(sql)?;
            let streams =
                query.query_map(params![after, limit as i64], |r| r.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
            // What is no number is no ticket; `check` names its events.
            Ok(streams.iter().filter_map(|stream| stream.parse().ok()).collect())
        })
    }
}

pub(super) fn attached_to(c: &Connection, parent: Number) -> Result<Vec<Number>, LedgerError> {
    let mut query =
        c.prepare_cached("SELECT number FROM board WHERE attached_to = ?1 AND status <> 'closed' ORDER BY first_seq")?;
    query.query_map([parent.to_string()], |r| r.get::<_, String>(0))?.map(|n| number(&n?)).collect()
}

pub(super) fn put(c: &Connection, row: &BoardRow) -> Result<(), LedgerError> {
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
        row.product,
        row.component,
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
        row.turn.map_or("", Vocabulary::word),
        row.waited.map(|(clock, _)| clock.word()),
        row.waited.map(|(_, due_at)| write_time(due_at)),
        row.plan_by,
        serde_json::to_string(&row.owed).map_err(|e| LedgerError::Damaged { seq: row.last_seq, reason: e.to_string() })?,
    ])?;
    Ok(())
}

fn rows(c: &Connection, sql: &str, values: Vec<Value>) -> Result<Vec<BoardRow>, LedgerError> {
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
    let damaged = |reason: String| LedgerError::Damaged { seq: 0, reason: format!("board: {reason}") };
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
        product: maybe(11)?,
        component: maybe(12)?,
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
        turn: Turn::parse(&text(25)?).ok(),
        waited: maybe(26)?
            .and_then(|clock| ClockName::parse(&clock).ok())
            .map(|clock| Ok::<_, LedgerError>((clock, time(27)?)))
            .transpose()?,
        plan_by: maybe(28)?,
        owed: serde_json::from_str(&text(29)?).map_err(|e| damaged(e.to_string()))?,
    })
}
