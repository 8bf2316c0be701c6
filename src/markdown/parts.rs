//! The parts of a case as level-2 headings in the case's language.

use crate::case::{Part, Parts, fenced};
use crate::reason::Said;
use crate::words::{Locale, Vocabulary};
use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

/// The body of a case file; empty parts are left out.
pub fn write(parts: &Parts, language: Locale) -> String {
    let mut out = String::new();
    for part in Part::ALL {
        let text = parts.text(*part);
        if !text.is_empty() {
            out.push_str(&format!("\n## {}\n\n{text}\n", part.said(language)));
        }
    }
    out
}

/// The level-1 and level-2 headings of a text: byte offset of the heading, byte offset after it, and its words.
fn headings(text: &str) -> Vec<(usize, usize, String)> {
    let mut found = Vec::new();
    let mut open: Option<(usize, String)> = None;
    for (event, range) in Parser::new(text).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level: HeadingLevel::H1 | HeadingLevel::H2, .. }) => {
                open = Some((range.start, String::new()))
            }
            Event::Text(words) | Event::Code(words) => {
                if let Some((_, title)) = &mut open {
                    title.push_str(&words);
                }
            }
            Event::End(TagEnd::Heading(HeadingLevel::H1 | HeadingLevel::H2)) => {
                if let Some((start, title)) = open.take() {
                    found.push((start, range.end, title));
                }
            }
            _ => {}
        }
    }
    found
}

/// Reads the body of a case file.
///
/// # Errors
///
/// The heading that is no part, or that occurs twice.
pub fn read(body: &str) -> Result<Parts, String> {
    let mut parts = Parts::default();
    let found = headings(body);
    let preface_end = found.first().map_or(body.len(), |(start, ..)| *start);
    if !body[..preface_end].trim().is_empty() {
        parts.issue = body[..preface_end].trim().to_string();
    }
    for (i, (_, text_start, title)) in found.iter().enumerate() {
        let end = found.get(i + 1).map_or(body.len(), |(start, ..)| *start);
        let name = title.trim();
        let is_named = |part: &&Part| name == part.zh() || name.eq_ignore_ascii_case(&part.said(Locale::En));
        let part = Part::ALL.iter().find(is_named).ok_or_else(|| name.to_string())?;
        let slot = parts.text_mut(*part);
        if !slot.is_empty() {
            return Err(format!("{name} (twice)"));
        }
        *slot = body[*text_start..end].trim().to_string();
    }
    Ok(parts)
}

/// Makes text that people typed safe to stand in a part: line ends become LF, and a text whose own headings or unclosed fence
/// would break the file's structure is put into a fence.
pub fn normalise(parts: &Parts) -> Parts {
    parts.map(|text| {
        let text = text.replace("\r\n", "\n").replace(['\r', '\0'], "\n");
        let text = text.trim().to_string();
        if stands_alone(&text) { text } else { fenced(&text) }
    })
}

/// Whether a text in a part reads back as the same text.
fn stands_alone(text: &str) -> bool {
    let alone = Parts { issue: text.to_string(), feedback: "x".into(), ..Parts::default() };
    read(&write(&alone, Locale::En)).as_ref() == Ok(&alone)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn headings_inside_code_are_code() {
        let body = "\n## Issue\n\n```sh\n## not a heading\n```\n\n## Resolution\n\ndone\n";
        let parts = read(body).unwrap();
        assert!(parts.issue.contains("## not a heading"));
        assert_eq!(parts.resolution, "done");
    }

    #[test]
    fn a_strange_heading_is_named() {
        assert_eq!(read("## Wat\n\nx").unwrap_err(), "Wat");
        assert_eq!(read("## Issue\n\nx\n\n## 问题描述\n\ny").unwrap_err(), "问题描述 (twice)");
    }

    #[test]
    fn what_would_break_the_file_is_fenced() {
        let parts = Parts { issue: "## Steps\n1. x\n```\nnever closed".into(), cause: "<!-- open".into(), ..Parts::default() };
        let safe = normalise(&parts);
        assert!(safe.issue.starts_with("````text\n## Steps"));
        assert_eq!(read(&write(&safe, Locale::Zh)).unwrap(), safe);
    }

    proptest! {
        /// Whatever is typed into any part, the file reads back as what was written.
        #[test]
        fn any_text_survives_the_file(a in "\\PC{0,60}|(# |## |```|~~~|<!--|<pre>|\n|- |\t|=|-|x| ){0,12}", b in "(\n|#|`|~|>|    |x|<script>|===|---){0,16}") {
            let parts = normalise(&Parts { issue: a, resolution: b.clone(), feedback: b, ..Parts::default() });
            prop_assert_eq!(read(&write(&parts, Locale::Zh)).unwrap(), parts);
        }
    }
}
