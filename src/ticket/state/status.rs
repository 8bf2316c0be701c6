//! Values computed from the state of a ticket: its status, kind, plan in force and the like.

use super::fold::Ticket;
use super::phase::{Phase, Plan, PlanDecision};
use crate::ticket::words::number::Number;
use crate::ticket::words::payloads::Class;
use crate::ticket::words::vocabulary::{Kind, Severity, Status};

impl Ticket {
    /// Whether a reader of this version has seen everything that people did: clocks, reminders and summaries do not count.
    pub fn is_as_read_at(&self, version: u64) -> bool {
        version <= self.version && version >= self.milestones.acted_version.max(1)
    }

    /// Its status, from the phase.
    pub fn status(&self) -> Status {
        match self.phase {
            Phase::Pending => Status::Pending,
            Phase::InProgress => Status::InProgress,
            Phase::Testing => Status::Testing,
            Phase::Resolved { .. } => Status::Resolved,
            Phase::Closed { .. } => Status::Closed,
        }
    }

    /// Whether it is not closed.
    pub fn is_open(&self) -> bool {
        !matches!(self.phase, Phase::Closed { .. })
    }

    /// Its kind: as assessed, before that as reported.
    pub fn kind(&self) -> Kind {
        match &self.class {
            Some(Class::Fault { .. }) => Kind::Fault,
            Some(Class::Requirement { .. }) => Kind::Requirement,
            None => self.report.kind(),
        }
    }

    /// Severity of an assessed fault.
    pub fn severity(&self) -> Option<Severity> {
        match &self.class {
            Some(Class::Fault { severity }) => Some(*severity),
            _ => None,
        }
    }

    /// The latest approved plan.
    pub fn plan_in_force(&self) -> Option<&Plan> {
        self.plans.iter().rev().find(|p| matches!(p.decision, PlanDecision::Approved { .. }))
    }

    /// The plan that awaits approval.
    pub fn plan_waiting(&self) -> Option<&Plan> {
        self.plans.last().filter(|p| p.decision == PlanDecision::Waiting)
    }

    /// The ticket it has joined, if it is handled there: it is assessed, nobody is responsible for it by itself, and its customer
    /// did not say that it is unsolved.
    pub fn goes_with(&self) -> Option<Number> {
        let on_its_own = self.responsible.is_some() || self.unsolved.is_some() || self.milestones.reopened_at.is_some();
        self.attached_to.filter(|_| self.phase == Phase::Pending && self.class.is_some() && !on_its_own)
    }

    /// Whether it was imported and nobody here has acted on it: it has no clocks.
    pub fn is_quiet(&self) -> bool {
        self.imported.is_some() && self.milestones.awakened_at.is_none()
    }
}
