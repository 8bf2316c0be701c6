//! `[calendar]` and `[calendars.…]`: zone, hours, holidays.

use super::section::{Section, SpannedText};
use crate::reason::SettingsMistake;
use crate::sla::{Calendar, DayKind, Holidays, Segment, stretch};
use chrono::Weekday;
use std::collections::{BTreeMap, BTreeSet};

const KEYS: &[&str] = &["zone", "days", "hours", "day", "holidays", "off", "work"];
/// Zones whose desks keep the Chinese holidays unless they say otherwise.
const CHINA: &[&str] = &["Asia/Shanghai", "Asia/Urumqi", "Asia/Chongqing", "Asia/Harbin", "Asia/Kashgar", "PRC"];

/// Reads a file beside `desk.toml`.
pub type ReadNearby<'a> = &'a dyn Fn(&str) -> Result<String, SettingsMistake>;

/// A calendar; what its table leaves out is taken from `base`.
pub fn calendar(section: &Section, base: &Calendar, nearby: ReadNearby) -> Calendar {
    section.only(KEYS);
    let before = section.mistakes();
    let zone = section.parsed("zone", |text| text.parse().map_err(|_| SettingsMistake::NotAZone { text: text.into() }));
    let zone = zone.unwrap_or(base.zone);
    let usual = base.week.iter().find(|day| !day.is_empty()).cloned().unwrap_or_default();
    let working = hours(section, "hours").unwrap_or(usual);
    let mut calendar = Calendar { zone, week: base.week.clone(), exceptions: BTreeMap::new() };
    match section.list("days", weekday) {
        Some(days) => {
            calendar.week = std::array::from_fn(|_| Vec::new());
            for day in days {
                calendar.week[day] = working.clone();
            }
        }
        None => calendar.week.iter_mut().filter(|day| !day.is_empty()).for_each(|day| *day = working.clone()),
    }
    if let Some(single) = section.section("day") {
        for key in single.keys() {
            let day = single.read(key.text, &key, weekday);
            if let (Some(day), Some(segments)) = (day, hours(&single, key.text)) {
                calendar.week[day] = segments;
            }
        }
    }
    if calendar.week.iter().all(Vec::is_empty) && section.mistakes() == before {
        section.wrong("days", section.line, SettingsMistake::NoWorkingHours);
    }
    calendar.take(&holidays(section, &calendar, nearby), &working);
    let mut off: BTreeSet<chrono::NaiveDate> = BTreeSet::new();
    for (key, kind) in [("off", DayKind::Off), ("work", DayKind::Work)] {
        for day in section.list(key, stretch).unwrap_or_default().into_iter().flatten() {
            match kind {
                DayKind::Off => drop(off.insert(day)),
                DayKind::Work if off.contains(&day) => {
                    section.wrong(key, section.line_of(key), SettingsMistake::OffAndWorked { day: day.to_string() });
                }
                DayKind::Work => {}
            }
            calendar.take(&BTreeMap::from([(day, kind)]), &working);
        }
    }
    calendar
}

/// The holidays named by the section.
fn holidays(section: &Section, calendar: &Calendar, nearby: ReadNearby) -> BTreeMap<chrono::NaiveDate, DayKind> {
    let china = CHINA.contains(&calendar.zone.name());
    match section.text("holidays") {
        None if china => Holidays::china().days,
        None => BTreeMap::new(),
        Some(SpannedText { text: "none", .. }) => BTreeMap::new(),
        Some(SpannedText { text: "cn", .. }) => Holidays::china().days,
        Some(SpannedText { text: file, line }) => match nearby(file).map(|text| Holidays::parse(&text)) {
            Ok(Ok(table)) => table.days,
            Ok(Err(bad)) => {
                for crate::sla::BadLine { line: at, why } in bad {
                    let why = SettingsMistake::HolidayLine { file: file.into(), line: at, why: Box::new(why) };
                    section.wrong("holidays", line, why);
                }
                BTreeMap::new()
            }
            Err(why) => {
                section.wrong("holidays", line, SettingsMistake::NoHolidays { file: file.into(), why: Box::new(why) });
                BTreeMap::new()
            }
        },
    }
}

fn hours(section: &Section, key: &str) -> Option<Vec<Segment>> {
    let texts = section.texts(key)?;
    let line = texts.first().map_or(section.line, |t| t.line);
    let segments: Vec<Segment> = texts.iter().filter_map(|t| section.read(key, t, str::parse)).collect();
    if let Some((before, after)) = Segment::clash(&segments) {
        section.wrong(key, line, SettingsMistake::Overlap { after: after.to_string(), before: before.to_string() });
    }
    if texts.is_empty() && key == "hours" {
        section.wrong(key, section.line, SettingsMistake::NoHours);
    }
    Some(segments)
}

/// Its place in the week, Monday first.
pub(super) fn weekday(text: &str) -> Result<usize, SettingsMistake> {
    let day: Weekday = text.parse().map_err(|_| SettingsMistake::NotAWeekday { text: text.into() })?;
    Ok(day.num_days_from_monday() as usize)
}
