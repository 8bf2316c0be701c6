//! A ticket whole, as its reader sees it.

use super::attachment::AttachmentView;
use super::clock::ClockView;
use super::contact::ContactView;
use super::ending::EndingView;
use super::inner_work::InnerWorkView;
use crate::desk::ReadTicket;
use crate::people::Actor;
use crate::ticket::*;
use crate::view::archive::case::ticket_url;
use crate::view::redacted::{ProgramOutput, Prose, Reading, Redacted};
use crate::view::warning::WarningView;
use crate::view::word::{TicketNo, WordOf};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;

/// A ticket. A customer's copy leaves out the desk's inner work and every number that is not theirs.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TicketView {
    /// Of the ticket, or of its case.
    pub number: TicketNo,
    /// A requirement has a second number, from when it is assessed.
    pub requirement_number: Option<TicketNo>,
    /// A fault or a requirement.
    pub kind: WordOf<Kind>,
    /// Where it stands in the process.
    pub status: WordOf<Status>,
    /// Whether its case is in the archive.
    pub archived: bool,
    /// One line.
    pub title: Redacted,
    /// The way the report came in.
    pub channel: WordOf<Channel>,
    /// The company, by its full name.
    pub customer: String,
    /// How the reporter is reached.
    pub contact: ContactView,
    /// As it was reported.
    pub product: Option<Redacted>,
    /// As it was reported or found.
    pub component: Option<Redacted>,
    /// The version of the product.
    pub version_reported: Option<Redacted>,
    /// As the reporter sees it.
    pub urgency: WordOf<Severity>,
    /// The class of a fault, once assessed.
    pub severity: Option<WordOf<Severity>>,
    /// Particulars that a complete report has and this one lacks.
    pub missing: Vec<&'static str>,
    /// When the report came in.
    pub submitted_at: DateTime<Utc>,
    /// When it was seen; null where nobody said.
    pub occurred_at: Option<DateTime<Utc>>,
    /// Who wrote it down.
    pub registered_by: Redacted,
    /// Who assessed it last.
    pub assessor: Option<Redacted>,
    /// Who is responsible; null while nobody is.
    pub assignee: Option<Redacted>,
    /// What its clocks are held for.
    pub hold: Option<WordOf<WaitingFor>>,
    /// The ticket under which it goes on.
    pub merged_into: Option<TicketNo>,
    /// Tickets that go on under this one.
    pub merged: Vec<TicketNo>,
    /// Tickets that were split off.
    pub parts: Vec<TicketNo>,
    /// The ticket it was split off.
    pub part_of: Option<TicketNo>,
    /// Of a requirement, once planned.
    pub delivery: Option<DeliveryView>,
    /// What it waits for, as far as the reader may know.
    pub waits_for: Option<WordOf<Awaiting>>,
    /// Files the reader may have.
    pub attachments: Vec<AttachmentView>,
    /// Promises that are counted.
    pub clocks: Vec<ClockView>,
    /// What `If-Match` compares.
    pub version: u64,
    /// The ticket's page.
    pub url: String,
    /// How much a requirement's customer wants it; only of requirements.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_priority: Option<Option<WordOf<CustomerPriority>>>,
    /// Only of requirements that are assessed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub requirement_type: Option<WordOf<RequirementType>>,
    /// Only of requirements that are assessed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<WordOf<Priority>>,
    /// What looks like a slip in the report; only in the answer to who has just sent it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warnings: Option<Vec<WarningView>>,
    /// How it ended.
    #[serde(flatten)]
    pub ending: EndingView,
    /// Only of requirements that are evaluated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evaluation: Option<EvaluationView>,
    /// What was reported, in its reporter's words. A page that draws these texts on its own leaves them out.
    #[serde(flatten)]
    pub reported: Option<ReportedView>,
    /// Staff only.
    #[serde(flatten)]
    pub inner_work: Option<InnerWorkView>,
}

/// The texts of a report.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ReportedView {
    /// In the reporter's words.
    pub description: Prose,
    /// What only its kind has.
    #[serde(flatten)]
    pub particulars: ParticularsView,
}

/// What only a fault's report holds, or only a requirement's.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum ParticularsView {
    /// Of a fault.
    Fault {
        /// How to see it again.
        steps: Option<Prose>,
        /// The error text.
        error: Option<ProgramOutput>,
    },
    /// Of a requirement.
    Requirement {
        /// The situation it is wanted in.
        scenario: Option<Prose>,
        /// What it should do.
        effect: Option<Prose>,
    },
}

/// What came of evaluating a requirement.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct EvaluationView {
    /// Whether it is done.
    pub verdict: WordOf<Verdict>,
    /// What the customer reads of it.
    pub report: Prose,
    /// What the customer said to it, once they did.
    pub agreed: Option<bool>,
    /// Staff only.
    #[serde(flatten)]
    pub weighing: Option<WeighingView>,
}

/// What a requirement would take.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WeighingView {
    /// Whether and how it can be done.
    pub technical: Prose,
    /// Who and what it takes.
    pub resources: Prose,
    /// What it costs.
    pub cost: Prose,
    /// How much work it is; null where nobody said.
    pub effort: Option<Prose>,
}

/// When and by whom a requirement is delivered, and how that stands.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DeliveryView {
    /// Who delivers it.
    pub who: Redacted,
    /// When it is due.
    pub due_at: DateTime<Utc>,
    /// What is delivered.
    pub what: Prose,
    /// How far it has come.
    pub state: DeliveryState,
    /// How often it has been put off or brought forward.
    pub changes: u32,
}

