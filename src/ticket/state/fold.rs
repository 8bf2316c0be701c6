//! A ticket: the fold of its events.

use super::phase::*;
use crate::people::Role;
use crate::ticket::event::*;
use crate::ticket::state::milestones::Adjusted;
use crate::ticket::state::milestones::Marks;
use crate::ticket::state::milestones::Miss;
use crate::ticket::state::milestones::Taken;
use crate::ticket::words::attachment::Filed;
use crate::ticket::words::number::Number;
use crate::ticket::words::payloads::{Class, Consulted, History, Told, UatItem};
use crate::ticket::words::report::Report;
use crate::ticket::words::vocabulary::*;
use crate::words::Vocabulary;
use chrono::{DateTime, Utc};

type Moment = DateTime<Utc>;

#[derive(Debug, Clone, PartialEq)]
pub struct Ticket {
    pub number: Number,
    pub requirement_number: Option<Number>,
    pub report: Report,
    pub registered_by: String,
    pub submitted_at: Moment,
    /// Ledger position of the first event: the order of creation.
    pub first_seq: u64,
    pub last_seq: u64,
    /// Count of events; what optimistic concurrency compares.
    pub version: u64,
    pub urgency: Severity,
    pub class: Option<Class>,
    pub component: Option<String>,
    pub assessor: Option<String>,
    pub responsible: Option<String>,
    /// The groups of whoever is responsible, as they were when it was assigned.
    pub groups: Vec<String>,
    /// Its class has changed to one that whoever is responsible does not handle.
    pub to_hand_over: bool,
    pub phase: Phase,
    pub hold: Option<WaitingFor>,
    /// The last answer, where the customer said it is none; until there is another.
    pub unsolved: Option<Unsolved>,
    pub plans: Vec<Plan>,
    pub steps: Vec<StepTaken>,
    pub evaluation: Option<Evaluation>,
    pub uat: Vec<UatItem>,
    pub feedback: Vec<String>,
    pub consulted: Option<Consulted>,
    pub links: Vec<Number>,
    pub attached_to: Option<Number>,
    /// The incident of others: what is told here is told to them.
    pub incident: bool,
    /// It goes on under this number.
    pub merged_into: Option<Number>,
    /// Tickets merged into it, tickets that were split off it, and the one it was split off.
    pub merged: Vec<Number>,
    pub parts: Vec<Number>,
    pub part_of: Option<Number>,
    pub watchers: Vec<String>,
    /// Withdrawn ones too, so that each keeps its number.
    pub attachments: Vec<Filed>,
    pub asks: Vec<Ask>,
    pub delivery: Option<Delivery>,
    pub imported: Option<History>,
    /// Who has already touched it; a developer or tester on the ticket may record steps.
    pub participants: Vec<String>,
    pub marks: Marks,
}

impl Ticket {
    /// Folds a whole stream. None for an empty one or one that does not begin with a beginning.
    pub fn fold(number: Number, events: &[Recorded]) -> Option<Ticket> {
        let (first, rest) = events.split_first()?;
        let mut ticket = Ticket::begin(number, first)?;
        for recorded in rest {
            ticket.apply(recorded);
        }
        Some(ticket)
    }

