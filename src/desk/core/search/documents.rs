//! The documents that are indexed for tickets.

use crate::case::Masker;
use crate::desk::core::crash_point::crash_point;
use crate::desk::core::desk::Desk;
use crate::desk::core::health::caught;
use crate::desk::error::DeskError;
use crate::index::{Document, Index, IndexError};
use crate::ledger::{CaseRow, LedgerError};
use crate::ticket::{Number, Ticket};

/// Documents of some tickets: of their case, else of the report, masked. A ticket that cannot be read or converted is logged
/// and left out, so that the others are found.
pub fn documents(desk: &Desk, numbers: &[Number]) -> Result<Vec<Document>, DeskError> {
    let mut documents = Vec::with_capacity(numbers.len());
    for number in numbers {
        let made = caught(|| {
            let Some(ticket) = desk.ledger.ticket(*number)? else { return Ok(None) };
            crash_point("index.document");
            Ok(Some(document(&ticket, desk.ledger.case(*number)?)))
        });
        match made {
            Ok(document) => documents.extend(document),
            Err(error @ (DeskError::Panicked(_) | DeskError::Ledger(LedgerError::Damaged { .. }))) => {
                tracing::error!("{number}: cannot be indexed, and is not found: {error}");
            }
            Err(error) => return Err(error),
        }
    }
    Ok(documents)
}

fn document(ticket: &Ticket, row: Option<CaseRow>) -> Document {
    Document::of(ticket, row.as_ref().map(|row| &row.case), &Masker::new(&ticket.report.contact, &[]))
}

/// The documents without those that the analyzer cannot process, after indexing has failed for a reason other than the disk.
/// Returns `error` if none is the cause.
pub fn those_that_can_be_indexed(desk: &Desk, numbers: &[Number], error: IndexError) -> Result<Vec<Document>, DeskError> {
    let documents = documents(desk, numbers)?;
    let before = documents.len();
    let able: Vec<Document> = documents.into_iter().filter(Index::can_take).collect();
    if able.len() == before { Err(error.into()) } else { Ok(able) }
}
