//! `precedent import FORMAT FILE…`

use crate::cli::context::{Context, print};
use crate::cli::input;
use crate::config;
use crate::desk::Desk;
use crate::import::read_jsonl;
use crate::people::Actor;
use anyhow::{Context as _, bail};
use indicatif::{ProgressBar, ProgressStyle};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Exit 0 if anything was taken or unchanged, 1 if nothing could be.
pub fn run(context: &Context, format: &str, files: &[PathBuf], dry_run: bool) -> anyhow::Result<ExitCode> {
    if dry_run && format != "jsonl" {
        bail!("--dry-run goes with jsonl");
    }
    // Files are checked before the desk is opened.
    files.iter().try_for_each(|file| readable(format, file))?;
    let taken = context.with_desk(|desk| {
        let mut taken = 0;
        for file in files {
            taken += match format {
                "jsonl" => jsonl(context, desk, file, dry_run)?,
                _ => markdown(context, desk, file)?,
            };
        }
        Ok(taken)
    })?;
    Ok(if taken > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// The file in the folder that `export --format jsonl` makes.
const EXPORTED: &str = "tickets.jsonl";

/// Odd lines that are named one by one; an old tracker may have thousands.
const NOTED_MAX: usize = 20;

fn readable(format: &str, file: &Path) -> anyhow::Result<()> {
    if file == Path::new("-") && format == "jsonl" {
        return Ok(());
    }
    let folder = std::fs::metadata(file).with_context(|| file.display().to_string())?.is_dir();
    match format {
        "jsonl" if folder && !file.join(EXPORTED).is_file() => {
            bail!("{}: is a folder; name a file, or the folder that `export --format jsonl` made", file.display())
        }
        "markdown" if !folder => bail!("{}: is not a folder of case files", file.display()),
        _ => Ok(()),
    }
}

/// Text of a file with control characters escaped, so that a terminal does not obey them.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { c.escape_default().to_string() } else { c.to_string() }).collect()
}

fn jsonl(context: &Context, desk: &Desk, file: &Path, dry_run: bool) -> anyhow::Result<usize> {
    let words = config::load_words(desk.folder())?;
    let inside = file.join(EXPORTED);
    let file = if file.is_dir() && inside.is_file() { inside.as_path() } else { file };
    let opened = input::open(file, input::IMPORT_BYTES_MAX)?;
    let read =
        read_jsonl(opened, &words, desk.settings().calendar.zone, context.now()).with_context(|| file.display().to_string())?;
    for (line, reason) in &read.refused {
        eprintln!("refused {}:{line}: {}", file.display(), plain(reason));
    }
    for (unmapped, count) in &read.unmapped {
        eprintln!(
            "unmapped {}: \"{}\" ({count} times); say what it means in desk.toml, [import.{}]",
            unmapped.field,
            plain(&unmapped.word),
            unmapped.field
        );
    }
    let nowhere = read.elsewhere.iter().filter(|(_, id)| desk.resolve(id).is_err());
    let nowhere = nowhere.map(|(line, id)| (*line, format!("duplicate_of {id}: is neither in the file nor on the desk")));
    let noted: Vec<(usize, String)> = read.noted.iter().cloned().chain(nowhere).collect();
    for (line, what) in noted.iter().take(NOTED_MAX) {
        eprintln!("noted {}:{line}: {}", file.display(), plain(what));
    }
    if noted.len() > NOTED_MAX {
        eprintln!("noted: {} more lines like that", noted.len() - NOTED_MAX);
    }
    if !read.unknown.is_empty() {
        let fields: Vec<String> = read.unknown.iter().map(|(field, count)| format!("{} ({count} times)", plain(field))).collect();
        eprintln!("unknown fields, kept but not read: {}", fields.join(", "));
    }
    if read.unanswered > 0 {
        eprintln!("{} solved tickets have no \"answer\": their cases will show no solution", read.unanswered);
    }
    let summary = match dry_run {
        true => desk.import_preview(&read.tickets)?,
        false => {
            let bar = ProgressBar::new(read.tickets.len() as u64);
            if let Ok(style) = ProgressStyle::with_template("{pos}/{len} tickets, {eta} left") {
                bar.set_style(style);
            }
            let source = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
            let taken =
                desk.import_history(read.tickets, &source, &Actor::Operator, context.now(), |done| bar.set_position(done as u64));
            bar.finish_and_clear();
            taken?
        }
    };
    for (id, reason) in &summary.refused {
        eprintln!("refused {}: {}: {reason}", file.display(), plain(id));
    }
    let would = if dry_run { "would be " } else { "" };
    print(&format!(
        "{would}imported {} ({} as cases) / changed {} / unchanged {} / refused {}",
        summary.imported,
        summary.cases,
        summary.changed,
        summary.unchanged,
        read.refused.len() + summary.refused.len()
    ))?;
    Ok(summary.imported + summary.changed + summary.unchanged)
}

fn markdown(context: &Context, desk: &Desk, folder: &Path) -> anyhow::Result<usize> {
    let adopted = desk.import_markdown(folder, &Actor::Operator, context.now())?;
    for (path, reason) in &adopted.refused {
        eprintln!("refused {}: {reason}", folder.join(path).display());
    }
    print(&format!(
        "imported {} / changed {} / unchanged {} / refused {}",
        adopted.imported,
        adopted.revised,
        adopted.unchanged,
        adopted.refused.len()
    ))?;
    Ok(adopted.imported + adopted.revised + adopted.unchanged)
}
