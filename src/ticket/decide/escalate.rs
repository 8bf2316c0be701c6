//! Deciding on escalation by hand: hierarchical, up the line of command, or functional, to specialists (ITIL). Pure.

use super::guard::{field, still_open, wrong};
use crate::people::{Actor, Role};
use crate::reason::{FieldReason, Forbidden, WrongState};
use crate::ticket::event::TicketEvent;
use crate::ticket::rejection::Rejection;
use crate::ticket::state::escalation::line;
use crate::ticket::state::fold::Ticket;
use crate::ticket::words::vocabulary::EscalationKind;
use crate::words::Vocabulary;

/// Roles of specialists: escalation to them is functional.
const FUNCTIONAL: &[Role] = &[Role::SeniorEngineer, Role::Developer, Role::Tester, Role::ProductManager];

/// Without `to`, escalates to the next in the line: the director if the actor is the manager, else the manager. Only the manager
/// escalates to the director; nothing escalates back down the line.
pub(in crate::ticket) fn escalate(
    ticket: &Ticket,
    actor: &Actor,
    to: Option<Role>,
    reason: String,
) -> Result<Vec<TicketEvent>, Rejection> {
    still_open(ticket)?;
    let with = ticket.milestones.escalated_to().unwrap_or(Role::Customer);
    let next = if actor.has(Role::SupportManager) || with == Role::RdDirector { Role::RdDirector } else { Role::SupportManager };
    let asked = to.is_some();
    let to = to.unwrap_or(next);
    let kind = match to {
        _ if line(to) > 0 => EscalationKind::Hierarchical,
        _ if FUNCTIONAL.contains(&to) => EscalationKind::Functional,
        _ => {
            return Err(field("to", FieldReason::NotEscalatedTo { role: to.into() }));
        }
    };
    if asked && to == Role::RdDirector && !actor.has(Role::SupportManager) {
        return Err(Forbidden::ManagerReachesDirector.into());
    }
    if asked && line(to) > 0 && line(to) < line(with) {
        return Err(wrong(WrongState::WithHigher { role: with.into() }));
    }
    let to = to.word().into();
    Ok(vec![TicketEvent::Escalated { to, reason, automatic: false, level: 0, kind, due_at: None, late: false }])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ticket::command::verb::Verb;
    use crate::ticket::tests::story::{Story, report};
    use expect_test::expect;
    use std::fmt::Write;

    /// Up the line, by whom a ticket is with, and to whom it goes where nobody is named. To those beside the line, always.
    #[test]
    fn an_escalation_goes_up_or_stays_and_goes_to_experts_at_any_time() {
        let with = [None, Some(Role::Developer), Some(Role::SupportSupervisor), Some(Role::SupportManager), Some(Role::RdDirector)];
        let mut table = String::new();
        for (by, with) in ["super", "manager"].into_iter().flat_map(|by| with.map(|with| (by, with))) {
            let mut story = Story::new();
            let number = story.register(report(false));
            let escalated = |to: Role| {
                let (to, kind) = (to.word().into(), EscalationKind::Hierarchical);
                TicketEvent::Escalated { to, reason: "r".into(), automatic: true, level: 0, kind, due_at: None, late: false }
            };
            story.write(number, &Actor::System, with.map(escalated).into_iter().collect());
            let actor = story.named(by);
            let decided = |to| match story.decided(&actor, number, Verb::Escalate { to, reason: "r".into() }).ok()?.remove(0) {
                TicketEvent::Escalated { to, kind, automatic: false, .. } => Some((to, kind)),
                other => panic!("{other:?}"),
            };
            let all = Role::ALL.iter().filter_map(|to| decided(Some(*to)));
            let (up, beside): (Vec<_>, Vec<_>) = all.partition(|(_, kind)| *kind == EscalationKind::Hierarchical);
            let named = |all: Vec<(String, EscalationKind)>| all.into_iter().map(|(to, _)| to).collect::<Vec<_>>().join(" ");
            assert_eq!(named(beside), "senior_engineer product_manager developer tester");
            let (unnamed, with) = (named(decided(None).into_iter().collect()), with.map_or("nobody", Role::word));
            writeln!(table, "{by}, with {with}: {}; unnamed: {unnamed}", named(up)).unwrap();
        }
        expect![[r#"
            super, with nobody: support_supervisor support_manager; unnamed: support_manager
            super, with developer: support_supervisor support_manager; unnamed: support_manager
            super, with support_supervisor: support_supervisor support_manager; unnamed: support_manager
            super, with support_manager: support_manager; unnamed: support_manager
            super, with rd_director: ; unnamed: rd_director
            manager, with nobody: support_supervisor support_manager rd_director; unnamed: rd_director
            manager, with developer: support_supervisor support_manager rd_director; unnamed: rd_director
            manager, with support_supervisor: support_supervisor support_manager rd_director; unnamed: rd_director
            manager, with support_manager: support_manager rd_director; unnamed: rd_director
            manager, with rd_director: rd_director; unnamed: rd_director
        "#]]
        .assert_eq(&table);
    }
}
