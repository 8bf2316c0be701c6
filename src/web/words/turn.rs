//! Party turn it is, said from the reader's side.

use super::codes::said;
use crate::page::known;
use crate::ticket::Awaiting;
use crate::web::http::Reader;
use crate::words::{Locale, Vocabulary};

/// What a ticket waits for, in words.
pub fn waits_for(reader: &Reader, turn: Option<Awaiting>, kind: &str) -> Option<String> {
    let turn = turn?.seen_by(&reader.actor).word();
    let side = match !reader.actor.is_staff() && known(reader.locale, &format!("theirs.{turn}")).is_some() {
        true => "theirs",
        false => "turn",
    };
    Some(turn_in(reader.locale, side, turn, kind))
}

/// A turn said from one side; a requirement's where it is said otherwise.
pub fn turn_in(locale: Locale, side: &str, turn: &str, kind: &str) -> String {
    known(locale, &format!("{side}.{turn}.{kind}")).map_or_else(|| said(locale, side, turn), str::to_string)
}
