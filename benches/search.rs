//! Search in a synthetic archive of a million documents: candidates for a report and a typed search, each beside its baseline
//! in the same run, and beside SQLite FTS5.
//!
//! `cargo bench --bench search [-- DOCUMENTS [FOLDER [alone]]]`: an index in FOLDER is kept and reused; `alone` leaves out
//! FTS5, which takes most of the time.
//!
//! `cargo bench --bench search -- busy`: searches with and without a concurrent writer, and what a write costs.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a benchmark that cannot go on has failed")]

mod made;

use made::{SplitMix64, text};
use precedent::case::Audience;
use precedent::index::{Document, Index, OwnerHash, SearchRequest, SimilarQuery, StoredDocument, Visibility};
use precedent::ticket::{Kind, Number, Outcome, Severity, Status};
use precedent::words::Locale;
use rusqlite::Connection;
use rust_stemmers::{Algorithm, Stemmer};
use std::path::Path;
use std::time::Instant;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{ReloadPolicy, Term};

/// Distinct words.
const VOCABULARY: usize = 300_000;
/// Words of a document's body.
const BODY_WORDS: usize = 60;
/// Words of a report.
const REPORT_WORDS: usize = 150;
/// Queries per measurement.
const QUESTIONS: usize = 200;
/// Argument with which this program is started again to measure the memory of a fresh process.
const IDLE: &str = "idle";
/// Queries that process runs.
const IDLE_QUESTIONS: usize = 20;
/// Argument that leaves out FTS5.
const ALONE: &str = "alone";
/// Argument that measures searches beside a writer.
const BUSY: &str = "busy";
/// Documents on disk.
const BUSY_DOCUMENTS: usize = 29_000;
/// Documents in memory.
const BUSY_WAITING: usize = 500;
/// A word that only hidden documents have.
const HIDDEN: &str = "zyxhidden";
/// A word that no document has.
const NOBODYS: &str = "zyxnobody";
/// Concurrent searches.
const BUSY_ASKERS: usize = 4;
/// Queries each of them runs.
const BUSY_QUESTIONS: usize = 400;
/// Slowest queries that are printed.
const SLOWEST: usize = 5;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    if let [one, folder] = arguments.as_slice()
        && one == IDLE
    {
        return idle(Path::new(folder));
    }
    if arguments.first().is_some_and(|word| word == BUSY) {
        return busy();
    }
    let count: usize = arguments.first().and_then(|a| a.parse().ok()).unwrap_or(1_000_000);
    let temporary = tempfile::tempdir().expect("a temporary folder");
    let home = arguments.get(1).map_or(temporary.path(), Path::new);
    let folder = home.join("index");
    let built = folder.join("built").exists();
    std::fs::create_dir_all(&folder).expect("a folder");
    let fts = Connection::open(home.join("fts.db")).expect("SQLite");
    if !built {
        build(count, &folder, &fts);
    }
    let this = std::env::current_exe().expect("this program");
    std::process::Command::new(this).arg(IDLE).arg(&folder).status().expect("a process of its own");
    let (index, _) = Index::open(&folder, false).expect("the index again");
    let fts = arguments.get(2).is_none_or(|word| word != ALONE).then_some(&fts);
    reports(&index, fts);
    searches(&index, &folder, fts);
}

/// Opens an index in a fresh process, runs a few queries, and prints its memory.
fn idle(folder: &Path) {
    let started = Instant::now();
    let (index, _) = Index::open(folder, false).expect("the index again");
    let opened = started.elapsed().as_secs_f64() * 1e3;
    let (of_its_own, _) = resident_mb();
    let mut rng = SplitMix64(7);
    for _ in 0..IDLE_QUESTIONS {
        index.candidates_only(&question(&mut rng), 150).expect("candidates");
        index.search(&request(text(&mut rng, false, 3, VOCABULARY).trim())).expect("an answer");
    }
    let (own, files) = resident_mb();
    println!("opened in {opened:.0} ms; memory of the process: {of_its_own:.0} MB of its own");
    println!("    idle after {} questions: {own:.0} MB of its own, {files:.0} MB of files", 2 * IDLE_QUESTIONS);
}

