//! A board filter as SQL. What waits for whom must agree with `worklist_owner.rs`; a property test compares them.

use super::filter::BoardFilter;
use super::worklist_owner::WorklistOwner;
use crate::ledger::connection::columns::write_time;
use crate::ticket::{ASKED_WORDS_MAX, Awaiting};
use crate::words::Vocabulary;
use rusqlite::types::Value;

/// The earliest due time owed, written as `write_time` writes `turn_due_at`: the two are compared as text.
const OWED_DUE_AT: &str = "min(strftime('%Y-%m-%dT%H:%M:%fZ', json_extract(value, '$.due_at')))";

/// A condition with its values.
#[derive(Default)]
struct Clause {
    sql: String,
    values: Vec<Value>,
}

impl Clause {
    fn push(&mut self, sql: &str, values: impl IntoIterator<Item = Value>) {
        self.sql.push_str(sql);
        self.values.extend(values);
    }

    fn push_in(&mut self, column: &str, words: Vec<Value>) {
        self.push(&format!("{column} IN ({})", vec!["?"; words.len()].join(", ")), words);
    }
}

fn words<T: Vocabulary>(values: &[T]) -> Vec<Value> {
    values.iter().map(|value| Value::from(value.word().to_string())).collect()
}

impl WorklistOwner {
    fn names(&self) -> Vec<Value> {
        self.names.iter().cloned().map(Value::from).collect()
    }

    /// SQL of [`WorklistOwner::is_awaited_by`].
    fn waiting(&self) -> Clause {
        let mut clause = Clause::default();
        clause.push("((", []);
        clause.push_in("turn", words(&self.open_to));
        if !self.alone {
            clause.push(" AND NOT (turn = 'approval' AND plan_by IS NOT NULL AND ", []);
            clause.push_in("plan_by", self.names());
            clause.push(")", []);
        }
        clause.push(") OR (", []);
        clause.push_in("turn", words(&Awaiting::of_the_responsible()));
        clause.push(" AND ", []);
        clause.push_in("assignee", self.names());
        clause.push("))", []);
        clause
    }

    /// SQL of [`WorklistOwner::is_committed_to`]: aggregates `wanted` over the things of the row that are theirs.
    fn owing(&self, wanted: &str) -> Clause {
        let mut clause = Clause::default();
        clause.push(&format!("(SELECT {wanted} FROM json_each(board.owed) WHERE "), []);
        clause.push_in("json_extract(value, '$.of.person')", self.names());
        clause.push(" OR ", []);
        clause.push_in("json_extract(value, '$.of.team')", words(&self.teams));
        clause.push(")", []);
        clause
    }

    /// Due time of the first thing they have to do; `'9'`, which sorts last, if nothing is due.
    fn due(&self) -> Clause {
        let (waiting, owing) = (self.waiting(), self.owing(OWED_DUE_AT));
        let sql = format!("min(coalesce(CASE WHEN {} THEN turn_due_at END, '9'), coalesce({}, '9'))", waiting.sql, owing.sql);
        Clause { sql, values: [waiting.values, owing.values].concat() }
    }
}

impl BoardFilter {
    /// The condition, the order, and the values of both with limit and offset.
    pub(in crate::ledger) fn sql(&self) -> (String, String, Vec<Value>) {
        let mut wheres = vec!["1 = 1".to_string()];
        let mut values: Vec<Value> = Vec::new();
        let equal = [
            ("status", &self.status),
            ("severity", &self.severity),
            ("assignee", &self.assignee),
            ("kind", &self.kind),
            ("customer", &self.customer),
        ];
        for (column, wanted) in equal {
            if let Some(wanted) = wanted {
                wheres.push(format!("{column} = ?"));
                values.push(wanted.clone().into());
            }
        }
        if self.open {
            wheres.push("status <> 'closed'".into());
        }
        if let Some(awaiting) = &self.awaiting {
            wheres.push(format!("turn IN ({})", vec!["?"; awaiting.len()].join(", ")));
            values.extend(awaiting.iter().map(|awaiting| Value::from(awaiting.word().to_string())));
        }
        if let Some(of) = &self.worklist_owner {
            let (waiting, owing) = (of.waiting(), of.owing("count(*)"));
            wheres.push(format!("({} OR (owed <> '[]' AND {} > 0))", waiting.sql, owing.sql));
            values.extend(waiting.values);
            values.extend(owing.values);
        }
        match &self.owned_by {
            Some((_, Some(company))) => {
                wheres.push("customer = ?".into());
                values.push(company.clone().into());
            }
            Some((name, None)) => {
                wheres.push("(registered_by = ? OR customer = ? OR contact = ?)".into());
                values.extend(std::iter::repeat_n(Value::from(name.clone()), 3));
            }
            None => {}
        }
        for word in self.text.iter().flat_map(|t| t.split_whitespace()).take(ASKED_WORDS_MAX) {
            wheres.push("(instr(lower(title), lower(?)) > 0 OR number = upper(?) OR requirement_number = upper(?))".into());
            values.extend(std::iter::repeat_n(Value::from(word.to_string()), 3));
        }
        if let Some((from, to)) = self.submitted {
            wheres.push("submitted_at >= ? AND submitted_at < ?".into());
            values.extend([from, to].map(|at| Value::from(write_time(at))));
        }
        if let Some(before) = self.before_seq {
            wheres.push("first_seq < ?".into());
            values.push((before as i64).into());
        }
        let order = match &self.worklist_owner {
            Some(of) if self.by_due => {
                let due = of.due();
                values.extend(due.values);
                format!("{}, first_seq DESC", due.sql)
            }
            None if self.by_due => "coalesce(overdue_at, next_due_at, '9'), first_seq DESC".into(),
            _ => "first_seq DESC".into(),
        };
        values.extend([self.limit, self.offset].map(|n| Value::from(n as i64)));
        (wheres.join(" AND "), order, values)
    }
}
