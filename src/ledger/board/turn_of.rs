//! Whose turn it is to be, of the tickets on the board.

use super::row::BoardRow;
use crate::people::Actor;
use crate::ticket::{Asked, Owed, Team, Turn, Whose};

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
