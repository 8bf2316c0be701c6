//! docs/tour runs: every command of every scenario, by the real program, and what the page shows is what comes.
//!
//! A line with `$ ` is run (`> ` goes on with it), those below it are what it says (standard error among it); a command below which nothing
//! stands must only succeed. `…` alone stands for any lines, within a line for any text. `UPDATE_EXPECT=1` writes what
//! came into the pages.

use crate::harness::{PROGRAM, Server};
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/tour");
/// Everybody is introduced there; each scenario begins with it.
const PEOPLE: &str = "README.md";

struct Step {
    /// Of the command, from 0.
    line: usize,
    command: String,
    says: Vec<String>,
    /// Lines that the command itself takes.
    lines: usize,
}

/// The commands of a page, in order. `> ` goes on with one, as a shell shows it.
fn steps(text: &str) -> Vec<Step> {
    let (mut steps, mut inside): (Vec<Step>, bool) = Default::default();
    for (at, line) in text.lines().enumerate() {
        if line.starts_with("```") {
            inside = line == "```console";
            continue;
        }
        if !inside {
            continue;
        }
        if let Some(command) = line.strip_prefix("$ ") {
            steps.push(Step { line: at, command: command.into(), says: Vec::new(), lines: 1 });
            continue;
        }
        let step = steps.last_mut().unwrap_or_else(|| panic!("line {}: shown before any command", at + 1));
        match line.strip_prefix("> ").filter(|_| step.says.is_empty()) {
            Some(more) => {
                step.command = format!("{}\n{more}", step.command);
                step.lines += 1;
            }
            None => step.says.push(line.into()),
        }
    }
    steps
}

fn line_is(shown: &str, came: &str) -> bool {
    let parts: Vec<&str> = shown.split('…').collect();
    let ([first, between @ .., last], true) = (parts.as_slice(), parts.len() > 1) else { return shown == came };
    let Some(mut rest) = came.strip_prefix(first) else { return false };
    for part in between {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.len() >= last.len() && rest.ends_with(last)
}

fn lines_are(shown: &[String], came: &[String]) -> bool {
    match shown.split_first() {
        None => came.is_empty(),
        Some((line, rest)) if line.trim() == "…" => (0..=came.len()).any(|skipped| lines_are(rest, &came[skipped..])),
        Some((line, rest)) => came.split_first().is_some_and(|(first, others)| line_is(line, first) && lines_are(rest, others)),
    }
}

/// A shell in a folder of its own, whose variables last from one command to the next.
struct Shell {
    home: TempDir,
    server: Option<Server>,
}

impl Shell {
    fn new() -> Shell {
        let shell = Shell { home: tempfile::tempdir().unwrap(), server: None };
        let program = Path::new(PROGRAM).parent().unwrap();
        std::fs::write(shell.kept(), format!("export PATH='{}':\"$PATH\"\n", program.display())).unwrap();
        shell
    }

    fn kept(&self) -> PathBuf {
        self.home.path().join(".kept")
    }

    /// What it says, and whether it succeeded.
    fn run(&mut self, command: &str) -> (Vec<String>, bool) {
        match command {
            "precedent serve --simulate &" => {
                let now = self.sh("printf %s \"$PRECEDENT_NOW\"").0.join("");
                let server = Server::start(&self.home.path().join("desk"), &now);
                let mut kept = std::fs::read_to_string(self.kept()).unwrap();
                kept.push_str(&format!("export API='{}/api/v1'\n", server.address));
                std::fs::write(self.kept(), kept).unwrap();
                self.server = Some(server);
                (Vec::new(), true)
            }
            "kill %1" => {
                self.server = None;
                (Vec::new(), true)
            }
            command => self.sh(command),
        }
    }

    fn sh(&self, command: &str) -> (Vec<String>, bool) {
        let kept = self.kept();
        let script = format!("set -a; . {0}; {{ {command}\n}} 2>&1; code=$?; export -p > {0}; exit $code", kept.display());
        let ran =
            Command::new("sh").args(["-c", &script]).current_dir(self.home.path()).env_remove("PRECEDENT_LOG").output().unwrap();
        let text = String::from_utf8_lossy(&ran.stdout).into_owned() + &String::from_utf8_lossy(&ran.stderr);
        (text.lines().map(|line| line.trim_end().to_string()).collect(), ran.status.success())
    }
}

/// Runs a page; what does not come as it is shown.
fn walk(shell: &mut Shell, page: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(page).unwrap();
    let (mut wrong, mut written) = (Vec::new(), text.lines().map(str::to_string).collect::<Vec<_>>());
    let mut moved = 0isize;
    for step in steps(&text) {
        let (came, succeeded) = shell.run(&step.command);
        let shows_error = step.says.iter().any(|line| line.starts_with("error"));
        let right = if step.says.is_empty() { succeeded } else { lines_are(&step.says, &came) && succeeded != shows_error };
        if right {
            continue;
        }
        wrong.push(format!("{}:{}: $ {}\n{}", page.display(), step.line + 1, step.command, came.join("\n")));
        let begins = (step.line + step.lines).checked_add_signed(moved).unwrap();
        written.splice(begins..begins + step.says.len(), came.iter().cloned());
        moved += came.len() as isize - step.says.len() as isize;
    }
    if !wrong.is_empty() && std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(page, written.join("\n") + "\n").unwrap();
    }
    wrong
}

#[test]
fn every_scenario_of_the_tour_goes_as_it_is_told() {
    let mut pages: Vec<PathBuf> = std::fs::read_dir(FOLDER).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.retain(|page| page.extension().is_some_and(|end| end == "md") && !page.ends_with(PEOPLE));
    pages.sort();
    assert!(pages.len() >= 10, "the scenarios of the process: {pages:?}");
    let chosen = std::env::var("PRECEDENT_TOUR").unwrap_or_default();
    pages.retain(|page| page.to_string_lossy().contains(&chosen));
    let walks: Vec<_> = pages
        .into_iter()
        .map(|page| {
            std::thread::spawn(move || {
                let mut shell = Shell::new();
                let mut wrong = walk(&mut shell, &Path::new(FOLDER).join(PEOPLE));
                wrong.extend(walk(&mut shell, &page));
                wrong
            })
        })
        .collect();
    let wrong: Vec<String> = walks.into_iter().flat_map(|walk| walk.join().unwrap()).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn dots_stand_for_what_is_left_out() {
    let lines = |text: &str| text.lines().map(str::to_string).collect::<Vec<_>>();
    let are = |shown: &str, came: &str| lines_are(&lines(shown), &lines(came));
    assert!(are("a\n…\nd", "a\nb\nc\nd") && are("…", "") && are("x … y … z", "x 1 y 2 z"));
    assert!(!are("a\nd", "a\nb\nd") && !are("x…x", "x") && !are("a…", "b") && !are("", "a"));
}
