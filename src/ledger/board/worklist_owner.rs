//! Which tickets on the board wait for a person.

use super::row::BoardRow;
use crate::people::Actor;
use crate::ticket::{Awaiting, Commitment, Party, Team, TeamOrPerson};

/// A person as the board asks for them: what they, their teams and those they stand in for have to do.
#[derive(Debug, Clone)]
pub struct WorklistOwner {
    /// Their own name first, then those they stand in for.
    pub names: Vec<String>,
    /// Teams they are in, of which something may be asked.
    pub teams: Vec<Team>,
    /// Steps that anybody with one of their roles may take.
    pub open_to: Vec<Awaiting>,
    /// Whether they run the desk alone, and so may approve a plan of their own.
    pub alone: bool,
}

impl WorklistOwner {
    /// What `actor` is asked for as.
    pub fn by(actor: &Actor) -> WorklistOwner {
        let names = std::iter::once(actor.name()).chain(actor.stands_in_for().iter().map(String::as_str));
        WorklistOwner {
            names: names.map(str::to_string).collect(),
            teams: Team::ALL.iter().copied().filter(|team| actor.has(team.role())).collect(),
            open_to: Awaiting::open_to(actor),
            alone: actor.is_alone(),
        }
    }

    fn is_one(&self, name: Option<&String>) -> bool {
        name.is_some_and(|name| self.names.contains(name))
    }

    /// Whether the next step of the ticket is theirs, in their own name or for another.
    /// [`BoardFilter`](super::filter::BoardFilter) says the same in SQL.
    pub fn is_awaited_by(&self, row: &BoardRow) -> bool {
        row.awaiting.is_some_and(|awaiting| match awaiting.party() {
            Party::Responsible => self.is_one(row.assignee.as_ref()),
            _ if awaiting == Awaiting::Approval && !self.alone && self.is_one(row.plan_by.as_ref()) => false,
            _ => self.open_to.contains(&awaiting),
        })
    }

    /// Whether they, a team of theirs, or somebody they stand in for owes this.
    pub fn is_committed_to(&self, commitment: &Commitment) -> bool {
        match &commitment.of {
            TeamOrPerson::Person(name) => self.names.contains(name),
            TeamOrPerson::Team(team) => self.teams.contains(team),
        }
    }
}
