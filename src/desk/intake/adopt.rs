//! Taking in case files: a fresh clone's archive, files written by hand, edits of ours, folders from elsewhere.

use crate::case::{Case, CaseEvent, Masker};
use crate::content::Content;
use crate::desk::core::desk::Desk;
use crate::desk::error::DeskError;
use crate::desk::write::append::WriteContext;
use crate::ledger::{FileRow, WriteTx};
use crate::markdown;
use crate::people::Actor;
use crate::ticket::{Channel, Contact, Finished, History, Kind, Number, Particulars, Report, Series, TicketEvent};
use chrono::{DateTime, NaiveDate, Utc};
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

/// Files taken in under one commit.
const BATCH: usize = 200;

/// What became of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AdoptOutcome {
    Imported(Number),
    /// A file that we or somebody wrote before, changed since: a new revision.
    Revised(Number),
    Unchanged(Number),
    Refused(String),
}

/// Counts, and the refused by file and reason.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AdoptSummary {
    pub imported: usize,
    pub revised: usize,
    pub unchanged: usize,
    pub refused: Vec<(String, String)>,
}

impl AdoptSummary {
    fn count(&mut self, path: &str, adopted: AdoptOutcome) {
        match adopted {
            AdoptOutcome::Imported(_) => self.imported += 1,
            AdoptOutcome::Revised(_) => self.revised += 1,
            AdoptOutcome::Unchanged(_) => self.unchanged += 1,
            AdoptOutcome::Refused(reason) => self.refused.push((path.to_string(), reason)),
        }
    }
}

/// One file, read, on its way in.
struct Arrival {
    path: String,
    digest: String,
    case: Result<Case, String>,
    /// The file that is the case's already, and still there.
    second_to: Option<String>,
    /// Its own digest says that nobody has changed it since we wrote it.
    untouched: bool,
}

/// Takes in the desk's own `content/`: unknown files, and those changed since we wrote them. Needs the lock.
pub fn adopt_content(desk: &Desk, now: DateTime<Utc>) -> Result<AdoptSummary, DeskError> {
    if !desk.holds_lock() {
        return Ok(AdoptSummary::default());
    }
    let known: HashMap<String, String> = desk.ledger.files()?.into_iter().map(|f| (f.path, f.digest)).collect();
    take_high_marks(desk, &desk.content)?;
    let changed = |path: &String, digest: &str| known.get(path).is_none_or(|d| d != digest);
    take_in(desk, &desk.content, true, changed, Actor::System, "adopted", now)
}

/// Whether the desk has written and taken in no file yet, but there are some: a fresh clone.
pub fn has_unadopted_archive(desk: &Desk) -> Result<bool, DeskError> {
    Ok(!desk.ledger.has_files()? && !desk.content.list()?.is_empty())
}

/// Takes in a folder of case files from elsewhere.
pub fn import_markdown(desk: &Desk, folder: &std::path::Path, by: &Actor, now: DateTime<Utc>) -> Result<AdoptSummary, DeskError> {
    let from = Content::at(folder);
    take_high_marks(desk, &from)?;
    let own = folder.canonicalize().ok() == desk.folder.join("content").canonicalize().ok();
    take_in(desk, &from, own, |_, _| true, by.clone(), "imported", now)
}

