//! `desk.toml`: a desk's settings, read and checked. What it leaves out has the defaults of docs/policy.md.

#![warn(missing_docs)]
#![warn(clippy::missing_errors_doc)]

mod nearby;
mod calendar;
mod policy;
mod section;

use crate::desk::{Network, Settings, WebSettings};
use crate::import::{WordMapping, fold};
use crate::measure::Period;
use crate::reason::{Mistake, SettingsMistake};
use crate::sla::{Calendar, Policy, PolicyHistory};
use crate::ticket::{Outcome, RequirementType, Severity};
use crate::words::Vocabulary;
use chrono::{NaiveDate, NaiveTime};
use section::{Section, SettingsText};
use serde::Deserialize;
use serde::de::IgnoredAny;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use toml::de::DeTable;

/// Name of the settings file; a folder that holds it is a desk.
pub const FILE: &str = "desk.toml";

/// Text of a new desk's settings file.
pub const NEW_DESK: &str = "\
# The settings of this desk. What is left out is as the support process has it.
name = \"Precedent\"

[calendar]
zone = \"Asia/Shanghai\"
days = [\"Mon\", \"Tue\", \"Wed\", \"Thu\", \"Fri\"]
hours = [\"09:00-18:00\"]
# Holidays and moved working days as the State Council published them; further ones: off = [\"2027-02-09\"], work = [\"2027-02-14\"].
holidays = \"cn\"

# What the desk promises is the process's unless a [policy] says otherwise; `precedent policy check` says what it would move.

[limits]
body_mb = 8
";

/// Why settings could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum BadConfig {
    /// The file cannot be read.
    #[error("{}: {reason}", path.display())]
    Unreadable {
        /// The settings file.
        path: PathBuf,
        /// Why it cannot be read.
        reason: SettingsMistake,
    },
    /// The file has mistakes.
    #[error("{}: {}", path.display(), mistakes.iter().map(Mistake::to_string).collect::<Vec<_>>().join("; "))]
    Wrong {
        /// The settings file.
        path: PathBuf,
        /// Every mistake, by line.
        mistakes: Vec<Mistake>,
    },
}

/// The tables that serde reads. Calendars and policy are read by [`Section`], which knows the line of each mistake.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct DeskFile {
    name: Option<String>,
    #[serde(rename = "calendar")]
    _calendar: Option<IgnoredAny>,
    #[serde(rename = "calendars")]
    _calendars: Option<IgnoredAny>,
    #[serde(rename = "policy")]
    _policy: Option<IgnoredAny>,
    measures: MeasuresTable,
    limits: LimitsTable,
    web: WebTable,
    import: ImportTable,
}

/// `[web]`: the desk's address and trusted proxies.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct WebTable {
    address: Option<String>,
    trusted_proxies: Vec<String>,
}

/// `[measures]`: days in the desk's time zone; the last one is excluded.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct MeasuresTable {
    baseline_from: Option<String>,
    baseline_to: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct LimitsTable {
    body_mb: Option<usize>,
    attachment_mb: Option<usize>,
}

/// `[import]`: words of other systems, by what they mean here: `severity = { "Sev-1" = "critical" }`.
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

/// Reads and checks the settings of the desk in `folder`.
///
/// # Errors
/// [`BadConfig`] if the file cannot be read or has mistakes.
pub fn load(folder: &Path) -> Result<Settings, BadConfig> {
    load_file(&folder.join(FILE))
}

/// Reads and checks a settings file, which need not be a desk's; files it names are relative to its folder.
///
/// # Errors
/// [`BadConfig`] if the file cannot be read or has mistakes.
pub fn load_file(path: &Path) -> Result<Settings, BadConfig> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let nearby = |name: &str| nearby::read_trusted(folder, name);
    read(path, |text| parse(text, &nearby))
}

