//! The static export of 10,000 cases beside its floor: reading the case files, pulldown-cmark, writing, one thread.
//!
//! `cargo bench --bench export [-- CASES]`

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a benchmark that cannot go on has failed")]

mod history;
mod made;
mod process;

use history::tickets;
use precedent::case::Audience;
use precedent::desk::{Desk, Purpose, Settings};
use precedent::export::write_site;
use precedent::people::Actor;
use process::{cpu_s, forget_peak, peak_mb};
use std::path::Path;
use std::time::Instant;

fn main() {
    let count = std::env::args().skip(1).find_map(|a| a.parse().ok()).unwrap_or(10_000);
    let home = tempfile::tempdir().expect("a temporary folder");
    let folder = home.path().join("desk");
    std::fs::create_dir_all(&folder).expect("a desk's folder");
    let desk = Desk::open(&folder, Settings::default(), Purpose::Serve).expect("a desk");
    let now = chrono::DateTime::parse_from_rfc3339("2025-01-01T00:00:00Z").expect("a time").to_utc();
    desk.import_history(tickets(7, count, 120, 20_000).collect(), "made", &Actor::Operator, now, |_| {}).expect("tickets");
    desk.follow(true).expect("files");

    let (wall, cpu) = (Instant::now(), cpu_s());
    let pages = floor(&folder.join("content"), &home.path().join("floor"));
    let (floor_wall, floor_cpu) = (wall.elapsed().as_secs_f64(), cpu_s() - cpu);
    println!("floor: {pages} files read, pulldown-cmark, written, one thread: {floor_wall:.2} s, {floor_cpu:.2} s CPU");

    let site = home.path().join("site");
    let calendar = Settings::default().calendar;
    for pass in ["export", "again, nothing changed"] {
        forget_peak();
        let before = peak_mb();
        let (wall, cpu) = (Instant::now(), cpu_s());
        let archive = desk.archive_for(Audience::Internal).expect("the archive");
        let written = write_site(&archive, "Bench", &calendar, &site, |_| {}).expect("a site");
        let (wall, cpu) = (wall.elapsed().as_secs_f64(), cpu_s() - cpu);
        println!(
            "{pass}: {} written, {} unchanged: {wall:.2} s = {:.1} × floor; {cpu:.2} s CPU = {:.1} × floor; peak {:.0} MB (before {before:.0})",
            written.written,
            written.unchanged,
            wall / floor_wall,
            cpu / floor_cpu,
            peak_mb(),
        );
    }
}

fn floor(content: &Path, out: &Path) -> usize {
    let mut pages = 0;
    for year in std::fs::read_dir(content).expect("content").flatten().filter(|e| e.path().is_dir()) {
        let to = out.join(year.file_name());
        std::fs::create_dir_all(&to).expect("a folder");
        for file in std::fs::read_dir(year.path()).expect("a year").flatten() {
            let text = std::fs::read_to_string(file.path()).expect("a case file");
            let mut html = String::with_capacity(text.len() * 2);
            pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new(&text));
            std::fs::write(to.join(file.file_name()).with_extension("html"), html).expect("a page");
            pages += 1;
        }
    }
    pages
}
