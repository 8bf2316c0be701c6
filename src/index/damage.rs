//! Tests: whatever byte of the index on disk is wrong, what comes of it is the same answers or an index made anew, and never a
//! panic; and what has been set aside is written to no more.

use super::doc::sample::document;
use super::doc::units::OwnerHash;
use super::error::IndexError;
use super::handle::Index;
use super::keyword::search::SearchRequest;
use super::similar::query::{SimilarQuery, SimilarScope};
use super::store::visibility::Visibility;
use crate::words::thorough;
use std::fs;
use std::path::{Path, PathBuf};

const DOCUMENTS: u64 = 40;
/// Every byte of `meta.json` is tried by the test of its seal; the whole way is gone for every so manieth.
const META_STEP: usize = 29;

fn words(at: u64) -> String {
    format!("pump {} leaks, valve {} is shut, ORA-0{} at /srv/app{}/main.rs:12", at % 7, at % 5, 1_000 + at % 3, at % 4)
}

fn built(home: &Path) -> Index {
    let (index, note) = Index::open(home, true).unwrap();
    assert_eq!(note, None);
    index.put((0..DOCUMENTS / 2).map(|at| document(at, at + 1, "pump leaks", &words(at))).collect(), DOCUMENTS / 2).unwrap();
    index.flush().unwrap();
    // Some are replaced, so that deleted documents are on disk, too.
    let later = (DOCUMENTS / 2 - 3..DOCUMENTS).map(|at| document(at, DOCUMENTS + at, "valve is shut", &words(at)));
    index.put(later.collect(), 2 * DOCUMENTS).unwrap();
    index.flush().unwrap();
    index
}

fn request(text: &str) -> SearchRequest {
    SearchRequest { text: text.into(), limit: 10, offset: 0, visibility: Visibility::Staff, filters: vec![], named: vec![] }
}

