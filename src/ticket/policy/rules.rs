//! The part of the policy that governs steps: who handles which class, assignment rules, closing after silence.

use crate::people::{Person, Role};
use crate::ticket::state::fold::Ticket;
use crate::ticket::words::payloads::Class;
use crate::ticket::words::vocabulary::*;
use chrono::Duration;
use serde::{Deserialize, Serialize};

/// What the policy of a desk says about steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// The roles that may be responsible for a fault, by severity.
    pub handled_by: Vec<(Severity, Vec<Role>)>,
    /// Assignment rules; the first that matches a ticket counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assign: Vec<AssignmentRule>,
    /// How long after the resolution a ticket may be closed without confirmation.
    #[serde(with = "seconds")]
    pub silence: Duration,
}

/// Proposes people or a group for tickets that match every criterion that is given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssignmentRule {
    /// Component, in any letter case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub component: Option<String>,
    /// Product, in any letter case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// Customer, in any letter case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// Kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// The group to propose.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// The people to propose.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<String>,
}

impl AssignmentRule {
    /// Whether a ticket matches. Letter case is ignored, because people type these values.
    fn fits(&self, ticket: &Ticket) -> bool {
        let same = |wanted: &Option<String>, is: Option<&String>| {
            wanted.as_ref().is_none_or(|wanted| is.is_some_and(|is| is.to_lowercase() == wanted.to_lowercase()))
        };
        same(&self.component, ticket.component.as_ref())
            && same(&self.product, ticket.report.product.as_ref())
            && same(&self.customer, Some(&ticket.report.customer))
            && self.kind.is_none_or(|kind| kind == ticket.kind())
    }

    /// Whether it proposes this person.
    pub fn names(&self, person: &Person) -> bool {
        self.people.contains(&person.name) || self.group.as_ref().is_some_and(|group| person.groups.contains(group))
    }
}

/// Serialises a [`chrono::Duration`] as whole seconds.
pub mod seconds {
    use chrono::Duration;
    use serde::{Deserialize, Deserializer, Serializer};

    /// Writes the seconds.
    ///
    /// # Errors
    ///
    /// If the serializer fails.
    pub fn serialize<S: Serializer>(duration: &Duration, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_i64(duration.num_seconds())
    }
    /// Reads the seconds.
    ///
    /// # Errors
    ///
    /// If it is not an integer, or too large for a duration.
    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Duration, D::Error> {
        let seconds = i64::deserialize(from)?;
        Duration::try_seconds(seconds).ok_or_else(|| serde::de::Error::custom("too long"))
    }
}

impl Default for Rules {
    fn default() -> Rules {
        let senior = vec![Role::SeniorEngineer];
        let junior = vec![Role::JuniorEngineer, Role::SeniorEngineer];
        Rules {
            handled_by: vec![
                (Severity::Critical, senior.clone()),
                (Severity::Major, senior),
                (Severity::Moderate, junior.clone()),
                (Severity::Minor, junior),
            ],
            assign: Vec::new(),
            silence: Duration::days(7),
        }
    }
}

impl Rules {
    /// The assignment rule for a ticket.
    pub fn assignment(&self, ticket: &Ticket) -> Option<&AssignmentRule> {
        self.assign.iter().find(|rule| rule.fits(ticket))
    }

