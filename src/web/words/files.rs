//! The files of a ticket as its page lists them.

use crate::page::message;
use crate::people::Actor;
use crate::ticket::{Ticket, Verb, may, taken};
use crate::view::{AttachmentView, Reading, Redacted};
use crate::words::Locale;
use serde::Serialize;

/// The files that may be read, and what may be done with them.
#[derive(Debug, Serialize)]
pub struct FileList {
    list: Vec<FileLine>,
    may_add: bool,
    /// Whether a file can be kept from the customer.
    may_hide: bool,
    /// The endings that are taken, as a browser's chooser has them.
    accept: String,
    hint: Option<&'static str>,
}

/// One file.
#[derive(Debug, Serialize)]
struct FileLine {
    attachment: u32,
    name: Redacted,
    url: String,
    by: Redacted,
    size: String,
    internal: bool,
    /// Shown small on the page.
    picture: bool,
    may_withdraw: bool,
}

impl FileList {
    /// `may_add`: whether the reader may add files now.
    pub fn of(locale: Locale, actor: &Actor, ticket: &Ticket, reading: &Reading, may_add: bool) -> FileList {
        let views = AttachmentView::all(ticket, reading);
        let line = |((nth, filed), view): ((u32, &crate::ticket::Filed), AttachmentView)| {
            let withdraw = Verb::Withdraw { attachment: nth, reason: String::new() };
            FileLine {
                attachment: nth,
                name: view.name,
                url: view.url,
                by: view.by,
                size: size(view.bytes),
                internal: filed.file.internal,
                picture: filed.file.picture().is_some(),
                may_withdraw: ticket.is_open() && may(actor, ticket, &withdraw).is_ok(),
            }
        };
        FileList {
            list: ticket.attachments_for(actor).zip(views).map(line).collect(),
            may_add,
            may_hide: actor.is_staff(),
            accept: taken().map(|end| format!(".{end}")).collect::<Vec<_>>().join(","),
            hint: ticket.report.missing().contains(&"error").then(|| message(locale, "files.hint")),
        }
    }
}

fn size(bytes: u64) -> String {
    match bytes {
        0..1_024 => format!("{bytes} B"),
        1_024..1_048_576 => format!("{} KB", bytes.div_ceil(1_024)),
        _ => format!("{:.1} MB", bytes as f64 / 1_048_576.0),
    }
}
