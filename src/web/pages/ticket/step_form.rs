//! A step as a form of the ticket's page.

use crate::web::words::Choice;
use serde::Serialize;

/// A step that is open to the reader, as a form.
#[derive(Debug, Serialize)]
pub struct StepForm {
    pub(super) verb: &'static str,
    /// The form's own name: a verb may be taken with several.
    pub(super) name: &'static str,
    pub(super) label: String,
    pub(super) fields: Vec<StepField>,
    /// A field whose value the form itself settles.
    pub(super) fixed: Option<FixedField>,
    pub(super) open: bool,
    /// It was sent and comes back with what was typed.
    pub(super) refused: bool,
    /// Sent along once what looks like a slip has been pointed out.
    pub(super) sure: Option<String>,
    /// The evidence for what it proposes.
    pub(super) hint: Option<String>,
    /// The key that sends it while it is open.
    pub(super) key: Option<&'static str>,
    /// It stands below the others.
    #[serde(skip)]
    pub(super) is_rare: bool,
}

/// A field of such a form.
#[derive(Debug, Serialize)]
pub(super) struct StepField {
    pub(super) name: &'static str,
    pub(super) label: String,
    /// What was wrong with it when it was sent.
    pub(super) note: Option<String>,
    pub(super) required: bool,
    pub(super) value: String,
    pub(super) choices: Vec<Choice>,
    /// Whether an empty choice stands before the others.
    pub(super) blank: bool,
    /// Worth several lines.
    pub(super) long: bool,
    /// A date and time.
    pub(super) moment: bool,
    /// The list of proposals: `staff` (names), `like` (numbers of like cases) or none.
    pub(super) list: Option<&'static str>,
}

/// A value that nobody types.
#[derive(Debug, Serialize)]
pub(super) struct FixedField {
    pub(super) name: &'static str,
    pub(super) value: String,
}
