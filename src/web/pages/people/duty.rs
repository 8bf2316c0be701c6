//! People at work: who is on duty, how much each carries, who is away and who acts for them. For staff.

use crate::api::{App, Problem};
use crate::desk::{Desk, DeskError, DutyDay, Workload};
use crate::page::Template;
use crate::people::{Away, Shift};
use crate::protocol::request::{FieldError, read_time};
use crate::reason::{FieldReason, Missing, Said};
use crate::sla::Calendar;
use crate::web::http::{Failed, Reader, Sent, Told, page, see};
use crate::web::words::{encoded, filled, label, moment, said, word};
use axum::extract::{Path, State};
use axum::response::Response;
use chrono::{DateTime, Datelike, Utc};
use serde_json::{Value, json};
use std::sync::Arc;

/// Days of duty that are shown.
const DAYS: usize = 7;

/// A form that was sent and refused.
#[derive(Default)]
struct Refused {
    name: String,
    act: String,
    told: Told,
    errors: Vec<FieldError>,
}

pub async fn read(State(app): State<Arc<App>>, reader: Reader) -> Result<Response, Failed> {
    show(&app, &reader, Refused::default()).await
}

async fn show(app: &Arc<App>, reader: &Reader, refused: Refused) -> Result<Response, Failed> {
    let (actor, now) = (reader.actor.clone(), app.now());
    let asked = app.blocking(move |app| Ok((app.desk.workload(&actor, now)?, app.desk.duty(&actor, DAYS, now)?))).await;
    let (people, days) = asked.map_err(|e| reader.failed(e))?;
    let calendar = &app.desk.settings().calendar;
    let hands_out = Desk::sees_to_duty(&reader.actor);
    let most = people.iter().map(|w| w.load).max().unwrap_or(0).max(1);
    let (own, others): (Vec<&Workload>, Vec<&Workload>) = people.iter().partition(|w| w.person.name == reader.name());
    let told = |w: &Workload| {
        let mut shape = person(reader, calendar, w, &people, now);
        shape["bar"] = json!(100 * w.load / most);
        let sent = refused.name == w.person.name;
        let value =
            |act: &str, field: &str| refused.told.get(field).filter(|_| sent && refused.act == act).cloned().unwrap_or_default();
        shape["told"] = json!({"away": sent && refused.act == "away", "groups": sent && refused.act == "groups",
            "from": value("away", "from"), "until": value("away", "until"), "deputy": value("away", "deputy")});
        shape
    };
    let on_duty = people.iter().filter(|w| w.on_duty == Some(true) && !w.away).map(|w| &w.person.name).collect::<Vec<_>>();
    let value = |field: &str| refused.told.get(field).filter(|_| refused.act == "shift").cloned().unwrap_or_default();
    let problem = |e: &FieldError| {
        let named = if e.field.is_empty() { String::new() } else { label(reader.tongue, &e.field) };
        json!({"label": named, "message": e.why.said(reader.tongue)})
    };
    let values = json!({
        "on_duty": on_duty, "settled": people.iter().any(|w| w.on_duty.is_some()),
        "days": days.iter().enumerate().map(|(i, day)| of_day(reader, calendar, day, i == 0)).collect::<Vec<_>>(),
        "own": own.into_iter().map(told).collect::<Vec<_>>(), "people": others.into_iter().map(told).collect::<Vec<_>>(),
        "names": people.iter().map(|w| &w.person.name).collect::<Vec<_>>(), "hands_out": hands_out,
        "shift": {"open": refused.act == "shift", "who": refused.name, "from": value("from"), "until": value("until")},
        "problems": refused.errors.iter().map(problem).collect::<Vec<_>>(),
    });
    page(reader, Template::Duty, values)
}

fn local(calendar: &Calendar, at: DateTime<Utc>) -> String {
    at.with_timezone(&calendar.zone).format("%m-%d %H:%M").to_string()
}

fn of_day(reader: &Reader, calendar: &Calendar, day: &DutyDay, today: bool) -> Value {
    let weekday = said(reader.tongue, "day", &day.day.weekday().num_days_from_monday().to_string());
    let scheduled = day.scheduled.iter().map(|(hours, names)| json!({"when": hours.to_string(), "names": names}));
    let given = |(name, shift): &(String, Shift)| {
        let when = format!("{} – {}", local(calendar, shift.from), local(calendar, shift.until));
        json!({"when": when, "name": name, "path": encoded(name), "from": shift.from.to_rfc3339()})
    };
    json!({"day": day.day.format("%m-%d").to_string(), "weekday": weekday, "today": today,
           "scheduled": scheduled.collect::<Vec<_>>(), "given": day.given.iter().map(given).collect::<Vec<_>>()})
}

