//! The state of a ticket, folded from its events.

use super::phase::*;
use crate::people::Role;
use crate::ticket::event::*;
use crate::ticket::state::milestones::{Adjusted, Milestones, Miss, Taken};
use crate::ticket::words::attachment::Filed;
use crate::ticket::words::number::Number;
use crate::ticket::words::payloads::{Class, Consulted, CustomerUpdate, History, UatItem};
use crate::ticket::words::report::Report;
use crate::ticket::words::vocabulary::*;
use crate::words::Vocabulary;
use chrono::{DateTime, Utc};

type Moment = DateTime<Utc>;

/// The state of a ticket.
#[derive(Debug, Clone, PartialEq)]
pub struct Ticket {
    /// Its number.
    pub number: Number,
    /// Its number as a requirement.
    pub requirement_number: Option<Number>,
    /// The report, with supplements.
    pub report: Report,
    /// Name of the actor who registered it.
    pub registered_by: String,
    /// When it was submitted.
    pub submitted_at: Moment,
    /// Sequence number of the first event: the order of creation.
    pub first_seq: u64,
    /// Sequence number of the latest event.
    pub last_seq: u64,
    /// Number of events; compared with `If-Match`.
    pub version: u64,
    /// Urgency: as reported, then as assessed.
    pub urgency: Severity,
    /// Its class, once it is assessed.
    pub class: Option<Class>,
    /// The component concerned.
    pub component: Option<String>,
    /// Name of who assessed it last.
    pub assessor: Option<String>,
    /// Name of the person responsible.
    pub responsible: Option<String>,
    /// Groups of the responsible person at the time of assignment.
    pub groups: Vec<String>,
    /// Whether its class changed to one that the responsible person does not handle.
    pub to_hand_over: bool,
    /// Its phase.
    pub phase: Phase,
    /// Who is waited for, if it is on hold.
    pub hold: Option<WaitingFor>,
    /// The last answer, if the customer said that it does not solve it; until there is another.
    pub unsolved: Option<Unsolved>,
    /// Its plans, in order.
    pub plans: Vec<Plan>,
    /// Its steps, in order.
    pub steps: Vec<StepTaken>,
    /// The latest evaluation.
    pub evaluation: Option<Evaluation>,
    /// Items of the latest acceptance test.
    pub uat: Vec<UatItem>,
    /// What the customer said, in their words.
    pub feedback: Vec<String>,
    /// The latest consultation.
    pub consulted: Option<Consulted>,
    /// Linked cases.
    pub links: Vec<Number>,
    /// The ticket it has joined.
    pub attached_to: Option<Number>,
    /// Whether it is an incident: updates on it go to the customers of the joined tickets too.
    pub incident: bool,
    /// The ticket it goes on under, if it was closed as a duplicate.
    pub merged_into: Option<Number>,
    /// Duplicates merged into it.
    pub merged: Vec<Number>,
    /// Tickets split off it.
    pub parts: Vec<Number>,
    /// The ticket it was split off.
    pub part_of: Option<Number>,
    /// Names of its watchers.
    pub watchers: Vec<String>,
    /// Its files, withdrawn ones included, so that each keeps its place.
    pub attachments: Vec<Filed>,
    /// Requests to teams and people, in order.
    pub asks: Vec<Ask>,
    /// The planned delivery of a requirement.
    pub delivery: Option<Delivery>,
    /// Its history elsewhere, if it was imported.
    pub imported: Option<History>,
    /// Names of those who have acted on it or were responsible; a developer or tester among them may record steps.
    pub participants: Vec<String>,
    /// The times and counts that clocks and measures use.
    pub milestones: Milestones,
}

impl Ticket {
    /// Folds a whole stream. `None` if it is empty or its first event is neither `Registered` nor `Imported`.
    pub fn fold(number: Number, events: &[Recorded]) -> Option<Ticket> {
        let (first, rest) = events.split_first()?;
        let mut ticket = Ticket::begin(number, first)?;
        for recorded in rest {
            ticket.apply(recorded);
        }
        Some(ticket)
    }

