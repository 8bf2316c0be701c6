//! Reports: observations of a span, by group, beside those of a baseline.

use super::figure::Figure;
use super::name::{By, Measure, Unit};
use super::observe::{Counted, Observation};
use crate::sla::Calendar;
use crate::words::Vocabulary;
use chrono::{DateTime, Datelike, Utc};
use std::collections::BTreeMap;

/// From the first moment up to the second, which is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub from: DateTime<Utc>,
    pub to: DateTime<Utc>,
}

impl Span {
    fn holds(&self, at: DateTime<Utc>) -> bool {
        self.from <= at && at < self.to
    }
}

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    pub span: Span,
    pub by: Option<By>,
    pub baseline: Option<Span>,
}

/// One line of a report.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// A word, a day, a name; empty where there is none.
    pub name: String,
    pub figure: Figure,
    pub baseline: Option<Figure>,
    pub change_percent: Option<f64>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    pub measure: Measure,
    pub total: Group,
    pub groups: Vec<Group>,
}

/// One report per measure asked for.
pub fn reports(observed: &[Observation], measures: &[Measure], wanted: &Wanted, calendar: &Calendar) -> Vec<Report> {
    measures.iter().map(|measure| report(observed, *measure, wanted, calendar)).collect()
}

fn report(observed: &[Observation], measure: Measure, wanted: &Wanted, calendar: &Calendar) -> Report {
    let (mut now, mut before): (Vec<Counted>, Vec<Counted>) = Default::default();
    let mut groups: BTreeMap<(usize, String), (Vec<Counted>, Vec<Counted>)> = BTreeMap::new();
    for o in observed.iter().filter(|o| o.measure == measure) {
        let (current, base) = (wanted.span.holds(o.at), wanted.baseline.is_some_and(|span| span.holds(o.at)));
        if current {
            now.push(o.counted);
        }
        if base {
            before.push(o.counted);
        }
        let Some(by) = wanted.by.filter(|by| current || (base && !by.is_time())) else { continue };
        let group = groups.entry(name(o, by, calendar)).or_default();
        if current {
            group.0.push(o.counted);
        }
        if base {
            group.1.push(o.counted);
        }
    }
    let baseline = wanted.baseline.map(|_| Figure::of(&before));
    let line = |name: String, figure: Figure, baseline: Option<Figure>| {
        let change_percent = baseline.as_ref().and_then(|before| change(measure.unit(), &figure, before));
        Group { name, figure, baseline, change_percent }
    };
    let apart = groups.into_iter().map(|((_, name), (now, before))| {
        // A month is compared with the whole baseline, a customer with the same customer then.
        let own = baseline.map(|whole| if wanted.by.is_some_and(By::is_time) { whole } else { Figure::of(&before) });
        line(name, Figure::of(&now), own)
    });
    Report { measure, groups: apart.collect(), total: line(String::new(), Figure::of(&now), baseline) }
}

/// A group's place among the groups, and its name.
fn name(o: &Observation, by: By, calendar: &Calendar) -> (usize, String) {
    let day = || calendar.local_day(o.at);
    match by {
        By::Day => (0, day().to_string()),
        By::Week => (0, format!("{}-W{:02}", day().iso_week().year(), day().iso_week().week())),
        By::Month => (0, day().format("%Y-%m").to_string()),
        By::Severity => (o.severity as usize, o.severity.word().to_string()),
        By::Kind => (o.kind as usize, o.kind.word().to_string()),
        By::Component => (0, o.component.unwrap_or_default().to_string()),
        By::Customer => (0, o.customer.to_string()),
    }
}

impl Figure {
    /// What is compared: the mean of times, the share of shares, the number of what is only counted.
    pub fn headline(&self, unit: Unit) -> Option<f64> {
        match unit {
            Unit::Count => Some(self.count as f64),
            Unit::Minutes => self.mean,
            Unit::Percent => self.share_percent(),
        }
    }
}

/// None where there is nothing to compare with: nothing was counted, or it came to nought.
fn change(unit: Unit, now: &Figure, before: &Figure) -> Option<f64> {
    let (now, before) = (now.headline(unit)?, before.headline(unit)?);
    (before != 0.0).then(|| 100.0 * (now - before) / before)
}
