//! The command line of the load bench.

use super::Trouble;
use std::path::PathBuf;

/// The usage text.
const USAGE: &str = "\
usage: load [mixed] [disk-full] [damaged-index] [silent] [hostile] [sigterm] [all]
    --program PATH          the program under test (default: target/release/precedent)
    --seconds N             how long the clients work (default: 60 for mixed, 20 for the others)
    --clients N             how many there are (default: 200)
    --tickets N             how many the archive holds (default: 29000 for mixed, 3000 for the others)
    --archive FILE          JSON lines to import instead of made ones
    --keep FOLDER           keep the desk that was made, or use the one kept there by an earlier run
    --desk-toml-extra TEXT  lines, or a file of lines, to append to desk.toml
    --without-pages         read tickets over the API only
    --rounds N              sigterm: how often (default: 10)
    --silent N              silent: how many silent connections (default: 1000)
    --text-mb N             hostile: how large a text is (default: 8)";

/// What is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scenario {
    Mixed,
    DiskFull,
    DamagedIndex,
    Silent,
    Hostile,
    Terminated,
}

impl Scenario {
    /// All scenarios.
    pub const ALL: [Scenario; 6] =
        [Scenario::Mixed, Scenario::DiskFull, Scenario::DamagedIndex, Scenario::Silent, Scenario::Hostile, Scenario::Terminated];

    /// Its name on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Scenario::Mixed => "mixed",
            Scenario::DiskFull => "disk-full",
            Scenario::DamagedIndex => "damaged-index",
            Scenario::Silent => "silent",
            Scenario::Hostile => "hostile",
            Scenario::Terminated => "sigterm",
        }
    }
}

/// The parsed command line.
#[derive(Debug, Clone)]
pub struct Arguments {
    /// The scenarios to run.
    pub scenarios: Vec<Scenario>,
    /// The program under test.
    pub program: PathBuf,
    /// How long the clients work.
    pub seconds: u64,
    /// How many clients.
    pub clients: usize,
    /// Tickets in the archive.
    pub tickets: usize,
    /// JSON lines to import instead of synthetic ones.
    pub archive: Option<PathBuf>,
    /// Folder in which the desk is kept.
    pub keep: Option<PathBuf>,
    /// Lines appended to desk.toml.
    pub extra: String,
    /// Whether tickets are also read as pages.
    pub pages: bool,
    /// Rounds of the sigterm scenario.
    pub rounds: usize,
    /// Silent connections of the silent scenario.
    pub silent: usize,
    /// Size of a text of the hostile scenario, in MB.
    pub text_mb: usize,
}

impl Arguments {
    /// Parses the command line. A mistake is an error with the usage text.
    pub fn parse(args: impl Iterator<Item = String>) -> Result<Arguments, Trouble> {
        Arguments::read(args).map_err(|wrong| format!("{wrong}\n{USAGE}").into())
    }

    /// Parses without the usage text.
    fn read(args: impl Iterator<Item = String>) -> Result<Arguments, Trouble> {
        let mut arguments = Arguments {
            scenarios: Vec::new(),
            program: PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/target/release/precedent")),
            seconds: 0,
            clients: 200,
            tickets: 0,
            archive: None,
            keep: None,
            extra: String::new(),
            pages: true,
            rounds: 10,
            silent: 1_000,
            text_mb: 8,
        };
        // cargo says `--bench` to every bench.
        let mut args = args.filter(|arg| arg != "--bench");
        while let Some(arg) = args.next() {
            let mut value = || args.next().ok_or_else(|| format!("{arg} needs a value"));
            match arg.as_str() {
                "--program" => arguments.program = value()?.into(),
                "--seconds" => arguments.seconds = value()?.parse()?,
                "--clients" => arguments.clients = value()?.parse::<usize>()?.max(1),
                "--tickets" => arguments.tickets = value()?.parse()?,
                "--archive" => arguments.archive = Some(value()?.into()),
                "--keep" => arguments.keep = Some(value()?.into()),
                "--without-pages" => arguments.pages = false,
                "--rounds" => arguments.rounds = value()?.parse()?,
                "--silent" => arguments.silent = value()?.parse()?,
                "--text-mb" => arguments.text_mb = value()?.parse()?,
                "--desk-toml-extra" => {
                    let text = value()?;
                    arguments.extra = std::fs::read_to_string(&text).unwrap_or(text);
                }
                "all" => arguments.scenarios.extend(Scenario::ALL),
                word => {
                    let known = Scenario::ALL.into_iter().find(|s| s.word() == word);
                    arguments.scenarios.push(known.ok_or_else(|| format!("what is {word}?"))?);
                }
            }
        }
        if arguments.scenarios.is_empty() {
            arguments.scenarios.push(Scenario::Mixed);
        }
        let mixed = arguments.scenarios == [Scenario::Mixed];
        if arguments.seconds == 0 {
            arguments.seconds = if mixed { 60 } else { 20 };
        }
        if arguments.tickets == 0 {
            arguments.tickets = if mixed { 29_000 } else { 3_000 };
        }
        Ok(arguments)
    }
}
