//! Who acts, in which role, for which customer.

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
    /// Everyone but the customer works for the desk.
    pub fn is_staff(self) -> bool {
        self != Role::Customer
    }
}

/// The longest name of a person or company, in characters.
pub const NAME_CHARS_MAX: usize = 100;

/// Whether a character is one that nobody sees: it joins, hides or turns text round, or takes no room at all. In a name it
/// makes two that look the same and are not.
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

/// A name as it is kept: one blank between its words, whatever blank was typed.
pub fn tidy_name(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name that was pasted from somewhere, without what nobody sees: two reports of one customer are of one customer.
pub fn pasted_name(name: &str) -> String {
    tidy_name(&tidy_name(name).chars().filter(|c| !is_invisible(*c)).collect::<String>())
}

/// Not here for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Away {
    pub from: DateTime<Utc>,
    pub until: DateTime<Utc>,
    /// Who acts for them meanwhile, within their own roles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deputy: Option<String>,
}

/// On duty from and until, beyond what the policy's week says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    pub from: DateTime<Utc>,
    pub until: DateTime<Utc>,
}

impl Shift {
    pub fn covers(&self, at: DateTime<Utc>) -> bool {
        self.from <= at && at < self.until
    }
}

/// A person of the desk. The name is the identity: it is what others type to name them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub name: String,
    pub roles: Vec<Role>,
    /// For customers: the company they belong to. None: only what they themselves sent or are the contact of is theirs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// Has left: signs in no more and is given nothing more to do; the record keeps the name.
    #[serde(default, skip_serializing_if = "is_false")]
    pub inactive: bool,
    /// The groups (处理组) they belong to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub away: Option<Away>,
    /// Duties that were given by the day.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shifts: Vec<Shift>,
}

fn is_false(flag: &bool) -> bool {
    !flag
}

impl Person {
    pub fn has(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
    pub fn has_any(&self, roles: &[Role]) -> bool {
        roles.iter().any(|r| self.has(*r))
    }
    pub fn is_staff(&self) -> bool {
        self.roles.iter().any(|r| r.is_staff())
    }
    pub fn is_away(&self, now: DateTime<Utc>) -> bool {
        self.away.as_ref().is_some_and(|away| away.from <= now && now < away.until)
    }
    /// Who acts for them now, being away.
    pub fn deputy(&self, now: DateTime<Utc>) -> Option<&str> {
        self.away.as_ref().filter(|_| self.is_away(now))?.deputy.as_deref()
    }
    /// The same person with every staff role: the first administrator, or somebody who runs a desk alone.
    pub fn with_all_staff_roles(mut self) -> Person {
        self.roles = Role::ALL.iter().copied().filter(|r| r.is_staff()).collect();
        self
    }
}

/// Who does something: a person, somebody at the desk's own machine, or the desk itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A person; `alone` while the desk has nobody else, who may then approve their own plan. `for_others`: who is away and
    /// has named them their deputy.
    Person { person: Box<Person>, alone: bool, for_others: Vec<String> },
    /// Whoever runs a command on the desk's machine without `--as`; may what an administrator may.
    Operator,
    /// Clocks and followers.
    System,
    /// Somebody who has not signed in: sees what is public, does nothing.
    Visitor,
}

impl Actor {
    pub fn person(person: Person) -> Actor {
        Actor::Person { person: Box::new(person), alone: false, for_others: Vec::new() }
    }
    /// The name the record keeps.
    pub fn name(&self) -> &str {
        match self {
            Actor::Person { person, .. } => &person.name,
            Actor::Operator => "operator",
            Actor::System => "system",
            Actor::Visitor => "visitor",
        }
    }
    pub fn has_any(&self, roles: &[Role]) -> bool {
        match self {
            Actor::Person { person, .. } => person.has_any(roles),
            Actor::Operator => roles.contains(&Role::Administrator),
            Actor::System | Actor::Visitor => false,
        }
    }
    pub fn has(&self, role: Role) -> bool {
        self.has_any(&[role])
    }
    /// Works for the desk; the operator does, as an administrator.
    pub fn is_staff(&self) -> bool {
        match self {
            Actor::Person { person, .. } => person.is_staff(),
            Actor::Operator | Actor::System => true,
            Actor::Visitor => false,
        }
    }
    pub fn is_alone(&self) -> bool {
        matches!(self, Actor::Person { alone: true, .. })
    }
    /// Whether what is somebody's is theirs to do: their own, or of whom they stand in for.
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
    /// Who is away and has named them their deputy.
    pub fn stands_in_for(&self) -> &[String] {
        match self {
            Actor::Person { for_others, .. } => for_others,
            _ => &[],
        }
    }
    /// The same with no more than these roles.
    pub fn limited_to(mut self, roles: &[Role]) -> Actor {
        if let Actor::Person { person, .. } = &mut self {
            person.roles.retain(|role| roles.contains(role));
        }
        self
    }
    /// The same without whom they stand in for.
    pub fn for_themselves(&self) -> Actor {
        match self {
            Actor::Person { person, alone, .. } => Actor::Person { person: person.clone(), alone: *alone, for_others: Vec::new() },
            other => other.clone(),
        }
    }
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
