//! Where the desk stands on its promises: tables, for those who supervise.

use crate::api::{App, Problem};
use crate::measure::{By, Figure, Group, Measure, Report, Span, Unit, Wanted};
use crate::page::{Template, message};
use crate::protocol::span::moment;
use crate::protocol::view::measures::round;
use crate::reason::FieldReason;
use crate::ticket::{Kind, Severity};
use crate::web::http::{Failed, Reader, page};
use crate::web::words::{encoded, word};
use crate::words::{Locale, Vocabulary};
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{DateTime, Duration, Utc};
use serde::Deserialize;
use serde_json::{Value, json};
use std::sync::Arc;

/// What is looked at unless one says otherwise.
const DAYS_DEFAULT: i64 = 90;
/// Groups of a measure that a page shows; the file has them all.
const GROUPS_MAX: usize = 60;
/// The process's three promises come first.
const PROMISED: [Measure; 3] = [Measure::TimeToResolve, Measure::Repeats, Measure::Reuse];

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    from: String,
    to: String,
    by: String,
    baseline_from: String,
    baseline_to: String,
}

pub async fn read(State(app): State<Arc<App>>, reader: Reader, Query(asked): Query<Asked>) -> Result<Response, Failed> {
    let calendar = app.desk.settings().calendar.clone();
    let (now, tongue) = (app.now(), reader.tongue);
    let day = |at: DateTime<Utc>| calendar.local_day(at).to_string();
    let or = |text: &str, default: String| if text.trim().is_empty() { default } else { text.trim().to_string() };
    let from = or(&asked.from, day(now - Duration::days(DAYS_DEFAULT)));
    let to = or(&asked.to, day(now + Duration::days(1)));
    let when = |name: &str, text: &str| {
        moment(&calendar, text).ok_or_else(|| reader.failed(Problem::field(name, FieldReason::NotAMoment)))
    };
    let baseline = match (asked.baseline_from.trim(), asked.baseline_to.trim()) {
        ("", "") => app.desk.settings().baseline,
        ("", _) | (_, "") => None,
        (from, to) => Some(Span { from: when("baseline_from", from)?, to: when("baseline_to", to)? }),
    };
    let span = Span { from: when("from", &from)?, to: when("to", &to)? };
    let wanted = Wanted { span, by: By::parse(&asked.by).ok(), baseline };
    let actor = reader.actor.clone();
    let reports = app.blocking(move |app| app.desk.measures(&actor, Measure::ALL, &wanted, now)).await;
    let reports = reports.map_err(|e| reader.failed(e))?;
    let table = |report: &Report| table(tongue, &wanted, report);
    let (promised, others): (Vec<&Report>, Vec<&Report>) = reports.iter().partition(|r| PROMISED.contains(&r.measure));
    let terms = [("from", &from), ("to", &to), ("by", &asked.by), ("baseline_from", &asked.baseline_from)];
    let terms = terms.into_iter().chain([("baseline_to", &asked.baseline_to)]).filter(|(_, value)| !value.is_empty());
    let query = terms.map(|(name, value)| format!("{name}={}", encoded(value))).collect::<Vec<_>>().join("&");
    let choice = |by: &By| json!({"word": by, "label": word(tongue, *by), "chosen": wanted.by == Some(*by)});
    // The desk's own baseline stands in the form where nothing else was asked for.
    let shown = |asked: &str, at: Option<DateTime<Utc>>| or(asked, at.map(day).unwrap_or_default());
    let values = json!({
        "from": from, "to": to, "baseline_from": shown(&asked.baseline_from, baseline.map(|b| b.from)),
        "baseline_to": shown(&asked.baseline_to, baseline.map(|b| b.to)), "query": query,
        "groupings": By::ALL.iter().map(choice).collect::<Vec<_>>(), "compared": wanted.baseline.is_some(),
        "promised": promised.into_iter().map(table).collect::<Vec<_>>(), "others": others.into_iter().map(table).collect::<Vec<_>>(),
    });
    page(&reader, Template::Measures, values)
}

