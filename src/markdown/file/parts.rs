//! The parts of a case as level-2 headings in the case's language.

use super::commonmark::{Heading, from_commonmark, headings, to_commonmark};
use crate::case::{Part, Parts};
use crate::reason::Said;
use crate::words::{Locale, Vocabulary};

/// How the parts stand in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextFormat {
    /// Files without a format: texts stand as they are, and every heading of level 1 or 2 names a part.
    Bare,
    /// `format: 2`: texts are CommonMark; their own headings of levels 1 and 2 are closed (`## Fix ##`), all others name a part.
    CommonMark,
}

impl TextFormat {
    /// The number in the front matter of what is written today.
    pub const NEWEST: u32 = 2;

    /// The format of a number; `None` if it is not known.
    pub fn of(number: Option<u32>) -> Option<TextFormat> {
        match number {
            None | Some(1) => Some(TextFormat::Bare),
            Some(TextFormat::NEWEST) => Some(TextFormat::CommonMark),
            Some(_) => None,
        }
    }
}

/// The body of a case file; empty parts are left out.
pub fn write(parts: &Parts, language: Locale) -> String {
    let mut out = String::new();
    for part in Part::ALL {
        let text = parts.text(*part);
        if !text.is_empty() {
            let text = to_commonmark(text);
            out.push_str(&format!("\n## {}\n\n{text}\n", part.said(language)));
        }
    }
    out
}

/// The part that a heading names, in either language.
fn part_named(words: &str) -> Option<Part> {
    let name = words.trim();
    Part::ALL.iter().copied().find(|part| name == part.zh() || name.eq_ignore_ascii_case(&part.said(Locale::En)))
}

/// Reads the body of a case file.
///
/// # Errors
///
/// The heading that is no part, or that occurs twice.
pub fn read(body: &str, format: TextFormat) -> Result<Parts, String> {
    let mut parts = Parts::default();
    // A text's own headings are closed: `## Fix ##`. So a part whose name somebody mistyped is noticed.
    let is_own = |heading: &Heading| format == TextFormat::Bare || !heading.is_closed;
    let found: Vec<Heading> = headings(body).into_iter().filter(is_own).collect();
    let text = |written: &str| match format {
        TextFormat::Bare => written.trim().to_string(),
        TextFormat::CommonMark => from_commonmark(written.trim()),
    };
    let preface_end = found.first().map_or(body.len(), |heading| heading.place.start);
    if !body[..preface_end].trim().is_empty() {
        parts.issue = text(&body[..preface_end]);
    }
    for (i, heading) in found.iter().enumerate() {
        let end = found.get(i + 1).map_or(body.len(), |next| next.place.start);
        let name = heading.words.trim();
        let part = part_named(name).ok_or_else(|| name.to_string())?;
        let slot = parts.text_mut(part);
        if !slot.is_empty() {
            return Err(format!("{name} (twice)"));
        }
        *slot = text(&body[heading.place.end..end]);
    }
    Ok(parts)
}

/// Line ends become LF, and white space around a text goes; nothing else is changed.
pub fn normalise(parts: &Parts) -> Parts {
    parts.map(|text| text.replace("\r\n", "\n").replace(['\r', '\0'], "\n").trim().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_inside_code_are_code() {
        for format in [TextFormat::Bare, TextFormat::CommonMark] {
            let body = "\n## Issue\n\n```sh\n## Cause\n```\n\n## Resolution\n\ndone\n";
            let parts = read(body, format).unwrap();
            assert!(parts.issue.contains("## Cause"));
            assert_eq!(parts.resolution, "done");
        }
    }

    #[test]
    fn a_strange_heading_is_named_where_every_heading_is_the_files_own() {
        assert_eq!(read("## Wat\n\nx", TextFormat::Bare).unwrap_err(), "Wat");
        assert_eq!(read("## Wat\n\nx", TextFormat::CommonMark).unwrap_err(), "Wat");
        assert_eq!(read("## Wat ##\n\nx", TextFormat::CommonMark).unwrap().issue, "## Wat\n\nx");
        for format in [TextFormat::Bare, TextFormat::CommonMark] {
            assert_eq!(read("## Issue\n\nx\n\n## 问题描述\n\ny", format).unwrap_err(), "问题描述 (twice)");
        }
    }

    #[test]
    fn headings_of_a_text_stay_its_own() {
        let parts =
            Parts { issue: "big files".into(), resolution: "## Fix\n\nRaise it.\n\n## Cause\n\nx".into(), ..Parts::default() };
        let body = write(&parts, Locale::En);
        assert!(body.contains("\n## Fix ##\n") && body.contains("\n## Cause ##\n"), "{body}");
        assert_eq!(read(&body, TextFormat::CommonMark).unwrap(), parts);
    }
}
