//! The first event of a ticket: registration here, or its history in another system.

use super::fold::Ticket;
use super::milestones::Milestones;
use super::phase::Phase;
use crate::ticket::event::{Recorded, TicketEvent};
use crate::ticket::words::number::Number;
use crate::ticket::words::payloads::{Class, History};
use crate::ticket::words::report::Report;

impl Ticket {
    /// The ticket after its first event; `None` if that is neither a registration nor an import.
    pub(in crate::ticket) fn begin(number: Number, first: &Recorded) -> Option<Ticket> {
        let (report, submitted_at, consulted, imported) = match &first.event {
            TicketEvent::Registered { report, submitted_at, consulted } => (report, *submitted_at, Some(consulted.clone()), None),
            TicketEvent::Imported { report, history } => (report, history.opened_at, None, Some(history.clone())),
            _ => return None,
        };
        let mut ticket = Ticket {
            number,
            requirement_number: None,
            urgency: report.urgency,
            component: report.component.clone(),
            report: report.clone(),
            registered_by: first.actor.clone(),
            submitted_at,
            first_seq: first.seq,
            last_seq: first.seq,
            version: first.version,
            class: None,
            assessor: None,
            responsible: None,
            groups: Vec::new(),
            to_hand_over: false,
            phase: Phase::Pending,
            hold: None,
            unsolved: None,
            plans: Vec::new(),
            steps: Vec::new(),
            evaluation: None,
            uat: Vec::new(),
            feedback: Vec::new(),
            consulted,
            links: Vec::new(),
            attached_to: None,
            incident: false,
            merged_into: None,
            merged: Vec::new(),
            parts: Vec::new(),
            part_of: None,
            watchers: Vec::new(),
            attachments: Vec::new(),
            asks: Vec::new(),
            delivery: None,
            imported: None,
            participants: Vec::new(),
            milestones: Milestones::default(),
        };
        if let Some(history) = imported {
            ticket.take_history(history);
        }
        Some(ticket)
    }

    /// Takes over what the source says now, unless somebody has worked on the ticket here.
    pub(in crate::ticket) fn update_from_source(&mut self, report: &Report, history: &History) {
        self.milestones.source_digest = history.digest.clone();
        if self.imported.is_none() || self.milestones.worked_on {
            return;
        }
        // A requirement number that was given stays, even if the source changes the kind.
        let requirement_number = self.requirement_number;
        self.urgency = report.urgency;
        self.component = report.component.clone();
        self.submitted_at = history.opened_at;
        self.report = report.clone();
        self.phase = Phase::Pending;
        self.take_history(history.clone());
        self.requirement_number = requirement_number.or(self.requirement_number);
    }

    fn take_history(&mut self, history: History) {
        self.requirement_number = history.requirement_number;
        self.class = match (history.requirement, history.severity) {
            (Some((requirement_type, priority)), _) => Some(Class::Requirement { requirement_type, priority }),
            (None, Some(severity)) => Some(Class::Fault { severity }),
            (None, None) => None,
        };
        if let Some(finished) = &history.finished {
            self.phase = Phase::Closed {
                answer: None,
                resolved_at: finished.resolved_at,
                at: finished.closed_at.or(finished.resolved_at).unwrap_or(history.opened_at),
                how: None,
                outcome: finished.outcome,
                known: false,
            };
        }
        self.milestones.source_digest = history.digest.clone();
        self.imported = Some(history);
    }
}
