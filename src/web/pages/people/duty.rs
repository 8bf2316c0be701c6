//! People at work: who is on duty, how much each carries, who is away and who acts for them. For staff.

use crate::api::{App, Problem};
use crate::desk::{Desk, DeskError, DutyDay, Workload};
use crate::page::{Template, message};
use crate::people::{Away, Shift};
use crate::protocol::request::{FieldError, read_time};
use crate::reason::{FieldReason, Missing};
use crate::sla::Calendar;
use crate::web::http::{Failed, FormFields, Reader, Sent, page, redirect};
use crate::web::words::ProblemLine;
use crate::web::words::{Gauge, NameChoice, encoded, filled, moment, name_choices, problems, said, word};
use axum::extract::{Path, State};
use axum::response::Response;
use chrono::{DateTime, Datelike, Utc};
use serde::Serialize;
use std::sync::Arc;

/// Days of duty that are shown.
const DAYS: usize = 7;
/// Tickets in hand that fill a bar, where nobody has more: one ticket is not drawn as a full load.
const LOAD_OF_FULL_BAR: usize = 8;

/// A form that was sent and refused.
#[derive(Default)]
struct Refused {
    name: String,
    act: String,
    fields: FormFields,
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
    let most = people.iter().map(|w| w.load).max().unwrap_or(0).max(LOAD_OF_FULL_BAR);
    let (own, others): (Vec<&Workload>, Vec<&Workload>) = people.iter().partition(|w| w.person.name == reader.name());
    let line = |w: &Workload| {
        let sent = refused.name == w.person.name;
        let value =
            |act: &str, field: &str| refused.fields.get(field).filter(|_| sent && refused.act == act).cloned().unwrap_or_default();
        let typed = TypedAway {
            away: sent && refused.act == "away",
            groups: sent && refused.act == "groups",
            from: value("away", "from"),
            until: value("away", "until"),
        };
        let names = people.iter().map(|other| other.person.name.as_str()).filter(|name| *name != w.person.name);
        let deputies = name_choices(names, &value("away", "deputy"));
        person(
            reader,
            calendar,
            w,
            Beside { stands_in: stands_in(&people, w, now), bar: Gauge::of(w.load as f64, most as f64), typed, deputies },
            now,
        )
    };
    let on_duty = people.iter().filter(|w| w.on_duty == Some(true) && !w.away);
    let value = |field: &str| refused.fields.get(field).filter(|_| refused.act == "shift").cloned().unwrap_or_default();
    let values = DutyPage {
        on_duty: on_duty.map(|w| w.person.name.clone()).collect(),
        settled: people.iter().any(|w| w.on_duty.is_some()),
        days: days.iter().enumerate().map(|(i, day)| of_day(reader, calendar, day, i == 0)).collect(),
        own: own.into_iter().map(line).collect(),
        people: others.into_iter().map(line).collect(),
        names: name_choices(people.iter().map(|w| w.person.name.as_str()), &refused.name),
        hands_out,
        shift: TypedShift { open: refused.act == "shift", from: value("from"), until: value("until") },
        problems: problems(reader.locale, &refused.errors),
    };
    page(reader, Template::Duty, values)
}

#[derive(Serialize)]
struct DutyPage {
    /// Who is on duty now.
    on_duty: Vec<String>,
    /// Whether anybody's duty is settled at all.
    settled: bool,
    days: Vec<DayLine>,
    own: Vec<PersonLine>,
    people: Vec<PersonLine>,
    /// Whom a duty can be given to.
    names: Vec<NameChoice>,
    /// Whether the reader gives duties.
    hands_out: bool,
    shift: TypedShift,
    problems: Vec<ProblemLine>,
}

/// Who is on duty on one day.
#[derive(Serialize)]
struct DayLine {
    day: String,
    weekday: String,
    today: bool,
    scheduled: Vec<ScheduledLine>,
    given: Vec<GivenLine>,
}

/// A duty of the policy's week.
#[derive(Serialize)]
struct ScheduledLine {
    when: String,
    names: Vec<String>,
}

/// A duty that was given by the day.
#[derive(Serialize)]
struct GivenLine {
    when: String,
    name: String,
    /// Name and time, for screen readers.
    label: String,
    /// The name within an address.
    path: String,
    /// Names the duty when it is taken back.
    from: String,
}

/// One person: whether they are here, and how much they carry.
#[derive(Serialize)]
struct PersonLine {
    name: String,
    /// The name within an address.
    path: String,
    own: bool,
    roles: Vec<String>,
    /// On duty and here.
    shows_on_duty: bool,
    away: Option<AwayLine>,
    load: String,
    /// Their load beside the greatest.
    bar: Gauge,
    owed: Option<String>,
    /// Where their tickets are listed.
    tickets: String,
    groups: Vec<String>,
    stands_in: Option<String>,
    may_away: bool,
    /// What the form of an absence is for, as its summary says it.
    away_action: &'static str,
    /// Who can stand in for them.
    deputies: Vec<NameChoice>,
    may_groups: bool,
    typed: TypedAway,
}

/// When somebody is away, and who stands in for them.
#[derive(Serialize)]
struct AwayLine {
    when: String,
    deputy: String,
}

/// What had been typed into a person's forms that were refused.
#[derive(Serialize)]
struct TypedAway {
    away: bool,
    groups: bool,
    from: String,
    until: String,
}