    /// Applies one more event. Never fails: an event that does not fit the phase only updates version and milestones.
    pub fn apply(&mut self, recorded: &Recorded) {
        let at = recorded.occurred_at;
        let by = || recorded.actor.clone();
        self.version = recorded.version;
        self.last_seq = recorded.seq;
        let by_itself = matches!(
            recorded.event,
            TicketEvent::Breached { .. } | TicketEvent::Warned { .. } | TicketEvent::Gathered { .. } | TicketEvent::Reminded { .. }
        );
        if recorded.event.customer_sees() && !by_itself && !matches!(recorded.event, TicketEvent::Registered { .. }) {
            let (event, text) = (recorded.event.name().into(), recorded.event.customer_text());
            self.milestones.ungathered.push(CustomerUpdate { at, event, text });
        }
        if !by_itself {
            self.milestones.acted_version = recorded.version;
        }
        let by_source = recorded.event.is_the_sources();
        if self.imported.is_some() && !by_source {
            self.milestones.awakened_at.get_or_insert(at);
        }
        self.milestones.worked_on |= !by_itself && recorded.event.is_work();
        // Watching does not make a participant.
        let watches = by_source || matches!(recorded.event, TicketEvent::Watched | TicketEvent::Unwatched);
        if !watches && !self.participants.contains(&recorded.actor) {
            self.participants.push(by());
        }
        match &recorded.event {
            TicketEvent::Registered { .. }
            | TicketEvent::Imported { .. }
            | TicketEvent::Noted { source: None, .. }
            | TicketEvent::ContactShown { .. } => {}
            TicketEvent::Noted { source, .. } => self.milestones.source_digest = source.clone(),
            TicketEvent::SourceChanged { report, history, .. } => self.update_from_source(report, history),
            TicketEvent::Consulted { consulted } => self.consulted = Some(consulted.clone()),
            TicketEvent::Supplemented { supplement } => self.report.take_in(supplement),
            TicketEvent::Triaged { class, urgency, requirement_number, component, hand_over, .. } => {
                // When the kind changes, the clocks of plan and evaluation begin with the next assignment.
                let kinds = self.class.as_ref().map(|before| std::mem::discriminant(before) != std::mem::discriminant(class));
                if kinds == Some(true) {
                    self.milestones.handed_anew = true;
                    self.milestones.assigned_at = self.responsible.as_ref().filter(|_| !hand_over).map(|_| at);
                }
                self.to_hand_over = *hand_over;
                self.class = Some(class.clone());
                self.urgency = *urgency;
                self.requirement_number = self.requirement_number.or(*requirement_number);
                self.component = component.clone().or(self.component.take());
                self.assessor = Some(by());
                self.milestones.triaged_at.get_or_insert(at);
            }
            TicketEvent::Assigned { to, groups, .. } => {
                self.responsible = Some(to.clone());
                self.groups = groups.clone();
                self.to_hand_over = false;
                if std::mem::take(&mut self.milestones.handed_anew) {
                    self.milestones.assigned_at = None;
                }
                self.milestones.assigned_at.get_or_insert(at);
                if !self.participants.contains(to) {
                    self.participants.push(to.clone());
                }
            }
            TicketEvent::Started => {
                self.milestones.started_at.get_or_insert(at);
                self.phase = Phase::InProgress;
            }
            TicketEvent::Planned { revision, approach, cause, text } => {
                self.milestones.planned_at.get_or_insert(at);
                self.plans.push(Plan {
                    revision: *revision,
                    by: by(),
                    at,
                    approach: *approach,
                    cause: cause.clone(),
                    text: text.clone(),
                    decision: PlanDecision::Waiting,
                });
            }
            TicketEvent::Approved { revision, .. } => {
                let plan = self.plans.iter().find(|plan| plan.revision == *revision);
                if plan.is_some_and(|plan| plan.approach == Approach::Workaround) {
                    self.milestones.relieved_at.get_or_insert(at);
                }
                self.decide_plan(*revision, PlanDecision::Approved { by: by() });
            }
            TicketEvent::SentBack { revision, reason } => {
                self.milestones.sent_back.push((at, *revision));
                self.decide_plan(*revision, PlanDecision::SentBack { by: by(), reason: reason.clone() })
            }
            TicketEvent::Step { kind, text, failed } => {
                self.steps.push(StepTaken { kind: *kind, text: text.clone(), failed: *failed, by: by(), at })
            }
            TicketEvent::Progressed { .. } => {
                self.milestones.first_progress_at.get_or_insert(at);
                self.milestones.progress_at.push(at);
            }
            TicketEvent::Held { waiting_for, reason } => {
                self.hold = Some(*waiting_for);
                self.milestones.holds.push(Hold { from: at, to: None, waiting_for: *waiting_for, reason: reason.clone() });
            }
            TicketEvent::Resumed => self.end_hold(at),
            TicketEvent::TestStarted => self.phase = Phase::Testing,
            TicketEvent::TestFailed { .. } => {
                self.milestones.resolved_at = None;
                self.phase = Phase::InProgress;
            }
            TicketEvent::Resolved { resolution } => self.resolve(Answer::Worked(resolution.clone()), at),
            TicketEvent::AnsweredByCase { case } => {
                self.add_link(*case);
                self.resolve(Answer::Case(*case), at);
            }
            TicketEvent::Evaluated { technical, resources, cost, effort, verdict, report, priority } => {
                if let (Some(settled), Some(Class::Requirement { priority, .. })) = (priority, &mut self.class) {
                    *priority = *settled;
                }
                self.milestones.evaluated_at.get_or_insert(at);
                self.milestones.evaluations.push(at);
                self.evaluation = Some(Evaluation {
                    technical: technical.clone(),
                    resources: resources.clone(),
                    cost: cost.clone(),
                    effort: effort.clone(),
                    verdict: *verdict,
                    report: report.clone(),
                    agreed: None,
                });
            }
            TicketEvent::Agreed { agreed, words, .. } => {
                self.feedback.extend(words.clone());
                if let Some(evaluation) = &mut self.evaluation {
                    evaluation.agreed = Some(*agreed);
                    let again = *agreed && evaluation.verdict == Verdict::Adjust;
                    let evaluations = self.milestones.evaluations.len();
                    self.milestones.adjusted.extend(again.then_some(Adjusted { at, seq: recorded.seq, evaluations }));
                }
            }
            TicketEvent::Accepted { items } => self.uat = items.clone(),
            TicketEvent::Confirmed { solved, satisfaction, words, .. } => {
                self.feedback.extend(words.clone());
                self.confirm(*solved, *satisfaction, words.clone(), at);
                if let Some(satisfaction) = satisfaction {
                    self.milestones.dissatisfied = (*satisfaction == Satisfaction::Dissatisfied).then_some((at, recorded.seq));
                }
            }
            TicketEvent::Closed { how, outcome, known } => self.close(*how, *outcome, *known, at),
            TicketEvent::Reopened { .. } => {
                self.phase = if self.responsible.is_some() { Phase::InProgress } else { Phase::Pending };
                (self.milestones.resolved_at, self.milestones.relieved_at) = (None, None);
                self.milestones.reopened_at = Some(at);
                self.milestones.reopened_seq = recorded.seq;
                self.milestones.reopens += 1;
                self.milestones.escalations = 0;
                self.merged_into = None;
            }
            TicketEvent::Escalated { to, automatic, .. } => {
                self.milestones.escalations += 1;
                let taken = |to| Taken { to, seq: recorded.seq, automatic: *automatic };
                self.milestones.escalated.extend(Role::parse(to).ok().map(taken));
            }
            TicketEvent::Linked { case } => self.add_link(*case),
            TicketEvent::Attached { ticket } => self.attached_to = Some(*ticket),
            TicketEvent::Detached { .. } => self.attached_to = None,
            TicketEvent::IncidentDeclared { .. } => self.incident = true,
            TicketEvent::Merged { into } => self.merged_into = Some(*into),
            TicketEvent::MergedIn { from } => self.merged.push(*from),
            TicketEvent::SplitOff { ticket } => self.parts.push(*ticket),
            TicketEvent::SplitFrom { ticket } => self.part_of = Some(*ticket),
            TicketEvent::FileAdded { file } => self.attachments.push(Filed { file: file.clone(), by: by(), at, withdrawn: false }),
            TicketEvent::FileWithdrawn { attachment, .. } => {
                let nth = (*attachment as usize).wrapping_sub(1);
                self.attachments.get_mut(nth).into_iter().for_each(|filed| filed.withdrawn = true);
            }
            TicketEvent::Watched => self.watchers.push(by()),
            TicketEvent::Unwatched => self.watchers.retain(|name| *name != recorded.actor),
            TicketEvent::Asked { of, what, due_at, .. } => {
                self.asks.push(Ask { of: of.clone(), what: what.clone(), due_at: *due_at, by: by(), at, delivered: None })
            }
            TicketEvent::Delivered { ask, text } => {
                if let Some(ask) = self.asks.get_mut((*ask as usize).wrapping_sub(1)) {
                    ask.delivered = Some(Delivered { by: by(), at, text: text.clone() });
                }
            }
            TicketEvent::DeliveryPlanned { who, due_at, what, .. } => {
                let changes = self.delivery.as_ref().map_or(0, |before| before.changes + 1);
                self.delivery = Some(Delivery { who: who.clone(), due_at: *due_at, what: what.clone(), changes });
            }
            TicketEvent::Breached { clock, due_at, late, nth } => self.milestones.misses.push(Miss {
                clock: clock.clone(),
                nth: *nth,
                due_at: *due_at,
                recorded_at: recorded.recorded_at,
                late: *late,
                reason: None,
            }),
            TicketEvent::Reminded { nth, .. } => self.milestones.reminded = *nth,
            TicketEvent::Gathered { due_at, .. } => self.milestones.ungathered.retain(|update| update.at > *due_at),
            TicketEvent::Warned { clock, at, .. } => self.milestones.warnings.push((clock.clone(), *at)),
            TicketEvent::DelayExplained { reason } => {
                for miss in self.milestones.misses.iter_mut().filter(|miss| miss.reason.is_none()) {
                    miss.reason = Some(reason.clone());
                }
            }
        }
    }