/// How far a delivery has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DeliveryState {
    /// It is agreed on.
    Planned,
    /// It is being tested.
    Testing,
    /// The customer has it.
    Delivered,
}

impl DeliveryView {
    fn of(ticket: &Ticket, delivery: &Delivery, reading: &Reading) -> DeliveryView {
        let state = match ticket.status() {
            Status::Resolved | Status::Closed => DeliveryState::Delivered,
            Status::Testing => DeliveryState::Testing,
            _ => DeliveryState::Planned,
        };
        let Delivery { who, due_at, what, changes } = delivery;
        DeliveryView { who: reading.name(who), due_at: *due_at, what: reading.text(what), state, changes: *changes }
    }
}

impl EvaluationView {
    fn of(evaluation: &Evaluation, reading: &Reading) -> EvaluationView {
        let Evaluation { technical, resources, cost, effort, verdict, report, agreed } = evaluation;
        let weighing = || WeighingView {
            technical: reading.text(technical),
            resources: reading.text(resources),
            cost: reading.text(cost),
            effort: reading.maybe(effort.as_ref()),
        };
        EvaluationView {
            verdict: (*verdict).into(),
            report: reading.text(report),
            agreed: *agreed,
            weighing: reading.staff(weighing),
        }
    }
}

impl ReportedView {
    /// What was reported, for its reader.
    pub fn of(report: &Report, reading: &Reading) -> ReportedView {
        let particulars = match &report.particulars {
            Particulars::Fault { steps, error } => {
                ParticularsView::Fault { steps: reading.maybe(steps.as_ref()), error: reading.maybe(error.as_ref()) }
            }
            Particulars::Requirement { scenario, effect, priority: _ } => {
                ParticularsView::Requirement { scenario: reading.maybe(scenario.as_ref()), effect: reading.maybe(effect.as_ref()) }
            }
        };
        ReportedView { description: reading.text(&report.description), particulars }
    }
}

impl TicketView {
    /// A ticket whole, for its reader.
    pub fn of(known: &ReadTicket, reader: &Actor) -> TicketView {
        let reading = Reading::of(&known.ticket, reader, |number| known.names(number));
        TicketView {
            reported: Some(ReportedView::of(&known.ticket.report, &reading)),
            ..TicketView::without_report(known, &reading)
        }
    }

    /// As [`TicketView::of`], without the texts that were reported, which may be megabytes: a page renders them on its own.
    pub fn without_report(known: &ReadTicket, reading: &Reading) -> TicketView {
        let ticket = &known.ticket;
        // Every field of a report is decided about here or in `ReportedView`.
        let Report {
            particulars,
            channel,
            customer,
            contact,
            title,
            description: _,
            urgency: _,
            occurred_at,
            product,
            component: _,
            version,
        } = &ticket.report;
        let visible = |number: &Number| known.names(*number).then_some(TicketNo(*number));
        let all_visible = |numbers: &[Number]| numbers.iter().filter_map(visible).collect();
        let name = |name: &Option<String>| name.as_deref().map(|name| reading.name(name));
        let customer_priority = match particulars {
            Particulars::Requirement { priority, .. } => Some(priority.map(WordOf)),
            Particulars::Fault { .. } => None,
        };
        let (requirement_type, priority) = match ticket.class {
            Some(Class::Requirement { requirement_type, priority }) => (Some(WordOf(requirement_type)), Some(WordOf(priority))),
            Some(Class::Fault { .. }) | None => (None, None),
        };
        TicketView {
            number: ticket.number.into(),
            requirement_number: ticket.requirement_number.map(TicketNo),
            kind: ticket.kind().into(),
            status: ticket.status().into(),
            archived: known.archived,
            title: reading.text(title),
            channel: (*channel).into(),
            customer: customer.clone(),
            contact: ContactView::masked(contact),
            product: reading.maybe(product.as_ref()),
            component: reading.maybe(ticket.component.as_ref()),
            version_reported: reading.maybe(version.as_ref()),
            urgency: ticket.urgency.into(),
            severity: ticket.severity().map(WordOf),
            missing: ticket.missing(),
            submitted_at: ticket.submitted_at,
            occurred_at: *occurred_at,
            registered_by: reading.name(&ticket.registered_by),
            assessor: name(&ticket.assessor),
            assignee: name(&ticket.responsible),
            hold: ticket.hold.map(WordOf),
            merged_into: ticket.merged_into.as_ref().and_then(visible),
            merged: all_visible(&ticket.merged),
            parts: all_visible(&ticket.parts),
            part_of: ticket.part_of.as_ref().and_then(visible),
            delivery: ticket.delivery.as_ref().map(|delivery| DeliveryView::of(ticket, delivery, reading)),
            waits_for: awaiting(ticket).map(|turn| turn.seen_by(reading.reader).into()),
            attachments: AttachmentView::all(ticket, reading),
            clocks: known.clocks.iter().map(|clock| ClockView::of(clock, reading)).collect(),
            version: ticket.version,
            url: ticket_url(ticket.number),
            customer_priority,
            requirement_type,
            priority,
            warnings: None,
            ending: EndingView::of(known, reading),
            evaluation: ticket.evaluation.as_ref().map(|evaluation| EvaluationView::of(evaluation, reading)),
            reported: None,
            inner_work: reading.staff(|| InnerWorkView::of(ticket, &known.joined, reading)),
        }
    }
}
