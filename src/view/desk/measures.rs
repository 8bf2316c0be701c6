//! The figures of docs/measures.md, as answers and as a table.

use crate::form::csv;
use crate::measure::{By, Figure, Group, Measure, MeasureQuery, MeasureReport, Period, Unit};
use crate::view::word::WordOf;
use crate::words::Vocabulary;
use chrono::{DateTime, SecondsFormat, Utc};
use schemars::JsonSchema;
use serde::Serialize;

/// One measure over a span of time, as a whole and by group.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "MeasureReportView")]
pub struct MeasureView {
    /// Which measure.
    pub report: WordOf<Measure>,
    /// Its Chinese name.
    pub zh: &'static str,
    /// `count`, `minutes` or `percent`.
    pub unit: &'static str,
    /// The change that is aimed at; below nought: that much less.
    pub goal_percent: Option<f64>,
    /// The first moment.
    pub from: DateTime<Utc>,
    /// Left out itself.
    pub to: DateTime<Utc>,
    /// By what it is grouped; null: not at all.
    pub by: Option<WordOf<By>>,
    /// The span it is compared with.
    pub baseline: Option<SpanView>,
    /// Without groups.
    pub total: MeasureGroupView,
    /// Group by group.
    pub items: Vec<MeasureGroupView>,
    /// Always null: the groups are all here.
    pub next: Option<String>,
}

/// From the first moment up to the second, which is left out.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub struct SpanView {
    /// The first moment.
    pub from: DateTime<Utc>,
    /// The end, itself left out.
    pub to: DateTime<Utc>,
}

/// One group of a measure.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct MeasureGroupView {
    /// Null for the whole, and for what belongs to no group.
    pub group: Option<String>,
    /// Over the span that was asked for.
    #[serde(flatten)]
    pub figure: FigureView,
    /// Over the baseline.
    pub baseline: Option<FigureView>,
    /// Against the baseline, to a tenth.
    pub change_percent: Option<f64>,
    /// Null where there is no goal or nothing to compare.
    pub goal_met: Option<bool>,
}

/// A figure, to a tenth.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FigureView {
    /// Of how many it was true; of times, all.
    pub count: usize,
    /// How many were looked at.
    pub of: usize,
    /// The headline, in the measure's unit.
    pub value: Option<f64>,
    /// Only of measures of time.
    #[serde(flatten)]
    pub times: Option<TimesView>,
}

/// How times are spread, in minutes.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct TimesView {
    /// Half took no longer.
    pub median: Option<f64>,
    /// Nine in ten took no longer.
    pub p90: Option<f64>,
    /// The arithmetic mean.
    pub mean: Option<f64>,
}

impl SpanView {
    fn of(span: &Period) -> SpanView {
        SpanView { from: span.from, to: span.to }
    }
}

impl FigureView {
    fn of(figure: &Figure, unit: Unit) -> FigureView {
        let times = || TimesView {
            median: figure.median.map(round_to_tenth),
            p90: figure.p90.map(round_to_tenth),
            mean: figure.mean.map(round_to_tenth),
        };
        FigureView {
            count: figure.count,
            of: figure.of,
            value: figure.headline(unit).map(round_to_tenth),
            times: (unit == Unit::Minutes).then(times),
        }
    }
}

impl MeasureGroupView {
    fn of(report: &MeasureReport, group: &Group) -> MeasureGroupView {
        let unit = report.measure.unit();
        let goal = report.measure.goal().zip(group.change_percent);
        MeasureGroupView {
            group: Some(group.name.clone()).filter(|name| !name.is_empty()),
            figure: FigureView::of(&group.figure, unit),
            baseline: group.baseline.as_ref().map(|before| FigureView::of(before, unit)),
            change_percent: group.change_percent.map(round_to_tenth),
            goal_met: goal.map(|(goal, change)| goal.is_met(change)),
        }
    }
}

impl MeasureView {
    /// `wanted`: the span, grouping and baseline that were asked for.
    pub fn of(report: &MeasureReport, wanted: &MeasureQuery) -> MeasureView {
        let measure = report.measure;
        MeasureView {
            report: measure.into(),
            zh: measure.zh(),
            unit: measure.unit().word(),
            goal_percent: measure.goal().map(|goal| goal.change_percent),
            from: wanted.span.from,
            to: wanted.span.to,
            by: wanted.by.map(WordOf),
            baseline: wanted.baseline.as_ref().map(SpanView::of),
            total: MeasureGroupView::of(report, &report.total),
            items: report.groups.iter().map(|group| MeasureGroupView::of(report, group)).collect(),
            next: None,
        }
    }
}

/// To a tenth.
pub fn round_to_tenth(value: f64) -> f64 {
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
pub fn measures_table(reports: &[MeasureReport], wanted: &MeasureQuery) -> String {
    let text = |value: Option<f64>| value.map(|v| round_to_tenth(v).to_string()).unwrap_or_default();
    let line = |report: &MeasureReport, group: &Group, by: &str| -> Vec<String> {
        let (unit, f, before) = (report.measure.unit(), &group.figure, group.baseline.as_ref());
        vec![
            report.measure.word().into(),
            report.measure.zh().into(),
            unit.word().into(),
            rfc3339(wanted.span.from),
            rfc3339(wanted.span.to),
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

fn rfc3339(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}
