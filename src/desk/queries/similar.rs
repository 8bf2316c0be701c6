//! Searching for people: a few words, or a whole report, within what they may see.

use crate::desk::consult::question::question_of;
use crate::desk::core::access::visibility_of;
use crate::desk::core::desk::Desk;
use crate::desk::error::DeskError;
use crate::index::{Facet, SearchRequest, SearchResults, SimilarResults, SimilarScope};
use crate::people::Actor;
use crate::ticket::Number;

/// Results anybody gets at once.
pub const LIMIT_MAX: usize = 100;
/// Words of a question that are tried as the name of a ticket.
const NAMES_MAX: usize = 8;

/// Searches cases and tickets the actor may see for typed words. `limit` is cut to 100.
pub fn search(
    desk: &Desk,
    actor: &Actor,
    text: &str,
    filters: Vec<(Facet, String)>,
    offset: usize,
    limit: usize,
) -> Result<SearchResults, DeskError> {
    // A ticket's number, an RD number, or the id it had where it came from.
    let words = text.split_whitespace().take(NAMES_MAX);
    let named = words.filter_map(|word| desk.resolve(word.trim_matches(|c: char| c.is_ascii_punctuation())).ok()).collect();
    let request = SearchRequest {
        text: text.to_string(),
        limit: limit.min(LIMIT_MAX),
        offset,
        visibility: visibility_of(actor),
        filters,
        named,
    };
    desk.ask(|index| Ok(index.search(&request)?))
}

/// Cases and tickets similar to a ticket. `limit` is cut to 100.
pub fn similar_to(desk: &Desk, actor: &Actor, number: Number, limit: usize) -> Result<SimilarResults, DeskError> {
    let ticket = desk.ticket_for(actor, number)?;
    let scope = SimilarScope {
        limit: limit.min(LIMIT_MAX),
        visibility: visibility_of(actor),
        as_of: None,
        without: Some(number),
        families: true,
    };
    desk.ask(|index| Ok(index.similar(&question_of(&ticket.report), &scope)?))
}