fn take_in(
    desk: &Desk,
    from: &Content,
    own_files: bool,
    wanted: impl Fn(&String, &str) -> bool,
    by: Actor,
    why: &'static str,
    now: DateTime<Utc>,
) -> Result<AdoptSummary, DeskError> {
    let mut adoption = AdoptSummary::default();
    let mut arrivals: Vec<Arrival> = Vec::new();
    let crate::content::Survey { files, passed_over } = from.survey()?;
    adoption.refused.extend(passed_over);
    let calendar = &desk.settings.calendar;
    for path in files.iter().cloned() {
        let arrival = match from.load(&path) {
            Ok(Some(file)) if !wanted(&path, &file.digest) => {
                adoption.unchanged += 1;
                continue;
            }
            Ok(Some(file)) => {
                // A day, or a time without an offset, is the desk's.
                let read = markdown::read_case_in(&file.text, |wall| Some(calendar.moment(wall.date(), wall.time())));
                let untouched = read.as_ref().is_ok_and(|read| read.untouched == Some(true));
                Arrival {
                    path,
                    digest: file.digest,
                    case: read.map(|read| as_it_is_masked(read.case)).map_err(|e| e.to_string()),
                    second_to: None,
                    untouched,
                }
            }
            Ok(None) => continue,
            Err(error) => {
                Arrival { path, digest: String::new(), case: Err(error.source.to_string()), second_to: None, untouched: false }
            }
        };
        arrivals.push(arrival);
    }
    let places: HashMap<Number, String> = match own_files {
        true => desk.ledger.files()?.into_iter().map(|file| (file.number, file.path)).collect(),
        false => HashMap::new(),
    };
    one_of_each(&mut arrivals, &files, &places);
    // In order of their numbers: the order of creation is the order of the record.
    arrivals.sort_by_key(|a| a.case.as_ref().map(|c| (c.opened_at, c.number)).ok());
    let mut arrivals = arrivals.into_iter().peekable();
    while arrivals.peek().is_some() {
        let chunk: Vec<Arrival> = arrivals.by_ref().take(BATCH).collect();
        let (settings, actor) = (desk.settings.clone(), by.clone());
        let done = desk.ledger.write(move |tx| {
            let mut done = Vec::with_capacity(chunk.len());
            for arrival in chunk {
                let adopted = take_one(tx, &arrival, own_files, &actor, why, &settings, now)?;
                done.push((arrival.path, adopted));
            }
            Ok::<_, DeskError>(done)
        })?;
        for (path, adopted) in done {
            adoption.count(&path, adopted);
        }
    }
    Ok(adoption)
}

fn take_high_marks(desk: &Desk, from: &Content) -> Result<(), DeskError> {
    let marks = from.high_marks()?;
    let numbers = marks.into_iter().filter_map(|(series, day, counter)| {
        let series = [Series::Ticket, Series::Requirement].into_iter().find(|s| s.prefix() == series)?;
        Some(Number { series, day: day.parse::<NaiveDate>().ok()?, counter })
    });
    let numbers: Vec<Number> = numbers.collect();
    if numbers.is_empty() {
        return Ok(());
    }
    desk.ledger.write(move |tx| {
        for number in numbers {
            tx.reserve_number(number)?;
        }
        Ok(())
    })
}

/// Of several files of one number the newest revision is taken, and each other is refused by name: it stays as it is on disk,
/// and `check` goes on naming it. Where no revision is newer, the one last closed; then the one that was the case's file
/// before; then the first by its path. `there`: the files that are there, `places`: which file each case has had.
fn one_of_each(arrivals: &mut [Arrival], there: &[String], places: &HashMap<Number, String>) {
    let mut of: BTreeMap<Number, Vec<usize>> = BTreeMap::new();
    for (at, arrival) in arrivals.iter().enumerate() {
        if let Ok(case) = &arrival.case {
            of.entry(case.number).or_default().push(at);
        }
    }
    for (number, mut all) in of {
        let known = places.get(&number);
        all.sort_by_key(|at| {
            let (arrival, revision) = (&arrivals[*at], arrivals[*at].case.as_ref().ok());
            let newness = revision.map(|case| (case.revision, case.closed_at.or(case.resolved_at)));
            (Reverse(newness), known != Some(&arrival.path), arrival.path.clone())
        });
        let Some((first, rest)) = all.split_first() else { continue };
        let (path, revision) = (arrivals[*first].path.clone(), arrivals[*first].case.as_ref().map_or(1, |case| case.revision));
        for at in rest {
            arrivals[*at].case = Err(format!(
                "is a second file of {number}; {path} holds revision {revision} and is the one taken in. This one is left as it is"
            ));
        }
        // The case's file is there, and has not changed since it was taken in.
        if let Some(known) = known.filter(|known| **known != path && there.contains(known)) {
            arrivals[*first].second_to = Some(known.clone());
        }
    }
}

