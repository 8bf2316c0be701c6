//! A report as a query.

use crate::index::Question;
use crate::ticket::Report;

/// The report as a question to the archive.
pub fn question_of(report: &Report) -> Question {
    Question {
        title: report.title.clone(),
        body: report.body(),
        product: report.product.clone(),
        component: report.component.clone(),
        version: report.version.clone(),
        severity: None,
    }
}
