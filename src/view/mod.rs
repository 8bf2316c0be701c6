//! What a reader sees: for each thing the desk shows, a struct made from the thing and its reader.
//!
//! The API serialises these structs, and its OpenAPI document takes their schemas; pages show the same structs. Free text that
//! somebody wrote is a [`Redacted`], which only this room makes, so no answer can hold a text that was not looked at. Where a
//! reader may see less, the field is an `Option` that is left out.
//!
//! Not for: deciding who may see a ticket or a case at all. That is asked of `desk` before.

#![warn(missing_docs)]
#![warn(clippy::missing_errors_doc)]

mod archive;
mod desk;
mod event;
mod redacted;
#[cfg(test)]
mod tests;
mod ticket;
mod warning;
mod word;

pub use archive::case::{CaseView, FeedbackView, PartsView, RevisionView, case_url, ticket_url};
pub use archive::matches::{ConsultationView, DeflectionView, DifferenceView, MatchView, ReasonView, SimilarView};
pub use archive::search::{FacetValueView, FilterView, HitView, SearchView, SnippetView};
pub use desk::form::{FieldView, FormRowView, FormView};
pub use desk::list::ListView;
pub use desk::measures::{FigureView, MeasureGroupView, MeasureView, SpanView, measures_table, round_to_tenth};
pub use desk::notice::{NoticeView, UnseenView};
pub use desk::people::{AccountView, NewTokenView, PersonView, SignInLinkView, TokenView, WorkloadView};
pub use desk::policy::{
    ClockMoveView, MistakeView, MistakesView, PolicyChangeView, PolicyInForceView, PolicyView, SimulatedClockView,
};
pub use desk::proposal::{BurstView, CandidateView, ProposalView, SuggestionView};
pub use desk::quality::{QualityView, SuggestionsView, ZeroResultsView};
pub use event::data::EventData;
pub use event::line::EventView;
pub use event::parts::{ClassData, ResolvedData, TriagedData};
pub use redacted::{ProgramOutput, Prose, Reading, Redacted};
pub use ticket::attachment::AttachmentView;
pub use ticket::clock::ClockView;
pub use ticket::contact::ContactView;
pub use ticket::ending::{EndingView, ResolutionView};
pub use ticket::inner_work::InnerWorkView;
pub use ticket::row::RowView;
pub use ticket::view::{ParticularsView, ReportedView, TicketView};
pub use warning::WarningView;
pub use word::{TicketNo, WordOf};
