//! What an open ticket awaits, and which party can act next (ITSM: awaiting customer, awaiting approval).

use crate::people::{Actor, Role};
use crate::ticket::state::fold::Ticket;
use crate::ticket::state::phase::{Evaluation, Phase};
use crate::ticket::words::payloads::Class;
use crate::ticket::words::vocabulary::*;
use crate::words::vocabulary;

vocabulary! {
    /// What a ticket awaits next. In the API: `waits_for`.
    Awaiting, "turn" {
        Triage = "triage" / "等待初步评估", Assignment = "assignment" / "等待分派", Owner = "owner" / "等待指定产品经理",
        HandOver = "hand_over" / "等待移交", Joined = "joined" / "随所并入的工单处理",
        Start = "start" / "等待开始处理", Plan = "plan" / "等待处理方案", Approval = "approval" / "等待批准方案",
        Work = "work" / "处理中", Again = "again" / "客户说还没有解决", Test = "test" / "等待测试结果", Evaluation = "evaluation" / "等待需求评估",
        Agreement = "agreement" / "等待客户同意方向", Acceptance = "acceptance" / "等待验收",
        Confirmation = "confirmation" / "等待客户确认", FollowUp = "follow_up" / "等待主管回访", Closing = "closing" / "等待关闭",
        Customer = "customer" / "等待客户", Vendor = "vendor" / "等待厂商", Internal = "internal" / "内部等待",
    }
}

/// Who can act next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Party {
    /// The customer.
    Customer,
    /// The person responsible.
    Responsible,
    /// Nobody here: a vendor, another department, or the ticket it has joined.
    Others,
    /// Anybody who has one of these roles.
    Roles(&'static [Role]),
}

impl Awaiting {
    /// Who can act next.
    pub fn party(self) -> Party {
        use Role::*;
        match self {
            Awaiting::Customer | Awaiting::Agreement | Awaiting::Confirmation => Party::Customer,
            Awaiting::Start | Awaiting::Plan | Awaiting::Work | Awaiting::Again | Awaiting::Test | Awaiting::Closing => {
                Party::Responsible
            }
            Awaiting::Vendor | Awaiting::Internal | Awaiting::Joined => Party::Others,
            Awaiting::Triage => Party::Roles(&[JuniorEngineer, SeniorEngineer]),
            Awaiting::Assignment | Awaiting::HandOver => Party::Roles(&[SeniorEngineer, SupportSupervisor, SupportManager]),
            Awaiting::Owner | Awaiting::Evaluation | Awaiting::Acceptance => Party::Roles(&[ProductManager]),
            Awaiting::Approval => Party::Roles(&[SupportSupervisor, SupportManager]),
            Awaiting::FollowUp => Party::Roles(&[SupportSupervisor]),
        }
    }

    /// The value that the reader may see: a customer sees that work goes on, not how it is organised.
    pub fn seen_by(self, actor: &Actor) -> Awaiting {
        match self {
            Awaiting::Assignment | Awaiting::Owner | Awaiting::Joined if !actor.is_staff() => Awaiting::Start,
            Awaiting::Plan | Awaiting::Approval | Awaiting::Again | Awaiting::HandOver if !actor.is_staff() => Awaiting::Work,
            seen => seen,
        }
    }

    /// The values for which this actor, by role alone, can act next on any ticket they see.
    pub fn open_to(actor: &Actor) -> Vec<Awaiting> {
        let mine = |awaiting: &Awaiting| match awaiting.party() {
            Party::Customer => !actor.is_staff(),
            Party::Responsible | Party::Others => false,
            Party::Roles(roles) => actor.has_any(roles),
        };
        Awaiting::ALL.iter().copied().filter(mine).collect()
    }

    /// The values for which the person responsible acts next.
    pub fn of_the_responsible() -> Vec<Awaiting> {
        Awaiting::ALL.iter().copied().filter(|awaiting| awaiting.party() == Party::Responsible).collect()
    }
}

