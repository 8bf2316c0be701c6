//! The desk's inner work on a ticket, which only staff read.

use crate::people::Role;
use crate::ticket::{Approach, Ask, Consulted, Found, Miss, Plan, PlanDecision, StepKind, StepTaken, Team, TeamOrPerson, Ticket};
use crate::view::redacted::{Prose, Reading, Redacted};
use crate::view::word::{TicketNo, WordOf, numbers};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;

/// What only staff read of a ticket.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct InnerWorkView {
    /// The oldest first.
    pub plans: Vec<PlanView>,
    /// The oldest first.
    pub steps_taken: Vec<StepTakenView>,
    /// Cases it was answered with or tied to.
    pub links: Vec<TicketNo>,
    /// The incident it has joined.
    pub attached_to: Option<TicketNo>,
    /// Whether others joined it as their incident.
    pub incident: bool,
    /// Who is kept informed beside those who work on it.
    pub watchers: Vec<String>,
    /// What was asked of others.
    pub asks: Vec<AskView>,
    /// What was found when it was reported.
    pub consultation: Option<ConsultedView>,
    /// Escalations since it was last opened.
    pub escalations: u32,
    /// The highest step that was reached.
    pub escalation_level: u32,
    /// The role at that step.
    pub escalated_to: Option<WordOf<Role>>,
    /// Promises that were not kept.
    pub misses: Vec<MissView>,
    /// The last reason given for a delay.
    pub overdue_reason: Option<Prose>,
    /// Whether a delay has no reason yet.
    pub overdue_reason_wanted: bool,
    /// Null for a ticket of the desk's own.
    pub source: Option<SourceView>,
    /// Open tickets that have joined it.
    pub joined: Vec<TicketNo>,
}

/// A plan, and what was decided about it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct PlanView {
    /// From 1.
    pub revision: u32,
    /// Who: a name.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// How it is to be solved.
    pub approach: WordOf<Approach>,
    /// What is taken to be the cause.
    pub cause: Prose,
    /// What is to be done.
    pub text: Prose,
    /// How it stands.
    pub decision: PlanDecisionName,
    /// Null while it waits.
    pub decided_by: Option<String>,
    /// Why it was sent back.
    pub reason: Option<Prose>,
}

/// How a plan stands.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PlanDecisionName {
    /// It waits to be approved.
    Waiting,
    /// It may be carried out.
    Approved,
    /// It has to be changed.
    SentBack,
}

/// A step of the work.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct StepTakenView {
    /// What kind of work it was.
    pub kind: WordOf<StepKind>,
    /// What was written.
    pub text: Prose,
    /// Whether it did not work.
    pub failed: bool,
    /// Who: a name.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Something asked of a team or person.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct AskView {
    /// Its place among what was asked, from 1.
    pub ask: u32,
    /// The team, if it was asked of one.
    pub team: Option<WordOf<Team>>,
    /// The person, if it was asked of one.
    pub to: Option<String>,
    /// What is wanted.
    pub what: Prose,
    /// When it is due.
    pub due_at: Option<DateTime<Utc>>,
    /// Who: a name.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Null while it is owed.
    pub delivered: Option<DeliveredView>,
}

/// The answer to what was asked.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DeliveredView {
    /// Who: a name.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// What was written.
    pub text: Option<Prose>,
}

/// A clock that ran out.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MissView {
    /// Which clock.
    pub clock: String,
    /// When it is due.
    pub due_at: DateTime<Utc>,
    /// The desk was not running at the moment itself.
    pub late: bool,
    /// Why it was late; null while nobody said.
    pub reason: Option<Prose>,
}

/// The system an imported ticket came from, and its number there.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct SourceView {
    /// The name of the system.
    pub system: Redacted,
    /// Its number there.
    pub id: String,
}

/// The consultation that a ticket carries.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ConsultedView {
    /// The consultation.
    pub id: String,
    /// When.
    pub at: DateTime<Utc>,
    /// What was shown; null: the archive could not be searched.
    pub found: Option<Vec<ShownView>>,
}

/// One match as it was shown.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ShownView {
    /// Of the ticket, or of its case.
    pub number: TicketNo,
    /// How like it was.
    pub band: String,
    /// Comparable within one consultation only.
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
            TeamOrPerson::Team(team) => (Some(WordOf(*team)), None),
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
            escalated_to: marks.escalated_to().map(WordOf),
            misses: marks.misses.iter().map(miss).collect(),
            overdue_reason: marks.overdue_reason().map(|reason| reading.text(reason)),
            overdue_reason_wanted: marks.unexplained().next().is_some(),
            source: ticket.imported.as_ref().map(|h| SourceView { system: reading.text(&h.source), id: h.source_id.clone() }),
            joined: numbers(joined),
        }
    }
}