/// Measures searches with and without a writer that makes one document after another findable, and each of these writes.
fn busy() {
    let temporary = tempfile::tempdir().expect("a temporary folder");
    let (index, _) = Index::open(temporary.path(), true).expect("an index");
    let mut rng = SplitMix64(11);
    let mut made: Vec<Document> = (0..BUSY_DOCUMENTS).map(|i| document(&mut rng, i)).collect();
    for (i, document) in made.iter_mut().enumerate() {
        match i % 10 {
            0 => document.stored.body.push_str(&format!(" {HIDDEN}")),
            5.. => document.audience = Audience::Customer,
            _ => {}
        }
    }
    let mut build = index.build().expect("a build");
    build.add(&made).expect("documents");
    build.swap(BUSY_DOCUMENTS as u64).expect("the index");
    let (mut hidden, mut nobodys) = (Vec::new(), Vec::new());
    for _ in 0..BUSY_QUESTIONS {
        let words = text(&mut rng, false, 2, VOCABULARY);
        // One after the other: whatever else the machine does is done beside both.
        for (word, times) in [(HIDDEN, &mut hidden), (NOBODYS, &mut nobodys)] {
            let visibility = Visibility::Customer { owner: OwnerHash(7) };
            let request = SearchRequest { visibility, ..request(&format!("{} {word}", words.trim())) };
            let started = Instant::now();
            std::hint::black_box(index.search(&request).expect("an answer"));
            times.push(started.elapsed().as_secs_f64() * 1e3);
        }
    }
    tell("a customer's search with a word of a tenth of all documents, all hidden", hidden);
    tell("    with a word that nobody wrote", nobodys);
    let (mut puts, mut found) = (Vec::new(), Vec::new());
    for i in 0..BUSY_WAITING {
        let at = BUSY_DOCUMENTS + i;
        // Every fourth is a newer version of what is on disk.
        let document = document(&mut rng, if i % 4 == 0 { i } else { at });
        let question = question(&mut rng);
        let started = Instant::now();
        index.put(vec![document], at as u64 + 1).expect("a document");
        puts.push(started.elapsed().as_secs_f64() * 1e3);
        index.candidates_only(&question, 150).expect("candidates");
        found.push(started.elapsed().as_secs_f64() * 1e3);
    }
    tell("making one document findable", puts);
    tell("    with a whole report asked next", found);
    tell(&format!("a search, {BUSY_WAITING} waiting, {BUSY_ASKERS} at once"), askers(&index, || ()));
    let next = std::sync::atomic::AtomicUsize::new(BUSY_DOCUMENTS + BUSY_WAITING);
    let writer = || {
        let at = next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        // Ever newer versions of those that wait: they do not become more.
        let document = document(&mut SplitMix64(at as u64), BUSY_DOCUMENTS + at % BUSY_WAITING);
        index.put(vec![document], at as u64 + 1).expect("a document");
    };
    tell("    while somebody writes", askers(&index, writer));
}

/// Milliseconds of each of many concurrent searches; `beside` is repeated until all are done.
fn askers(index: &Index, beside: impl Fn() + Sync) -> Vec<f64> {
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        let ask = |seed: usize| {
            let mut rng = SplitMix64(seed as u64);
            let mut took = Vec::with_capacity(BUSY_QUESTIONS);
            for i in 0..BUSY_QUESTIONS {
                let request = request(text(&mut rng, false, 2 + i % 3, VOCABULARY).trim());
                let started = Instant::now();
                std::hint::black_box(index.search(&request).expect("an answer"));
                took.push(started.elapsed().as_secs_f64() * 1e3);
            }
            took
        };
        let asking: Vec<_> = (0..BUSY_ASKERS).map(|seed| scope.spawn(move || ask(seed))).collect();
        let writing = scope.spawn(|| {
            while !done.load(std::sync::atomic::Ordering::Relaxed) {
                beside();
                std::thread::sleep(std::time::Duration::from_millis(2));
            }
        });
        let took = asking.into_iter().flat_map(|asker| asker.join().expect("answers")).collect();
        done.store(true, std::sync::atomic::Ordering::Relaxed);
        writing.join().expect("a writer");
        took
    })
}

/// Prints percentiles of some times.
fn tell(what: &str, mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    let of = |share: f64| times[((times.len() as f64 * share) as usize).min(times.len() - 1)];
    println!("{what}: p50 {:.2} / p99 {:.2} / most {:.2} ms", of(0.5), of(0.99), of(1.0));
}