    /// Takes one more event. Total: an event that does not fit the phase only leaves its trace.
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
            let (event, text) = (recorded.event.name().into(), recorded.event.told_text());
            self.marks.ungathered.push(Told { at, event, text });
        }
        if !by_itself {
            self.marks.acted_version = recorded.version;
        }
        let by_source = recorded.event.is_the_sources();
        if self.imported.is_some() && !by_source {
            self.marks.awakened_at.get_or_insert(at);
        }
        self.marks.worked_on |= !by_itself && recorded.event.is_work();
        // Whoever only watches does not take part.
        let watches = by_source || matches!(recorded.event, TicketEvent::Watched | TicketEvent::Unwatched);
        if !watches && !self.participants.contains(&recorded.actor) {
            self.participants.push(by());
        }
        match &recorded.event {
            TicketEvent::Registered { .. }
            | TicketEvent::Imported { .. }
            | TicketEvent::Noted { source: None, .. }
            | TicketEvent::ContactShown { .. } => {}
            TicketEvent::Noted { source, .. } => self.marks.source_digest = source.clone(),
            TicketEvent::SourceChanged { report, history, .. } => self.tell_anew(report, history),
            TicketEvent::Consulted { consulted } => self.consulted = Some(consulted.clone()),
            TicketEvent::Supplemented { told } => self.report.take_in(told),
            TicketEvent::Triaged { class, urgency, requirement_number, component, hand_over, .. } => {
                // What turns out to be of the other kind is planned or evaluated by whoever it is now handed to.
                let kinds = self.class.as_ref().map(|before| std::mem::discriminant(before) != std::mem::discriminant(class));
                if kinds == Some(true) {
                    self.marks.handed_anew = true;
                    self.marks.assigned_at = self.responsible.as_ref().filter(|_| !hand_over).map(|_| at);
                }
                self.to_hand_over = *hand_over;
                self.class = Some(class.clone());
                self.urgency = *urgency;
                self.requirement_number = self.requirement_number.or(*requirement_number);
                self.component = component.clone().or(self.component.take());
                self.assessor = Some(by());
                self.marks.triaged_at.get_or_insert(at);
            }
            TicketEvent::Assigned { to, groups, .. } => {
                self.responsible = Some(to.clone());
                self.groups = groups.clone();
                self.to_hand_over = false;
                if std::mem::take(&mut self.marks.handed_anew) {
                    self.marks.assigned_at = None;
                }
                self.marks.assigned_at.get_or_insert(at);
                if !self.participants.contains(to) {
                    self.participants.push(to.clone());
                }
            }
            TicketEvent::Started => {
                self.marks.started_at.get_or_insert(at);
                self.phase = Phase::InProgress;
            }
            TicketEvent::Planned { revision, approach, cause, text } => {
                self.marks.planned_at.get_or_insert(at);
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
                    self.marks.relieved_at.get_or_insert(at);
                }
                self.decide_plan(*revision, PlanDecision::Approved { by: by() });
            }
            TicketEvent::SentBack { revision, reason } => {
                self.marks.sent_back.push((at, *revision));
                self.decide_plan(*revision, PlanDecision::SentBack { by: by(), reason: reason.clone() })
            }
            TicketEvent::Step { kind, text, failed } => {
                self.steps.push(StepTaken { kind: *kind, text: text.clone(), failed: *failed, by: by(), at })
            }
            TicketEvent::Progressed { .. } => {
                self.marks.first_progress_at.get_or_insert(at);
                self.marks.progress_at.push(at);
            }
            TicketEvent::Held { waiting_for, reason } => {
                self.hold = Some(*waiting_for);
                self.marks.pauses.push(Pause { from: at, to: None, waiting_for: *waiting_for, reason: reason.clone() });
            }
            TicketEvent::Resumed => self.end_hold(at),
            TicketEvent::TestStarted => self.phase = Phase::Testing,
            TicketEvent::TestFailed { .. } => {
                self.marks.resolved_at = None;
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
                self.marks.evaluated_at.get_or_insert(at);
                self.marks.evaluations.push(at);
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
                    let evaluations = self.marks.evaluations.len();
                    self.marks.adjusted.extend(again.then_some(Adjusted { at, seq: recorded.seq, evaluations }));
                }
            }
            TicketEvent::Accepted { items } => self.uat = items.clone(),
            TicketEvent::Confirmed { solved, satisfaction, words, .. } => {
                self.feedback.extend(words.clone());
                self.confirm(*solved, *satisfaction, words.clone(), at);
                if let Some(satisfaction) = satisfaction {
                    self.marks.dissatisfied = (*satisfaction == Satisfaction::Dissatisfied).then_some((at, recorded.seq));
                }
            }
            TicketEvent::Closed { how, outcome, known } => self.close(*how, *outcome, *known, at),
            TicketEvent::Reopened { .. } => {
                self.phase = if self.responsible.is_some() { Phase::InProgress } else { Phase::Pending };
                (self.marks.resolved_at, self.marks.relieved_at) = (None, None);
                self.marks.reopened_at = Some(at);
                self.marks.reopened_seq = recorded.seq;
                self.marks.reopens += 1;
                self.marks.escalations = 0;
                self.merged_into = None;
            }
            TicketEvent::Escalated { to, automatic, .. } => {
                self.marks.escalations += 1;
                let taken = |to| Taken { to, seq: recorded.seq, automatic: *automatic };
                self.marks.escalated.extend(Role::parse(to).ok().map(taken));
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
            TicketEvent::Breached { clock, due_at, late, nth } => self.marks.misses.push(Miss {
                clock: clock.clone(),
                nth: *nth,
                due_at: *due_at,
                recorded_at: recorded.recorded_at,
                late: *late,
                reason: None,
            }),
            TicketEvent::Reminded { nth, .. } => self.marks.reminded = *nth,
            TicketEvent::Gathered { due_at, .. } => self.marks.ungathered.retain(|told| told.at > *due_at),
            TicketEvent::Warned { clock, at, .. } => self.marks.warnings.push((clock.clone(), *at)),
            TicketEvent::DelayExplained { reason } => {
                for miss in self.marks.misses.iter_mut().filter(|miss| miss.reason.is_none()) {
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
        if let Some(pause) = self.marks.pauses.last_mut().filter(|p| p.to.is_none()) {
            pause.to = Some(at);
        }
    }

    fn resolve(&mut self, answer: Answer, at: Moment) {
        self.end_hold(at);
        self.marks.resolved_at = Some(at);
        self.marks.reminded = 0;
        self.unsolved = None;
        self.phase = Phase::Resolved { answer, at, confirmation: None };
    }

    fn confirm(&mut self, solved: bool, satisfaction: Option<Satisfaction>, words: Option<String>, at: Moment) {
        if !solved {
            self.marks.resolved_at = None;
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

    /// Whether somebody who read it at `version` has read all that anybody did: clocks write on their own.
    pub fn is_as_read_at(&self, version: u64) -> bool {
        version <= self.version && version >= self.marks.acted_version.max(1)
    }

    pub fn status(&self) -> Status {
        match self.phase {
            Phase::Pending => Status::Pending,
            Phase::InProgress => Status::InProgress,
            Phase::Testing => Status::Testing,
            Phase::Resolved { .. } => Status::Resolved,
            Phase::Closed { .. } => Status::Closed,
        }
    }

    pub fn is_open(&self) -> bool {
        !matches!(self.phase, Phase::Closed { .. })
    }

    /// What it counts as now: the assessor's word, before that the reporter's.
    pub fn kind(&self) -> Kind {
        match &self.class {
            Some(Class::Fault { .. }) => Kind::Fault,
            Some(Class::Requirement { .. }) => Kind::Requirement,
            None => self.report.kind(),
        }
    }

    pub fn severity(&self) -> Option<Severity> {
        match &self.class {
            Some(Class::Fault { severity }) => Some(*severity),
            _ => None,
        }
    }

    pub fn plan_in_force(&self) -> Option<&Plan> {
        self.plans.iter().rev().find(|p| matches!(p.decision, PlanDecision::Approved { .. }))
    }

    pub fn plan_waiting(&self) -> Option<&Plan> {
        self.plans.last().filter(|p| p.decision == PlanDecision::Waiting)
    }

    /// What it joined decides what is done about it: it has been assessed, nobody handles it on its own, and its customer has
    /// not said that it is not solved.
    pub fn goes_with(&self) -> Option<Number> {
        let on_its_own = self.responsible.is_some() || self.unsolved.is_some() || self.marks.reopened_at.is_some();
        self.attached_to.filter(|_| self.phase == Phase::Pending && self.class.is_some() && !on_its_own)
    }

    /// An imported ticket is quiet, without clocks, until somebody here acts on it.
    pub fn is_quiet(&self) -> bool {
        self.imported.is_some() && self.marks.awakened_at.is_none()
    }
}