/// What some questions are answered.
fn answers(index: &Index) -> Result<Vec<String>, IndexError> {
    let mut answers = Vec::new();
    for text in ["pump", "valve leaks ", "pmup ", "product:\"product 1\"", "ORA-01001 "] {
        let found = index.search(&request(text))?;
        answers.extend(found.hits.iter().map(|hit| format!("{text} {} {}", hit.stored.number, hit.score)));
    }
    let scope = SimilarScope {
        limit: 5,
        visibility: Visibility::Customer { owner: OwnerHash(7) },
        as_of: None,
        without: None,
        families: true,
    };
    for visibility in [Visibility::Staff, Visibility::Customer { owner: OwnerHash(7) }] {
        let question = SimilarQuery { title: "pump leaks".into(), body: words(3), ..SimilarQuery::default() };
        let similar = index.similar(&question, &SimilarScope { visibility, ..scope })?;
        answers.extend(similar.matches.iter().map(|m| format!("{} {}", m.number, m.score)));
    }
    Ok(answers)
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// A copy of an index with one byte changed.
fn flipped(home: &Path, file: &Path, at: usize) -> tempfile::TempDir {
    let copy = tempfile::tempdir().unwrap();
    fs::create_dir(copy.path().join("built")).unwrap();
    for each in files(&home.join("built")) {
        let mut bytes = fs::read(&each).unwrap();
        if each == file {
            bytes[at] ^= 0x21;
        }
        fs::write(copy.path().join("built").join(each.file_name().unwrap()), bytes).unwrap();
    }
    copy
}

/// Some places of a file: the head, the end with its checksum, and some between.
fn places(length: usize) -> Vec<usize> {
    let mut places = vec![0, length / 2, length.saturating_sub(5)];
    if thorough() {
        places.extend((0..length).step_by((length / 9).max(1)));
        places.extend((length.saturating_sub(120)..length).step_by(7));
        places.push(length.saturating_sub(1));
    }
    places.retain(|at| *at < length);
    places
}

#[test]
fn a_flipped_byte_anywhere_is_healed_when_the_index_is_opened() {
    let home = tempfile::tempdir().unwrap();
    let before = answers(&built(home.path())).unwrap();
    assert!(before.len() > 20);
    let mut healed = 0;
    for file in files(&home.path().join("built")) {
        let length = fs::metadata(&file).unwrap().len() as usize;
        let is_meta = file.ends_with("meta.json");
        let places = if is_meta {
            (0..length).step_by(if thorough() { META_STEP } else { 20 * META_STEP }).collect()
        } else {
            places(length)
        };
        for at in places {
            let copy = flipped(home.path(), &file, at);
            let label = format!("{} at {at}", file.display());
            let (index, note) = Index::open(copy.path(), true).unwrap_or_else(|e| panic!("{label}: {e}"));
            match note {
                None => {
                    assert_eq!((index.disk_seq(), index.len() as u64), (2 * DOCUMENTS, DOCUMENTS), "{label}");
                    assert_eq!(answers(&index).unwrap_or_else(|e| panic!("{label}: {e}")), before, "{label}");
                }
                Some(_) => {
                    assert_eq!((index.disk_seq(), index.len()), (0, 0), "{label}");
                    healed += 1;
                }
            }
        }
    }
    assert!(healed > 10, "{healed}");
}

#[test]
fn a_file_that_is_missing_or_cut_short_is_healed() {
    let home = tempfile::tempdir().unwrap();
    let before = answers(&built(home.path())).unwrap();
    for file in files(&home.path().join("built")) {
        let half = Some(fs::metadata(&file).unwrap().len() as usize / 2);
        for left in if thorough() { vec![None, Some(0), Some(3), half] } else { vec![None, half] } {
            let copy = flipped(home.path(), Path::new(""), 0);
            let there = copy.path().join("built").join(file.file_name().unwrap());
            match left {
                None => fs::remove_file(&there).unwrap(),
                Some(left) => fs::write(&there, &fs::read(&file).unwrap()[..left.min(fs::read(&file).unwrap().len())]).unwrap(),
            }
            let (index, note) = Index::open(copy.path(), true).unwrap_or_else(|e| panic!("{}: {e}", file.display()));
            if note.is_none() {
                assert_eq!(answers(&index).unwrap(), before, "{} {left:?}", file.display());
            }
        }
    }
}

/// A file that is kept in memory goes on being read; of one that is not, what is missing is an error. To touch the missing
/// pages of a mapped file would end the process.
#[test]
fn a_file_that_is_cut_while_it_is_open_is_an_error_and_no_end() {
    let home = tempfile::tempdir().unwrap();
    let before = answers(&built(home.path())).unwrap();
    let mut errors = 0;
    for file in files(&home.path().join("built")) {
        let copy = flipped(home.path(), Path::new(""), 0);
        let (index, _) = Index::open(copy.path(), true).unwrap();
        let there = copy.path().join("built").join(file.file_name().unwrap());
        fs::File::options().write(true).open(&there).unwrap().set_len(0).unwrap();
        match answers(&index) {
            Ok(now) => assert_eq!(now, before, "{}", file.display()),
            Err(error) => {
                assert!(error.is_damage(), "{}: {error}", file.display());
                errors += 1;
            }
        }
        // Nobody writes beside what is damaged; what is new is found from memory.
        let _ = index.put(vec![document(90, 900, "gasket", "gasket")], 900);
        let _ = index.flush();
    }
    assert!(errors > 0);
}

#[test]
fn damage_that_was_not_noticed_is_an_error_and_no_panic() {
    let home = tempfile::tempdir().unwrap();
    drop(built(home.path()));
    for file in files(&home.path().join("built")) {
        let length = fs::metadata(&file).unwrap().len() as usize;
        for at in places(length) {
            let copy = flipped(home.path(), &file, at);
            // A process that may not write reads no checksums.
            let Ok((index, _)) = Index::open(copy.path(), false) else { continue };
            let _ = answers(&index);
            let _ = index.put(vec![document(1, 999, "pump", "pump")], 999);
        }
    }
}

#[test]
fn trouble_is_passed_on_and_nothing_is_thrown_away() {
    let home = tempfile::tempdir().unwrap();
    drop(built(home.path()));
    let meta = home.path().join("built/meta.json");
    let whole = fs::read(&meta).unwrap();
    // A folder where a file should be: it can be opened, and reading it is an error of the system.
    fs::remove_file(&meta).unwrap();
    fs::create_dir(&meta).unwrap();
    let error = Index::open(home.path(), true).err().unwrap();
    assert!(!error.is_damage(), "{error}");
    fs::remove_dir(&meta).unwrap();
    fs::write(&meta, whole).unwrap();
    let (index, note) = Index::open(home.path(), true).unwrap();
    assert_eq!((note, index.len() as u64), (None, DOCUMENTS));
}

#[test]
fn what_is_set_aside_is_not_written_to_any_more() {
    let home = tempfile::tempdir().unwrap();
    let index = built(home.path());
    index.put(vec![document(90, 900, "pump", "pump")], 900).unwrap();
    let damaged = files(&home.path().join("built")).into_iter().find(|f| f.extension().is_some_and(|x| x == "term")).unwrap();
    let length = fs::metadata(&damaged).unwrap().len() as usize;
    let copy = flipped(home.path(), &damaged, length - 3);
    fs::remove_dir_all(home.path().join("built")).unwrap();
    fs::rename(copy.path().join("built"), home.path().join("built")).unwrap();
    // The index is reopened after damage while the old one is still in use.
    index.give_up();
    let (anew, note) = Index::open(home.path(), true).unwrap();
    assert!(note.unwrap().contains("set aside as index/built.damaged-1"));
    anew.put(vec![document(1, 5, "valve", "valve")], 5).unwrap();
    anew.flush().unwrap();
    let written = files(&home.path().join("built"));
    index.flush().unwrap();
    // In memory it goes on finding what it held.
    assert!(!index.search(&request("pump ")).unwrap().hits.is_empty());
    drop(index);
    assert_eq!(files(&home.path().join("built")), written);
    drop(anew);
    let (again, note) = Index::open(home.path(), true).unwrap();
    assert_eq!((note, again.len()), (None, 1));
}

#[test]
fn a_writer_that_is_dropped_lets_go_of_its_folder() {
    let home = tempfile::tempdir().unwrap();
    for round in 0..3u64 {
        let (index, _) = Index::open(home.path(), true).unwrap();
        index.put(vec![document(round, round + 1, "pump", "pump")], round + 1).unwrap();
        index.flush().unwrap();
        drop(index);
        let (mut next, _) = (Index::open(home.path(), true).unwrap().0, ());
        next.put(vec![document(round + 50, round + 51, "pump", "pump")], round + 51).unwrap();
        next.flush().unwrap();
        next = Index::open(home.path(), false).unwrap().0;
        assert!(next.len() as u64 > round);
        fs::rename(home.path().join("built"), home.path().join("moved")).unwrap();
        fs::rename(home.path().join("moved"), home.path().join("built")).unwrap();
    }
}

/// A process that is killed between writing which documents are deleted and listing that file leaves it behind. The next one
/// counts on from the same place and would give its own file the same name.
#[test]
fn a_commit_that_was_cut_off_leaves_nothing_in_the_way() {
    let home = tempfile::tempdir().unwrap();
    drop(built(home.path()));
    let before = flipped(home.path(), Path::new(""), 0);
    let replace = |home: &Path| {
        let (index, note) = Index::open(home, true).unwrap();
        assert_eq!(note, None);
        index.put(vec![document(3, 3 * DOCUMENTS, "pump again", "now")], 3 * DOCUMENTS).unwrap();
        index.flush().map(|()| index.len() as u64)
    };
    assert_eq!(replace(home.path()).unwrap(), DOCUMENTS);
    // The folder as it was, with all that the commit had written by the time it would have listed it.
    let mut left = 0;
    for file in files(&home.path().join("built")) {
        let there = before.path().join("built").join(file.file_name().unwrap());
        if !there.exists() || file.ends_with(".managed.json") {
            left += usize::from(file.extension().is_some_and(|end| end == "del"));
            fs::copy(&file, there).unwrap();
        }
    }
    assert!(left > 0, "nothing was left to be in the way");
    assert_eq!(replace(before.path()).unwrap(), DOCUMENTS);
}
