//! The line of command that an escalation goes up.

use crate::people::Role;

/// The place of a role in the line of command; 0 for those who stand beside it.
pub fn line(role: Role) -> u8 {
    match role {
        Role::SupportSupervisor => 1,
        Role::SupportManager => 2,
        Role::RdDirector => 3,
        _ => 0,
    }
}
