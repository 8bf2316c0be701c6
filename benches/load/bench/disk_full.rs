//! The disk runs full while everybody works, and has room again.

use super::Trouble;
use super::arguments::Arguments;
use super::client::{Call, Work};
use super::crowd::{Crowd, by_status, clients};
use super::desk::{Desk, copy, size};
use super::http::As;
use super::promises::Promises;
use super::table::{ms, print};
use super::terminated::ends_clean;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// Room beside the desk: for a while of work before it is full.
const ROOM_BYTES: u64 = 96 << 20;
/// Room left when the filler is done; uploads and registrations fill the rest.
const LEFT_BYTES: u64 = 8 << 20;
const UPLOAD_BYTES: usize = 1 << 20;
/// So long is waited for the first refusal, and for taking in again once there is room.
const FULL_WITHIN: Duration = Duration::from_secs(60);
const MENDS_WITHIN: Duration = Duration::from_secs(15);

/// A file system of a known size in memory, gone with its owner.
struct Small(PathBuf);

impl Small {
    fn mount(at: PathBuf, bytes: u64) -> Result<Small, Trouble> {
        std::fs::create_dir_all(&at)?;
        let done = Command::new("mount").args(["-t", "tmpfs", "-o", &format!("size={bytes}"), "tmpfs"]).arg(&at).status()?;
        if done.success() {
            Ok(Small(at))
        } else {
            Err("a small file system cannot be mounted here; it takes root on Linux".into())
        }
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

pub fn run(told_by: &Arguments, promises: &mut Promises) -> Result<(), Trouble> {
    let mut desk = Desk::make(told_by)?;
    let small = Small::mount(desk.folder.with_file_name("small"), size(&desk.folder) + ROOM_BYTES)?;
    let folder = small.0.join("desk");
    copy(&desk.folder, &folder)?;
    desk.folder = folder;
    let filler = small.0.join("filler");
    let mut server = desk.serve(None)?;
    let senior = desk.members.last().cloned().ok_or("nobody is there")?;
    let mut door = server.connection();
    let crowd = Crowd::start(clients(&desk), Work::Mixed)?;
    std::thread::sleep(Duration::from_secs(2));
    // A ticket to hang files on.
    let ticket = crowd.newest().map(|known| known.number).unwrap_or_default();
    let uploads = format!("/api/v1/tickets/{ticket}/attachments");
    let mut refused: Vec<(u16, String, String)> = Vec::new();
    let mut taken = Vec::new();
    let begun = Instant::now();
    fill(&filler, LEFT_BYTES, &small.0)?;
    // Uploads until one is refused: the door to a full disk that anybody may push open.
    let mut byte = 0u8;
    while begun.elapsed() < FULL_WITHIN {
        byte = byte.wrapping_add(1);
        let sent = door.upload(&uploads, As::Token(&senior.token), &format!("log-{byte}.log"), &log(byte));
        match sent.status {
            200..300 => taken.push(byte),
            429 => std::thread::sleep(Duration::from_millis(200)),
            status => {
                refused.push((status, sent.kind.clone(), sent.text().chars().take(200).collect()));
                break;
            }
        }
    }
    let full_from = Instant::now();
    let registered = crowd.registered();
    // What comes free, by whatever way, is taken at once: it stays full.
    while full_from.elapsed() < Duration::from_secs(told_by.seconds) {
        let _ = fill(&filler, 0, &small.0);
        std::thread::sleep(Duration::from_millis(200));
    }
    let meanwhile = crowd.registered() - registered;
    let readiness = server.ask("/readyz");
    let searched = door.get("/api/v1/search?q=anything", As::Token(&senior.token)).status;
    let full_until = Instant::now();
    std::fs::remove_file(&filler)?;
    let before = crowd.registered();
    let mended = server.comes_about(MENDS_WITHIN, |_| crowd.registered() > before);
    let again = door.upload(&uploads, As::Token(&senior.token), "after.log", &log(0)[..1_000]).status;
    std::thread::sleep(Duration::from_secs(3));
    let mut done = crowd.stop();
    print(&done);
    println!("    server: {}; {} uploads of 1 MB went in first", server.held(), taken.len());
    let wrote = done.statuses(Call::writes, full_from, full_until);
    let read = done.statuses(|c| matches!(c, Call::Read | Call::Page | Call::List | Call::Search), full_from, full_until);
    println!(
        "    while full: writes {}; reads {}; {meanwhile} registered; /readyz {readiness}",
        by_status(&wrote),
        by_status(&read)
    );
    println!("    the refused upload: {refused:?}");
    let fine = read.iter().filter(|(status, _)| matches!(status, 200..300 | 429)).map(|(_, n)| n).sum::<usize>();
    let odd = read.values().sum::<usize>() - fine;
    promises.say(odd == 0 && fine > 0 && searched == 200, format!("reads go on while it is full: {fine} answered, {odd} not"));
    let in_words = |status: u16, kind: &str, text: &str| status == 507 && kind.contains("problem+json") && text.contains("detail");
    let upload_said = refused.iter().all(|(status, kind, text)| in_words(*status, kind, text)) && !refused.is_empty();
    promises.say(upload_said, "a full disk is said to whoever uploads: 507, in words");
    let bare = wrote.iter().filter(|(status, _)| !matches!(status, 200..300 | 429 | 507)).map(|(_, n)| n).sum::<usize>();
    let said = done.words().get(&507).is_none_or(|(kind, text)| in_words(507, kind, text));
    promises
        .say(bare == 0 && said, format!("a full disk is said to whoever writes: 507, in words; {bare} were told something else"));
    promises.say(
        mended.is_some() && matches!(again, 200..300),
        format!("it takes in again by itself once there is room: {:?} ms, uploads {again}", mended.map(|t| ms(t) as u64)),
    );
    ends_clean(&desk, server, &mut done, promises)
}

/// A log that is another for each number: what is told twice is kept once.
fn log(nth: u8) -> Vec<u8> {
    format!("2024-03-01 12:00:00 worker {nth} waits for the printer\n")
        .into_bytes()
        .into_iter()
        .cycle()
        .take(UPLOAD_BYTES)
        .collect()
}

/// Appends to the filler until so much is left, or until nothing more goes in.
fn fill(filler: &Path, left: u64, small: &Path) -> Result<(), Trouble> {
    let mut file = std::fs::File::options().create(true).append(true).open(filler)?;
    let (mut piece, zeros) = (1usize << 20, vec![0u8; 1 << 20]);
    while piece >= 512 {
        if left > 0 && free_bytes(small)? <= left {
            break;
        }
        if file.write_all(&zeros[..piece]).is_err() {
            piece /= 2;
        }
    }
    Ok(())
}

fn free_bytes(at: &Path) -> Result<u64, Trouble> {
    let out = Command::new("df").args(["--output=avail", "-B1"]).arg(at).output()?;
    let text = String::from_utf8_lossy(&out.stdout).into_owned();
    Ok(text.lines().last().and_then(|n| n.trim().parse().ok()).ok_or("df says nothing")?)
}
