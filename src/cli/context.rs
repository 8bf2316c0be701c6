//! The context of a command: which desk, what time, who acts.

use crate::clock::TimeSource;
use crate::config;
use crate::desk::{Desk, DeskError, Purpose};
use crate::people::Actor;
use crate::words::within_reason;
use anyhow::{Context as _, bail};
use chrono::{DateTime, Utc};
use std::path::PathBuf;

pub struct Context {
    desk: Option<PathBuf>,
    /// From PRECEDENT_NOW.
    fixed_now: Option<DateTime<Utc>>,
}

impl Context {
    pub fn new(desk: Option<PathBuf>) -> anyhow::Result<Context> {
        let fixed_now = match std::env::var("PRECEDENT_NOW") {
            Ok(text) if !text.is_empty() => {
                let parsed = DateTime::parse_from_rfc3339(&text);
                let parsed = parsed.with_context(|| format!("PRECEDENT_NOW: \"{text}\" is not a time as RFC 3339 has it"))?;
                Some(within_reason(parsed).with_context(|| format!("PRECEDENT_NOW: \"{text}\""))?)
            }
            _ => None,
        };
        Ok(Context { desk, fixed_now })
    }

    pub fn fixed_now(&self) -> Option<DateTime<Utc>> {
        self.fixed_now
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.fixed_now.unwrap_or_else(|| TimeSource::Machine.now())
    }

    /// The desk's folder: named, or the nearest upwards that holds desk.toml.
    pub fn folder(&self) -> anyhow::Result<PathBuf> {
        if let Some(folder) = &self.desk {
            if !folder.join(config::FILE).exists() {
                bail!("{}: is not a desk (there is no {}); `precedent init DIR` makes one", folder.display(), config::FILE);
            }
            return Ok(folder.clone());
        }
        let here = std::env::current_dir()?;
        let found = here.ancestors().find(|folder| folder.join(config::FILE).exists());
        match found {
            Some(folder) => Ok(folder.to_path_buf()),
            None => bail!(
                "no {} here or in a folder above; name the desk with --desk DIR, or make one: precedent init DIR",
                config::FILE
            ),
        }
    }

    /// Opens the desk. One that has nothing yet beside an archive takes the archive in: a fresh clone comes to life.
    pub fn open(&self, purpose: Purpose) -> anyhow::Result<Desk> {
        let folder = self.folder()?;
        let mut desk = Desk::open(&folder, config::load(&folder)?, purpose)?;
        if !desk.adopt_policy(self.now())? && desk.policy_waits() {
            tracing::warn!("the policy in desk.toml has changed; it comes into force when the server of this desk starts again");
        }
        if desk.holds_lock() && desk.has_unadopted_archive()? {
            let adopted = desk.adopt_content(self.now())?;
            tracing::info!("took in {} cases from content/", adopted.imported);
            for (path, reason) in &adopted.refused {
                tracing::warn!("content/{path}: {reason}");
            }
            masked(desk.mask_again(self.now()));
            desk.follow(true)?;
        } else if purpose == Purpose::Command {
            // `serve` takes hand edits in first.
            masked(desk.mask_again(self.now()));
        }
        Ok(desk)
    }

    /// Runs a command on the desk and leaves files and index in step with what it wrote.
    pub fn with_desk<T>(&self, work: impl FnOnce(&Desk) -> anyhow::Result<T>) -> anyhow::Result<T> {
        let desk = self.open(Purpose::Command)?;
        let outcome = work(&desk)?;
        // What was recorded is durable; files and index are brought up when the desk is next opened.
        if let Err(error) = desk.follow(true) {
            tracing::warn!("files or index are behind: {error}");
        }
        Ok(outcome)
    }

    pub fn actor(&self, desk: &Desk, person: Option<&str>) -> anyhow::Result<Actor> {
        match person {
            Some(name) => Ok(desk.actor_named(name, self.now())?),
            None => Ok(Actor::Operator),
        }
    }
}

/// Logs a failure to mask again; it is tried again at the next start.
fn masked(outcome: Result<usize, DeskError>) {
    if let Err(error) = outcome {
        tracing::warn!("masking again: {error}");
    }
}

/// Prints text without adding a line end.
pub fn print_as_it_is(text: &str) -> anyhow::Result<()> {
    use std::io::Write;
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(e) if e.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}

/// Prints a line of data. A closed pipe (`| head`) is no error.
pub fn print(text: &str) -> anyhow::Result<()> {
    use std::io::Write;
    match writeln!(std::io::stdout().lock(), "{text}") {
        Err(e) if e.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other?),
    }
}

/// An answer as the API gives it, for programs: fields in the order of their names.
pub fn print_json(answer: impl serde::Serialize) -> anyhow::Result<()> {
    print(&serde_json::to_string_pretty(&serde_json::to_value(answer)?)?)
}

/// The same on one line.
pub fn print_json_line(answer: impl serde::Serialize) -> anyhow::Result<()> {
    print(&serde_json::to_value(answer)?.to_string())
}
