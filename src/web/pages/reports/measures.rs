//! Where the desk stands on its promises: tables, for those who supervise.

use crate::api::{App, Problem};
use crate::measure::{By, Figure, Group, Measure, MeasureQuery, MeasureReport, Period, Unit};
use crate::page::{Template, message};
use crate::protocol::span::moment;
use crate::reason::FieldReason;
use crate::ticket::{Kind, Severity};
use crate::view::{measures_table, round_to_tenth};
use crate::web::http::{Failed, Reader, page};
use crate::web::words::{Gauge, encoded, word};
use crate::words::{Locale, Vocabulary, spoken};
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What is looked at unless one says otherwise.
const DAYS_DEFAULT: i64 = 90;
/// Groups of a measure that a page shows; the file has them all.
const GROUPS_MAX: usize = 60;
/// The process's three promises come first.
const PROMISED: [Measure; 3] = [Measure::TimeToResolve, Measure::Repeats, Measure::Reuse];

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct MeasuresQuery {
    from: String,
    to: String,
    by: String,
    baseline_from: String,
    baseline_to: String,
}

pub async fn read(State(app): State<Arc<App>>, reader: Reader, Query(query): Query<MeasuresQuery>) -> Result<Response, Failed> {
    let calendar = app.desk.settings().calendar.clone();
    let (now, locale) = (app.now(), reader.locale);
    let day = |at: DateTime<Utc>| calendar.local_day(at).to_string();
    let or = |text: &str, default: String| if text.trim().is_empty() { default } else { text.trim().to_string() };
    let from = or(&query.from, day(now - Duration::days(DAYS_DEFAULT)));
    let to = or(&query.to, day(now + Duration::days(1)));
    let when = |name: &str, text: &str| {
        moment(&calendar, text).ok_or_else(|| reader.failed(Problem::field(name, FieldReason::NotAMoment)))
    };
    let baseline = match (query.baseline_from.trim(), query.baseline_to.trim()) {
        ("", "") => app.desk.settings().baseline,
        ("", _) | (_, "") => None,
        (from, to) => Some(Period { from: when("baseline_from", from)?, to: when("baseline_to", to)? }),
    };
    let span = Period { from: when("from", &from)?, to: when("to", &to)? };
    let wanted = MeasureQuery { span, by: By::parse(&query.by).ok(), baseline };
    let actor = reader.actor.clone();
    let reports = app.blocking(move |app| app.desk.measures(&actor, Measure::ALL, &wanted, now)).await;
    let reports = reports.map_err(|e| reader.failed(e))?;
    let table = |report: &MeasureReport| table(locale, &wanted, report);
    let (promised, others): (Vec<&MeasureReport>, Vec<&MeasureReport>) =
        reports.iter().partition(|r| PROMISED.contains(&r.measure));
    let terms = [("from", &from), ("to", &to), ("by", &query.by), ("baseline_from", &query.baseline_from)];
    let terms = terms.into_iter().chain([("baseline_to", &query.baseline_to)]).filter(|(_, value)| !value.is_empty());
    let query_text = terms.map(|(name, value)| format!("{name}={}", encoded(value))).collect::<Vec<_>>().join("&");
    let choice = |by: &By| Grouping { word: by.word(), label: word(locale, *by), chosen: wanted.by == Some(*by) };
    // The desk's own baseline stands in the form where nothing else was asked for.
    let shown = |asked: &str, at: Option<DateTime<Utc>>| or(asked, at.map(day).unwrap_or_default());
    let values = MeasuresPage {
        from,
        to,
        baseline_from: shown(&query.baseline_from, baseline.map(|b| b.from)),
        baseline_to: shown(&query.baseline_to, baseline.map(|b| b.to)),
        query: query_text,
        groupings: By::ALL.iter().map(choice).collect(),
        compared: wanted.baseline.is_some(),
        promised: promised.into_iter().map(table).collect(),
        others: others.into_iter().map(table).collect(),
    };
    page(&reader, Template::Measures, values)
}

#[derive(Serialize)]
struct MeasuresPage {
    from: String,
    to: String,
    baseline_from: String,
    baseline_to: String,
    /// The same question, for the file.
    query: String,
    groupings: Vec<Grouping>,
    compared: bool,
    promised: Vec<MeasureTable>,
    others: Vec<MeasureTable>,
}

/// By what figures can be grouped.
#[derive(Serialize)]
struct Grouping {
    word: &'static str,
    label: String,
    chosen: bool,
}

/// One measure.
#[derive(Serialize)]
struct MeasureTable {
    name: String,
    total: FigureLine,
    groups: Vec<GroupLine>,
    /// There are more groups than the page shows.
    left_out: bool,
}

/// One group of it, with a bar beside the others'.
#[derive(Serialize)]
struct GroupLine {
    name: String,
    bar: Gauge,
    #[serde(flatten)]
    figures: FigureLine,
}

/// A figure in words; what its unit does not have is empty.
#[derive(Serialize)]
struct FigureLine {
    value: String,
    /// Says that the value is a mean.
    mean_mark: &'static str,
    median: String,
    p90: String,
    count: String,
    before: String,
    change: String,
    /// The goal, and whether it was met; empty where nothing can be said of it.
    goal: String,
    goal_class: &'static str,
}

