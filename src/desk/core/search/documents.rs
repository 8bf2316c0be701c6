//! What is indexed of a ticket.

use crate::case::Masker;
use crate::desk::core::crash_point::crash_point;
use crate::desk::core::desk::Desk;
use crate::desk::core::health::caught;
use crate::desk::error::DeskError;
use crate::index::{Document, Index, IndexError};
use crate::ledger::{CaseRow, LedgerError};
use crate::ticket::{Number, Ticket};

/// What is indexed for some tickets: their cases as the ledger holds them, or the tickets themselves, masked. What cannot be
/// read, or made into a document, is named and left out: one ticket does not keep the others from being found.
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
    let report = &ticket.report;
    let masker = Masker::new(&report.contact, &[]);
    Document::of(ticket, row.as_ref().map(|row| &row.case), masker.masked(&report.title), masker.masked(&report.body()))
}

/// After a failure that is not the disk's: without the documents that are its cause, each of which is named. One text that
/// nobody can take apart does not keep all others from being found.
pub fn those_that_can_be_indexed(desk: &Desk, numbers: &[Number], error: IndexError) -> Result<Vec<Document>, DeskError> {
    let documents = documents(desk, numbers)?;
    let before = documents.len();
    let able: Vec<Document> = documents.into_iter().filter(Index::can_take).collect();
    if able.len() == before { Err(error.into()) } else { Ok(able) }
}
