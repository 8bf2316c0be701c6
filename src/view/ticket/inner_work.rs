//! The desk's inner work on a ticket, which only staff read.

use crate::people::Role;
use crate::ticket::{Approach, Ask, Consulted, Found, Miss, Plan, PlanDecision, StepKind, StepTaken, Team, TeamOrPerson, Ticket};
use crate::view::redacted::{Reading, Redacted};
use crate::view::word::{TicketNo, Word, numbers};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;

/// What only staff read of a ticket.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct InnerWorkView {
    pub plans: Vec<PlanView>,
    pub steps_taken: Vec<StepTakenView>,
    pub links: Vec<TicketNo>,
    pub attached_to: Option<TicketNo>,
    /// Whether others joined it as their incident.
    pub incident: bool,
    pub watchers: Vec<String>,
    pub asks: Vec<AskView>,
    pub consultation: Option<ConsultedView>,
    /// Escalations since it was last opened.
    pub escalations: u32,
    pub escalation_level: u32,
    pub escalated_to: Option<Word<Role>>,
    pub misses: Vec<MissView>,
    /// The last reason given for a delay.
    pub overdue_reason: Option<Redacted>,
    /// Whether a delay has no reason yet.
    pub overdue_reason_wanted: bool,
    pub source: Option<SourceView>,
    /// Open tickets that have joined it.
    pub joined: Vec<TicketNo>,
}

/// A plan, and what was decided about it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PlanView {
    pub revision: u32,
    pub by: String,
    pub at: DateTime<Utc>,
    pub approach: Word<Approach>,
    pub cause: Redacted,
    pub text: Redacted,
    pub decision: PlanDecisionName,
    pub decided_by: Option<String>,
    /// Why it was sent back.
    pub reason: Option<Redacted>,
}

/// How a plan stands.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlanDecisionName {
    Waiting,
    Approved,
    SentBack,
}

/// A step of the work.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct StepTakenView {
    pub kind: Word<StepKind>,
    pub text: Redacted,
    pub failed: bool,
    pub by: String,
    pub at: DateTime<Utc>,
}

/// Something asked of a team or person.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AskView {
    /// Its place among what was asked, from 1.
    pub ask: u32,
    pub team: Option<Word<Team>>,
    pub to: Option<String>,
    pub what: Redacted,
    pub due_at: Option<DateTime<Utc>>,
    pub by: String,
    pub at: DateTime<Utc>,
    pub delivered: Option<DeliveredView>,
}

/// The answer to what was asked.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DeliveredView {
    pub by: String,
    pub at: DateTime<Utc>,
    pub text: Option<Redacted>,
}

/// A clock that ran out.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MissView {
    pub clock: String,
    pub due_at: DateTime<Utc>,
    /// The desk was not running at the moment itself.
    pub late: bool,
    pub reason: Option<Redacted>,
}

/// The system an imported ticket came from, and its number there.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SourceView {
    pub system: Redacted,
    pub id: String,
}

/// The consultation that a ticket carries.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ConsultedView {
    pub id: String,
    pub at: DateTime<Utc>,
    /// What was shown; null: the archive could not be searched.
    pub found: Option<Vec<ShownView>>,
}

/// One match as it was shown.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ShownView {
    pub number: TicketNo,
    pub band: String,
    pub score: f32,
}

impl ConsultedView {
    /// As it is kept with the ticket.
    pub fn of(consulted: &Consulted) -> ConsultedView {
        let Consulted { id, at, found } = consulted;
        let shown =
            |Found { number, band, score }: &Found| ShownView { number: (*number).into(), band: band.clone(), score: *score };
        ConsultedView { id: id.clone(), at: *at, found: found.as_ref().map(|found| found.iter().map(shown).collect()) }
    }
}

impl PlanView {
    fn of(plan: &Plan, reading: &Reading) -> PlanView {
        let (decision, decided_by, reason) = match &plan.decision {
            PlanDecision::Waiting => (PlanDecisionName::Waiting, None, None),
            PlanDecision::Approved { by } => (PlanDecisionName::Approved, Some(by.clone()), None),
            PlanDecision::SentBack { by, reason } => (PlanDecisionName::SentBack, Some(by.clone()), Some(reading.text(reason))),
        };
        PlanView {
            revision: plan.revision,
            by: plan.by.clone(),
            at: plan.at,
            approach: plan.approach.into(),
            cause: reading.text(&plan.cause),
            text: reading.text(&plan.text),
            decision,
            decided_by,
            reason,
        }
    }
}

impl AskView {
    fn of(nth: u32, ask: &Ask, reading: &Reading) -> AskView {
        let (team, to) = match &ask.of {
            TeamOrPerson::Team(team) => (Some(Word(*team)), None),
            TeamOrPerson::Person(name) => (None, Some(name.clone())),
        };
        let delivered = ask.delivered.as_ref();
        AskView {
            ask: nth,
            team,
            to,
            what: reading.text(&ask.what),
            due_at: ask.due_at,
            by: ask.by.clone(),
            at: ask.at,
            delivered: delivered.map(|d| DeliveredView { by: d.by.clone(), at: d.at, text: reading.maybe(d.text.as_ref()) }),
        }
    }
}

impl InnerWorkView {
    /// `joined`: open tickets that have joined it.
    pub fn of(ticket: &Ticket, joined: &[crate::ticket::Number], reading: &Reading) -> InnerWorkView {
        let step = |s: &StepTaken| StepTakenView {
            kind: s.kind.into(),
            text: reading.text(&s.text),
            failed: s.failed,
            by: s.by.clone(),
            at: s.at,
        };
        let miss = |m: &Miss| MissView {
            clock: m.clock.clone(),
            due_at: m.due_at,
            late: m.late,
            reason: reading.maybe(m.reason.as_ref()),
        };
        let marks = &ticket.milestones;
        InnerWorkView {
            plans: ticket.plans.iter().map(|plan| PlanView::of(plan, reading)).collect(),
            steps_taken: ticket.steps.iter().map(step).collect(),
            links: numbers(&ticket.links),
            attached_to: ticket.attached_to.map(TicketNo),
            incident: ticket.incident,
            watchers: ticket.watchers.clone(),
            asks: (1..).zip(&ticket.asks).map(|(nth, ask)| AskView::of(nth, ask, reading)).collect(),
            consultation: ticket.consulted.as_ref().map(ConsultedView::of),
            escalations: marks.escalations,
            escalation_level: marks.escalation_level(),
            escalated_to: marks.escalated_to().map(Word),
            misses: marks.misses.iter().map(miss).collect(),
            overdue_reason: marks.overdue_reason().map(|reason| reading.text(reason)),
            overdue_reason_wanted: marks.unexplained().next().is_some(),
            source: ticket.imported.as_ref().map(|h| SourceView { system: reading.text(&h.source), id: h.source_id.clone() }),
            joined: numbers(joined),
        }
    }
}
