//! Which rows of the board a list wants, and in which order.

use super::board::BoardRow;
use super::stored::write_time;
use crate::people::Actor;
use crate::ticket::{ASKED_WORDS_MAX, Asked, Owed, Team, Turn, Whose};
use crate::words::Vocabulary;
use chrono::{DateTime, Utc};
use rusqlite::types::Value;

/// Which rows a list wants; empty wants all. Newest first.
#[derive(Debug, Clone, Default)]
pub struct BoardFilter {
    pub status: Option<String>,
    /// Only what is not closed.
    pub open: bool,
    pub severity: Option<String>,
    pub assignee: Option<String>,
    pub kind: Option<String>,
    pub customer: Option<String>,
    /// Only what this customer may see: their company, or else what they sent or are the contact of.
    pub owned_by: Option<(String, Option<String>)>,
    /// Only what waits for this.
    pub turns: Option<Vec<Turn>>,
    /// Only what waits for this person.
    pub turn_of: Option<TurnOf>,
    /// Words that the title must contain, or a number; the first [`ASKED_WORDS_MAX`] of them.
    pub text: Option<String>,
    /// Submitted at or after the first moment and before the second.
    pub submitted: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// Rows before this place.
    pub before_seq: Option<u64>,
    /// The nearest due time first instead of the newest: of what waits for the person where `turn_of` names one.
    pub by_due: bool,
    /// Rows passed over.
    pub offset: usize,
    pub limit: usize,
}

/// Whose turn it is to be.
#[derive(Debug, Clone)]
pub struct TurnOf {
    /// Their own name, then whom they stand in for.
    pub names: Vec<String>,
    /// Teams that something may be asked of.
    pub teams: Vec<Team>,
    /// Turns that anybody of their roles ends.
    pub open_to: Vec<Turn>,
    /// Whether they may judge a plan of their own, being alone.
    pub alone: bool,
}

impl TurnOf {
    pub fn by(actor: &Actor) -> TurnOf {
        let names = std::iter::once(actor.name()).chain(actor.stands_in_for().iter().map(String::as_str));
        TurnOf {
            names: names.map(str::to_string).collect(),
            teams: Team::ALL.iter().copied().filter(|team| actor.has(team.role())).collect(),
            open_to: Turn::open_to(actor),
            alone: actor.is_alone(),
        }
    }

    fn is_one(&self, name: Option<&String>) -> bool {
        name.is_some_and(|name| self.names.contains(name))
    }

    /// Whether the next step of a row is theirs, in their own name or for another.
    pub fn waits(&self, row: &BoardRow) -> bool {
        row.turn.is_some_and(|turn| match turn.whose() {
            Whose::Responsible => self.is_one(row.assignee.as_ref()),
            _ if turn == Turn::Approval && !self.alone && self.is_one(row.plan_by.as_ref()) => false,
            _ => self.open_to.contains(&turn),
        })
    }

    /// Whether something is owed by them, by their team, or by whom they stand in for.
    pub fn owes(&self, owed: &Owed) -> bool {
        match &owed.of {
            Asked::Person(name) => self.names.contains(name),
            Asked::Team(team) => self.teams.contains(team),
        }
    }
}

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

impl TurnOf {
    fn names(&self) -> Vec<Value> {
        self.names.iter().cloned().map(Value::from).collect()
    }

    /// As `waits` has it.
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
        clause.push_in("turn", words(&Turn::of_the_responsible()));
        clause.push(" AND ", []);
        clause.push_in("assignee", self.names());
        clause.push("))", []);
        clause
    }

    /// What is theirs among the things owed on a row, as `owes` has it.
    fn owing(&self, wanted: &str) -> Clause {
        let mut clause = Clause::default();
        clause.push(&format!("(SELECT {wanted} FROM json_each(board.owed) WHERE "), []);
        clause.push_in("json_extract(value, '$.of.person')", self.names());
        clause.push(" OR ", []);
        clause.push_in("json_extract(value, '$.of.team')", words(&self.teams));
        clause.push(")", []);
        clause
    }

    /// When the first of what waits for them runs out; after every time there is where nothing does.
    fn due(&self) -> Clause {
        let (waiting, owing) = (self.waiting(), self.owing("min(json_extract(value, '$.due_at'))"));
        let sql = format!("min(coalesce(CASE WHEN {} THEN turn_due_at END, '9'), coalesce({}, '9'))", waiting.sql, owing.sql);
        Clause { sql, values: [waiting.values, owing.values].concat() }
    }
}

impl BoardFilter {
    /// The condition, the order, and the values of both with limit and offset.
    pub(super) fn sql(&self) -> (String, String, Vec<Value>) {
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
        if let Some(turns) = &self.turns {
            wheres.push(format!("turn IN ({})", vec!["?"; turns.len()].join(", ")));
            values.extend(turns.iter().map(|turn| Value::from(turn.word().to_string())));
        }
        if let Some(of) = &self.turn_of {
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
        let order = match &self.turn_of {
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
