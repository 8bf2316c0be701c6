//! The fields of each form, and filling them in.

use super::cell::{Label, Row};
use super::form_name::FormName;
use super::subject::{FormContext, Subject};
use super::{documents, progress, registration, requirement, urgency};

/// The fields of a form, in the order of the process.
pub(super) fn labels(form: FormName) -> &'static [Label] {
    match form {
        FormName::Urgency => urgency::LABELS,
        FormName::Registration => registration::LABELS,
        FormName::Progress => progress::LABELS,
        FormName::Requirement => requirement::LABELS,
        FormName::Evaluation => documents::EVALUATION,
        FormName::Satisfaction => documents::SATISFACTION,
    }
}

/// Fills in a form for a ticket.
pub fn fill(form: FormName, subject: &Subject, ctx: &FormContext) -> Row {
    let cells = match form {
        FormName::Urgency => Vec::new(),
        FormName::Registration => registration::cells(subject, ctx),
        FormName::Progress => progress::cells(subject, ctx),
        FormName::Requirement => requirement::cells(subject, ctx),
        FormName::Evaluation => documents::evaluation(subject, ctx),
        FormName::Satisfaction => documents::satisfaction(subject, ctx),
    };
    Row { number: Some(subject.ticket.number), cells }
}
