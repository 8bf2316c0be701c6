//! From facts to observations: one value of one measure at one time.

use super::fact::Fact;
use super::family::{Families, RelatedTicket};
use super::name::Measure;
use crate::sla::ClockName;
use crate::ticket::{ClosedHow, Kind, Number, Satisfaction, Severity};
use chrono::{DateTime, Duration, Utc};
use std::collections::{HashMap, HashSet};

type Moment = DateTime<Utc>;

/// A like ticket of the same customer within this time means that the deflection did not help.
const TAKEN_BACK_WITHIN: Duration = Duration::days(7);

/// A consultation that ended with a case, without a ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deflection {
    /// When.
    pub at: Moment,
    /// Company, or name of a customer without one; empty: unknown.
    pub customer: String,
    /// The case.
    pub case: Number,
    /// Component of the query.
    pub component: Option<String>,
    /// Urgency of the query.
    pub severity: Severity,
    /// Kind of the query.
    pub kind: Kind,
    /// Whether it was taken back.
    pub taken_back: bool,
}

/// Everything that is measured.
#[derive(Debug, Default)]
pub struct Record {
    /// The facts of the tickets.
    pub facts: Vec<Fact>,
    /// Deflections without a ticket.
    pub deflections: Vec<Deflection>,
    /// Every ticket that is linked to another.
    pub known: Vec<RelatedTicket>,
    /// The links, in any order.
    pub ties: Vec<(Number, Number)>,
}

/// The value of an observation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum ObservedValue {
    /// It took this many minutes.
    Minutes(f64),
    /// It was true.
    Yes,
    /// It was not true.
    No,
}

impl From<bool> for ObservedValue {
    fn from(so: bool) -> ObservedValue {
        if so { ObservedValue::Yes } else { ObservedValue::No }
    }
}

/// One value of one measure.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Observation<'a> {
    /// The measure.
    pub measure: Measure,
    /// When; decides the period in which it counts.
    pub at: Moment,
    /// The value.
    pub counted: ObservedValue,
    /// Kind of the ticket.
    pub kind: Kind,
    /// Its severity or urgency.
    pub severity: Severity,
    /// Its component.
    pub component: Option<&'a str>,
    /// Its customer.
    pub customer: &'a str,
}

/// All observations, in no order.
pub fn observations(record: &Record) -> Vec<Observation<'_>> {
    let families = Families::of(record.ties.iter().copied());
    let repeats = repeats(&record.known, &families);
    let known: HashMap<Number, Moment> = record.known.iter().map(|k| (k.number, k.submitted_at)).collect();
    let returns = Returns::of(&record.facts, &families);
    let mut all = Vec::with_capacity(record.facts.len() * 12);
    for fact in &record.facts {
        let mut see = |measure, at, counted| all.push(about(fact, measure, at, counted));
        let taken_back = |at: Moment| {
            let answer = fact.links.first().copied().unwrap_or(fact.number);
            returns.come(&fact.customer, families.first(answer), at, Some(fact.number))
        };
        let deflected = fact.closed().filter(|closing| closing.how == ClosedHow::Deflected);
        let gone_back = deflected.is_some_and(|closing| taken_back(closing.at));
        see(Measure::Registered, fact.from, ObservedValue::Yes);
        see(Measure::Repeats, fact.from, repeats.contains(&fact.number).into());
        see(Measure::Escalated, fact.from, fact.escalated.into());
        see(Measure::Deflections, fact.from, (deflected.is_some() && !gone_back).into());
        if deflected.is_some() {
            see(Measure::TakenBack, fact.from, gone_back.into());
        }
        for (measure, stretch) in [
            (Measure::TimeToFirstResponse, fact.first_response),
            (Measure::TimeToTriage, fact.triage),
            (Measure::TimeToPlan, fact.plan),
            (Measure::TimeToRelief, fact.relief),
            (Measure::TimeToResolve, fact.resolve),
            (Measure::TimeToEvaluate, fact.evaluate),
        ] {
            if let Some(stretch) = stretch {
                see(measure, stretch.to, ObservedValue::Minutes(stretch.minutes()));
            }
        }
        for (clock, at, kept) in &fact.promises {
            see(kept_measure(*clock), *at, (*kept).into());
        }
        for closing in &fact.closings {
            see(Measure::Reopened, closing.at, closing.reopened.into());
        }
        if let Some(closing) = fact.closed() {
            see(Measure::LinkRate, closing.at, (!fact.links.is_empty()).into());
            if closing.solved {
                // Only a case older than the report is reuse; one written for this ticket is not.
                let older = |case: &Number| known.get(case).is_some_and(|at| *at < fact.from);
                see(Measure::Reuse, closing.at, fact.links.iter().any(older).into());
            }
        }
        for (at, said) in &fact.said {
            see(Measure::Satisfaction, *at, (*said != Satisfaction::Dissatisfied).into());
            see(Measure::FullySatisfied, *at, (*said == Satisfaction::Satisfied).into());
        }
    }
    for d in &record.deflections {
        let gone_back = d.taken_back || returns.come(&d.customer, families.first(d.case), d.at, None);
        let see = |measure, counted| Observation {
            measure,
            at: d.at,
            counted,
            kind: d.kind,
            severity: d.severity,
            component: d.component.as_deref(),
            customer: &d.customer,
        };
        all.push(see(Measure::TakenBack, gone_back.into()));
        // A deflection that was taken back is not one: the report counts with the ticket that followed.
        if !gone_back {
            all.extend([see(Measure::Deflections, ObservedValue::Yes), see(Measure::Reuse, ObservedValue::Yes)]);
        }
    }
    all
}

