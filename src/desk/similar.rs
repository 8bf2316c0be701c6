//! Searching for people: a few words, or a whole report, within what they may see.

use super::access::sight;
use super::consult::question_of;
use super::{Desk, DeskError};
use crate::index::{Found, SearchRequest, Similar, SimilarScope};
use crate::people::Actor;
use crate::ticket::Number;

/// Results anybody gets at once.
pub const LIMIT_MAX: usize = 100;

impl Desk {
    /// What an engineer would see for a few words. `limit` is cut to [`LIMIT_MAX`].
    pub fn search(
        &self,
        actor: &Actor,
        text: &str,
        filters: Vec<(String, String)>,
        offset: usize,
        limit: usize,
    ) -> Result<Found, DeskError> {
        let request = SearchRequest { text: text.to_string(), limit: limit.min(LIMIT_MAX), offset, sight: sight(actor), filters };
        Ok(self.caught_up()?.search(&request)?)
    }

    /// Like cases and tickets of a ticket, as of now.
    pub fn similar_to(&self, actor: &Actor, number: Number, limit: usize) -> Result<Similar, DeskError> {
        let ticket = self.ticket_for(actor, number)?;
        let scope =
            SimilarScope { limit: limit.min(LIMIT_MAX), sight: sight(actor), as_of: None, without: Some(number), families: true };
        Ok(self.caught_up()?.similar(&question_of(&ticket.report), &scope)?)
    }
}
