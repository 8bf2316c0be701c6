//! A report as a query.

use crate::index::SimilarQuery;
use crate::ticket::Report;

/// The report as a question to the archive.
pub fn question_of(report: &Report) -> SimilarQuery {
    SimilarQuery {
        title: report.title.clone(),
        body: report.body(),
        product: report.product.clone(),
        component: report.component.clone(),
        version: report.version.clone(),
        severity: None,
    }
}
