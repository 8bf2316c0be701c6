//! Reasons why a step is refused: each has its Chinese words, or a Chinese page would answer in English.

use crate::house::{Finding, House};
use crate::source::reads;

/// The table of the words, and where reasons are made.
const TABLE: &str = "src/page/messages/refusal.rs";
const MAKERS: &[&str] = &["src/ticket/", "src/desk/"];

/// How a reason begins.
const BEGINNINGS: &[&[&str]] = &[&["wrong", "("], &["message", ":"], &["message", "="], &["Forbidden", "("], &["WrongState", "("]];

pub fn translated(house: &House) -> Vec<Finding> {
    let Some(table) = house.files.iter().find(|file| file.path == TABLE) else { return Vec::new() };
    let mut found = Vec::new();
    for file in house.rust(&["src"]).filter(|file| MAKERS.iter().any(|maker| file.path.starts_with(maker))) {
        let code = file.code();
        for at in 0..code.len() {
            let Some(begun) = BEGINNINGS.iter().find(|texts| reads(&code, at, texts)) else { continue };
            let mut next = at + begun.len();
            if reads(&code, next, &["format", "!", "("]) {
                next += 3;
            }
            let Some(reason) = code.get(next).filter(|token| token.text.starts_with('"') && token.text.contains(' ')) else {
                continue;
            };
            if !table.text.contains(&bare(reason.text)) {
                found.push(file.finding(reason.line, format!("{} has no Chinese words in {TABLE}", reason.text)));
            }
        }
    }
    found
}

/// A format string with its holes as the table has them.
fn bare(literal: &str) -> String {
    let mut bare = String::new();
    let mut inside = false;
    for c in literal.chars() {
        match c {
            '{' => inside = true,
            '}' => {
                inside = false;
                bare.push_str("{}");
            }
            c if !inside => bare.push(c),
            _ => {}
        }
    }
    bare
}
