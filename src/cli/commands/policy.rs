//! `precedent policy check` and `precedent policy show`

use crate::cli::args::PolicyAction;
use crate::cli::context::{Context, print, print_json_line};
use crate::config::{self, BadConfig};
use crate::desk::{Desk, Purpose};
use crate::reason::Said;
use crate::sla::Holidays;
use crate::view::{ListView, PolicyChangeView, PolicyInForceView};
use crate::words::Locale;
use crate::words::Vocabulary;
use chrono::{DateTime, Datelike, Utc};
use std::path::Path;
use std::process::ExitCode;

pub fn run(context: &Context, action: &PolicyAction) -> anyhow::Result<ExitCode> {
    match action {
        PolicyAction::Check { file, json } => check(context, file.as_deref(), *json),
        PolicyAction::Show { json } => show(context, *json).map(|()| ExitCode::SUCCESS),
    }
}

/// Prints every mistake of the file, else the due times it would move. Writes nothing.
fn check(context: &Context, file: Option<&Path>, as_json: bool) -> anyhow::Result<ExitCode> {
    let folder = context.folder()?;
    let path = file.map_or_else(|| folder.join(config::FILE), Path::to_path_buf);
    let settings = match config::load_file(&path) {
        Err(BadConfig::Wrong { mistakes, .. }) => {
            if as_json {
                print_json_line(PolicyChangeView::mistakes(&mistakes))?;
            } else {
                for mistake in &mistakes {
                    print(&format!("{}:{}: {}", path.display(), mistake.line, mistake.said(Locale::En)))?;
                }
            }
            return Ok(ExitCode::FAILURE);
        }
        other => other?,
    };
    let zone = settings.calendar.zone;
    let desk = Desk::open(&folder, settings, Purpose::Command)?;
    let now = context.now();
    let preview = desk.preview_policy(now)?;
    if as_json {
        print_json_line(PolicyChangeView::preview(&preview))?;
    } else {
        let local = |at: Option<DateTime<Utc>>| {
            at.map_or_else(|| "–".to_string(), |at| at.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string())
        };
        for moved in &preview.moved {
            print(&format!("{}  {:<15}{} → {}", moved.number, moved.clock.word(), local(moved.from), local(moved.to)))?;
        }
        let moves = preview.moved.len();
        print(&match &preview.in_force {
            Some(p) if p.digest == preview.digest => format!("no mistakes; this is the policy in force (version {})", p.version),
            _ => format!("no mistakes; of {} open tickets, due times that would move: {moves}", preview.open),
        })?;
    }
    for lint in &preview.lints {
        eprintln!("note: {lint}");
    }
    // Warns if the official holiday notice of this or the next year is not built in.
    let chinese = zone.name() == "Asia/Shanghai";
    let year = now.with_timezone(&zone).year();
    for unknown in Holidays::china().unknown_years(year, year + 1).iter().filter(|_| chinese) {
        eprintln!(
            "note: of {unknown} only what the law fixes is built in; put the days off and the days worked of the State \
             Council's notice under [calendar] off and work"
        );
    }
    Ok(ExitCode::SUCCESS)
}

/// The policies the desk has had; the last one is in force.
fn show(context: &Context, as_json: bool) -> anyhow::Result<()> {
    // Opened directly, so that showing puts nothing in force.
    let folder = context.folder()?;
    let desk = Desk::open(&folder, config::load(&folder)?, Purpose::Command)?;
    let history = desk.policy_history()?;
    if desk.policy_waits() {
        eprintln!("note: desk.toml says something else; it comes into force when the desk is next opened to work");
    }
    if as_json {
        return print_json_line(ListView::whole(history.iter().map(PolicyInForceView::of).collect()));
    }
    for p in &history {
        print(&format!(
            "{}  since {}  {}",
            p.version,
            desk.settings().calendar.local_minute(p.since),
            &p.digest[..16.min(p.digest.len())]
        ))?;
    }
    Ok(())
}
