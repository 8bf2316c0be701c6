//! What the bench is told on its command line.

use super::Trouble;
use std::path::PathBuf;

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
    pub const ALL: [Scenario; 6] =
        [Scenario::Mixed, Scenario::DiskFull, Scenario::DamagedIndex, Scenario::Silent, Scenario::Hostile, Scenario::Terminated];

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

#[derive(Debug, Clone)]
pub struct Told {
    pub scenarios: Vec<Scenario>,
    pub program: PathBuf,
    pub seconds: u64,
    pub clients: usize,
    pub tickets: usize,
    pub archive: Option<PathBuf>,
    pub keep: Option<PathBuf>,
    pub extra: String,
    pub pages: bool,
    pub rounds: usize,
    pub silent: usize,
    pub text_mb: usize,
}

impl Told {
    /// As the command line has it; a mistake is told with the usage.
    pub fn parse(args: impl Iterator<Item = String>) -> Result<Told, Trouble> {
        Told::read(args).map_err(|wrong| format!("{wrong}\n{USAGE}").into())
    }

    fn read(args: impl Iterator<Item = String>) -> Result<Told, Trouble> {
        let mut told = Told {
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
                "--program" => told.program = value()?.into(),
                "--seconds" => told.seconds = value()?.parse()?,
                "--clients" => told.clients = value()?.parse::<usize>()?.max(1),
                "--tickets" => told.tickets = value()?.parse()?,
                "--archive" => told.archive = Some(value()?.into()),
                "--keep" => told.keep = Some(value()?.into()),
                "--without-pages" => told.pages = false,
                "--rounds" => told.rounds = value()?.parse()?,
                "--silent" => told.silent = value()?.parse()?,
                "--text-mb" => told.text_mb = value()?.parse()?,
                "--desk-toml-extra" => {
                    let text = value()?;
                    told.extra = std::fs::read_to_string(&text).unwrap_or(text);
                }
                "all" => told.scenarios.extend(Scenario::ALL),
                word => {
                    let known = Scenario::ALL.into_iter().find(|s| s.word() == word);
                    told.scenarios.push(known.ok_or_else(|| format!("what is {word}?"))?);
                }
            }
        }
        if told.scenarios.is_empty() {
            told.scenarios.push(Scenario::Mixed);
        }
        let mixed = told.scenarios == [Scenario::Mixed];
        if told.seconds == 0 {
            told.seconds = if mixed { 60 } else { 20 };
        }
        if told.tickets == 0 {
            told.tickets = if mixed { 29_000 } else { 3_000 };
        }
        Ok(told)
    }
}
