//! The measures: gathered from the record, for those who supervise.

use super::{Desk, DeskError};
use crate::ledger::Entry;
use crate::measure::{self, Deflection, Fact, Known, Measure, Record, Report, Wanted, observations};
use crate::people::{Actor, Role};
use crate::ticket::{Kind, Number, Refusal, Severity};
use crate::words::Vocabulary;
use chrono::{DateTime, Utc};
use std::collections::HashMap;

/// Who answers for how the desk does. Figures by customer or component say little of one engineer, and much of a company.
const SUPERVISE: &[Role] =
    &[Role::SupportSupervisor, Role::SupportManager, Role::RdDirector, Role::ProductManager, Role::Administrator];

impl Desk {
    /// Whether somebody may read the measures; the pages show them where.
    pub fn reads_measures(actor: &Actor) -> bool {
        actor.has_any(SUPERVISE)
    }

    pub fn measures(
        &self,
        actor: &Actor,
        measures: &[Measure],
        wanted: &Wanted,
        now: DateTime<Utc>,
    ) -> Result<Vec<Report>, DeskError> {
        if !Desk::reads_measures(actor) {
            let who = "supervisor, manager, director, product manager and administrators";
            return Err(Refusal::Forbidden(format!("measures are for those who supervise: {who}")).into());
        }
        let record = self.measured(now)?;
        let observed = observations(&record);
        Ok(measure::reports(&observed, measures, wanted, &self.settings.calendar))
    }

    /// All that is measured, as it stands now.
    fn measured(&self, now: DateTime<Utc>) -> Result<Record, DeskError> {
        let known = self.ledger.tied()?.into_iter().map(|row| Known {
            number: row.number,
            customer: row.customer,
            submitted_at: row.submitted_at,
            order: row.first_seq,
        });
        let companies: HashMap<String, Option<String>> = {
            let customers = self.ledger.people()?.into_iter().filter(|p| p.has(Role::Customer));
            customers.map(|p| (p.name, p.company)).collect()
        };
        let deflections = self.ledger.deflections()?;
        Ok(Record {
            facts: self.facts(now)?,
            deflections: deflections.iter().filter_map(|entry| deflection(entry, &companies)).collect(),
            known: known.collect(),
            ties: self.ledger.ties()?,
        })
    }

    fn facts(&self, now: DateTime<Utc>) -> Result<Vec<Fact>, DeskError> {
        let numbers: Vec<Number> = self.ledger.worked_on()?.into_iter().map(|(number, _)| number).collect();
        let timelines = self.ledger.timelines(&numbers)?;
        Ok(timelines.iter().filter_map(|(number, events)| Fact::of(*number, events, &self.settings.policies, now)).collect())
    }
}

/// Whose report it was: the customer's own company, or the one that staff named.
fn deflection(entry: &Entry, companies: &HashMap<String, Option<String>>) -> Option<Deflection> {
    let body: serde_json::Value = serde_json::from_str(&entry.body).ok()?;
    let told = |name: &str| body["told"][name].as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_string);
    let customer = match companies.get(&entry.actor) {
        Some(company) => company.clone().unwrap_or_else(|| entry.actor.clone()),
        None => told("customer").unwrap_or_default(),
    };
    Some(Deflection {
        at: entry.occurred_at,
        customer,
        case: body["case"].as_str()?.parse().ok()?,
        component: told("component"),
        severity: told("urgency").and_then(|word| Severity::parse(&word).ok()).unwrap_or(Severity::Moderate),
        kind: told("kind").and_then(|word| Kind::parse(&word).ok()).unwrap_or(Kind::Fault),
    })
}
