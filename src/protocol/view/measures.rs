//! The figures of docs/measures.md, as JSON and CSV.

use super::time::time;
use crate::form::csv;
use crate::measure::{Figure, Group, Measure, Report, Span, Unit, Wanted};
use crate::words::Vocabulary;
use serde_json::{Value, json};

/// All of them in one answer.
pub const ALL: &str = "measures";

/// Which figures a report's name stands for.
pub fn named(name: &str) -> Option<Vec<Measure>> {
    match name {
        ALL => Some(Measure::ALL.to_vec()),
        name => Measure::parse(name).ok().map(|measure| vec![measure]),
    }
}

fn ends(span: &Span) -> Value {
    json!({"from": time(span.from), "to": time(span.to)})
}

/// Every report under one roof.
pub fn all(reports: &[Report], wanted: &Wanted) -> Value {
    json!({"items": reports.iter().map(|report| one(report, wanted)).collect::<Vec<_>>(), "next": null})
}

pub fn one(report: &Report, wanted: &Wanted) -> Value {
    let measure = report.measure;
    json!({
        "report": measure,
        "zh": measure.zh(),
        "unit": measure.unit().word(),
        "goal_percent": measure.goal().map(|goal| goal.change_percent),
        "from": time(wanted.span.from),
        "to": time(wanted.span.to),
        "by": wanted.by,
        "baseline": wanted.baseline.as_ref().map(ends),
        "total": line(report, &report.total),
        "items": report.groups.iter().map(|group| line(report, group)).collect::<Vec<_>>(),
        "next": null,
    })
}

fn line(report: &Report, group: &Group) -> Value {
    let unit = report.measure.unit();
    let mut shape = figure(&group.figure, unit);
    shape["group"] = json!(Some(&group.name).filter(|name| !name.is_empty()));
    shape["baseline"] = group.baseline.as_ref().map_or(Value::Null, |before| figure(before, unit));
    shape["change_percent"] = json!(group.change_percent.map(round));
    shape["goal_met"] = json!(goal_met(report, group));
    shape
}

fn goal_met(report: &Report, group: &Group) -> Option<bool> {
    Some(report.measure.goal()?.is_met(group.change_percent?))
}

fn figure(figure: &Figure, unit: Unit) -> Value {
    let mut shape = json!({"count": figure.count, "of": figure.of, "value": figure.headline(unit).map(round)});
    if unit == Unit::Minutes {
        let [median, p90, mean] = [figure.median, figure.p90, figure.mean].map(|minutes| json!(minutes.map(round)));
        (shape["median"], shape["p90"], shape["mean"]) = (median, p90, mean);
    }
    shape
}

/// To a tenth.
pub fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

const COLUMNS: [&str; 18] = [
    "report",
    "zh",
    "unit",
    "from",
    "to",
    "by",
    "group",
    "value",
    "count",
    "of",
    "median",
    "p90",
    "mean",
    "baseline_value",
    "baseline_count",
    "baseline_of",
    "change_percent",
    "goal_percent",
];

/// A line a figure: the total first (without a group), then the groups.
pub fn table(reports: &[Report], wanted: &Wanted) -> String {
    let text = |value: Option<f64>| value.map(|v| round(v).to_string()).unwrap_or_default();
    let line = |report: &Report, group: &Group, by: &str| -> Vec<String> {
        let (unit, f, before) = (report.measure.unit(), &group.figure, group.baseline.as_ref());
        vec![
            report.measure.word().into(),
            report.measure.zh().into(),
            unit.word().into(),
            time(wanted.span.from),
            time(wanted.span.to),
            by.into(),
            group.name.clone(),
            text(f.headline(unit)),
            f.count.to_string(),
            f.of.to_string(),
            text(f.median),
            text(f.p90),
            text(f.mean),
            text(before.and_then(|b| b.headline(unit))),
            before.map(|b| b.count.to_string()).unwrap_or_default(),
            before.map(|b| b.of.to_string()).unwrap_or_default(),
            text(group.change_percent),
            text(report.measure.goal().map(|goal| goal.change_percent)),
        ]
    };
    let by = wanted.by.map(Vocabulary::word).unwrap_or_default();
    let lines = reports.iter().flat_map(|report| {
        let groups = report.groups.iter().map(|group| line(report, group, by)).collect::<Vec<_>>();
        std::iter::once(line(report, &report.total, "")).chain(groups)
    });
    csv(std::iter::once(COLUMNS.map(str::to_string).to_vec()).chain(lines))
}