/// What a ticket awaits. `None`: it is closed, or was imported and nobody here has acted on it.
pub fn awaiting(ticket: &Ticket) -> Option<Awaiting> {
    if ticket.is_quiet() {
        return None;
    }
    if let Some(waiting_for) = ticket.hold {
        return Some(match waiting_for {
            WaitingFor::Customer => Awaiting::Customer,
            WaitingFor::Vendor => Awaiting::Vendor,
            WaitingFor::Internal => Awaiting::Internal,
        });
    }
    if ticket.to_hand_over && matches!(ticket.phase, Phase::Pending | Phase::InProgress | Phase::Testing) {
        return Some(Awaiting::HandOver);
    }
    if ticket.goes_with().is_some() {
        return Some(Awaiting::Joined);
    }
    match &ticket.phase {
        Phase::Closed { .. } => None,
        Phase::Pending => Some(match (&ticket.class, &ticket.responsible) {
            (None, _) => Awaiting::Triage,
            (Some(Class::Fault { .. }), None) => Awaiting::Assignment,
            (Some(Class::Requirement { .. }), None) => Awaiting::Owner,
            (Some(Class::Fault { .. }), Some(_)) => Awaiting::Start,
            (Some(Class::Requirement { .. }), Some(_)) => evaluated(ticket.evaluation.as_ref()).unwrap_or(Awaiting::Start),
        }),
        Phase::InProgress if ticket.plan_waiting().is_some() => Some(Awaiting::Approval),
        Phase::InProgress if ticket.unsolved.is_some() => Some(Awaiting::Again),
        Phase::InProgress => Some(match ticket.kind() {
            Kind::Requirement => evaluated(ticket.evaluation.as_ref()).unwrap_or(Awaiting::Work),
            Kind::Fault if ticket.plan_in_force().is_none() => Awaiting::Plan,
            Kind::Fault => Awaiting::Work,
        }),
        Phase::Testing => Some(Awaiting::Test),
        Phase::Resolved { confirmation: Some(said), .. } => Some(match said.satisfaction {
            Some(Satisfaction::Dissatisfied) => Awaiting::FollowUp,
            // A confirmation does not replace the acceptance test.
            _ if ticket.kind() == Kind::Requirement && ticket.uat.is_empty() => Awaiting::Acceptance,
            _ => Awaiting::Closing,
        }),
        Phase::Resolved { .. } => Some(match (ticket.kind(), ticket.uat.is_empty()) {
            (Kind::Requirement, true) => Awaiting::Acceptance,
            (Kind::Requirement, false) if ticket.uat.iter().all(|item| item.passed) => Awaiting::Closing,
            _ => Awaiting::Confirmation,
        }),
    }
}

/// What a requirement awaits before it may be delivered; `None`: nothing.
fn evaluated(evaluation: Option<&Evaluation>) -> Option<Awaiting> {
    match evaluation {
        None => Some(Awaiting::Evaluation),
        Some(e) => match (e.verdict, e.agreed) {
            (_, None) => Some(Awaiting::Agreement),
            (Verdict::NotNow, _) | (_, Some(false)) => Some(Awaiting::Closing),
            (Verdict::Adjust, Some(true)) => Some(Awaiting::Evaluation),
            (Verdict::Feasible, Some(true)) => None,
        },
    }
}

/// Whether the ticket awaits this actor. A plan awaits somebody other than its author, unless the author works alone.
pub fn awaits(ticket: &Ticket, actor: &Actor) -> bool {
    let Some(awaiting) = awaiting(ticket) else { return false };
    let own_plan = ticket.plan_waiting().is_some_and(|plan| actor.answers_for(&plan.by)) && !actor.is_alone();
    match awaiting.party() {
        Party::Customer => super::ownership::owns(actor, ticket),
        Party::Others => false,
        Party::Responsible => ticket.responsible.as_deref().is_some_and(|name| actor.answers_for(name)),
        Party::Roles(roles) => actor.has_any(roles) && !(awaiting == Awaiting::Approval && own_plan),
    }
}
