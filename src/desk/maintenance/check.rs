//! Comparing ledger, board, files and index.

use crate::case::CaseEvent;
use crate::content::Survey;
use crate::desk::commands::attachments;
use crate::desk::core::desk::Desk;
use crate::desk::error::DeskError;
use crate::desk::followers::follow;
use crate::desk::intake::adopt;
use crate::desk::maintenance::repair;
use crate::desk::write::project::board_row;
use crate::index::DocKey;
use crate::ledger::{Area, LedgerError, Verified};
use crate::markdown;
use crate::ticket::Number;
use chrono::{DateTime, Utc};
use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::time::{Duration, Instant};

/// A difference, as one line of English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding(pub String);

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How long a check beside a server waits for the files of what has just been decided.
const FOLLOWERS_PATIENCE: Duration = Duration::from_secs(5);
/// Numbers read in one step.
const PAGE: usize = 500;

/// Compares ledger, board, files and index; returns the differences. With the lock, followers are brought up first, so that a
/// killed process leaves no finding.
pub fn check(desk: &Desk, now: DateTime<Utc>) -> Result<Vec<Finding>, DeskError> {
    follow::follow(desk, true)?;
    wait_for_followers(desk)?;
    let Verified { mut findings, damaged } = desk.ledger.verify()?;
    // Derived data is compared even if the record has findings; an error then ends the check instead of failing it.
    let sound = findings.is_empty();
    if let Err(trouble) = check_derived(desk, &damaged, now, &mut findings) {
        match sound {
            true => return Err(trouble),
            false => findings.push(format!("check: stopped here: {trouble}")),
        }
    }
    Ok(findings.into_iter().map(Finding).collect())
}

/// Whether board, files and index say what the record does; nothing is expected of what cannot be read.
fn check_derived(desk: &Desk, damaged: &BTreeSet<String>, now: DateTime<Utc>, findings: &mut Vec<String>) -> Result<(), DeskError> {
    check_board(desk, damaged, now, findings)?;
    check_files(desk, findings)?;
    attachments::check_attachments(desk, findings)?;
    check_index(desk, damaged, findings)
}

/// Beside a server, whose followers write the files: what was decided before the check began is waited for.
fn wait_for_followers(desk: &Desk) -> Result<(), DeskError> {
    let (decided, until) = (desk.ledger.last_seq()?, Instant::now() + FOLLOWERS_PATIENCE);
    while !desk.holds_lock() && follow::files_seq(desk)? < decided && Instant::now() < until {
        std::thread::sleep(FOLLOWERS_PATIENCE / 100);
    }
    Ok(())
}

fn check_board(desk: &Desk, damaged: &BTreeSet<String>, now: DateTime<Utc>, findings: &mut Vec<String>) -> Result<(), DeskError> {
    let mut after = String::new();
    loop {
        let page = desk.ledger.ticket_numbers_after(&after, PAGE)?;
        let Some(last) = page.last() else { return Ok(()) };
        after = last.to_string();
        for number in page.into_iter().filter(|number| !damaged.contains(&number.to_string())) {
            let Some(ticket) = desk.ledger.ticket(number)? else {
                findings.push(format!("ledger: {number} does not begin with a registration"));
                continue;
            };
            let archived = match desk.ledger.case(number) {
                Err(LedgerError::Damaged { .. }) => true,
                case => case?.is_some(),
            };
            let mut expected = board_row(&ticket, &desk.settings, archived, now);
            let Some(row) = desk.ledger.board_row(number)? else {
                findings.push(format!("board: {number} is missing; `precedent check --repair` derives it anew"));
                continue;
            };
            // When it was derived is not part of what it says, and due times move with a hold.
            expected.updated_at = row.updated_at;
            (expected.next_due_at, expected.look_at, expected.overdue_at) = (row.next_due_at, row.look_at, row.overdue_at);
            expected.waited = row.waited;
            if expected != row {
                findings.push(format!("board: {number} is not what its events say; `precedent check --repair` derives it anew"));
            }
            check_case(desk, number, findings)?;
            if !ticket.is_open() && !archived {
                findings.push(format!("ledger: {number} is closed and has no case"));
            }
        }
    }
}

/// The case at hand is what its last revision says.
fn check_case(desk: &Desk, number: Number, findings: &mut Vec<String>) -> Result<(), DeskError> {
    let mut last = None;
    for event in desk.ledger.stream(Area::Case, &number.to_string())? {
        if let Ok(CaseEvent::Revised { case, .. }) = event.case_event() {
            last = Some(*case);
        }
    }
    if desk.ledger.case(number).map(|row| row.map(|r| r.case)).ok() != Some(last) {
        findings.push(format!("ledger: the case {number} at hand is not what its revisions say"));
    }
    Ok(())
}