/// What had been typed into the form of a duty.
#[derive(Serialize)]
struct TypedShift {
    open: bool,
    from: String,
    until: String,
}

fn of_day(reader: &Reader, calendar: &Calendar, day: &DutyDay, today: bool) -> DayLine {
    let weekday = said(reader.locale, "day", &day.day.weekday().num_days_from_monday().to_string());
    let scheduled = day.scheduled.iter().map(|(hours, names)| ScheduledLine { when: hours.to_string(), names: names.clone() });
    let given = |(name, shift): &(String, Shift)| {
        let when = format!("{} – {}", calendar.local_minute_of_year(shift.from), calendar.local_minute_of_year(shift.until));
        GivenLine { label: format!("{name} {when}"), when, name: name.clone(), path: encoded(name), from: shift.from.to_rfc3339() }
    };
    DayLine {
        day: day.day.format("%m-%d").to_string(),
        weekday,
        today,
        scheduled: scheduled.collect(),
        given: day.given.iter().map(given).collect(),
    }
}

/// What a person's line says beside their workload.
struct Beside {
    /// For whom they act.
    stands_in: Vec<String>,
    bar: Gauge,
    typed: TypedAway,
    deputies: Vec<NameChoice>,
}

/// The people for whom somebody acts now.
fn stands_in(people: &[Workload], deputy: &Workload, now: DateTime<Utc>) -> Vec<String> {
    let absent = people.iter().filter(|other| other.person.deputy(now) == Some(deputy.person.name.as_str()));
    absent.map(|other| other.person.name.clone()).collect()
}

fn person(reader: &Reader, calendar: &Calendar, w: &Workload, beside: Beside, now: DateTime<Utc>) -> PersonLine {
    let (p, locale, own) = (&w.person, reader.locale, w.person.name == reader.name());
    let Beside { stands_in, bar, typed, deputies } = beside;
    let away = p.away.as_ref().filter(|away| away.until > now).map(|away| {
        let until = calendar.local_minute_of_year(away.until);
        let when = match w.away {
            true => filled(locale, "duty.away_until", &[&until]),
            false => filled(locale, "duty.away_from", &[&calendar.local_minute_of_year(away.from), &until]),
        };
        let deputy = match &away.deputy {
            Some(deputy) => filled(locale, "duty.deputy", &[deputy]),
            None => said(locale, "duty", "no_deputy"),
        };
        AwayLine { when, deputy }
    });
    let away_action = match &away {
        Some(_) => "duty.change_away",
        None if own => "duty.say_own_away",
        None => "duty.say_away",
    };
    PersonLine {
        name: p.name.clone(),
        path: encoded(&p.name),
        own,
        roles: p.roles.iter().map(|r| word(locale, *r)).collect(),
        shows_on_duty: w.on_duty == Some(true) && !w.away,
        away,
        load: filled(locale, "duty.load", &[&w.load.to_string()]),
        bar,
        owed: (w.owed > 0).then(|| filled(locale, "duty.owed", &[&w.owed.to_string()])),
        tickets: format!("/tickets?of={}", encoded(&p.name)),
        groups: p.groups.clone(),
        stands_in: (!stands_in.is_empty()).then(|| filled(locale, "duty.stands_in", &[&stands_in.join(", ")])),
        may_away: Desk::may_set_away(&reader.actor, &p.name),
        away_action: message(locale, away_action),
        deputies,
        may_groups: Desk::sees_to_groups(&reader.actor),
        typed,
    }
}

/// A moment of a form; None where nothing was typed.
fn typed_moment(fields: &FormFields, field: &'static str, calendar: &Calendar) -> Result<Option<DateTime<Utc>>, Problem> {
    let Some(text) = fields.get(field).filter(|text| !text.trim().is_empty()) else { return Ok(None) };
    read_time(&moment(text, calendar)).map(Some).map_err(|why| Problem::field(field, why))
}

fn needed(fields: &FormFields, field: &'static str, calendar: &Calendar) -> Result<DateTime<Utc>, Problem> {
    typed_moment(fields, field, calendar)?.ok_or_else(|| Problem::field(field, FieldReason::Required))
}

pub async fn act(
    State(app): State<Arc<App>>,
    reader: Reader,
    Path((name, act)): Path<(String, String)>,
    Sent(fields): Sent<FormFields>,
) -> Result<Response, Failed> {
    // A duty's form names whom it is for in a field.
    let name = fields.get("who").filter(|_| act == "shift").cloned().unwrap_or(name);
    let (by, who, what, sent) = (reader.actor.clone(), name.clone(), act.clone(), fields.clone());
    let done = app.blocking_step(move |app| {
        let (now, calendar, desk) = (app.now(), &app.desk.settings().calendar, &app.desk);
        let text = |field: &str| sent.get(field).map(|t| t.trim().to_string()).filter(|t| !t.is_empty());
        let done = match what.as_str() {
            "away" => {
                let from = typed_moment(&sent, "from", calendar)?.unwrap_or(now);
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
        Ok(()) => Ok(redirect("/duty")),
        Err(problem) if !problem.errors().is_empty() => {
            show(&app, &reader, Refused { name, act, fields, errors: problem.into_errors() }).await
        }
        Err(problem) => Err(reader.failed(problem)),
    }
}
