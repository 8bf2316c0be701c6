//! Whose turn it is: what an open ticket waits for next, and who can end the waiting.

use crate::people::{Actor, Role};
use crate::ticket::state::fold::Ticket;
use crate::ticket::state::phase::{Evaluation, Phase};
use crate::ticket::words::payloads::Class;
use crate::ticket::words::vocabulary::*;
use crate::words::vocabulary;

vocabulary! {
    /// What a ticket waits for next.
    Turn, "turn" {
        Triage = "triage" / "等待初步评估", Assignment = "assignment" / "等待分派", Owner = "owner" / "等待指定产品经理",
        HandOver = "hand_over" / "等待移交", Joined = "joined" / "随所并入的工单处理",
        Start = "start" / "等待开始处理", Plan = "plan" / "等待处理方案", Approval = "approval" / "等待批准方案",
        Work = "work" / "处理中", Again = "again" / "客户说还没有解决", Test = "test" / "等待测试结果", Evaluation = "evaluation" / "等待需求评估",
        Agreement = "agreement" / "等待客户同意方向", Acceptance = "acceptance" / "等待验收",
        Confirmation = "confirmation" / "等待客户确认", FollowUp = "follow_up" / "等待主管回访", Closing = "closing" / "等待关闭",
        Customer = "customer" / "等待客户", Vendor = "vendor" / "等待厂商", Internal = "internal" / "内部等待",
    }
}

/// Who can end a waiting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    Customer,
    Responsible,
    /// Somebody who is not on this desk.
    Others,
    /// Anybody of these roles.
    Roles(&'static [Role]),
}

impl Turn {
    pub fn whose(self) -> Whose {
        use Role::*;
        match self {
            Turn::Customer | Turn::Agreement | Turn::Confirmation => Whose::Customer,
            Turn::Start | Turn::Plan | Turn::Work | Turn::Again | Turn::Test | Turn::Closing => Whose::Responsible,
            Turn::Vendor | Turn::Internal | Turn::Joined => Whose::Others,
            Turn::Triage => Whose::Roles(&[JuniorEngineer, SeniorEngineer]),
            Turn::Assignment | Turn::HandOver => Whose::Roles(&[SeniorEngineer, SupportSupervisor, SupportManager]),
            Turn::Owner | Turn::Evaluation | Turn::Acceptance => Whose::Roles(&[ProductManager]),
            Turn::Approval => Whose::Roles(&[SupportSupervisor, SupportManager]),
            Turn::FollowUp => Whose::Roles(&[SupportSupervisor]),
        }
    }

    /// As far as the reader may know: how the desk goes about its work is its own matter, that it does is not.
    pub fn seen_by(self, actor: &Actor) -> Turn {
        match self {
            Turn::Assignment | Turn::Owner | Turn::Joined if !actor.is_staff() => Turn::Start,
            Turn::Plan | Turn::Approval | Turn::Again | Turn::HandOver if !actor.is_staff() => Turn::Work,
            seen => seen,
        }
    }

    /// Those that end with any person who may do what the actor may, whatever the ticket.
    pub fn open_to(actor: &Actor) -> Vec<Turn> {
        let mine = |turn: &Turn| match turn.whose() {
            Whose::Customer => !actor.is_staff(),
            Whose::Responsible | Whose::Others => false,
            Whose::Roles(roles) => actor.has_any(roles),
        };
        Turn::ALL.iter().copied().filter(mine).collect()
    }

    /// Those that end with whoever is responsible.
    pub fn of_the_responsible() -> Vec<Turn> {
        Turn::ALL.iter().copied().filter(|turn| turn.whose() == Whose::Responsible).collect()
    }
}

/// What a ticket waits for. None: it is closed, or came in with an archive and nobody here has acted on it yet.
pub fn turn(ticket: &Ticket) -> Option<Turn> {
    if ticket.is_quiet() {
        return None;
    }
    if let Some(waiting_for) = ticket.hold {
        return Some(match waiting_for {
            WaitingFor::Customer => Turn::Customer,
            WaitingFor::Vendor => Turn::Vendor,
            WaitingFor::Internal => Turn::Internal,
        });
    }
    if ticket.to_hand_over && matches!(ticket.phase, Phase::Pending | Phase::InProgress | Phase::Testing) {
        return Some(Turn::HandOver);
    }
    if ticket.goes_with().is_some() {
        return Some(Turn::Joined);
    }
    match &ticket.phase {
        Phase::Closed { .. } => None,
        Phase::Pending => Some(match (&ticket.class, &ticket.responsible) {
            (None, _) => Turn::Triage,
            (Some(Class::Fault { .. }), None) => Turn::Assignment,
            (Some(Class::Requirement { .. }), None) => Turn::Owner,
            (Some(Class::Fault { .. }), Some(_)) => Turn::Start,
            (Some(Class::Requirement { .. }), Some(_)) => evaluated(ticket.evaluation.as_ref()).unwrap_or(Turn::Start),
        }),
        Phase::InProgress if ticket.plan_waiting().is_some() => Some(Turn::Approval),
        Phase::InProgress if ticket.unsolved.is_some() => Some(Turn::Again),
        Phase::InProgress => Some(match ticket.kind() {
            Kind::Requirement => evaluated(ticket.evaluation.as_ref()).unwrap_or(Turn::Work),
            Kind::Fault if ticket.plan_in_force().is_none() => Turn::Plan,
            Kind::Fault => Turn::Work,
        }),
        Phase::Testing => Some(Turn::Test),
        Phase::Resolved { confirmation: Some(said), .. } => Some(match said.satisfaction {
            Some(Satisfaction::Dissatisfied) => Turn::FollowUp,
            // The customer's word does not stand for the acceptance test.
            _ if ticket.kind() == Kind::Requirement && ticket.uat.is_empty() => Turn::Acceptance,
            _ => Turn::Closing,
        }),
        Phase::Resolved { .. } => Some(match (ticket.kind(), ticket.uat.is_empty()) {
            (Kind::Requirement, true) => Turn::Acceptance,
            (Kind::Requirement, false) if ticket.uat.iter().all(|item| item.passed) => Turn::Closing,
            _ => Turn::Confirmation,
        }),
    }
}

/// What a requirement waits for until it may be delivered. None: it may.
fn evaluated(evaluation: Option<&Evaluation>) -> Option<Turn> {
    match evaluation {
        None => Some(Turn::Evaluation),
        Some(e) => match (e.verdict, e.agreed) {
            (_, None) => Some(Turn::Agreement),
            (Verdict::NotNow, _) | (_, Some(false)) => Some(Turn::Closing),
            (Verdict::Adjust, Some(true)) => Some(Turn::Evaluation),
            (Verdict::Feasible, Some(true)) => None,
        },
    }
}

/// Whether the next step is the actor's. Somebody's own plan waits for another, unless they are alone.
pub fn is_turn_of(ticket: &Ticket, actor: &Actor) -> bool {
    let Some(turn) = turn(ticket) else { return false };
    let own_plan = ticket.plan_waiting().is_some_and(|plan| actor.answers_for(&plan.by)) && !actor.is_alone();
    match turn.whose() {
        Whose::Customer => super::ownership::owns(actor, ticket),
        Whose::Others => false,
        Whose::Responsible => ticket.responsible.as_deref().is_some_and(|name| actor.answers_for(name)),
        Whose::Roles(roles) => actor.has_any(roles) && !(turn == Turn::Approval && own_plan),
    }
}
