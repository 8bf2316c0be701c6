//! Which fields a form has, and what a ticket says in them.

use super::cell::{Label, Row};
use super::form_name::FormName;
use super::subject::{Hand, Subject};
use super::{documents, progress, registration, requirement, urgency};

/// The fields of a form, in the process's order.
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

/// A ticket on one of its forms.
pub fn fill(form: FormName, subject: &Subject, hand: &Hand) -> Row {
    let cells = match form {
        FormName::Urgency => Vec::new(),
        FormName::Registration => registration::cells(subject, hand),
        FormName::Progress => progress::cells(subject, hand),
        FormName::Requirement => requirement::cells(subject, hand),
        FormName::Evaluation => documents::evaluation(subject, hand),
        FormName::Satisfaction => documents::satisfaction(subject, hand),
    };
    Row { number: Some(subject.ticket.number), cells }
}
