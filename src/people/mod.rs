//! People and actors: who acts, in which roles, for which customer.

#![warn(missing_docs)]
#![warn(clippy::missing_errors_doc)]

use crate::words::vocabulary;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

vocabulary! {
    /// The roles of the support process.
    Role, "role" {
        Customer = "customer" / "客户",
        Registrar = "registrar" / "登记人",
        AccountManager = "account_manager" / "客户经理",
        JuniorEngineer = "junior_engineer" / "初级技术支持工程师",
        SeniorEngineer = "senior_engineer" / "高级技术支持工程师",
        SupportSupervisor = "support_supervisor" / "技术主管",
        SupportManager = "support_manager" / "技术经理",
        RdDirector = "rd_director" / "研发总监",
        ProductManager = "product_manager" / "产品经理",
        Developer = "developer" / "研发",
        Tester = "tester" / "测试",
        Administrator = "administrator" / "系统管理员",
    }
}

impl Role {
    /// Whether the role works for the desk: every role except the customer.
    pub fn is_staff(self) -> bool {
        self != Role::Customer
    }
}

/// The longest name of a person or company, in characters.
pub const NAME_CHARS_MAX: usize = 100;

/// Whether a character is invisible (control, zero-width, direction mark, filler): in a name it makes two names that look the
/// same.
pub fn is_invisible(c: char) -> bool {
    let c = c as u32;
    c < 0x20
        || matches!(
            c,
            0x7F..=0x9F
                | 0xAD
                | 0x34F
                | 0x61C
                | 0x115F..=0x1160
                | 0x17B4..=0x17B5
                | 0x180B..=0x180F
                | 0x200B..=0x200F
                | 0x2028..=0x202E
                | 0x2060..=0x206F
                | 0x2800
                | 0x3164
                | 0xFE00..=0xFE0F
                | 0xFEFF
                | 0xFFA0
                | 0xFFF0..=0xFFFB
                | 0x1BCA0..=0x1BCA3
                | 0x1D173..=0x1D17A
                | 0xE0000..=0xE0FFF
        )
}

/// Collapses white space to single blanks and trims it.
pub fn tidy_name(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// [`tidy_name`] without invisible characters, so that a pasted customer name equals the typed one.
pub fn pasted_name(name: &str) -> String {
    tidy_name(&tidy_name(name).chars().filter(|c| !is_invisible(*c)).collect::<String>())
}

/// An absence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Away {
    /// Its beginning.
    pub from: DateTime<Utc>,
    /// Its end, exclusive.
    pub until: DateTime<Utc>,
    /// Name of the person who acts for them meanwhile, within the deputy's own roles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deputy: Option<String>,
}

/// A period on duty, in addition to the weekly schedule of the policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    /// Its beginning.
    pub from: DateTime<Utc>,
    /// Its end, exclusive.
    pub until: DateTime<Utc>,
}

impl Shift {
    /// Whether it covers this time.
    pub fn covers(&self, at: DateTime<Utc>) -> bool {
        self.from <= at && at < self.until
    }
}

/// A person of the desk. The name is the identity: people name each other by it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Unique name, at most [`NAME_CHARS_MAX`] characters.
    pub name: String,
    /// Their roles; at least one.
    pub roles: Vec<Role>,
    /// For customers: their company. `None`: they see only tickets that they registered or are the contact of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// Has left: cannot sign in and is not assigned anything; their name stays on the record.
    #[serde(default, skip_serializing_if = "is_false")]
    pub inactive: bool,
    /// Their groups (处理组).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
    /// Their absence, present or to come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub away: Option<Away>,
    /// Duties outside the weekly schedule.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shifts: Vec<Shift>,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

impl Person {
    /// Whether they have this role.
    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
    /// Whether they have at least one of these roles.
    pub fn has_any(&self, roles: &[Role]) -> bool {
        roles.iter().any(|r| self.has(*r))
    }
    /// Whether they work for the desk.
    pub fn is_staff(&self) -> bool {
        self.roles.iter().any(|r| r.is_staff())
    }
    /// Whether they are absent at `now`.
    pub fn is_away(&self, now: DateTime<Utc>) -> bool {
        self.away.as_ref().is_some_and(|away| away.from <= now && now < away.until)
    }
    /// Their deputy, if they are absent at `now` and have one.
    pub fn deputy(&self, now: DateTime<Utc>) -> Option<&str> {
        self.away.as_ref().filter(|_| self.is_away(now))?.deputy.as_deref()
    }
    /// The person with every staff role: for the first administrator, or somebody who runs a desk alone.
    pub fn with_all_staff_roles(mut self) -> Person {
        self.roles = Role::ALL.iter().copied().filter(|r| r.is_staff()).collect();
        self
    }
}

