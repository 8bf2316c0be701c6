//! Printing an error: one line, and a hint. Exit code 1.

use crate::desk::DeskError;
use crate::protocol::request::FieldError;
use crate::reason::Missing;
use crate::reason::Said;
use crate::ticket::Rejection;
use crate::words::Locale;
use std::process::ExitCode;

/// A body whose fields are wrong.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.iter().map(|e| format!("{}: {}", e.field, e.why.said(Locale::En))).collect::<Vec<_>>().join("; "))]
pub struct BadFields(pub Vec<FieldError>);

pub fn report(error: &anyhow::Error) -> ExitCode {
    eprintln!("error: {}", format!("{error:#}").replace('\n', " "));
    if let Some(hint) = hint(error) {
        eprintln!("hint: {hint}");
    }
    ExitCode::FAILURE
}

fn hint(error: &anyhow::Error) -> Option<&'static str> {
    if error.downcast_ref::<BadFields>().is_some() {
        return Some("the body is the API's; /api/v1/openapi.json lists its fields");
    }
    match error.downcast_ref::<DeskError>()? {
        DeskError::Refused(Rejection::Forbidden(_)) => {
            Some("act as somebody with --as NAME; `precedent person list` shows who there is")
        }
        DeskError::Refused(Rejection::WrongState(_)) => Some("`precedent ticket show NUMBER` shows where it stands"),
        DeskError::NotFound(Missing::Person { .. }) => Some("add them: precedent person add NAME --role ROLE"),
        DeskError::Locked(_) => Some("stop the other process, or use its API"),
        DeskError::NotSearchable(_) => Some("`precedent check` says what is wrong with the index"),
        _ => None,
    }
}
