//! What like cases propose for a ticket, each with its evidence, and a burst of like reports; for staff.

use crate::desk::{AssigneeCandidate, Burst, Proposal, Suggestion};
use crate::ticket::{Class, Priority, RequirementType, Severity};
use crate::view::redacted::{Redacted, masked_now};
use crate::view::word::{TicketNo, WordOf, numbers};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::Serialize;

/// What is proposed for a ticket now.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ProposalView {
    /// Of a fault.
    pub severity: Option<SuggestionView<WordOf<Severity>>>,
    /// Of a requirement.
    pub requirement_type: Option<RequirementSuggestionView>,
    /// Where the trouble lies.
    pub component: Option<SuggestionView<Redacted>>,
    /// The first of the candidates.
    pub assignee: Option<CandidateView>,
    /// In the order in which they are proposed.
    pub candidates: Vec<CandidateView>,
    /// The burst it belongs to.
    pub burst: Option<BurstView>,
}

/// A value, and the like cases that had it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "{T}Suggestion")]
pub struct SuggestionView<T> {
    /// What is proposed.
    pub value: T,
    /// The cases that say so.
    pub like: Vec<TicketNo>,
    /// How many had it, …
    pub count: usize,
    /// … of how many that were asked.
    pub of: usize,
    /// Who solved those cases.
    pub solved_by: Vec<String>,
}

/// A type of requirement, and the priority that goes with it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RequirementSuggestionView {
    /// The type.
    #[serde(flatten)]
    pub suggestion: SuggestionView<WordOf<RequirementType>>,
    /// The priority that goes with it.
    pub priority: WordOf<Priority>,
}

/// Somebody who could take the ticket.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CandidateView {
    /// As people read it.
    pub name: String,
    /// Open tickets they answer for.
    pub load: usize,
    /// Like cases they solved.
    pub solved: Vec<TicketNo>,
    /// Null: the policy has no schedule.
    pub on_duty: Option<bool>,
    /// Who would fit too, is away, and has named them their deputy.
    pub deputy_for: Vec<String>,
    /// The policy names them for tickets of this kind.
    pub by_rule: bool,
}

/// Like reports within the policy's window, proposed as one incident.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct BurstView {
    /// The oldest first.
    pub tickets: Vec<TicketNo>,
    /// How many reports.
    pub count: usize,
    /// Of the oldest.
    pub title: Redacted,
    /// How many customers reported it.
    pub customers: usize,
    /// When the oldest came in.
    pub first_at: DateTime<Utc>,
    /// When the newest came in.
    pub last_at: DateTime<Utc>,
}

impl<T> SuggestionView<T> {
    fn of<U>(value: T, suggested: &Suggestion<U>) -> SuggestionView<T> {
        let Suggestion { value: _, like, of, solved_by } = suggested;
        SuggestionView { value, like: numbers(like), count: like.len(), of: *of, solved_by: solved_by.clone() }
    }
}

impl CandidateView {
    fn of(candidate: &AssigneeCandidate) -> CandidateView {
        let AssigneeCandidate { name, load, solved, on_duty, deputy_for, by_rule, administers: _ } = candidate;
        CandidateView {
            name: name.clone(),
            load: *load,
            solved: numbers(solved),
            on_duty: *on_duty,
            deputy_for: deputy_for.clone(),
            by_rule: *by_rule,
        }
    }
}

impl BurstView {
    /// For staff: it names tickets of several customers.
    pub fn of(burst: &Burst) -> BurstView {
        let Burst { tickets, title, customers, first_at, last_at } = burst;
        BurstView {
            tickets: numbers(tickets),
            count: tickets.len(),
            title: title.into(),
            customers: *customers,
            first_at: *first_at,
            last_at: *last_at,
        }
    }
}

impl ProposalView {
    /// `burst`: the one it belongs to.
    pub fn of(proposal: &Proposal, burst: Option<&Burst>) -> ProposalView {
        let (mut severity, mut requirement_type) = (None, None);
        if let Some(class) = &proposal.class {
            match class.value {
                Class::Fault { severity: proposed } => severity = Some(SuggestionView::of(WordOf(proposed), class)),
                Class::Requirement { requirement_type: proposed, priority } => {
                    let suggestion = SuggestionView::of(WordOf(proposed), class);
                    requirement_type = Some(RequirementSuggestionView { suggestion, priority: priority.into() });
                }
            }
        }
        let candidates: Vec<CandidateView> = proposal.candidates.iter().map(CandidateView::of).collect();
        ProposalView {
            severity,
            requirement_type,
            component: proposal.component.as_ref().map(|component| SuggestionView::of(masked_now(&component.value), component)),
            assignee: candidates.first().cloned(),
            candidates,
            burst: burst.map(BurstView::of),
        }
    }
}