/// Checks settings sent from elsewhere (`None`: the desk's own file). Such a text may name files in the desk's folder only, and
/// their content is not returned.
///
/// # Errors
/// Every mistake, with its line.
pub fn read_settings(folder: &Path, text: Option<&str>) -> Result<Settings, Vec<Mistake>> {
    // A sender must not read this machine's files: names are limited to the folder, and no content is returned.
    let nearby = |name: &str| nearby::read_untrusted(folder, name);
    match text {
        Some(text) => parse(text, &nearby),
        None => load(folder).map_err(|bad| match bad {
            BadConfig::Wrong { mistakes, .. } => mistakes,
            BadConfig::Unreadable { reason, .. } => vec![Mistake { line: 1, place: String::new(), why: reason }],
        }),
    }
}

/// The text of a desk's settings file; `None` if it cannot be read.
pub fn text(folder: &Path) -> Option<String> {
    nearby::read_trusted(folder, FILE).ok()
}

/// The `[import]` tables: words of other systems, by what they mean here.
///
/// # Errors
/// [`BadConfig`] if the file cannot be read or has mistakes.
pub fn load_words(folder: &Path) -> Result<WordMapping, BadConfig> {
    read(&folder.join(FILE), |text| {
        let first = |(place, why): Misplaced| vec![Mistake { line: 1, place: place.into(), why }];
        words(parse_file(text).map_err(|m| vec![m])?.import).map_err(first)
    })
}

fn read<T>(path: &Path, parse: impl Fn(&str) -> Result<T, Vec<Mistake>>) -> Result<T, BadConfig> {
    let path = path.to_path_buf();
    match nearby::read_bounded(&path) {
        Ok(text) => parse(&text).map_err(|mistakes| BadConfig::Wrong { path, mistakes }),
        Err(reason) => Err(BadConfig::Unreadable { path, reason }),
    }
}

fn parse_file(text: &str) -> Result<DeskFile, Mistake> {
    toml::from_str(text).map_err(|e| mistake(text, &e))
}

fn mistake(text: &str, error: &toml::de::Error) -> Mistake {
    let line = SettingsText::new(text).line(error.span().map_or(0, |span| span.start));
    Mistake { line, place: String::new(), why: SettingsMistake::Toml { message: error.message().trim().replace('\n', " ") } }
}

