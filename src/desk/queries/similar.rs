//! Searching for people: a few words, or a whole report, within what they may see.

use crate::desk::consult::question::question_of;
use crate::desk::core::access::visibility_of;
use crate::desk::core::desk::Desk;
use crate::desk::error::DeskError;
use crate::index::{Facet, SearchRequest, SearchResults, SimilarResults, SimilarScope, normalized};
use crate::people::Actor;
use crate::ticket::Number;

/// Results anybody gets at once.
pub const LIMIT_MAX: usize = 100;
/// Spellings of words of a question that are tried as the name of a ticket.
const NAMES_MAX: usize = 24;

/// Searches cases and tickets the actor may see for typed words. `limit` is cut to 100.
pub fn search(
    desk: &Desk,
    actor: &Actor,
    text: &str,
    filters: Vec<(Facet, String)>,
    offset: usize,
    limit: usize,
) -> Result<SearchResults, DeskError> {
    let mut named: Vec<Number> = Vec::new();
    for number in names(text).iter().filter_map(|name| desk.resolve(name).ok()) {
        if !named.contains(&number) {
            named.push(number);
        }
    }
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

/// What in a question may be the name of a ticket: its number, an RD number, or the id it had where it came from; with whatever
/// touches it in its sentence, in any width and case. A bare number is a word, unless it is all there is.
fn names(text: &str) -> Vec<String> {
    let text = normalized(text);
    let inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '#');
    let alone = text.trim().trim_matches(|c: char| !c.is_alphanumeric());
    let mut names: Vec<String> = Vec::new();
    let mut add = |name: &str| {
        let is_bare = name.bytes().all(|b| b.is_ascii_digit());
        if name.is_empty() || is_bare && name != alone || !name.contains(|c: char| c.is_ascii_digit()) {
            return;
        }
        for spelling in [name.to_string(), name.to_ascii_uppercase(), name.to_ascii_lowercase()] {
            if names.len() < NAMES_MAX && !names.contains(&spelling) {
                names.push(spelling);
            }
        }
    };
    // The numbers of this desk wherever they stand, also in an address or the name of a file.
    let is_own = |run: &&str| run.parse::<Number>().is_ok();
    text.split(|c: char| !c.is_ascii_alphanumeric()).filter(is_own).for_each(&mut add);
    for word in text.split_whitespace() {
        add(word.trim_matches(|c: char| !c.is_alphanumeric()));
        word.split(|c: char| !inner(c)).for_each(|run| add(run.trim_matches(|c: char| !c.is_ascii_alphanumeric())));
    }
    names
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_named_however_it_was_pasted() {
        for text in [
            "TS20240301001，",
            "工单TS20240301001",
            "（TS20240301001）",
            "ticket ts20240301001.",
            "见「ＴＳ２０２４０３０１００１」的处理",
            "https://desk.example/tickets/TS20240301001?tab=all",
            "#TS20240301001:",
            "TS20240301001.md",
        ] {
            assert!(names(text).contains(&"TS20240301001".to_string()), "{text}: {:?}", names(text));
        }
        assert!(names("照 proj-77 处理").contains(&"PROJ-77".to_string()));
        assert!(names("工单PROJ-77，").contains(&"PROJ-77".to_string()));
    }

    #[test]
    fn a_bare_number_is_a_name_only_where_it_is_all_there_is() {
        for text in ["11", "#11", " 11。", "（１１）"] {
            assert_eq!(names(text), ["11"], "{text}");
        }
        for text in ["Windows 11", "nginx 404", "11 and 12", "error #5"] {
            assert!(names(text).is_empty(), "{text}: {:?}", names(text));
        }
    }
}
