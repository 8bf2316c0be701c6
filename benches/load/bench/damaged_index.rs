//! Bytes of the index change and files of it go while everybody works: only searching may suffer, and not for long.

use super::Trouble;
use super::archive::escape;
use super::arguments::Arguments;
use super::client::{Call, Work};
use super::crowd::{Crowd, by_status, clients};
use super::desk::Desk;
use super::http::As;
use super::made::SplitMix64;
use super::promises::Promises;
use super::server::{POLL_EVERY, Server};
use super::table::print;
use super::terminated::ends_clean;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Searching is away no longer than this after any damage.
const BACK_WITHIN: Duration = Duration::from_secs(30);

/// What is done to the folder, in words.
type Damage = (&'static str, fn(&Path, &mut SplitMix64) -> std::io::Result<()>);
const DAMAGES: &[Damage] = &[
    ("one byte of each file is flipped", flip),
    ("meta.json is no JSON", |built, _| std::fs::write(built.join("meta.json"), "{\"no\": ")),
    ("one file is removed", remove_one),
    ("the ends of all files are overwritten", footers),
    // What is mapped and gets shorter ends a process that looks there.
    ("the largest file is cut in half", cut),
    ("the folder is removed", |built, _| std::fs::remove_dir_all(built)),
];

pub fn run(told_by: &Arguments, promises: &mut Promises) -> Result<(), Trouble> {
    let desk = Desk::make(told_by)?;
    let built = desk.folder.join("index/built");
    let mut server = desk.serve(None)?;
    let crowd = Crowd::start(clients(&desk), Work::Mixed)?;
    let token = desk.members.last().map(|m| m.token.clone()).unwrap_or_default();
    let (mut rng, mut deaths, mut spans) = (SplitMix64(31), 0, Vec::new());
    let settle = Duration::from_secs((told_by.seconds / DAMAGES.len() as u64).max(2));
    std::thread::sleep(settle);
    let began = Instant::now();
    for (what, damage) in DAMAGES {
        let (before, from) = (crowd.registered(), Instant::now());
        if let Err(error) = damage(&built, &mut rng) {
            println!("    {what}: could not be done: {error}");
        }
        let back = comes_back(&crowd, from, settle);
        let away = crowd.search_failed_at().filter(|at| *at > from).map(|at| at - from).unwrap_or_default();
        spans.push((*what, from, Instant::now()));
        println!("    {what}: searches failed for {away:.1?}, {} registered meanwhile", crowd.registered() - before);
        promises.say(back, format!("{what}: search comes back by itself"));
        if !server.lives() {
            deaths += 1;
            promises.say(false, format!("{what}: the process goes on"));
            server = desk.serve(None)?;
        }
    }
    let ended = Instant::now();
    // What is registered now is found now.
    let newest = crowd.newest();
    let found =
        newest.as_ref().map(|known| server.comes_about(BACK_WITHIN, |server| finds(server, &known.title, &known.number, &token)));
    let mut done = crowd.stop();
    print(&done);
    println!("    server: {}", server.held());
    let writes = done.statuses(Call::writes, began, ended);
    for (what, from, until) in spans {
        let (searches, writes) = (done.statuses(Call::searches, from, until), done.statuses(Call::writes, from, until));
        println!("    {what}: searches {}; writes {}", by_status(&searches), by_status(&writes));
    }
    let odd: usize = writes.iter().filter(|(status, _)| !matches!(status, 200..300 | 429)).map(|(_, n)| n).sum();
    promises.say(odd == 0, format!("registering and steps go on all the time: {}", by_status(&writes)));
    promises.say(deaths == 0, format!("the process went on through all of it ({deaths} ends)"));
    promises.say(matches!(found, Some(Some(_))), format!("at the end what is registered is found: {found:.1?}"));
    ends_clean(&desk, server, &mut done, promises)
}

/// Waits until searches are answered and none has failed for a while; false if that does not come about.
fn comes_back(crowd: &Crowd, from: Instant, settle: Duration) -> bool {
    while from.elapsed() < BACK_WITHIN + settle {
        let failed = crowd.search_failed_at().map_or(from, |at| at.max(from));
        if failed.elapsed() >= settle && crowd.searched_at().is_some_and(|at| at > failed) {
            return true;
        }
        std::thread::sleep(POLL_EVERY);
    }
    false
}

/// Whether a ticket is found by the mark in its title.
fn finds(server: &Server, title: &str, number: &str, token: &str) -> bool {
    let mark = title.rsplit(' ').next().unwrap_or_default();
    let found = server.connection().get(&format!("/api/v1/search?q={}%20", escape(mark)), As::Token(token));
    found.status == 200 && found.text().contains(number)
}

fn files(built: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files: Vec<PathBuf> = Vec::new();
    for entry in std::fs::read_dir(built)? {
        let entry = entry?;
        if entry.metadata().is_ok_and(|m| m.is_file() && m.len() > 0) {
            files.push(entry.path());
        }
    }
    files.sort();
    Ok(files)
}

/// Changes bytes where they stand: the file that is mapped is the file that is changed.
fn overwrite(path: &Path, change: impl Fn(&mut [u8])) -> std::io::Result<()> {
    use std::os::unix::fs::FileExt;
    let file = std::fs::File::options().read(true).write(true).open(path)?;
    let mut bytes = std::fs::read(path)?;
    change(&mut bytes);
    file.write_all_at(&bytes, 0)
}

fn flip(built: &Path, rng: &mut SplitMix64) -> std::io::Result<()> {
    for path in files(built)? {
        let at = rng.next() as usize;
        // A file that a merge has just removed is no trouble.
        let _ = overwrite(&path, |bytes| {
            if let Some(byte) = bytes.len().checked_sub(1).and_then(|last| bytes.get_mut(at % (last + 1))) {
                *byte ^= 0x10;
            }
        });
    }
    Ok(())
}

fn footers(built: &Path, _: &mut SplitMix64) -> std::io::Result<()> {
    for path in files(built)? {
        let _ = overwrite(&path, |bytes| {
            let from = bytes.len().saturating_sub(16);
            bytes[from..].fill(0xff);
        });
    }
    Ok(())
}

fn remove_one(built: &Path, rng: &mut SplitMix64) -> std::io::Result<()> {
    let files: Vec<PathBuf> =
        files(built)?.into_iter().filter(|f| f.extension().is_some_and(|e| e != "json" && e != "lock")).collect();
    files.get(rng.below(files.len().max(1))).map_or(Ok(()), std::fs::remove_file)
}

fn cut(built: &Path, _: &mut SplitMix64) -> std::io::Result<()> {
    let length = |path: &PathBuf| std::fs::metadata(path).map_or(0, |m| m.len());
    let Some(largest) = files(built)?.into_iter().max_by_key(length) else { return Ok(()) };
    std::fs::File::options().write(true).open(&largest)?.set_len(length(&largest) / 2)
}