/// Builds both indexes.
fn build(count: usize, folder: &Path, fts: &Connection) {
    fts.execute_batch("PRAGMA synchronous = OFF; CREATE VIRTUAL TABLE d USING fts5(title, body, tokenize = 'porter'); BEGIN")
        .expect("FTS5");
    let (index, _) = Index::open(folder, true).expect("an index");
    let mut build = index.build().expect("a build");
    let mut rng = SplitMix64(11);
    let (mut ours, mut theirs) = (0.0, 0.0);
    let mut at = 0;
    while at < count {
        let page: Vec<Document> = (at..(at + 10_000).min(count)).map(|i| document(&mut rng, i)).collect();
        let started = Instant::now();
        build.add(&page).expect("documents");
        ours += started.elapsed().as_secs_f64();
        let started = Instant::now();
        let mut insert = fts.prepare_cached("INSERT INTO d (title, body) VALUES (?1, ?2)").expect("a statement");
        for document in &page {
            insert.execute([&document.stored.title, &document.stored.body]).expect("a row");
        }
        theirs += started.elapsed().as_secs_f64();
        at += page.len();
    }
    let started = Instant::now();
    build.swap(count as u64).expect("the index");
    ours += started.elapsed().as_secs_f64();
    fts.execute_batch("COMMIT").expect("FTS5");
    println!("{count} documents: built in {ours:.0} s ({:.0}/s, two threads); FTS5 in {theirs:.0} s", count as f64 / ours);
}

/// A synthetic report.
fn question(rng: &mut SplitMix64) -> SimilarQuery {
    let (title, body) = (text(rng, false, 8, VOCABULARY), text(rng, false, REPORT_WORDS, VOCABULARY));
    SimilarQuery { title, body, ..SimilarQuery::default() }
}

/// A typed query of staff.
fn request(words: &str) -> SearchRequest {
    // The blank ends the last word: it is not still being typed.
    SearchRequest { text: format!("{words} "), limit: 10, offset: 0, visibility: Visibility::Staff, filters: vec![], named: vec![] }
}

/// A synthetic document.
fn document(rng: &mut SplitMix64, i: usize) -> Document {
    let day = chrono::NaiveDate::from_ymd_opt(2000, 1, 1).expect("a day") + chrono::Days::new(i as u64 / 500);
    let number = Number::ticket(day, (i % 500) as u32 + 1);
    let opened_at = day.and_hms_opt(8, 0, 0).expect("a time").and_utc();
    let stored = StoredDocument {
        number,
        requirement_number: None,
        kind: Kind::Fault,
        title: text(rng, false, 8, VOCABULARY),
        body: text(rng, false, BODY_WORDS, VOCABULARY),
        cause: String::new(),
        resolution: text(rng, false, 20, VOCABULARY),
        workaround: None,
        rest: String::new(),
        status: Status::Closed,
        outcome: Some(Outcome::Solved),
        severity: Some(Severity::Moderate),
        product: Some(format!("product {}", rng.below(20))),
        component: Some(format!("part {}", rng.below(50))),
        versions: vec![],
        language: Locale::En,
        confidence: None,
        opened_at,
        resolved_at: Some(opened_at),
    };
    Document { stored, first_seq: i as u64 + 1, last_seq: i as u64 + 1, audience: Audience::Internal, customer: None, open: false }
}

/// Candidates for reports: the index, the baseline, FTS5.
fn reports(index: &Index, fts: Option<&Connection>) {
    let mut rng = SplitMix64(5);
    let (mut ours, mut floors, mut theirs) = (Vec::new(), Vec::new(), Vec::new());
    let sql = "SELECT rowid FROM d WHERE d MATCH ?1 ORDER BY bm25(d, 10.0, 1.0) LIMIT 150";
    let mut asked = fts.map(|fts| fts.prepare(sql).expect("a statement"));
    for i in 0..QUESTIONS {
        let question = question(&mut rng);
        let mut floor = index.bm25_baseline(&question).expect("a floor");
        floor.run();
        let started = Instant::now();
        std::hint::black_box(floor.run());
        floors.push(started.elapsed().as_secs_f64() * 1e3);
        drop(floor);
        index.candidates_only(&question, 150).expect("candidates");
        let started = Instant::now();
        std::hint::black_box(index.candidates_only(&question, 150).expect("candidates"));
        ours.push(started.elapsed().as_secs_f64() * 1e3);
        // FTS5 is asked seldom: it takes long.
        if let Some(asked) = asked.as_mut().filter(|_| i % 25 == 0) {
            theirs.push(ask_fts(asked, &format!("{} {}", question.title, question.body), " OR "));
        }
    }
    print("a whole report, 150 candidates", ours, floors, "one pass over the postings in memory", theirs);
}