    /// The roles that may be responsible for a class.
    pub fn fitting(&self, class: &Class) -> Vec<Role> {
        match class {
            Class::Requirement { .. } => vec![Role::ProductManager],
            Class::Fault { severity } => {
                self.handled_by.iter().find(|(s, _)| s == severity).map(|(_, roles)| roles.clone()).unwrap_or_default()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ticket::tests::story::{Story, person, report};
    use crate::ticket::words::report::Report;

    fn named(component: &str, product: &str, customer: &str, kind: Kind) -> AssignmentRule {
        let text = |text: &str| Some(text.to_string());
        let (component, product, customer) = (text(component), text(product), text(customer));
        AssignmentRule { component, product, customer, kind: Some(kind), ..AssignmentRule::default() }
    }

    /// A fault of Harbour's gate, in the product Port.
    fn ticket() -> Ticket {
        let mut story = Story::new();
        let report =
            Report { customer: "Harbour".into(), product: Some("Port".into()), component: Some("Gate".into()), ..report(false) };
        let number = story.register(report);
        story.of(number).clone()
    }

    #[test]
    fn a_rule_fits_a_ticket_that_has_everything_it_names() {
        let ticket = ticket();
        let whole = named("GATE", "port", "harbour", Kind::Fault);
        assert!(whole.fits(&ticket) && AssignmentRule::default().fits(&ticket));
        let but_one = [
            named("door", "port", "harbour", Kind::Fault),
            named("gate", "yard", "harbour", Kind::Fault),
            named("gate", "port", "airport", Kind::Fault),
            named("gate", "port", "harbour", Kind::Requirement),
        ];
        for rule in but_one {
            assert!(!rule.fits(&ticket), "{rule:?}");
            let alone = [
                AssignmentRule { component: rule.component.clone(), ..AssignmentRule::default() },
                AssignmentRule { product: rule.product.clone(), ..AssignmentRule::default() },
                AssignmentRule { customer: rule.customer.clone(), ..AssignmentRule::default() },
                AssignmentRule { kind: rule.kind, ..AssignmentRule::default() },
            ];
            assert_eq!(alone.iter().filter(|one| one.fits(&ticket)).count(), 3, "one of four is wrong in {rule:?}");
        }
        // A rule that names what a ticket does not have does not fit it.
        let bare = Ticket { component: None, report: Report { product: None, ..ticket.report.clone() }, ..ticket };
        assert!(!AssignmentRule { component: whole.component, ..AssignmentRule::default() }.fits(&bare));
        assert!(!AssignmentRule { product: whole.product, ..AssignmentRule::default() }.fits(&bare));
        // The class counts, once there is one.
        let wish = Class::Requirement { requirement_type: RequirementType::Enhancement, priority: Priority::P2 };
        let judged = Ticket { class: Some(wish), ..bare };
        assert!(AssignmentRule { kind: Some(Kind::Requirement), ..AssignmentRule::default() }.fits(&judged));
    }

    #[test]
    fn the_first_rule_that_fits_says_to_whom_a_ticket_is_proposed() {
        let to = |rule: AssignmentRule, name: &str| AssignmentRule { people: vec![name.into()], ..rule };
        let mut rules = Rules::default();
        let proposed = |rules: &Rules| rules.assignment(&ticket()).map(|rule| rule.people[0].clone());
        assert_eq!(proposed(&rules), None);
        rules.assign = vec![to(named("door", "port", "harbour", Kind::Fault), "li")];
        assert_eq!(proposed(&rules), None);
        rules.assign.push(to(named("gate", "port", "harbour", Kind::Fault), "zhou"));
        rules.assign.push(to(AssignmentRule::default(), "anybody"));
        assert_eq!(proposed(&rules).as_deref(), Some("zhou"));
    }

    #[test]
    fn a_rule_names_people_and_everybody_in_its_group() {
        let in_group = |name: &str, groups: &[&str]| Person {
            groups: groups.iter().map(|group| group.to_string()).collect(),
            ..person(name, &[Role::SeniorEngineer])
        };
        let rule = AssignmentRule { group: Some("night".into()), people: vec!["zhou".into()], ..AssignmentRule::default() };
        assert!(rule.names(&in_group("zhou", &[])), "by name");
        assert!(rule.names(&in_group("li", &["day", "night"])), "by group");
        assert!(!rule.names(&in_group("li", &["day"])) && !rule.names(&in_group("li", &[])));
        assert!(!AssignmentRule::default().names(&in_group("zhou", &["night"])));
    }

    #[test]
    fn rules_read_as_they_are_stored_in_whole_seconds() {
        let rules = Rules { silence: Duration::seconds(90), ..Rules::default() };
        let stored = serde_json::to_value(&rules).unwrap();
        assert_eq!(stored["silence"], 90);
        assert_eq!(serde_json::from_value::<Rules>(stored.clone()).unwrap(), rules);
        let with_silence = |seconds: i64| {
            let mut stored = stored.clone();
            stored["silence"] = seconds.into();
            serde_json::from_value::<Rules>(stored).map(|rules| rules.silence.num_seconds()).ok()
        };
        let longest = i64::MAX / 1000;
        assert_eq!([0, longest, longest + 1, i64::MAX].map(with_silence), [Some(0), Some(longest), None, None]);
    }
}
