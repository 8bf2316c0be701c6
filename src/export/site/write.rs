//! The static site: a page per case, lists by product, component and year, a filter by title; no server needed.

use super::case_page::CasePage;
use super::context::Site;
use super::lists;
use crate::desk::Archive;
use crate::digest;
use crate::export::folder::{ExportCounts, ExportError, ExportFolder};
use crate::page::{ICON, STYLE};
use crate::sla::Calendar;
use crate::ticket::Number;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

/// Cases a worker takes at once.
const PAGE: usize = 128;
/// More workers than this wait for the disk.
const WORKERS_MAX: usize = 8;

/// Writes the archive as a static site. `name`: the desk's; `calendar`: dates its days; `progress` is called with the cases
/// done.
///
/// # Errors
/// [`ExportError`]: the folder is not ours, a file cannot be written, or the desk fails.
pub fn write_site(
    archive: &Archive,
    name: &str,
    calendar: &Calendar,
    dir: &Path,
    mut progress: impl FnMut(usize),
) -> Result<ExportCounts, ExportError> {
    let folder = ExportFolder::open(dir)?;
    let site = Site::new(archive, name, calendar);
    for (path, text) in
        [("style.css", STYLE), ("site.js", include_str!("../assets/site.js")), ("icon.svg", ICON), ("titles.js", &site.titles()?)]
    {
        folder.put(path, &digest::hex(text.as_bytes())[..16], text)?;
    }
    write_cases(archive, &site, &folder, &mut progress)?;
    lists::write(&site, &folder, archive.listed())?;
    folder.finish()
}

/// Every case's page, by as many workers as there are cores.
fn write_cases(archive: &Archive, site: &Site, folder: &ExportFolder, progress: &mut impl FnMut(usize)) -> Result<(), ExportError> {
    let numbers: Vec<Number> = site.listed.keys().copied().collect();
    let pages: Vec<&[Number]> = numbers.chunks(PAGE).collect();
    let next = AtomicUsize::new(0);
    let workers = std::thread::available_parallelism().map_or(1, |n| n.get()).min(WORKERS_MAX);
    std::thread::scope(|scope| {
        let (done, finished) = mpsc::channel::<Result<usize, ExportError>>();
        for _ in 0..workers {
            let (done, pages, next) = (done.clone(), &pages, &next);
            scope.spawn(move || {
                while let Some(page) = pages.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if done.send(write_page(archive, site, folder, page)).is_err() {
                        return;
                    }
                }
            });
        }
        drop(done);
        let mut count = 0;
        for page in finished {
            count += page?;
            progress(count);
        }
        Ok(())
    })
}

fn write_page(archive: &Archive, site: &Site, folder: &ExportFolder, page: &[Number]) -> Result<usize, ExportError> {
    for view in archive.cases(page[0], page.len())? {
        let made = CasePage::new(site, &view)?;
        let (path, key) = (made.path(), made.key());
        if !folder.keeps(&path, &key) {
            folder.put(&path, &key, &made.html()?)?;
        }
    }
    Ok(page.len())
}
