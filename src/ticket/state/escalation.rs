//! The line of command for hierarchical escalation.

use crate::people::Role;

/// The rank of a role in the line of command, supervisor 1 to director 3; 0 for roles outside it.
pub fn line(role: Role) -> u8 {
    match role {
        Role::SupportSupervisor => 1,
        Role::SupportManager => 2,
        Role::RdDirector => 3,
        _ => 0,
    }
}