/// Who does something: a person, a command on the desk's machine, the desk itself, or a visitor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A person of the desk.
    Person {
        /// The person.
        person: Box<Person>,
        /// Whether nobody else works for the desk; then they may approve their own plan.
        alone: bool,
        /// Names of absent people whose deputy they are now.
        for_others: Vec<String>,
    },
    /// Whoever runs a command on the desk's machine without `--as`; has the rights of an administrator.
    Operator,
    /// The desk itself: the scheduler and the followers.
    System,
    /// Somebody who has not signed in: sees what is public, may do nothing.
    Visitor,
}

impl Actor {
    /// A person who acts in their own name only.
    pub fn person(person: Person) -> Actor {
        Actor::Person { person: Box::new(person), alone: false, for_others: Vec::new() }
    }
    /// The name that the record keeps.
    pub fn name(&self) -> &str {
        match self {
            Actor::Person { person, .. } => &person.name,
            Actor::Operator => "operator",
            Actor::System => "system",
            Actor::Visitor => "visitor",
        }
    }
    /// Whether the actor has at least one of these roles; the operator has the administrator's.
    pub fn has_any(&self, roles: &[Role]) -> bool {
        match self {
            Actor::Person { person, .. } => person.has_any(roles),
            Actor::Operator => roles.contains(&Role::Administrator),
            Actor::System | Actor::Visitor => false,
        }
    }
    /// Whether the actor has this role.
    pub fn has(&self, role: Role) -> bool {
        self.has_any(&[role])
    }
    /// Whether the actor works for the desk; operator and system do.
    pub fn is_staff(&self) -> bool {
        match self {
            Actor::Person { person, .. } => person.is_staff(),
            Actor::Operator | Actor::System => true,
            Actor::Visitor => false,
        }
    }
    /// Whether nobody else works for the desk.
    pub fn is_alone(&self) -> bool {
        matches!(self, Actor::Person { alone: true, .. })
    }
    /// Whether the actor is this person or their deputy now.
    pub fn answers_for(&self, name: &str) -> bool {
        self.name() == name || matches!(self, Actor::Person { for_others, .. } if for_others.iter().any(|other| other == name))
    }
    /// The groups they are in.
    pub fn groups(&self) -> &[String] {
        match self {
            Actor::Person { person, .. } => &person.groups,
            _ => &[],
        }
    }
    /// Names of absent people whose deputy they are now.
    pub fn stands_in_for(&self) -> &[String] {
        match self {
            Actor::Person { for_others, .. } => for_others,
            _ => &[],
        }
    }
    /// The same actor with no more than these roles, as a token limits them.
    pub fn limited_to(mut self, roles: &[Role]) -> Actor {
        if let Actor::Person { person, .. } = &mut self {
            person.roles.retain(|role| roles.contains(role));
        }
        self
    }
    /// The same actor without those whose deputy they are.
    pub fn for_themselves(&self) -> Actor {
        match self {
            Actor::Person { person, alone, .. } => Actor::Person { person: person.clone(), alone: *alone, for_others: Vec::new() },
            other => other.clone(),
        }
    }
    /// The company of a customer.
    pub fn company(&self) -> Option<&str> {
        match self {
            Actor::Person { person, .. } => person.company.as_deref(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Vocabulary;

    #[test]
    fn roles_read_as_they_are_written() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.word()).unwrap(), *role);
        }
        assert!(Role::parse("wizard").unwrap_err().to_string().contains("junior_engineer"));
    }

    #[test]
    fn the_operator_is_an_administrator_and_nothing_more() {
        assert!(Actor::Operator.has(Role::Administrator));
        assert!(!Actor::Operator.has(Role::SeniorEngineer));
    }
}