fn about(fact: &Fact, measure: Measure, at: Moment, counted: ObservedValue) -> Observation<'_> {
    Observation {
        measure,
        at,
        counted,
        kind: fact.kind,
        severity: fact.severity,
        component: fact.component.as_deref(),
        customer: &fact.customer,
    }
}

fn kept_measure(clock: ClockName) -> Measure {
    match clock {
        ClockName::FirstResponse => Measure::KeptFirstResponse,
        ClockName::Triage => Measure::KeptTriage,
        ClockName::Plan => Measure::KeptPlan,
        ClockName::Resolution => Measure::KeptResolution,
        ClockName::Progress => Measure::KeptProgress,
        ClockName::Evaluation => Measure::KeptEvaluation,
    }
}

/// Tickets whose customer had submitted another of the same family before.
fn repeats(known: &[RelatedTicket], families: &Families) -> HashSet<Number> {
    let mut in_order: Vec<&RelatedTicket> = known.iter().collect();
    in_order.sort_by_key(|k| (k.submitted_at, k.order));
    let mut seen: HashSet<(&str, Number)> = HashSet::new();
    let again = in_order.into_iter().filter(|k| !seen.insert((k.customer.as_str(), families.first(k.number))));
    again.map(|k| k.number).collect()
}

/// When a ticket was submitted, its number, and the families it belongs to or is similar to.
type Came = (Moment, Number, HashSet<Number>);

/// Tickets by customer, to find those who came back after a deflection that did not help.
struct Returns<'a> {
    by_who: HashMap<&'a str, Vec<Came>>,
}

impl<'a> Returns<'a> {
    fn of(facts: &'a [Fact], families: &Families) -> Returns<'a> {
        let mut by_who: HashMap<&str, Vec<Came>> = HashMap::new();
        for fact in facts {
            let like = fact.like.iter().chain(&fact.links).chain([&fact.number]);
            let like: HashSet<Number> = like.map(|number| families.first(*number)).collect();
            by_who.entry(&fact.customer).or_default().push((fact.from, fact.number, like.clone()));
            // A customer without a company is identified by name.
            if fact.registered_by != fact.customer {
                by_who.entry(&fact.registered_by).or_default().push((fact.from, fact.number, like));
            }
        }
        Returns { by_who }
    }

    fn come(&self, who: &str, family: Number, after: Moment, besides: Option<Number>) -> bool {
        let came = |(at, number, like): &Came| {
            *at > after && *at <= after + TAKEN_BACK_WITHIN && Some(*number) != besides && like.contains(&family)
        };
        // Without a customer nobody can come back.
        !who.is_empty() && self.by_who.get(who).is_some_and(|theirs| theirs.iter().any(came))
    }
}