/// Typed queries: the index with snippets and facets, tantivy's plain conjunction, FTS5.
fn searches(index: &Index, folder: &Path, fts: Option<&Connection>) {
    let bare = tantivy::Index::open_in_dir(folder.join("built")).expect("tantivy");
    let reader = bare.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().expect("a reader");
    let searcher = reader.searcher();
    let body = bare.schema().get_field("body").expect("a field");
    let stemmer = Stemmer::create(Algorithm::English);
    let mut rng = SplitMix64(9);
    let (mut ours, mut floors, mut theirs) = (Vec::new(), Vec::new(), Vec::new());
    let mut slowest: Vec<(f64, String)> = Vec::new();
    let sql = "SELECT rowid FROM d WHERE d MATCH ?1 ORDER BY bm25(d) LIMIT 10";
    let mut asked = fts.map(|fts| fts.prepare(sql).expect("a statement"));
    for i in 0..QUESTIONS {
        let words = text(&mut rng, false, 2 + i % 3, VOCABULARY);
        let words = words.trim();
        // The words as the index holds them: one it does not know would end the floor's work before it begins.
        let terms = words.split_whitespace().map(|word| {
            let term = TermQuery::new(Term::from_field_text(body, &stemmer.stem(word)), IndexRecordOption::WithFreqs);
            (Occur::Must, Box::new(term) as Box<dyn Query>)
        });
        let query = BooleanQuery::new(terms.collect());
        let top = TopDocs::with_limit(10).order_by_score();
        searcher.search(&query, &top).expect("an answer");
        let started = Instant::now();
        std::hint::black_box(searcher.search(&query, &top).expect("an answer"));
        floors.push(started.elapsed().as_secs_f64() * 1e3);
        let request = request(words);
        index.search(&request).expect("an answer");
        let started = Instant::now();
        std::hint::black_box(index.search(&request).expect("an answer"));
        ours.push(started.elapsed().as_secs_f64() * 1e3);
        slowest.push((ours[i], request.text));
        if let Some(asked) = asked.as_mut().filter(|_| i % 20 == 0) {
            theirs.push(ask_fts(asked, words, " OR "));
        }
    }
    print("a search of 2 to 4 words, marked, with facets", ours, floors, "tantivy's bare AND, top 10", theirs);
    slowest.sort_by(|a, b| b.0.total_cmp(&a.0));
    let slowest: Vec<String> = slowest.iter().take(SLOWEST).map(|(ms, words)| format!("{} {ms:.1}", words.trim())).collect();
    println!("    the slowest: {}", slowest.join(" · "));
}

/// Milliseconds of an FTS5 query.
fn ask_fts(asked: &mut rusqlite::Statement, words: &str, between: &str) -> f64 {
    let words: Vec<String> = words.split_whitespace().map(|w| format!("\"{}\"", w.trim_matches('.'))).collect();
    let question = words.join(between);
    let started = Instant::now();
    let rows = asked.query_map([question], |row| row.get::<_, i64>(0)).expect("an answer");
    std::hint::black_box(rows.count());
    started.elapsed().as_secs_f64() * 1e3
}

/// Prints one comparison.
fn print(what: &str, ours: Vec<f64>, floor: Vec<f64>, floor_is: &str, fts: Vec<f64>) {
    let at = |mut times: Vec<f64>| {
        times.sort_by(f64::total_cmp);
        let of = |share: f64| times[((times.len() as f64 * share) as usize).min(times.len() - 1)];
        (of(0.5), of(0.99))
    };
    let (ours, floor) = (at(ours), at(floor));
    println!("{what}: p50 {:.2} / p99 {:.2} ms", ours.0, ours.1);
    println!("    {floor_is}: {:.3} / {:.3} ms; ours is {:.1} × / {:.1} ×", floor.0, floor.1, ours.0 / floor.0, ours.1 / floor.1);
    if fts.is_empty() {
        return;
    }
    let fts = at(fts);
    println!("    SQLite FTS5: {:.1} / {:.1} ms; {:.0} × / {:.0} × ours", fts.0, fts.1, fts.0 / ours.0, fts.1 / ours.1);
}

/// Resident memory in MB: anonymous, and of mapped files.
fn resident_mb() -> (f64, f64) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let of = |name: &str| {
        let line = status.lines().find(|l| l.starts_with(name)).unwrap_or_default();
        line.split_whitespace().nth(1).and_then(|n| n.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
    };
    (of("RssAnon"), of("RssFile"))
}
