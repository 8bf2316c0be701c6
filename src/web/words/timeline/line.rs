//! A line of a timeline: what happened, who did it, and what they said, in the reader's language.

use super::event_text::EventText;
use super::text_part::TextPart;
use crate::markdown::Renderer;
use crate::sla::Calendar;
use crate::ticket::{Recorded, TicketEvent};
use crate::view::{EventView, Reading};
use crate::web::words::codes::{actor_word, event};
use crate::words::Locale;
use chrono::{DateTime, Utc};
use serde::Serialize;

/// One event, worded.
#[derive(Debug, Serialize)]
pub struct TimelineLine {
    occurred_at: DateTime<Utc>,
    /// The same in the desk's zone.
    at: String,
    event: String,
    /// Who did it: a name, or the word for the desk's own program.
    actor: String,
    /// What the name does not say, in a line; empty where it says it all.
    text: String,
    /// What somebody wrote.
    parts: Vec<TextPart>,
}

impl TimelineLine {
    /// For a reader of its ticket.
    pub fn of(locale: Locale, calendar: &Calendar, renderer: &Renderer, recorded: &Recorded, reading: &Reading) -> TimelineLine {
        let view = EventView::of(recorded, reading);
        let (text, parts) = EventText::new(locale, calendar, renderer).of(&view.what);
        let failed = matches!(&recorded.event, TicketEvent::Accepted { items } if items.iter().any(|item| !item.passed));
        TimelineLine {
            occurred_at: view.occurred_at,
            at: calendar.local_minute(view.occurred_at),
            event: event(locale, if failed { "not_accepted" } else { recorded.event.name() }),
            actor: actor_word(locale, view.actor.as_str()),
            text,
            parts,
        }
    }
}
