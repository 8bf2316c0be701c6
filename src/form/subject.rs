//! What a form is filled in from, and how: whose words, in which language, at which hour, with which names masked.

use super::cell::{Cell, missing};
use crate::case::{Masker, mask_email, mask_name, mask_phone, mask_wechat};
use crate::sla::{Calendar, Clock};
use crate::ticket::{Recorded, Report, Ticket};
use crate::words::{Locale, Vocabulary};
use chrono::{DateTime, Utc};

/// A ticket as its reader may see it.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    pub ticket: &'a Ticket,
    pub clocks: &'a [Clock],
    /// Of the timeline, what the reader may read.
    pub events: &'a [Recorded],
    /// Whether the desk's own affairs are for the reader: misses, escalations, costs.
    pub inner: bool,
}

/// How it is written.
#[derive(Debug, Clone, Copy)]
pub struct FormContext<'a> {
    pub locale: Locale,
    pub calendar: &'a Calendar,
    /// Names to be masked wherever they stand in a text.
    pub staff: &'a [String],
}

impl FormContext<'_> {
    pub fn pick(&self, zh: &'static str, en: &'static str) -> &'static str {
        match self.locale {
            Locale::Zh => zh,
            Locale::En => en,
        }
    }

    /// A word of a vocabulary.
    pub fn word<T: Vocabulary>(&self, value: T) -> String {
        match self.locale {
            Locale::Zh => value.zh().to_string(),
            Locale::En => value.word().replace('_', " "),
        }
    }

    /// To the minute, in the desk's zone.
    pub fn time(&self, at: DateTime<Utc>) -> String {
        at.with_timezone(&self.calendar.zone).format("%Y-%m-%d %H:%M").to_string()
    }

    /// A person's name, or what the desk itself is called.
    pub fn name(&self, name: &str) -> String {
        match name {
            "system" => self.pick("系统", "the desk").to_string(),
            "operator" => self.pick("本机操作者", "the operator").to_string(),
            name => mask_name(name),
        }
    }

    /// "label：text", with what is missing said to be.
    pub fn part(&self, zh: &'static str, en: &'static str, text: Option<String>) -> String {
        let text = text.filter(|text| !text.trim().is_empty());
        let text = text.unwrap_or_else(|| missing(self.locale).to_string());
        match self.locale {
            Locale::Zh => format!("{zh}：{}", text.trim()),
            Locale::En => format!("{en}: {}", text.trim()),
        }
    }

    /// Lines that say something, one below the other.
    pub fn lines(&self, lines: impl IntoIterator<Item = String>) -> Cell {
        Cell::of(lines.into_iter().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n"))
    }

    pub fn masker(&self, report: &Report) -> Masker {
        Masker::new(&report.contact, self.staff)
    }
}

/// Masked, each way on a line.
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