/// A mistake of which only the table is known, not the line.
type Misplaced = (&'static str, SettingsMistake);

fn words(table: ImportTable) -> Result<WordMapping, Misplaced> {
    let finished = |(word, meaning): (String, String)| match meaning.as_str() {
        "finished" | "open" => Ok((fold(&word), meaning == "finished")),
        other => Err(("import.status", SettingsMistake::NoMeaning { word: other.into() })),
    };
    let kind = |(word, meaning): (String, String)| match meaning.as_str() {
        "fault" => Ok((fold(&word), None)),
        other => RequirementType::parse(other)
            .map(|t| (fold(&word), Some(t)))
            .map_err(|e| ("import.type", SettingsMistake::NoType { word: e.word, what: e.what.into(), allowed: e.allowed })),
    };
    Ok(WordMapping {
        status: table.status.into_iter().map(finished).collect::<Result<_, _>>()?,
        resolution: table.resolution.into_iter().map(|(word, outcome)| (fold(&word), outcome)).collect(),
        severity: table.severity.into_iter().map(|(word, severity)| (fold(&word), severity)).collect(),
        kind: table.r#type.into_iter().map(kind).collect::<Result<_, _>>()?,
    })
}

fn parse(text: &str, nearby: calendar::ReadNearby) -> Result<Settings, Vec<Mistake>> {
    let whole = DeTable::parse(text).map_err(|e| vec![mistake(text, &e)])?;
    let source = SettingsText::new(text);
    let policy = policies(&Section::root(&source, whole.get_ref()), nearby);
    let mut settings = Settings { calendar: policy.calendar.clone(), policies: PolicyHistory::only(policy), ..Settings::default() };
    match parse_file(text) {
        Err(mistake) => source.wrong(mistake.line, mistake.place, mistake.why),
        Ok(file) => {
            if let Err((place, why)) = words(file.import) {
                source.wrong(line_of(&source, whole.get_ref(), "import"), place, why);
            }
            settings.name = file.name.unwrap_or(settings.name);
            match baseline(&file.measures, &settings.calendar) {
                Ok(baseline) => settings.baseline = baseline,
                Err(why) => source.wrong(line_of(&source, whole.get_ref(), "measures"), "measures", why),
            }
            match web(file.web) {
                Ok(web) => settings.web = web,
                Err((place, why)) => source.wrong(line_of(&source, whole.get_ref(), "web"), place, why),
            }
            let limits = [
                ("body_mb", file.limits.body_mb, &mut settings.body_bytes_max),
                ("attachment_mb", file.limits.attachment_mb, &mut settings.attachment_bytes_max),
            ];
            for (name, megabytes, limit) in limits {
                match megabytes {
                    Some(0) => {
                        let line = line_of(&source, whole.get_ref(), "limits");
                        source.wrong(line, format!("limits.{name}"), SettingsMistake::BelowOne);
                    }
                    Some(mb) => *limit = mb.min(1_024) << 20,
                    None => {}
                }
            }
        }
    }
    let mistakes = source.mistakes();
    if mistakes.is_empty() { Ok(settings) } else { Err(mistakes) }
}

fn web(table: WebTable) -> Result<WebSettings, Misplaced> {
    let wrong = |text: &str| ("web.address", SettingsMistake::NotAnAddress { text: text.into() });
    if let Some(text) = &table.address {
        let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).ok_or_else(|| wrong(text))?;
        if host.is_empty() || host.contains(['/', '?', '#', '@']) || host.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(wrong(text));
        }
    }
    let network = |text: &String| {
        let wrong = || ("web.trusted_proxies", SettingsMistake::NotANetwork { text: text.clone() });
        Network::parse(text).ok_or_else(wrong)
    };
    let trusted_proxies = table.trusted_proxies.iter().map(network).collect::<Result<_, _>>()?;
    Ok(WebSettings { address: table.address, trusted_proxies })
}

/// From the start of the first day to the start of the last.
fn baseline(table: &MeasuresTable, calendar: &Calendar) -> Result<Option<Period>, SettingsMistake> {
    let day = |text: &str| {
        let day = text.parse::<NaiveDate>().map_err(|_| SettingsMistake::NotADay { text: text.into() })?;
        let day = crate::words::day_within_reason(day).map_err(|e| SettingsMistake::day_out_of_range(text, e))?;
        Ok::<_, SettingsMistake>(calendar.moment(day, NaiveTime::MIN))
    };
    match (&table.baseline_from, &table.baseline_to) {
        (None, None) => Ok(None),
        (Some(from), Some(to)) => match (day(from)?, day(to)?) {
            (from, to) if from < to => Ok(Some(Period { from, to })),
            _ => Err(SettingsMistake::BaselineEnds),
        },
        _ => Err(SettingsMistake::BaselineBoth),
    }
}

fn line_of(source: &SettingsText, table: &DeTable, key: &str) -> usize {
    table.get_key_value(key).map_or(1, |(name, _)| source.line(name.span().start))
}

/// The calendars and the policy; what the file leaves out has the default of `docs/policy.md`.
fn policies(root: &Section, nearby: calendar::ReadNearby) -> Policy {
    let mut policy = Policy::default();
    if let Some(own) = root.section("calendar") {
        policy.calendar = calendar::calendar(&own, &policy.calendar, nearby);
    }
    if let Some(named) = root.section("calendars") {
        for key in named.keys() {
            let own = named.section(key.text).map(|own| calendar::calendar(&own, &policy.calendar, nearby));
            policy.calendars.extend(own.map(|calendar| (key.text.to_string(), calendar)));
        }
    }
    if let Some(table) = root.section("policy") {
        policy::policy(&table, &mut policy);
    }
    policy
}

#[cfg(test)]
mod tests;
