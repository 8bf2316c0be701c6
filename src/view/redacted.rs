//! Text as a reader may see it: the only place where free text of a ticket is masked for its reader.

use crate::case::{Masked, Masker, mask_email, mask_name, mask_phone, mask_wechat};
use crate::markdown::Renderer;
use crate::people::Actor;
use crate::ticket::{Contact, Number, Ticket, owns};
use schemars::JsonSchema;
use serde::Serialize;

/// A text that somebody wrote, as its reader may see it: masked, or whole for those whose own it is. Only [`Reading`] makes
/// one, or a store that keeps what was masked before ([`Masked`]).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct Redacted(String);

impl Redacted {
    /// The text, to be drawn or written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::ops::Deref for Redacted {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Redacted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text that people write in several lines, redacted: light Markdown, which is rendered wherever it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(transparent)]
#[schemars(extend("contentMediaType" = "text/markdown"))]
pub struct Prose(Redacted);

/// What a program printed (an error, a log), redacted: no Markdown, every blank and line as it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(transparent)]
#[schemars(extend("contentMediaType" = "text/plain"))]
pub struct ProgramOutput(Redacted);

impl Prose {
    /// The text, as it was typed.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// As safe HTML.
    pub fn html(&self, renderer: &Renderer) -> String {
        renderer.html(self.as_str())
    }
}

impl ProgramOutput {
    /// The text, as it came.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// As safe HTML.
    pub fn html(&self, renderer: &Renderer) -> String {
        renderer.preformatted(self.as_str())
    }
}

impl From<Redacted> for Prose {
    fn from(text: Redacted) -> Prose {
        Prose(text)
    }
}

impl From<Redacted> for ProgramOutput {
    fn from(text: Redacted) -> ProgramOutput {
        ProgramOutput(text)
    }
}

/// A text of the archive or of a form: it was masked when its case was made, when it was indexed, or when the form was filled.
pub(in crate::view) fn masked_before<T: From<Redacted>>(text: &str) -> T {
    Redacted(text.to_string()).into()
}

/// The same for a text that may be missing.
pub(in crate::view) fn maybe_masked_before<T: From<Redacted>>(text: Option<&str>) -> Option<T> {
    text.map(masked_before)
}

/// A short text beside a ticket whose contact is not at hand: masked by the rules for everybody.
pub(in crate::view) fn masked_now(text: &str) -> Redacted {
    Masker::default().masked(text).into()
}

impl From<Masked> for Redacted {
    fn from(masked: Masked) -> Redacted {
        Redacted(masked.into_string())
    }
}

impl From<&Masked> for Redacted {
    fn from(masked: &Masked) -> Redacted {
        Redacted(masked.as_str().to_string())
    }
}

/// How one reader reads one ticket: what is masked, which names are cut short, which numbers they may know.
pub struct Reading<'a> {
    /// Who reads.
    pub reader: &'a Actor,
    /// None: everything is shown as it was written.
    masker: Option<Masker>,
    may_know: Box<dyn Fn(Number) -> bool + 'a>,
}

impl<'a> Reading<'a> {
    /// `may_know`: whether the reader may know that there is a ticket or case of this number.
    pub fn of(ticket: &Ticket, reader: &'a Actor, may_know: impl Fn(Number) -> bool + 'a) -> Reading<'a> {
        let masker = (!owns(reader, ticket)).then(|| Masker::ways_of(&ticket.report.contact));
        Reading { reader, masker, may_know: Box::new(may_know) }
    }

    /// For a reader to whom the contact was shown whole; the showing is on the record.
    pub fn whole(reader: &'a Actor, may_know: impl Fn(Number) -> bool + 'a) -> Reading<'a> {
        Reading { reader, masker: None, may_know: Box::new(may_know) }
    }

    /// A text of the ticket, of the kind that its reader's copy has it as.
    pub fn text<T: From<Redacted>>(&self, text: &str) -> T {
        self.redacted(text).into()
    }

    fn redacted(&self, text: &str) -> Redacted {
        Redacted(self.masker.as_ref().map_or_else(|| text.to_string(), |masker| masker.text(text)))
    }

    /// A text that may be missing.
    pub fn maybe<T: From<Redacted>>(&self, text: Option<&String>) -> Option<T> {
        text.map(|text| self.text(text))
    }

    /// Something only staff see.
    pub fn staff<T>(&self, value: impl FnOnce() -> T) -> Option<T> {
        self.reader.is_staff().then(value)
    }

    /// The name of somebody of the staff.
    pub fn name(&self, name: &str) -> Redacted {
        staff_name(self.reader, name)
    }

    /// Whether the reader may know of a ticket or case.
    pub fn may_know(&self, number: Number) -> bool {
        (self.may_know)(number)
    }
}

/// How a reader of this role meets the names of staff: customers masked, staff whole, and everybody their own. The desk's own
/// program is nobody to be protected.
pub fn staff_name(reader: &Actor, name: &str) -> Redacted {
    let whole = reader.is_staff() || reader.name() == name || name == Actor::System.name();
    Redacted(if whole { name.to_string() } else { mask_name(name) })
}

/// Name, telephone, WeChat and mail of a contact, each masked by the rule of its kind.
pub fn masked_contact(contact: &Contact) -> [Option<Redacted>; 4] {
    let mask = |text: &Option<String>, mask: fn(&str) -> String| text.as_deref().map(|text| Redacted(mask(text)));
    [
        Some(Redacted(mask_name(&contact.name))),
        mask(&contact.phone, mask_phone),
        mask(&contact.wechat, mask_wechat),
        mask(&contact.email, mask_email),
    ]
}

/// The same unmasked; the caller has recorded that it is shown.
pub fn shown_contact(contact: &Contact) -> [Option<Redacted>; 4] {
    let whole = |text: &Option<String>| text.clone().map(Redacted);
    [Some(Redacted(contact.name.clone())), whole(&contact.phone), whole(&contact.wechat), whole(&contact.email)]
}