/// The figures of the page as a file.
pub async fn file(State(app): State<Arc<App>>, reader: Reader, Query(asked): Query<Asked>) -> Result<Response, Failed> {
    let calendar = app.desk.settings().calendar.clone();
    let wrong = || reader.failed(Problem::field("from", FieldReason::NotAMoment));
    let end = |text: &str| moment(&calendar, text.trim()).ok_or_else(wrong);
    let baseline = match (moment(&calendar, asked.baseline_from.trim()), moment(&calendar, asked.baseline_to.trim())) {
        (Some(from), Some(to)) => Some(Span { from, to }),
        (None, None) => app.desk.settings().baseline,
        _ => None,
    };
    let wanted = Wanted { span: Span { from: end(&asked.from)?, to: end(&asked.to)? }, by: By::parse(&asked.by).ok(), baseline };
    let (actor, now) = (reader.actor.clone(), app.now());
    let reports = app.blocking(move |app| app.desk.measures(&actor, Measure::ALL, &wanted, now)).await;
    let text = crate::protocol::view::measures::table(&reports.map_err(|e| reader.failed(e))?, &wanted);
    Ok(crate::api::Written::Csv.file("measures", text))
}

fn table(tongue: Locale, wanted: &Wanted, report: &Report) -> Value {
    let unit = report.measure.unit();
    // Bars are beside each other's longest.
    let longest = report.groups.iter().filter_map(|g| g.figure.headline(unit)).fold(0.0, f64::max);
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
    let line = |group: &Group| {
        let value = group.figure.headline(unit).unwrap_or(0.0);
        let width = if longest > 0.0 { 100.0 * value / longest } else { 0.0 };
        let mut line = figures(tongue, report, group);
        line["name"] = json!(group_name(tongue, wanted.by, &group.name));
        line["bar"] = json!(width.round());
        line
    };
    let goal = report.measure.goal().map(|goal| format!("{:+.0} %", goal.change_percent));
    json!({
        "name": title(tongue, report.measure), "unit": unit.word(), "goal": goal, "total": figures(tongue, report, &report.total),
        "groups": shown.into_iter().map(line).collect::<Vec<_>>(), "left_out": report.groups.len() > GROUPS_MAX,
    })
}

fn title(tongue: Locale, measure: Measure) -> String {
    let said = word(tongue, measure);
    let mut letters = said.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn group_name(tongue: Locale, by: Option<By>, name: &str) -> String {
    let known = match by {
        _ if name.is_empty() => Some("–".to_string()),
        Some(By::Severity) => Severity::parse(name).ok().map(|s| word(tongue, s)),
        Some(By::Kind) => Kind::parse(name).ok().map(|k| word(tongue, k)),
        _ => None,
    };
    known.unwrap_or_else(|| name.to_string())
}

fn figures(tongue: Locale, report: &Report, group: &Group) -> Value {
    let unit = report.measure.unit();
    let told = |figure: &Figure| match unit {
        Unit::Count => figure.count.to_string(),
        Unit::Minutes => spent(tongue, figure.mean),
        Unit::Percent => figure.share_percent().map_or_else(|| "–".into(), |share| format!("{} %", round(share))),
    };
    let goal = report.measure.goal().zip(group.change_percent).map(|(goal, change)| goal.is_met(change));
    json!({
        "value": told(&group.figure), "median": spent(tongue, group.figure.median), "p90": spent(tongue, group.figure.p90),
        "count": group.figure.count, "of": group.figure.of,
        "before": group.baseline.as_ref().map(told),
        "change": group.change_percent.map(|change| format!("{:+} %", round(change))),
        "met": goal.map(|met| message(tongue, if met { "measures.met" } else { "measures.not_met" })), "is_met": goal,
    })
}

/// Minutes as people say them.
fn spent(tongue: Locale, minutes: Option<f64>) -> String {
    let Some(minutes) = minutes else { return "–".into() };
    let whole = minutes.round() as i64;
    let (d, h, m) = if tongue == Locale::Zh { ("天", "小时", "分钟") } else { ("d", "h", "min") };
    match (whole / (24 * 60), whole / 60 % 24, whole % 60) {
        (0, 0, minutes) => format!("{minutes} {m}"),
        (0, hours, minutes) => format!("{hours} {h} {minutes} {m}"),
        (days, hours, _) => format!("{days} {d} {hours} {h}"),
    }
}
