//! Taking in case files: of a fresh clone, written or edited by hand, or from a folder elsewhere.

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

/// What became of one case file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AdoptOutcome {
    /// The case is new here.
    Imported(Number),
    /// The file differs from the case: a new revision.
    Revised(Number),
    /// The file says what the case says.
    Unchanged(Number),
    /// Not taken in, with the reason.
    Refused(String),
}

/// What became of all case files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AdoptSummary {
    /// Files that became new cases.
    pub imported: usize,
    /// Files that became new revisions.
    pub revised: usize,
    /// Files that say what their case says.
    pub unchanged: usize,
    /// (path, reason) of files not taken in.
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

/// A file that was read.
struct Arrival {
    path: String,
    digest: String,
    case: Result<Case, String>,
    /// The file the case has already, if that is another one and still exists.
    second_to: Option<String>,
    /// Whether the digest in its front matter says that it is as a desk wrote it.
    untouched: bool,
}

/// Takes in the desk's own `content/`: unknown files, and those edited since the desk wrote them. Does nothing without the
/// lock.
pub fn adopt_content(desk: &Desk, now: DateTime<Utc>) -> Result<AdoptSummary, DeskError> {
    if !desk.holds_lock() {
        return Ok(AdoptSummary::default());
    }
    let known: HashMap<String, String> = desk.ledger.files()?.into_iter().map(|f| (f.path, f.digest)).collect();
    take_high_marks(desk, &desk.content)?;
    let changed = |path: &String, digest: &str| known.get(path).is_none_or(|d| d != digest);
    take_in(desk, &desk.content, true, changed, Actor::System, "adopted", now)
}

/// Whether there are case files but none was ever written or taken in: a fresh clone.
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
                // Days, and times without an offset, are in the desk's zone.
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

/// Of several files of one number one is taken: the highest revision; then the one last closed; then the case's known file;
/// then the first by path. The others are refused and stay on disk. `there`: existing files; `places`: the known file of each
/// case.
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
        // The known file of the case still exists, unchanged.
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
        // An unedited older revision: the case here is newer.
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
        // Written just before a kill, and the ledger has a newer revision: the follower will write that.
        if own_file && arrival.untouched && case.revision < row.case.revision && tx.file_seq(number)? < row.seq {
            return Ok(AdoptOutcome::Unchanged(number));
        }
        // Edited by hand or elsewhere: becomes the next revision.
        let case = Case { revision: row.case.revision + 1, ..case };
        let seq = tx.append_case(number, by.name(), now, &CaseEvent::Revised { case: Box::new(case), why: why.into() })?;
        if own_file {
            // Stored one revision behind, so that the follower rewrites the file with the new revision.
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

/// The `imported` event for a case file without a ticket.
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

/// Trusts the file's masking version only if masking again changes nothing; else sets it to 0, so that it is masked again.
fn as_it_is_masked(mut case: Case) -> Case {
    if case.clone().mask_again(&Masker::default()) {
        case.masking = 0;
    }
    case
}
