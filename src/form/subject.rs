//! What a form is filled in from (`Subject`), and how (`FormContext`): language, time zone, names to mask.

use super::cell::{Cell, missing};
use crate::case::{Masker, mask_email, mask_name, mask_phone, mask_wechat};
use crate::sla::{Calendar, Clock};
use crate::ticket::{Recorded, Report, Ticket};
use crate::words::{Locale, Vocabulary};
use chrono::{DateTime, Utc};

/// A ticket as its reader may see it.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The ticket.
    pub ticket: &'a Ticket,
    /// Its clocks.
    pub clocks: &'a [Clock],
    /// The events that the reader may read.
    pub events: &'a [Recorded],
    /// Whether the reader may see internal data: misses, escalations, costs.
    pub inner: bool,
}

/// How a form is filled in.
#[derive(Debug, Clone, Copy)]
pub struct FormContext<'a> {
    /// Language of labels and values.
    pub locale: Locale,
    /// Calendar whose time zone times are shown in.
    pub calendar: &'a Calendar,
    /// Names of staff to mask in texts.
    pub staff: &'a [String],
}

impl FormContext<'_> {
    /// The text in the language of the form.
    pub fn pick(&self, zh: &'static str, en: &'static str) -> &'static str {
        match self.locale {
            Locale::Zh => zh,
            Locale::En => en,
        }
    }

    /// A vocabulary word in the language of the form.
    pub fn word<T: Vocabulary>(&self, value: T) -> String {
        match self.locale {
            Locale::Zh => value.zh().to_string(),
            Locale::En => value.word().replace('_', " "),
        }
    }

    /// Local time of the desk, to the minute.
    pub fn time(&self, at: DateTime<Utc>) -> String {
        at.with_timezone(&self.calendar.zone).format("%Y-%m-%d %H:%M").to_string()
    }

    /// A masked name, or what the desk and the operator are called.
    pub fn name(&self, name: &str) -> String {
        match name {
            "system" => self.pick("系统", "the desk").to_string(),
            "operator" => self.pick("本机操作者", "the operator").to_string(),
            name => mask_name(name),
        }
    }

    /// "label: text"; a missing text is marked.
    pub fn part(&self, zh: &'static str, en: &'static str, text: Option<String>) -> String {
        let text = text.filter(|text| !text.trim().is_empty());
        let text = text.unwrap_or_else(|| missing(self.locale).to_string());
        // A fence begins a line.
        let text = if text.starts_with("```") { format!("\n{text}") } else { text.trim().to_string() };
        match self.locale {
            Locale::Zh => format!("{zh}：{text}"),
            Locale::En => format!("{en}: {text}"),
        }
    }

    /// The lines of what people wrote that are not empty, below each other.
    pub fn lines(&self, lines: impl IntoIterator<Item = String>) -> Cell {
        Cell::prose(lines)
    }

    /// Masks the contact of this report and the staff.
    pub fn masker(&self, report: &Report) -> Masker {
        Masker::new(&report.contact, self.staff)
    }
}

/// The ways to reach the contact, masked, one a line.
pub(super) fn ways(report: &Report) -> Option<String> {
    let contact = &report.contact;
    let ways = [
        contact.phone.as_deref().map(mask_phone),
        contact.wechat.as_deref().map(mask_wechat),
        contact.email.as_deref().map(mask_email),
    ];
    let ways: Vec<String> = ways.into_iter().flatten().filter(|way| !way.is_empty()).collect();
    (!ways.is_empty()).then(|| ways.join("\n"))
}
