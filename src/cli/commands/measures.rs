//! `precedent measures [NAME…]`

use super::form::asked;
use crate::cli::args;
use crate::cli::context::{Context, print, print_as_it_is, print_json};
use crate::measure::{Group, Measure, MeasureQuery, MeasureReport, Period, Unit};
use crate::view::{ListView, MeasureView, measures_table, round_to_tenth};
use crate::words::Vocabulary;
use anyhow::bail;
use chrono::Duration;

/// What is looked back on unless one says otherwise.
const DAYS_DEFAULT: i64 = 90;

pub fn run(context: &Context, args: &args::MeasuresArgs) -> anyhow::Result<()> {
    context.with_desk(|desk| {
        let (actor, now, calendar) = (context.actor(desk, args.person.as_deref())?, context.now(), &desk.settings().calendar);
        let when = |option: &str, text: &Option<String>| asked(calendar, option, text.as_deref());
        let baseline = match (when("--baseline-from", &args.baseline_from)?, when("--baseline-to", &args.baseline_to)?) {
            (Some(from), Some(to)) => Some(Period { from, to }),
            (None, None) => desk.settings().baseline,
            _ => bail!("a baseline needs both its ends: --baseline-from and --baseline-to"),
        };
        let from = when("--from", &args.from)?.unwrap_or(now - Duration::days(DAYS_DEFAULT));
        let to = when("--to", &args.to)?.unwrap_or(now + Duration::seconds(1));
        let wanted = MeasureQuery { span: Period { from, to }, by: args.by, baseline };
        let measures = if args.names.is_empty() { Measure::ALL } else { &args.names };
        let reports = desk.measures(&actor, measures, &wanted, now)?;
        match (args.csv, args.json) {
            (true, _) => print_as_it_is(&measures_table(&reports, &wanted)),
            (_, true) => print_json(ListView::whole(reports.iter().map(|report| MeasureView::of(report, &wanted)).collect())),
            _ => print(&plain(&reports)),
        }
    })
}

/// A line a figure; groups are set in below their measure.
fn plain(reports: &[MeasureReport]) -> String {
    let mut lines = Vec::new();
    for report in reports {
        lines.push(line(report, &report.total, report.measure.word()));
        let name = |group: &Group| if group.name.is_empty() { "–".to_string() } else { group.name.clone() };
        lines.extend(report.groups.iter().map(|group| line(report, group, &format!("  {}", name(group)))));
    }
    lines.join("\n")
}

fn line(report: &MeasureReport, group: &Group, name: &str) -> String {
    let figure = &group.figure;
    let number = |value: Option<f64>| value.map_or_else(|| "–".to_string(), |v| round_to_tenth(v).to_string());
    let figures = match report.measure.unit() {
        Unit::Count => figure.count.to_string(),
        Unit::Percent => format!("{} %  ({} of {})", number(figure.share_percent()), figure.count, figure.of),
        Unit::Minutes => {
            let [median, p90, mean] = [figure.median, figure.p90, figure.mean].map(number);
            format!("median {median}  p90 {p90}  mean {mean} min  ({})", figure.count)
        }
    };
    let goal = |change: f64| report.measure.goal().map(|goal| (goal.change_percent, goal.is_met(change)));
    let change = group.change_percent.map(|change| {
        let met = goal(change).map(|(goal, met)| format!(", goal {goal:+} % {}", if met { "met" } else { "not met" }));
        format!("  {:+} %{}", round_to_tenth(change), met.unwrap_or_default())
    });
    format!("{name:<24}{figures}{}", change.unwrap_or_default())
}
