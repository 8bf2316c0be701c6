//! The measures: gathered from the record, for those who supervise.

use crate::desk::core::desk::Desk;
use crate::desk::error::DeskError;
use crate::ledger::StoredEvent;
use crate::measure::{self, Deflection, Fact, Measure, MeasureQuery, MeasureReport, Record, RelatedTicket, observations};
use crate::people::{Actor, Role};
use crate::reason::Forbidden;
use crate::ticket::{Kind, Number, Severity};
use crate::words::Vocabulary;
use chrono::{DateTime, Utc};
use std::collections::HashMap;

/// Roles that may read the measures.
const SUPERVISE: &[Role] =
    &[Role::SupportSupervisor, Role::SupportManager, Role::RdDirector, Role::ProductManager, Role::Administrator];

/// Whether the actor may read the measures.
pub fn reads_measures(actor: &Actor) -> bool {
    actor.has_any(SUPERVISE)
}

/// The named measures over the span in `wanted`.
pub fn measures(
    desk: &Desk,
    actor: &Actor,
    measures: &[Measure],
    wanted: &MeasureQuery,
    now: DateTime<Utc>,
) -> Result<Vec<MeasureReport>, DeskError> {
    if !reads_measures(actor) {
        return Err(Forbidden::Measures.into());
    }
    let record = measured(desk, now)?;
    let observed = observations(&record);
    Ok(measure::reports(&observed, measures, wanted, &desk.settings.calendar))
}

/// The input of all measures.
fn measured(desk: &Desk, now: DateTime<Utc>) -> Result<Record, DeskError> {
    let known = desk.ledger.tied()?.into_iter().map(|row| RelatedTicket {
        number: row.number,
        customer: row.customer,
        submitted_at: row.submitted_at,
        order: row.first_seq,
    });
    let companies: HashMap<String, Option<String>> = {
        let customers = desk.ledger.people()?.into_iter().filter(|p| p.has(Role::Customer));
        customers.map(|p| (p.name, p.company)).collect()
    };
    let deflections = desk.ledger.deflections()?;
    Ok(Record {
        facts: facts(desk, now)?,
        deflections: deflections.iter().filter_map(|(event, taken_back)| deflection(event, *taken_back, &companies)).collect(),
        known: known.collect(),
        ties: desk.ledger.ties()?,
    })
}

fn facts(desk: &Desk, now: DateTime<Utc>) -> Result<Vec<Fact>, DeskError> {
    let worked_on = desk.ledger.worked_on()?;
    let mut kept = desk.closed_facts.lock();
    kept.retain(|_, (_, at, _)| *at <= now);
    let known = |(number, seq, _): &&(Number, u64, bool)| kept.get(number).is_some_and(|(of, ..)| of == seq);
    let unknown: Vec<Number> = worked_on.iter().filter(|ticket| !known(ticket)).map(|(number, ..)| *number).collect();
    let timelines: HashMap<Number, _> = desk.ledger.timelines(&unknown)?.into_iter().collect();
    let mut facts = Vec::with_capacity(worked_on.len());
    for (number, seq, closed) in worked_on {
        let Some(events) = timelines.get(&number) else {
            facts.extend(kept.get(&number).and_then(|(.., fact)| fact.clone()));
            continue;
        };
        let fact = Fact::of(number, events, &desk.settings.policies, now);
        // Events may have been added since the list was made.
        if closed && events.last().is_some_and(|last| last.seq == seq) {
            kept.insert(number, (seq, now, fact.clone()));
        }
        facts.extend(fact);
    }
    Ok(facts)
}

/// A deflection as a measure needs it. Its customer: the company of the person, or the one staff named.
fn deflection(event: &StoredEvent, taken_back: bool, companies: &HashMap<String, Option<String>>) -> Option<Deflection> {
    let body: serde_json::Value = serde_json::from_str(&event.body).ok()?;
    let field = |name: &str| body["told"][name].as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_string);
    let customer = match companies.get(&event.actor) {
        Some(company) => company.clone().unwrap_or_else(|| event.actor.clone()),
        None => field("customer").unwrap_or_default(),
    };
    Some(Deflection {
        at: event.occurred_at,
        customer,
        case: body["case"].as_str()?.parse().ok()?,
        component: field("component"),
        severity: field("urgency").and_then(|word| Severity::parse(&word).ok()).unwrap_or(Severity::Moderate),
        kind: field("kind").and_then(|word| Kind::parse(&word).ok()).unwrap_or(Kind::Fault),
        taken_back,
    })
}