    fn decide_plan(&mut self, revision: u32, decision: PlanDecision) {
        if let Some(plan) = self.plans.iter_mut().find(|p| p.revision == revision) {
            plan.decision = decision;
        }
    }

    fn add_link(&mut self, case: Number) {
        if !self.links.contains(&case) {
            self.links.push(case);
        }
    }

    fn end_hold(&mut self, at: Moment) {
        self.hold = None;
        if let Some(pause) = self.milestones.holds.last_mut().filter(|p| p.to.is_none()) {
            pause.to = Some(at);
        }
    }

    fn resolve(&mut self, answer: Answer, at: Moment) {
        self.end_hold(at);
        self.milestones.resolved_at = Some(at);
        self.milestones.reminded = 0;
        self.unsolved = None;
        self.phase = Phase::Resolved { answer, at, confirmation: None };
    }

    fn confirm(&mut self, solved: bool, satisfaction: Option<Satisfaction>, words: Option<String>, at: Moment) {
        if !solved {
            self.milestones.resolved_at = None;
            if let Phase::Resolved { answer, .. } = &self.phase {
                self.unsolved = Some(Unsolved { answer: answer.clone(), words });
            }
            self.phase = if self.responsible.is_some() { Phase::InProgress } else { Phase::Pending };
        } else if let Phase::Resolved { confirmation, .. } = &mut self.phase {
            *confirmation = Some(Confirmation { satisfaction, words, at });
        }
    }

    fn close(&mut self, how: ClosedHow, outcome: Outcome, known: bool, at: Moment) {
        self.end_hold(at);
        let (answer, resolved_at) = match &self.phase {
            Phase::Resolved { answer, at, .. } => (Some(answer.clone()), Some(*at)),
            _ => (None, None),
        };
        self.phase = Phase::Closed { answer, resolved_at, at, how: Some(how), outcome, known };
    }
}
