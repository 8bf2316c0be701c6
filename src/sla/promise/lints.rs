//! Lints of a policy: what is allowed and probably a mistake, such as a duty of somebody who does not exist.

use super::policy::Policy;
use crate::people::Person;
use crate::reason::{OneOf, PolicyLint};
use crate::sla::time::span::Allowance;
use crate::ticket::Severity;

/// The lints of a policy, for whoever tries it before it comes into force; sorted by their English sentence.
pub fn lints(policy: &Policy, people: &[Person]) -> Vec<PolicyLint> {
    let mut found = Vec::new();
    let here = |name: &String| people.iter().any(|p| p.name == *name && p.is_staff() && !p.inactive);
    for severity in Severity::ALL {
        let rule = policy.rule(*severity);
        if let (Allowance::Time(plan), Some(Allowance::Time(resolution))) = (rule.plan, rule.resolution)
            && plan >= resolution
        {
            let (plan, resolution) = (plan.to_string(), resolution.to_string());
            found.push(PolicyLint::PlanTooLate { severity: (*severity).into(), plan, resolution });
        }
        let fits = policy.rules.handled_by.iter().find(|(of, _)| of == severity).map_or(&[][..], |(_, roles)| roles);
        if !people.iter().any(|person| !person.inactive && person.has_any(fits)) {
            found.push(PolicyLint::NobodyFits { severity: (*severity).into(), roles: OneOf::of(fits) });
        }
    }
    for duty in &policy.duty {
        found.extend(duty.people.iter().filter(|name| !here(name)).map(|name| PolicyLint::NobodyOnDuty { name: name.clone() }));
    }
    for rule in &policy.rules.assign {
        found.extend(rule.people.iter().filter(|name| !here(name)).map(|name| PolicyLint::NobodyAssigned { name: name.clone() }));
        let empty = |group: &&String| !people.iter().any(|person| !person.inactive && person.groups.contains(group));
        found.extend(rule.group.iter().filter(empty).map(|group| PolicyLint::EmptyGroup { group: group.clone() }));
    }
    found.sort_by_key(PolicyLint::to_string);
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::people::Role;
    use crate::sla::promise::duty::Duty;
    use crate::ticket::AssignmentRule;

    #[test]
    fn what_nobody_can_keep_is_named() {
        let person = |name: &str, role| Person { name: name.into(), roles: vec![role], ..Person::default() };
        let people = [person("lin", Role::SeniorEngineer), person("王芳", Role::Customer)];
        assert_eq!(lints(&Policy::default(), &people), Vec::<PolicyLint>::new());
        let mut policy = Policy::default();
        policy.rule_mut(Severity::Critical).plan = "4 h".parse().unwrap();
        policy.duty = vec![Duty { people: vec!["lin".into(), "王芳".into()], days: vec![0], hours: vec![] }];
        policy.rules.assign = vec![AssignmentRule { group: Some("net".into()), ..AssignmentRule::default() }];
        policy.rules.handled_by[3].1 = vec![Role::Tester];
        assert_eq!(
            lints(&policy, &people).iter().map(PolicyLint::to_string).collect::<Vec<_>>(),
            [
                "assign: nobody is in the group net",
                "critical: the plan has 4 h, the resolution 4 h: a plan in time is a resolution too late",
                "duty: nobody of the staff is called 王芳",
                "minor: nobody here is a tester, who handles it",
            ]
        );
    }
}
