//! The frame of every page: language, desk, reader, and which links its bar shows.

use crate::desk::Desk;
use crate::page::OtherLanguage;
use crate::people::{Actor, Role};
use crate::words::{Locale, Vocabulary};
use serde::Serialize;

/// What the frame of every page shows.
#[derive(Debug, Serialize)]
pub struct Frame {
    #[serde(skip)]
    pub locale: Locale,
    /// The `lang` attribute.
    lang: &'static str,
    other_language: OtherLanguage,
    desk: String,
    zone: String,
    /// Empty for a visitor.
    who: String,
    administers: bool,
    /// Whether the links for staff are shown.
    staff_bar: bool,
    measures_bar: bool,
    /// Notices they have not seen.
    unseen: usize,
    /// Where a visitor signs in, to come back here.
    sign_in_url: String,
    /// They come with a session that has ended.
    #[serde(skip)]
    pub session_over: bool,
}

impl Frame {
    /// Whether nobody has signed in.
    pub fn is_visitors(&self) -> bool {
        self.who.is_empty()
    }

    /// For a reader in their language. `desk`: its name; `zone`: that of the times shown; `unseen`: notices not seen yet; `sign_in_url`:
    /// where a visitor signs in.
    pub fn of(actor: &Actor, locale: Locale, desk: &str, zone: &str, unseen: usize, sign_in_url: String) -> Frame {
        let other = locale.other();
        Frame {
            locale,
            lang: locale.tag(),
            other_language: OtherLanguage::at(other, format!("/language/{}", other.word())),
            desk: desk.to_string(),
            zone: zone.to_string(),
            who: if *actor == Actor::Visitor { String::new() } else { actor.name().to_string() },
            administers: actor.has(Role::Administrator),
            staff_bar: actor.is_staff(),
            measures_bar: Desk::reads_measures(actor),
            unseen,
            sign_in_url,
            session_over: false,
        }
    }
}
