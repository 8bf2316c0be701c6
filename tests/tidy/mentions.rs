//! Mentions: a file that a comment or a document names by its path is there.

use crate::house::{File, Finding, House};

/// What is named by a path: sources and documents.
const ENDINGS: &[&str] = &[".rs", ".md"];

/// Cases are texts of their own, about other people's files.
const LEFT_OUT: &[&str] = &["content/"];

/// Paths in backticks and documents under `docs/`, in comments of Rust files and in Markdown, name files that exist.
pub fn exist(house: &House) -> Vec<Finding> {
    let mut found = Vec::new();
    let read = |file: &&File| ENDINGS.iter().any(|end| file.path.ends_with(end)) && !starts_with_any(&file.path, LEFT_OUT);
    for file in house.files.iter().filter(read) {
        for (at, line) in file.text.lines().enumerate() {
            let is_text = file.path.ends_with(".md") || line.trim_start().starts_with("//");
            for path in paths(line).filter(|_| is_text).filter(|path| !is_there(house, path)) {
                found.push(file.finding(at + 1, format!("names `{path}`, and there is no such file; name the one that is meant")));
            }
        }
    }
    found
}

/// The paths with a folder in them that a line names.
fn paths(line: &str) -> impl Iterator<Item = &str> {
    let quoted = line.split('`').skip(1).step_by(2).filter(|path| !path.contains(char::is_whitespace));
    let ends = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '_'));
    let documents = line.split(ends).filter(|path| path.starts_with("docs/")).map(|path| path.trim_end_matches('.'));
    quoted.chain(documents).filter(|path| path.contains('/') && is_plain(path) && ENDINGS.iter().any(|end| path.ends_with(end)))
}

/// No pattern, no address, and no case of the archive, which begins with its year.
fn is_plain(path: &str) -> bool {
    path.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '-' | '_'))
        && !path.starts_with(|c: char| matches!(c, '/' | '.') || c.is_ascii_digit())
}

/// A path may begin at the root of the house, or at any folder: `index/mod.rs` is `src/index/mod.rs`.
fn is_there(house: &House, path: &str) -> bool {
    house.files.iter().any(|file| file.path.strip_suffix(path).is_some_and(|before| before.is_empty() || before.ends_with('/')))
}

fn starts_with_any(path: &str, starts: &[&str]) -> bool {
    starts.iter().any(|start| path.starts_with(start))
}
