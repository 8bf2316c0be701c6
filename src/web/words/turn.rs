//! Whose turn it is, said from the reader's side.

use super::codes::said;
use crate::page::known;
use crate::ticket::Turn;
use crate::web::http::Reader;
use crate::words::{Locale, Vocabulary};

/// What a ticket waits for, in words.
pub fn waits_for(reader: &Reader, turn: Option<Turn>, kind: &str) -> Option<String> {
    let turn = turn?.seen_by(&reader.actor).word();
    let side = match !reader.actor.is_staff() && known(reader.tongue, &format!("theirs.{turn}")).is_some() {
        true => "theirs",
        false => "turn",
    };
    Some(turn_in(reader.tongue, side, turn, kind))
}

/// A turn said from one side; a requirement's where it is said otherwise.
pub fn turn_in(tongue: Locale, side: &str, turn: &str, kind: &str) -> String {
    known(tongue, &format!("{side}.{turn}.{kind}")).map_or_else(|| said(tongue, side, turn), str::to_string)
}