fn take_one(
    tx: &WriteTx,
    arrival: &Arrival,
    own_file: bool,
    by: &Actor,
    why: &str,
    settings: &crate::desk::settings::Settings,
    now: DateTime<Utc>,
) -> Result<AdoptOutcome, DeskError> {
    let case = match &arrival.case {
        Ok(case) => case.clone(),
        Err(reason) => return Ok(AdoptOutcome::Refused(reason.clone())),
    };
    let number = case.number;
    let file = |seq| FileRow { number, path: arrival.path.clone(), digest: arrival.digest.clone(), seq };
    if let Some(row) = tx.case(number)? {
        if let Some(first) = arrival.second_to.as_ref().filter(|_| case.revision <= row.case.revision) {
            let (here, theirs) = (row.case.revision, case.revision);
            return Ok(AdoptOutcome::Refused(format!(
                "is a second file of {number}, of revision {theirs}; {first} holds revision {here}. This one is left as it is"
            )));
        }
        // Nobody has touched it since it was written, and what is here has gone on since.
        if !own_file && arrival.untouched && case.revision < row.case.revision {
            let (here, theirs) = (row.case.revision, case.revision);
            return Ok(AdoptOutcome::Refused(format!("is revision {theirs} of {number}, and the desk holds revision {here}")));
        }
        if row.case == case {
            if own_file {
                tx.put_file(&file(row.seq))?;
            }
            return Ok(AdoptOutcome::Unchanged(number));
        }
        // Written by us just before a kill, and the ledger has gone on since: the follower puts the newer text in its place.
        if own_file && arrival.untouched && case.revision < row.case.revision && tx.file_seq(number)? < row.seq {
            return Ok(AdoptOutcome::Unchanged(number));
        }
        // Edited by hand or elsewhere: the newer word, as the next revision.
        let case = Case { revision: row.case.revision + 1, ..case };
        let seq = tx.append_case(number, by.name(), now, &CaseEvent::Revised { case: Box::new(case), why: why.into() })?;
        if own_file {
            // Known as it is on disk, so that the follower may put the new revision's text in its place.
            tx.put_file(&FileRow { seq: seq - 1, ..file(seq) })?;
        }
        return Ok(AdoptOutcome::Revised(number));
    }
    if tx.has_ticket(number)? {
        return Ok(AdoptOutcome::Refused(format!("{number} is an open ticket here")));
    }
    tx.reserve_number(number)?;
    if let Some(requirement) = case.requirement_number {
        if tx.resolve_alias(&requirement.to_string())?.is_some_and(|n| n != number) {
            return Ok(AdoptOutcome::Refused(format!("{requirement} belongs to another ticket here")));
        }
        tx.reserve_number(requirement)?;
        tx.put_alias(&requirement.to_string(), number)?;
    }
    WriteContext { tx, settings, now }.begin(number, by, vec![imported(&case, &arrival.path)], true)?;
    let seq = tx.append_case(number, by.name(), now, &CaseEvent::Revised { case: Box::new(case), why: why.into() })?;
    if own_file {
        tx.put_file(&file(seq))?;
    }
    Ok(AdoptOutcome::Imported(number))
}

/// The ticket behind a case file, as far as the file tells. No verb is forged from it.
fn imported(case: &Case, path: &str) -> TicketEvent {
    let particulars = match case.kind {
        Kind::Fault => Particulars::Fault { steps: None, error: None },
        Kind::Requirement => Particulars::Requirement { scenario: None, effect: None, priority: None },
    };
    let report = Report {
        particulars,
        channel: Channel::ServiceDesk,
        customer: String::new(),
        contact: Contact::default(),
        title: case.title.clone(),
        description: case.parts.issue.clone(),
        urgency: case.urgency,
        occurred_at: None,
        product: case.product.clone(),
        component: case.component.clone(),
        version: case.versions.first().cloned(),
    };
    let history = History {
        source: "markdown".into(),
        source_id: path.to_string(),
        opened_at: case.opened_at,
        finished: Some(Finished { outcome: case.outcome, resolved_at: case.resolved_at, closed_at: case.closed_at }),
        severity: case.severity,
        requirement_number: case.requirement_number,
        digest: None,
        more: serde_json::Map::new(),
        requirement: case.requirement_type.zip(case.priority),
    };
    TicketEvent::Imported { report, history }
}

/// What a file says of its own masking holds only where there is nothing left to mask: else it is masked again with the rest.
fn as_it_is_masked(mut case: Case) -> Case {
    if case.clone().mask_again(&Masker::default()) {
        case.masking = 0;
    }
    case
}