fn check_files(desk: &Desk, findings: &mut Vec<String>) -> Result<(), DeskError> {
    let mut known: HashMap<String, (Number, String)> = HashMap::new();
    let mut filed: BTreeSet<Number> = BTreeSet::new();
    for file in desk.ledger.files()? {
        filed.insert(file.number);
        known.insert(file.path, (file.number, file.digest));
    }
    let Survey { files, passed_over } = desk.content.survey()?;
    findings.extend(passed_over.into_iter().map(|(path, why)| {
        known.remove(&path);
        format!("content/{path}: {why}")
    }));
    let places: HashMap<Number, String> = known.iter().map(|(path, (number, _))| (*number, path.clone())).collect();
    for path in files {
        let digest = match desk.content.digest(&path) {
            Ok(digest) => digest,
            Err(error) => {
                known.remove(&path);
                findings.push(format!("content/{path}: cannot be read ({})", error.source));
                continue;
            }
        };
        match known.remove(&path) {
            Some((_, expected)) if digest.as_deref() == Some(&expected) => {}
            Some((number, _)) => {
                findings.push(format!("content/{path}: changed by hand since {number} was written; the next start takes it in"))
            }
            None => findings.push(second_of(desk, &path, &places).unwrap_or_else(|| {
                format!("content/{path}: is not known to the desk; the next start takes it in if it is a case")
            })),
        }
    }
    for (path, (number, _)) in known {
        findings.push(format!("content/{path}: is missing; `precedent check --repair` writes {number} again"));
    }
    let mut after = String::new();
    loop {
        let page = desk.ledger.case_numbers_after(&after, PAGE)?;
        let Some(last) = page.last() else { return Ok(()) };
        after = last.to_string();
        let unwritten = page.into_iter().filter(|n| !filed.contains(n));
        findings.extend(unwritten.map(|n| format!("content: {n} has no file yet; whoever serves the desk writes it")));
    }
}

/// The finding for an unknown file whose case has another file.
fn second_of(desk: &Desk, path: &str, places: &HashMap<Number, String>) -> Option<String> {
    let read = desk.content.load(path).ok().flatten().and_then(|file| markdown::read_case(&file.text).ok());
    let number = read?.case.number;
    let first = places.get(&number).filter(|first| first.as_str() != path);
    first
        .map(|first| format!("content/{path}: is a second file of {number}; content/{first} is the one in force. Keep one of them"))
}

fn check_index(desk: &Desk, damaged: &BTreeSet<String>, findings: &mut Vec<String>) -> Result<(), DeskError> {
    let index = match desk.caught_up() {
        Ok(index) => index,
        Err(error) => {
            findings.push(format!("index: {error}"));
            return Ok(());
        }
    };
    findings.extend(
        index.verify()?.into_iter().map(|file| format!("index/built/{file}: is damaged; `precedent reindex` makes it anew")),
    );
    let indexed: Vec<DocKey> = index.keys();
    let doubled = indexed.windows(2).filter(|w| w[0] == w[1]).filter_map(|w| w[0].number());
    findings.extend(doubled.map(|n| format!("index: {n} is in it twice; `precedent reindex` makes it anew")));
    let indexed: BTreeSet<DocKey> = indexed.into_iter().collect();
    let mut expected: BTreeSet<DocKey> = BTreeSet::new();
    let mut after = String::new();
    loop {
        let page = desk.ledger.ticket_numbers_after(&after, PAGE)?;
        let Some(last) = page.last() else { break };
        after = last.to_string();
        // Of one that cannot be read whole, what can be read may be found or not.
        let readable = |number: &&Number| !damaged.contains(&number.to_string()) || indexed.contains(&DocKey::from(**number));
        expected.extend(page.iter().filter(readable).copied().map(DocKey::from));
    }
    let name = |key: &DocKey| key.number().map_or_else(|| key.0.to_string(), |n| n.to_string());
    findings
        .extend(expected.difference(&indexed).map(|c| format!("index: {} is missing; `precedent reindex` makes it anew", name(c))));
    findings.extend(
        indexed
            .difference(&expected)
            .map(|c| format!("index: {} is not in the ledger; `precedent reindex` makes it anew", name(c))),
    );
    Ok(())
}

/// Takes in edited files, then rebuilds the board, missing files and a damaged index; returns what [`check`] still finds.
pub fn repair(desk: &Desk, now: DateTime<Utc>) -> Result<Vec<Finding>, DeskError> {
    if !desk.holds_lock() {
        return Err(DeskError::Locked("the desk is being served; stop it to repair".into()));
    }
    adopt::adopt_content(desk, now)?;
    desk.remove_halves()?;
    repair::rebuild_board(desk, now)?;
    repair::rewrite_missing_files(desk)?;
    attachments::remove_stray_files(desk)?;
    let index = desk.caught_up()?;
    if !index.verify()?.is_empty() {
        repair::reindex(desk, |_| {})?;
    }
    check(desk, now)
}
