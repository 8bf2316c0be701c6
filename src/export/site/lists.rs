//! Which lists there are: by product, by component, by year, each split into pages, the newest first.

use super::context::Site;
use super::place::{ListKind, place};
use crate::desk::Listed;
use crate::export::folder::{ExportError, ExportFolder};
use crate::page::Template;
use crate::ticket::Number;
use crate::words::Locale;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};

/// Rows on one page.
const ROWS: usize = 200;
/// Lists of one kind that the front page names; the rest stand on a page of their own.
const ON_FRONT: usize = 12;
/// Cases the front page names.
const LATEST: usize = 20;

/// Lists of one kind by label, each with its file's name and its cases, the newest first. Of several spellings the usual one
/// is the label.
pub fn gather(kind: ListKind, listed: &BTreeMap<Number, Listed>) -> BTreeMap<String, (String, Vec<Number>)> {
    let mut lists: BTreeMap<String, (BTreeMap<String, usize>, Vec<Number>)> = BTreeMap::new();
    for (number, entry) in listed.iter().rev() {
        if let Some((label, name)) = place(kind, *number, entry) {
            let (spellings, numbers) = lists.entry(name).or_default();
            *spellings.entry(label).or_default() += 1;
            numbers.push(*number);
        }
    }
    let usual = |spellings: BTreeMap<String, usize>| spellings.into_iter().max_by_key(|(_, count)| *count).unwrap_or_default().0;
    lists.into_iter().map(|(name, (spellings, numbers))| (usual(spellings), (name, numbers))).collect()
}

/// Writes the front page and all lists, in both languages.
pub fn write(site: &Site, folder: &ExportFolder, listed: &BTreeMap<Number, Listed>) -> Result<(), ExportError> {
    let mut rows: HashMap<Number, String> = HashMap::with_capacity(listed.len());
    for (number, entry) in listed {
        rows.insert(*number, site.row(*number, entry, "../")?);
    }
    let row = |number: &Number| rows.get(number).map_or("", String::as_str);
    let mut groups = Vec::new();
    for kind in ListKind::ALL {
        let lists = gather(kind, listed);
        for (label, (name, numbers)) in &lists {
            write_list(site, folder, kind, label, name, numbers, row)?;
        }
        // The overview names them in order of name; the front page the fullest first, years the newest first.
        let mut overview: Vec<(&String, &String, usize)> = lists.iter().map(|(l, (name, n))| (l, name, n.len())).collect();
        if kind == ListKind::Year {
            overview.reverse();
        }
        for locale in [Locale::Zh, Locale::En] {
            let named = overview.iter().map(
                |(label, name, count)| json!({"label": label, "href": format!("{name}{}", site.ending(locale)), "count": count}),
            );
            let values = json!({"title": kind.title(), "lists": named.collect::<Vec<_>>()});
            site.page(folder, Template::SiteIndex, locale, &format!("{}/index", kind.folder()), "../", values)?;
        }
        if kind != ListKind::Year {
            overview.sort_by_key(|(label, _, count)| (std::cmp::Reverse(*count), *label));
        }
        let front: Vec<(String, String, usize)> =
            overview.iter().take(ON_FRONT).map(|(label, name, count)| ((*label).clone(), (*name).clone(), *count)).collect();
        groups.push((kind, front, lists.len()));
    }
    let latest: String = listed.iter().rev().take(LATEST).map(|(n, entry)| site.row(*n, entry, "")).collect::<Result<_, _>>()?;
    for locale in [Locale::Zh, Locale::En] {
        let shown = groups.iter().filter(|(_, front, _)| !front.is_empty()).map(|(kind, front, all)| {
            let href = |name: &str| format!("{}/{name}{}", kind.folder(), site.ending(locale));
            let lists = front.iter().map(|(label, name, count)| json!({"label": label, "href": href(name), "count": count}));
            let more = if *all > front.len() { *all } else { 0 };
            json!({"title": kind.title(), "href": href("index"), "lists": lists.collect::<Vec<Value>>(), "more": more})
        });
        let values = json!({"total": listed.len(), "count_word": Site::case_count(locale, listed.len()), "groups": shown.collect::<Vec<_>>(), "rows": latest});
        site.page(folder, Template::SiteHome, locale, "index", "", values)?;
    }
    Ok(())
}

fn write_list<'r>(
    site: &Site,
    folder: &ExportFolder,
    kind: ListKind,
    label: &str,
    name: &str,
    numbers: &[Number],
    row: impl Fn(&Number) -> &'r str,
) -> Result<(), ExportError> {
    let pages: Vec<&[Number]> = numbers.chunks(ROWS).collect();
    let file = |page: usize| if page == 0 { name.to_string() } else { format!("{name}-{}", page + 1) };
    for (i, page) in pages.iter().enumerate() {
        let rows: String = page.iter().map(&row).collect();
        for locale in [Locale::Zh, Locale::En] {
            let href = |page: usize| format!("{}{}", file(page), site.ending(locale));
            let values = json!({
                "label": label, "count_word": Site::case_count(locale, numbers.len()), "rows": rows,
                "newer": if i > 0 { href(i - 1) } else { String::new() },
                "older": if i + 1 < pages.len() { href(i + 1) } else { String::new() },
            });
            site.page(folder, Template::SiteList, locale, &format!("{}/{}", kind.folder(), file(i)), "../", values)?;
        }
    }
    Ok(())
}
