//! The static site: a page per case, lists by product, component and year, a filter by title; no server needed.

use super::folder::Folder;
use super::pages::CasePage;
use super::{ExportError, Written, lists};
use crate::case::Language;
use crate::desk::{Archive, Listed};
use crate::digest;
use crate::markdown::Renderer;
use crate::page::{ICON, STYLE, Template, Tongue, render};
use crate::sla::Calendar;
use crate::ticket::Number;
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;

/// Cases a worker takes at once.
const PAGE: usize = 128;
/// More workers than this wait for the disk.
const WORKERS_MAX: usize = 8;

/// What all pages share.
pub struct Site<'a> {
    pub name: String,
    pub listed: &'a BTreeMap<Number, Listed>,
    pub families: HashMap<Number, Vec<Number>>,
    /// The language of files without a language in their name: that of most cases.
    pub standard: Tongue,
    calendar: &'a Calendar,
    /// What cases have in common is rendered once.
    pub renderer: Renderer,
}

pub fn write_site(
    archive: &Archive,
    name: &str,
    calendar: &Calendar,
    dir: &Path,
    mut progress: impl FnMut(usize),
) -> Result<Written, ExportError> {
    let folder = Folder::open(dir)?;
    let site = Site::new(archive, name, calendar);
    for (path, text) in
        [("style.css", STYLE), ("site.js", include_str!("assets/site.js")), ("icon.svg", ICON), ("titles.js", &site.titles()?)]
    {
        folder.put(path, &digest::hex(text.as_bytes())[..16], text)?;
    }
    write_cases(archive, &site, &folder, &mut progress)?;
    lists::write(&site, &folder, archive.listed())?;
    folder.finish()
}

/// Every case's page, by as many workers as there are cores.
fn write_cases(archive: &Archive, site: &Site, folder: &Folder, progress: &mut impl FnMut(usize)) -> Result<(), ExportError> {
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

fn write_page(archive: &Archive, site: &Site, folder: &Folder, page: &[Number]) -> Result<usize, ExportError> {
    for view in archive.cases(page[0], page.len())? {
        let made = CasePage::new(site, &view)?;
        let (path, key) = (made.path(), made.key());
        if !folder.keeps(&path, &key) {
            folder.put(&path, &key, &made.html()?)?;
        }
    }
    Ok(page.len())
}

impl<'a> Site<'a> {
    fn new(archive: &'a Archive, name: &str, calendar: &'a Calendar) -> Site<'a> {
        let listed = archive.listed();
        let mut families: HashMap<Number, Vec<Number>> = HashMap::new();
        for (number, entry) in listed {
            families.entry(entry.family).or_default().push(*number);
        }
        families.retain(|_, members| members.len() > 1);
        let english = listed.values().filter(|entry| entry.language == Language::En).count();
        let standard = if english * 2 > listed.len() { Tongue::En } else { Tongue::Zh };
        Site { name: name.to_string(), listed, families, standard, calendar, renderer: Renderer::default() }
    }

    /// `cases/2024/TS20240501001`: where a case's page is, without its ending.
    pub fn case_path(number: Number) -> String {
        format!("cases/{}/{number}", Listed::year(number))
    }

    /// How files in a language end.
    pub fn ending(&self, tongue: Tongue) -> String {
        if tongue == self.standard { ".html".into() } else { format!(".{}.html", tongue.short()) }
    }

    /// A day as the desk's calendar has it.
    pub fn day(&self, at: DateTime<Utc>) -> String {
        self.calendar.local_day(at).to_string()
    }

    /// Renders and puts a page that exists in both languages.
    pub fn page(
        &self,
        folder: &Folder,
        template: Template,
        tongue: Tongue,
        path: &str,
        root: &str,
        values: Value,
    ) -> Result<(), ExportError> {
        let last = path.rsplit('/').next().unwrap_or(path);
        let mut all = json!({
            "lang": tongue.tag(), "desk": self.name, "root": root, "standard": self.standard.short(),
            "home": format!("index{}", self.ending(tongue)), "other": format!("{last}{}", self.ending(tongue.other())),
        });
        if let (Value::Object(all), Value::Object(values)) = (&mut all, values) {
            all.extend(values);
        }
        let html = render(template, all).map_err(ExportError::Page)?;
        folder.put(&format!("{path}{}", self.ending(tongue)), &digest::hex(html.as_bytes())[..16], &html)
    }

    /// What the filter by title searches, as a script: data files cannot be fetched from disk.
    fn titles(&self) -> Result<String, ExportError> {
        let rows = self.listed.iter().rev().map(|(number, entry)| {
            let place = format!("{}/{number}", Listed::year(*number));
            let about = [&entry.product, &entry.component].map(|told| told.as_deref().unwrap_or_default());
            json!([place, entry.title, about[0], about[1]])
        });
        let rows = serde_json::to_string(&rows.collect::<Vec<_>>()).map_err(|e| ExportError::Page(e.to_string()))?;
        Ok(format!("precedentTitles({rows});\n"))
    }
}