/// The figures of the page as a file.
pub async fn file(State(app): State<Arc<App>>, reader: Reader, Query(query): Query<MeasuresQuery>) -> Result<Response, Failed> {
    let calendar = app.desk.settings().calendar.clone();
    let wrong = || reader.failed(Problem::field("from", FieldReason::NotAMoment));
    let end = |text: &str| moment(&calendar, text.trim()).ok_or_else(wrong);
    let baseline = match (moment(&calendar, query.baseline_from.trim()), moment(&calendar, query.baseline_to.trim())) {
        (Some(from), Some(to)) => Some(Period { from, to }),
        (None, None) => app.desk.settings().baseline,
        _ => None,
    };
    let wanted =
        MeasureQuery { span: Period { from: end(&query.from)?, to: end(&query.to)? }, by: By::parse(&query.by).ok(), baseline };
    let (actor, now) = (reader.actor.clone(), app.now());
    let reports = app.blocking(move |app| app.desk.measures(&actor, Measure::ALL, &wanted, now)).await;
    let text = measures_table(&reports.map_err(|e| reader.failed(e))?, &wanted);
    Ok(crate::api::AnswerFormat::Csv.file("measures", text))
}

fn table(locale: Locale, wanted: &MeasureQuery, report: &MeasureReport) -> MeasureTable {
    let unit = report.measure.unit();
    let mut groups: Vec<&Group> = report.groups.iter().collect();
    let shown = match wanted.by {
        // The latest of many days, the most counted of many customers.
        Some(by) if by.is_time() => groups.split_off(groups.len().saturating_sub(GROUPS_MAX)),
        Some(By::Component | By::Customer) => {
            groups.sort_by(|a, b| b.figure.of.cmp(&a.figure.of).then_with(|| a.name.cmp(&b.name)));
            groups.truncate(GROUPS_MAX);
            groups
        }
        _ => groups,
    };
    let greatest = shown.iter().filter_map(|g| g.figure.headline(unit)).fold(0.0, f64::max);
    let line = |group: &Group| {
        let bar = Gauge::of_figure(group.figure.headline(unit).unwrap_or(0.0), unit, greatest);
        GroupLine { name: group_name(locale, wanted.by, &group.name), bar, figures: figures(locale, report, group) }
    };
    MeasureTable {
        name: title(locale, report.measure),
        total: figures(locale, report, &report.total),
        groups: shown.into_iter().map(line).collect(),
        left_out: report.groups.len() > GROUPS_MAX,
    }
}

fn title(locale: Locale, measure: Measure) -> String {
    let said = word(locale, measure);
    let mut letters = said.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn group_name(locale: Locale, by: Option<By>, name: &str) -> String {
    let known = match by {
        _ if name.is_empty() => Some("–".to_string()),
        Some(By::Severity) => Severity::parse(name).ok().map(|s| word(locale, s)),
        Some(By::Kind) => Kind::parse(name).ok().map(|k| word(locale, k)),
        _ => None,
    };
    known.unwrap_or_else(|| name.to_string())
}

fn figures(locale: Locale, report: &MeasureReport, group: &Group) -> FigureLine {
    let unit = report.measure.unit();
    let worded = |figure: &Figure| match unit {
        Unit::Count => figure.count.to_string(),
        Unit::Minutes => spent(locale, figure.mean),
        Unit::Percent => figure.share_percent().map_or_else(|| "–".into(), |share| format!("{} %", round_to_tenth(share))),
    };
    let figure = &group.figure;
    let minutes = |minutes| if unit == Unit::Minutes { spent(locale, minutes) } else { String::new() };
    let dash = || "–".to_string();
    let (goal, goal_class) = match report.measure.goal().zip(group.change_percent) {
        Some((goal, change)) => {
            let is_met = goal.is_met(change);
            let met = message(locale, if is_met { "measures.met" } else { "measures.not_met" });
            let text = format!("{} {:+.0} % {met}", message(locale, "measures.goal"), goal.change_percent);
            (text, if is_met { "kept" } else { "failed" })
        }
        None => (String::new(), ""),
    };
    FigureLine {
        value: worded(figure),
        mean_mark: if unit == Unit::Minutes && figure.count > 0 { message(locale, "measures.mean") } else { "" },
        median: minutes(figure.median),
        p90: minutes(figure.p90),
        count: if unit == Unit::Percent { format!("{} / {}", figure.count, figure.of) } else { figure.count.to_string() },
        before: group.baseline.as_ref().map_or_else(dash, worded),
        change: group.change_percent.map_or_else(dash, |change| format!("{:+} %", round_to_tenth(change))),
        goal,
        goal_class,
    }
}

/// Minutes as people say them.
fn spent(locale: Locale, minutes: Option<f64>) -> String {
    let Some(minutes) = minutes else { return "–".into() };
    spoken(locale, Duration::seconds((60.0 * minutes).round() as i64))
}
