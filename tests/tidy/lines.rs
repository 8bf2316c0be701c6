//! Lines: nothing that holds only in the workshop, and templates that can be read.

use crate::house::{Finding, House};

/// Spelled in halves, or this file would find itself.
pub const REGISTRIES: &[&str] = &[concat!("crates", ".io"), concat!("docs", ".rs"), concat!("pypi", ".org"), concat!("npm", "js")];
pub const WORKSHOPS: &[&str] = &[concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/tmp/", "bash_jobs")];

/// Characters of a line of a template. An element a line, indented by structure, stays well below.
const TEMPLATE_COLUMNS_MAX: usize = 160;

/// Registries and the paths of one machine say nothing to a reader elsewhere.
pub fn workshop(house: &House) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in &house.files {
        for (at, line) in file.text.lines().enumerate() {
            let lower = line.to_lowercase();
            for host in REGISTRIES.iter().filter(|host| lower.contains(**host)) {
                found.push(file.finding(at + 1, format!("names the registry host `{host}`; name the crate or project instead")));
            }
            for path in WORKSHOPS.iter().filter(|path| line.match_indices(**path).any(|(start, _)| is_absolute(&line[..start]))) {
                found.push(
                    file.finding(at + 1, format!("names `{path}`, a path of one machine; write it from the root of the house")),
                );
            }
        }
    }
    found
}

/// Whole pages on a few lines cannot be read, nor a change of them reviewed.
pub fn templates(house: &House) -> Vec<Finding> {
    let mut found = Vec::new();
    for file in house.files.iter().filter(|file| file.path.starts_with("src/") && file.path.ends_with(".html")) {
        for (at, columns) in file.text.lines().map(|line| line.chars().count()).enumerate() {
            if columns > TEMPLATE_COLUMNS_MAX {
                let what = format!(
                    "{columns} characters, {TEMPLATE_COLUMNS_MAX} are allowed; break it, or make a macro of what it repeats"
                );
                found.push(file.finding(at + 1, what));
            }
        }
    }
    found
}

/// A path that goes on behind a name, as in `home/…`, is not absolute.
fn is_absolute(before: &str) -> bool {
    !before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '~' | '}'))
}
