//! What a line of a timeline says beyond its name: codes in words and by when, in one line; then what somebody wrote, each text under
//! its label.

use super::text_part::TextPart;
use crate::markdown::Renderer;
use crate::page::{known, message};
use crate::people::Role;
use crate::reason::{EscalationReason, Said};
use crate::sla::{Calendar, ClockName};
use crate::view::{ClassData, EventData, Prose, Redacted, ResolvedData, TicketNo, TriagedData, WordOf};
use crate::web::words::codes::{label, word};
use crate::words::{Locale, Vocabulary};
use chrono::{DateTime, Utc};

/// A line being put together.
pub struct EventText<'a> {
    locale: Locale,
    calendar: &'a Calendar,
    renderer: &'a Renderer,
    first: Vec<String>,
    parts: Vec<TextPart>,
}

impl<'a> EventText<'a> {
    /// Nothing said yet.
    pub fn new(locale: Locale, calendar: &'a Calendar, renderer: &'a Renderer) -> EventText<'a> {
        EventText { locale, calendar, renderer, first: Vec::new(), parts: Vec::new() }
    }

    /// The first line, and the texts below it; either may be empty.
    pub fn of(self, event: &EventData) -> (String, Vec<TextPart>) {
        let EventText { first, parts, .. } = self.with(event);
        (first.join(" · "), parts)
    }

    fn with(self, event: &EventData) -> Self {
        use EventData as E;
        match event {
            E::Registered { .. } | E::Imported { .. } | E::Consulted { .. } | E::Supplemented { text: None, .. } => self,
            E::Started {} | E::Resumed {} | E::TestStarted {} | E::Watched {} | E::Unwatched {} => self,
            E::SourceChanged { text, .. } | E::Noted { text } => self.text(text),
            E::Supplemented { text, .. } => self.maybe(text.as_ref()),
            E::Triaged(TriagedData::Staff { class, reason, incident, .. }) => {
                self.class(class).number(incident.as_ref()).maybe(reason.as_ref())
            }
            E::Triaged(TriagedData::Customer { .. }) => self,
            E::Assigned { to, reason, .. } => self.to(to.as_str()).maybe(reason.as_ref().and_then(Option::as_ref)),
            E::Planned { approach, cause, text, .. } => self.code(*approach).text(text).labelled("cause", Some(cause)),
            E::Approved { .. } => self,
            E::SentBack { reason, .. }
            | E::TestFailed { reason }
            | E::Reopened { reason }
            | E::ContactShown { reason }
            | E::DelayExplained { reason } => self.text(reason),
            E::Step { kind, text, failed } => self.code(*kind).flag("failed", true, *failed).text(text),
            E::Progressed { text, incident } => self.text(text).number(incident.as_ref()),
            E::Held { waiting_for, reason } => self.code(*waiting_for).maybe(reason.as_ref()),
            E::Resolved(ResolvedData::Staff { text, cause, workaround, tested_with }) => self
                .text(text)
                .labelled("cause", cause.as_ref())
                .labelled("workaround", workaround.as_ref())
                .labelled_line("tested_with", tested_with),
            E::Resolved(ResolvedData::Customer { text, workaround }) => self.text(text).labelled("workaround", workaround.as_ref()),
            E::AnsweredByCase { case } => self.number(case.as_ref()),
            E::Evaluated { verdict, report, weighing } => {
                let priority = weighing.as_ref().and_then(|weighing| weighing.priority);
                let text = self.maybe_code(priority).code(*verdict).text(report);
                match weighing {
                    Some(weighing) => text
                        .labelled("technical", Some(&weighing.technical))
                        .labelled("resources", Some(&weighing.resources))
                        .labelled("cost", Some(&weighing.cost))
                        .labelled("effort", weighing.effort.as_ref()),
                    None => text,
                }
            }
            E::Agreed { agreed, words, .. } => {
                self.flag("agreed", true, *agreed).flag("agreed", false, !*agreed).maybe(words.as_ref())
            }
            E::Accepted { items } => items.iter().filter(|item| !item.passed).fold(self, |text, item| text.failed(&item.item)),
            E::Confirmed { solved, satisfaction, words, .. } => {
                self.maybe_code(*satisfaction).flag("solved", true, *solved).flag("solved", false, !*solved).maybe(words.as_ref())
            }
            E::Closed { how, .. } => self.code(*how),
            E::Escalated { to, reason, automatic, due_at, .. } => {
                let role = Role::parse(to).map_or_else(|_| to.clone(), |role| word(self.locale, role));
                let line = self.to(&role).due(*due_at);
                // The desk's own program gives its reasons as codes, which are said here.
                match EscalationReason::read(reason.as_str()).filter(|_| *automatic) {
                    Some(why) => {
                        let said = why.said(line.locale);
                        line.say(&said)
                    }
                    None => line.text(reason),
                }
            }
            E::Linked { case } => self.number(Some(case)),
            E::Attached { ticket } => self.number(Some(ticket)),
            E::Detached { from } => self.number(Some(from)),
            E::IncidentDeclared { .. } => self,
            E::Merged { into } => self.number(into.as_ref()),
            E::MergedIn { from } => self.number(from.as_ref()),
            E::SplitOff { ticket } | E::SplitFrom { ticket } => self.number(ticket.as_ref()),
            E::Asked { what, due_at, .. } => self.text(what).due(*due_at),
            E::Delivered { text, .. } => self.maybe(text.as_ref()),
            E::DeliveryPlanned { who, due_at, what, reason } => {
                self.say(who.as_deref().unwrap_or_default()).text(what).maybe(reason.as_ref()).due(Some(*due_at))
            }
            E::FileAdded { name, .. } => self.say(name.as_str()),
            E::FileWithdrawn { attachment, reason, .. } => self.say(&format!("#{attachment}")).maybe(reason.as_ref()),
            E::Breached { clock, due_at, .. } | E::Warned { clock, due_at, .. } => self.clock(clock).due(Some(*due_at)),
            E::Reminded { due_at, .. } | E::Gathered { due_at, .. } => self.due(Some(*due_at)),
        }
    }

    fn say(mut self, text: &str) -> Self {
        if !text.is_empty() {
            self.first.push(text.to_string());
        }
        self
    }

    fn text(mut self, text: &Prose) -> Self {
        if !text.as_str().is_empty() {
            self.parts.push(TextPart::prose(String::new(), text, self.renderer));
        }
        self
    }

    fn maybe(self, text: Option<&Prose>) -> Self {
        match text {
            Some(text) => self.text(text),
            None => self,
        }
    }

    fn code<T: Vocabulary>(self, code: WordOf<T>) -> Self {
        let said = word(self.locale, code.0);
        self.say(&said)
    }

    fn maybe_code<T: Vocabulary>(self, code: Option<WordOf<T>>) -> Self {
        match code {
            Some(code) => self.code(code),
            None => self,
        }
    }

    fn class(self, class: &ClassData) -> Self {
        match class {
            ClassData::Fault { severity } => self.code(*severity),
            ClassData::Requirement { requirement_type, priority } => self.code(*requirement_type).code(*priority),
        }
    }

    fn number(self, number: Option<&TicketNo>) -> Self {
        match number {
            Some(number) => self.say(&number.0.to_string()),
            None => self,
        }
    }

    fn to(self, to: &str) -> Self {
        self.say(&format!("→ {to}"))
    }

    fn clock(self, clock: &str) -> Self {
        match ClockName::parse(clock) {
            Ok(clock) => self.code(WordOf(clock)),
            Err(_) => self,
        }
    }

    /// By when something was promised; of a clock its name says which.
    fn due(self, due_at: Option<DateTime<Utc>>) -> Self {
        let Some(at) = due_at else { return self };
        let said = format!("{} {}", message(self.locale, "due"), self.calendar.local_minute(at));
        self.say(&said)
    }

    /// What was answered yes or no to, where `shown`.
    fn flag(self, name: &str, answer: bool, shown: bool) -> Self {
        if !shown {
            return self;
        }
        let said = known(self.locale, &format!("said.{name}.{answer}")).map_or_else(|| label(self.locale, name), str::to_string);
        let sign = if answer && name != "failed" { "✓" } else { "✗" };
        self.say(&format!("{sign} {said}"))
    }

    /// Whoever judges a plan or reads what was done sees all of it.
    fn labelled(mut self, name: &str, text: Option<&Prose>) -> Self {
        if let Some(text) = text.filter(|text| !text.as_str().is_empty()) {
            self.parts.push(TextPart::prose(label(self.locale, name), text, self.renderer));
        }
        self
    }

    fn labelled_line(mut self, name: &str, text: &Redacted) -> Self {
        if !text.as_str().is_empty() {
            self.parts.push(TextPart::line(label(self.locale, name), text.as_str()));
        }
        self
    }

    fn failed(mut self, item: &Redacted) -> Self {
        self.parts.push(TextPart::line(String::new(), &format!("✗ {}", item.as_str())));
        self
    }
}
