//! What a policy says that it may say, and that is hardly meant: nobody keeps it, or nobody is there to.

use super::policy::Policy;
use crate::people::Person;
use crate::sla::time::span::Allowance;
use crate::ticket::Severity;
use crate::words::Vocabulary;

/// In words, for whoever tries a policy before it is put in force.
pub fn doubts(policy: &Policy, people: &[Person]) -> Vec<String> {
    let mut found = Vec::new();
    let here = |name: &String| people.iter().any(|p| p.name == *name && p.is_staff() && !p.inactive);
    for severity in Severity::ALL {
        let rule = policy.rule(*severity);
        if let (Allowance::Time(plan), Some(Allowance::Time(resolution))) = (rule.plan, rule.resolution)
            && plan >= resolution
        {
            found.push(format!(
                "{severity}: the plan has {plan}, the resolution {resolution}: a plan in time is a resolution too late"
            ));
        }
        let fits = policy.rules.handled_by.iter().find(|(of, _)| of == severity).map_or(&[][..], |(_, roles)| roles);
        if !people.iter().any(|person| !person.inactive && person.has_any(fits)) {
            let roles = fits.iter().map(|role| role.word()).collect::<Vec<_>>().join(" or ");
            found.push(format!("{severity}: nobody here is a {roles}, who handles it"));
        }
    }
    for duty in &policy.duty {
        found.extend(
            duty.people.iter().filter(|name| !here(name)).map(|name| format!("duty: nobody of the staff is called {name}")),
        );
    }
    for rule in &policy.rules.assign {
        found.extend(
            rule.people.iter().filter(|name| !here(name)).map(|name| format!("assign: nobody of the staff is called {name}")),
        );
        let empty = |group: &&String| !people.iter().any(|person| !person.inactive && person.groups.contains(group));
        found.extend(rule.group.iter().filter(empty).map(|group| format!("assign: nobody is in the group {group}")));
    }
    found.sort();
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
        assert_eq!(doubts(&Policy::default(), &people), Vec::<String>::new());
        let mut policy = Policy::default();
        policy.rule_mut(Severity::Critical).plan = "4 h".parse().unwrap();
        policy.duty = vec![Duty { people: vec!["lin".into(), "王芳".into()], days: vec![0], hours: vec![] }];
        policy.rules.assign = vec![AssignmentRule { group: Some("net".into()), ..AssignmentRule::default() }];
        policy.rules.handled_by[3].1 = vec![Role::Tester];
        assert_eq!(
            doubts(&policy, &people),
            [
                "assign: nobody is in the group net",
                "critical: the plan has 4 h, the resolution 4 h: a plan in time is a resolution too late",
                "duty: nobody of the staff is called 王芳",
                "minor: nobody here is a tester, who handles it",
            ]
        );
    }
}
