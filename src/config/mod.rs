//! `desk.toml`: what a desk has settled, read and checked. What it leaves out is as PROCESS.md has it.

use crate::desk::Settings;
use crate::import::{Words, fold};
use crate::sla::Segment;
use crate::ticket::{Outcome, RequirementType, Severity};
use crate::words::Vocabulary;
use chrono::{NaiveTime, Weekday};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The file's name; a folder that holds it is a desk.
pub const FILE: &str = "desk.toml";

/// What a new desk's file says.
pub const NEW_DESK: &str = "\
# The settings of this desk. What is left out is as the support process has it.
name = \"Precedent\"

[calendar]
zone = \"Asia/Shanghai\"
days = [\"Mon\", \"Tue\", \"Wed\", \"Thu\", \"Fri\"]
hours = [\"09:00-18:00\"]

[limits]
body_mb = 8
";

#[derive(Debug, thiserror::Error)]
#[error("{path}: {reason}")]
pub struct BadConfig {
    path: PathBuf,
    reason: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct DeskFile {
    name: Option<String>,
    calendar: CalendarTable,
    limits: LimitsTable,
    import: ImportTable,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct CalendarTable {
    zone: Option<String>,
    days: Option<Vec<String>>,
    hours: Option<Vec<String>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct LimitsTable {
    body_mb: Option<usize>,
}

/// Words of other systems, by what they mean here: `severity = { "Sev-1" = "critical" }`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct ImportTable {
    /// finished or open
    status: BTreeMap<String, String>,
    resolution: BTreeMap<String, Outcome>,
    severity: BTreeMap<String, Severity>,
    /// fault, or the type of a requirement
    r#type: BTreeMap<String, String>,
}

/// Reads and checks a desk's settings.
pub fn load(folder: &Path) -> Result<Settings, BadConfig> {
    read(folder, parse)
}

/// A desk's own words for those of other systems.
pub fn load_words(folder: &Path) -> Result<Words, BadConfig> {
    read(folder, |text| words(parse_file(text)?.import))
}

fn read<T>(folder: &Path, parse: impl Fn(&str) -> Result<T, String>) -> Result<T, BadConfig> {
    let path = folder.join(FILE);
    let bad = |reason: String| BadConfig { path: path.clone(), reason };
    let text = std::fs::read_to_string(&path).map_err(|e| bad(e.to_string()))?;
    parse(&text).map_err(bad)
}

fn parse_file(text: &str) -> Result<DeskFile, String> {
    toml::from_str(text).map_err(|e| e.to_string().trim_end().replace('\n', " "))
}

fn words(table: ImportTable) -> Result<Words, String> {
    let finished = |(word, meaning): (String, String)| match meaning.as_str() {
        "finished" | "open" => Ok((fold(&word), meaning == "finished")),
        other => Err(format!("import.status: \"{other}\" is neither finished nor open")),
    };
    let kind = |(word, meaning): (String, String)| match meaning.as_str() {
        "fault" => Ok((fold(&word), None)),
        other => RequirementType::parse(other).map(|t| (fold(&word), Some(t))).map_err(|e| format!("import.type: {e}, fault")),
    };
    Ok(Words {
        status: table.status.into_iter().map(finished).collect::<Result<_, _>>()?,
        resolution: table.resolution.into_iter().map(|(word, outcome)| (fold(&word), outcome)).collect(),
        severity: table.severity.into_iter().map(|(word, severity)| (fold(&word), severity)).collect(),
        kind: table.r#type.into_iter().map(kind).collect::<Result<_, _>>()?,
    })
}

fn parse(text: &str) -> Result<Settings, String> {
    let file = parse_file(text)?;
    words(file.import)?;
    let mut settings = Settings::default();
    if let Some(name) = file.name {
        settings.name = name;
    }
    if let Some(zone) = file.calendar.zone {
        settings.calendar.zone =
            zone.parse().map_err(|_| format!("calendar.zone: \"{zone}\" is not a time zone such as Asia/Shanghai"))?;
    }
    let hours = file.calendar.hours.map(|hours| hours.iter().map(|h| segment(h)).collect::<Result<Vec<_>, _>>()).transpose()?;
    if let Some(pair) = hours.iter().flat_map(|h| h.windows(2)).find(|w| w[1].from < w[0].to) {
        return Err(format!("calendar.hours: {} begins before the one before it ends", pair[1].from.format("%H:%M")));
    }
    let working = hours.unwrap_or_else(|| settings.calendar.week[0].clone());
    let days = file.calendar.days.unwrap_or_else(|| ["Mon", "Tue", "Wed", "Thu", "Fri"].map(String::from).to_vec());
    settings.calendar.week = std::array::from_fn(|_| Vec::new());
    for day in days {
        let parsed: Weekday = day.parse().map_err(|_| format!("calendar.days: \"{day}\" is not a day such as Mon"))?;
        settings.calendar.week[parsed.num_days_from_monday() as usize] = working.clone();
    }
    match file.limits.body_mb {
        Some(0) => return Err("limits.body_mb: must be at least 1".into()),
        Some(mb) => settings.body_bytes_max = mb.min(1_024) << 20,
        None => {}
    }
    Ok(settings)
}

fn segment(text: &str) -> Result<Segment, String> {
    let bad = || format!("calendar.hours: \"{text}\" is not a stretch of a day such as 09:00-18:00");
    let (from, to) = text.split_once('-').ok_or_else(bad)?;
    let time = |t: &str| NaiveTime::parse_from_str(t.trim(), "%H:%M").map_err(|_| bad());
    let (from, to) = (time(from)?, time(to)?);
    if from < to { Ok(Segment { from, to }) } else { Err(bad()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_desks_file_says_the_defaults() {
        assert_eq!(parse(NEW_DESK).unwrap(), Settings::default());
        assert_eq!(parse("").unwrap(), Settings::default());
    }

    #[test]
    fn mistakes_are_named() {
        let why = |text: &str| parse(text).unwrap_err();
        assert!(why("[calendar]\nzone = \"Mars/Base\"").contains("Mars/Base"));
        assert!(why("[calendar]\ndays = [\"Funday\"]").contains("Funday"));
        assert!(why("[calendar]\nhours = [\"09:00-12:00\", \"11:00-18:00\"]").contains("11:00"));
        assert!(why("[import.severity]\nSev1 = \"grave\"").contains("grave"));
        assert!(why("[import.status]\nParked = \"maybe\"").contains("maybe"));
        assert!(why("[calender]").contains("line 1"), "{}", why("[calender]"));
    }
}
