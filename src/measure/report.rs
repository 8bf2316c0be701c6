//! Measure reports: the figures of a period by group, beside those of a baseline.

use super::figure::Figure;
use super::name::{By, Measure, Unit};
use super::observe::{Observation, ObservedValue};
use crate::sla::Calendar;
use crate::words::Vocabulary;
use chrono::{DateTime, Datelike, Utc};
use std::collections::BTreeMap;

/// A period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// Its beginning.
    pub from: DateTime<Utc>,
    /// Its end, exclusive.
    pub to: DateTime<Utc>,
}

impl Period {
    fn holds(&self, at: DateTime<Utc>) -> bool {
        self.from <= at && at < self.to
    }
}

/// Which report is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MeasureQuery {
    /// The period.
    pub span: Period,
    /// The grouping.
    pub by: Option<By>,
    /// The period to compare with.
    pub baseline: Option<Period>,
}

/// A line of a report.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// Name of the group: a word, a day, a name; empty where observations have none, and for the total.
    pub name: String,
    /// Its figure.
    pub figure: Figure,
    /// Its figure in the baseline; for groups by time, that of the whole baseline.
    pub baseline: Option<Figure>,
    /// Change of the headline against the baseline, in percent; `None` if there is nothing to compare with.
    pub change_percent: Option<f64>,
}

/// The report of one measure.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasureReport {
    /// The measure.
    pub measure: Measure,
    /// The whole period.
    pub total: Group,
    /// Its groups, sorted.
    pub groups: Vec<Group>,
}

/// One report per measure.
pub fn reports(observed: &[Observation], measures: &[Measure], wanted: &MeasureQuery, calendar: &Calendar) -> Vec<MeasureReport> {
    measures.iter().map(|measure| report(observed, *measure, wanted, calendar)).collect()
}

fn report(observed: &[Observation], measure: Measure, wanted: &MeasureQuery, calendar: &Calendar) -> MeasureReport {
    let (mut now, mut before): (Vec<ObservedValue>, Vec<ObservedValue>) = Default::default();
    let mut groups: BTreeMap<(usize, String), (Vec<ObservedValue>, Vec<ObservedValue>)> = BTreeMap::new();
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
        // A month is compared with the whole baseline, a customer with the same customer in it.
        let own = baseline.map(|whole| if wanted.by.is_some_and(By::is_time) { whole } else { Figure::of(&before) });
        line(name, Figure::of(&now), own)
    });
    MeasureReport { measure, groups: apart.collect(), total: line(String::new(), Figure::of(&now), baseline) }
}

/// Sort key and name of the group of an observation.
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
    /// The value that is compared: the mean of times, the share, or the count.
    pub fn headline(&self, unit: Unit) -> Option<f64> {
        match unit {
            Unit::Count => Some(self.count as f64),
            Unit::Minutes => self.mean,
            Unit::Percent => self.share_percent(),
        }
    }
}

/// Change in percent; `None` if the baseline has no value or is 0.
fn change(unit: Unit, now: &Figure, before: &Figure) -> Option<f64> {
    let (now, before) = (now.headline(unit)?, before.headline(unit)?);
    (before != 0.0).then(|| 100.0 * (now - before) / before)
}