fn person(reader: &Reader, calendar: &Calendar, w: &Workload, all: &[Workload], now: DateTime<Utc>) -> Value {
    let (p, tongue) = (&w.person, reader.tongue);
    let away = p.away.as_ref().filter(|away| away.until > now).map(|away| {
        let until = local(calendar, away.until);
        let when = match w.away {
            true => filled(tongue, "duty.away_until", &[&until]),
            false => filled(tongue, "duty.away_from", &[&local(calendar, away.from), &until]),
        };
        let deputy = match &away.deputy {
            Some(deputy) => filled(tongue, "duty.deputy", &[deputy]),
            None => said(tongue, "duty", "no_deputy"),
        };
        json!({"when": when, "deputy": deputy})
    });
    let stands_in: Vec<&str> = all
        .iter()
        .filter(|other| other.person.deputy(now) == Some(p.name.as_str()))
        .map(|other| other.person.name.as_str())
        .collect();
    json!({
        "name": p.name, "path": encoded(&p.name), "own": p.name == reader.name(),
        "roles": p.roles.iter().map(|r| word(tongue, *r)).collect::<Vec<_>>(),
        "on_duty": w.on_duty == Some(true), "away_now": w.away, "away": away, "load": filled(tongue, "duty.load", &[&w.load.to_string()]),
        "owed": (w.owed > 0).then(|| filled(tongue, "duty.owed", &[&w.owed.to_string()])),
        "tickets": format!("/tickets?of={}", encoded(&p.name)), "groups": p.groups,
        "stands_in": (!stands_in.is_empty()).then(|| filled(tongue, "duty.stands_in", &[&stands_in.join(", ")])),
        "may_away": Desk::may_set_away(&reader.actor, &p.name), "may_groups": Desk::sees_to_groups(&reader.actor),
    })
}

/// A moment of a form; None where nothing was typed.
fn asked(told: &Told, field: &'static str, calendar: &Calendar) -> Result<Option<DateTime<Utc>>, Problem> {
    let Some(text) = told.get(field).filter(|text| !text.trim().is_empty()) else { return Ok(None) };
    read_time(&moment(text, calendar)).map(Some).map_err(|why| Problem::field(field, why))
}

fn needed(told: &Told, field: &'static str, calendar: &Calendar) -> Result<DateTime<Utc>, Problem> {
    asked(told, field, calendar)?.ok_or_else(|| Problem::field(field, FieldReason::Required))
}

pub async fn act(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((name, act)): Path<(String, String)>,
    Sent(told): Sent<Told>,
) -> Result<Response, Failed> {
    // A duty's form names whom it is for in a field.
    let name = told.get("who").filter(|_| act == "shift").cloned().unwrap_or(name);
    let (by, who, what, sent) = (reader.actor.clone(), name.clone(), act.clone(), told.clone());
    let done = app.blocking_step(move |app| {
        let (now, calendar, desk) = (app.now(), &app.desk.settings().calendar, &app.desk);
        let text = |field: &str| sent.get(field).map(|t| t.trim().to_string()).filter(|t| !t.is_empty());
        let done = match what.as_str() {
            "away" => {
                let from = asked(&sent, "from", calendar)?.unwrap_or(now);
                let away = Away { from, until: needed(&sent, "until", calendar)?, deputy: text("deputy") };
                desk.set_away(&by, &who, Some(away), now)
            }
            "back" => desk.set_away(&by, &who, None, now),
            "groups" => desk.set_groups(&by, &who, text("groups").unwrap_or_default().lines().map(str::to_string).collect(), now),
            "shift" => {
                let shift = Shift { from: needed(&sent, "from", calendar)?, until: needed(&sent, "until", calendar)? };
                desk.add_shift(&by, &who, shift, now)
            }
            "unshift" => desk.drop_shift(&by, &who, needed(&sent, "from", calendar)?, now),
            other => Err(DeskError::NotFound(Missing::Step { name: other.chars().take(40).collect() })),
        };
        Ok(done.map(drop)?)
    });
    match done.await {
        Ok(()) => Ok(see("/duty")),
        Err(problem) if !problem.errors().is_empty() => {
            show(&app, &reader, Refused { name, act, told, errors: problem.into_errors() }).await
        }
        Err(problem) => Err(reader.failed(problem)),
    }
}
