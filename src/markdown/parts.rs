//! The KCS parts as level-2 headings, in the case's language.

use crate::case::{Language, Parts, fenced};
use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};

/// The seven headings in order, Chinese and English.
const HEADINGS: [(&str, &str); 7] = [
    ("问题描述", "Issue"),
    ("环境", "Environment"),
    ("分析过程", "Analysis"),
    ("根因", "Cause"),
    ("解决方案", "Resolution"),
    ("尝试过的办法", "Attempts"),
    ("客户反馈", "Feedback"),
];

fn slots(parts: &Parts) -> [&String; 7] {
    [&parts.issue, &parts.environment, &parts.analysis, &parts.cause, &parts.resolution, &parts.attempts, &parts.feedback]
}

fn slots_mut(parts: &mut Parts) -> [&mut String; 7] {
    [
        &mut parts.issue,
        &mut parts.environment,
        &mut parts.analysis,
        &mut parts.cause,
        &mut parts.resolution,
        &mut parts.attempts,
        &mut parts.feedback,
    ]
}

/// The body of a file; empty parts are left out.
pub fn write(parts: &Parts, language: Language) -> String {
    let mut out = String::new();
    for (text, (zh, en)) in slots(parts).into_iter().zip(HEADINGS) {
        if !text.is_empty() {
            let heading = if language == Language::Zh { zh } else { en };
            out.push_str(&format!("\n## {heading}\n\n{text}\n"));
        }
    }
    out
}

/// A level-1 or level-2 heading of the text: where its line starts, where what follows starts, and its words.
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

/// Reads the body of a file. `Err` carries the heading that is none of the parts, or that stands twice.
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
        let slot =
            HEADINGS.iter().position(|(zh, en)| name == *zh || name.eq_ignore_ascii_case(en)).ok_or_else(|| name.to_string())?;
        let slot = slots_mut(&mut parts).into_iter().nth(slot).ok_or_else(|| name.to_string())?;
        if !slot.is_empty() {
            return Err(format!("{name} (twice)"));
        }
        *slot = body[*text_start..end].trim().to_string();
    }
    Ok(parts)
}

/// Text people typed, made safe to stand in a part: line ends are LF, and where its own headings or an unclosed
/// fence would break the file's structure, it is put whole into a fence.
pub fn normalise(parts: &Parts) -> Parts {
    let mut safe = parts.clone();
    for slot in slots_mut(&mut safe) {
        let text = slot.replace("\r\n", "\n").replace(['\r', '\0'], "\n");
        let text = text.trim().to_string();
        *slot = if stands_alone(&text) { text } else { fenced(&text) };
    }
    safe
}

fn stands_alone(text: &str) -> bool {
    let alone = Parts { issue: text.to_string(), feedback: "x".into(), ..Parts::default() };
    read(&write(&alone, Language::En)).as_ref() == Ok(&alone)
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
        assert_eq!(read(&write(&safe, Language::Zh)).unwrap(), safe);
    }

    proptest! {
        /// Whatever is typed into any part, the file reads back as what was written.
        #[test]
        fn any_text_survives_the_file(a in "\\PC{0,60}|(# |## |```|~~~|<!--|<pre>|\n|- |\t|=|-|x| ){0,12}", b in "(\n|#|`|~|>|    |x|<script>|===|---){0,16}") {
            let parts = normalise(&Parts { issue: a, resolution: b.clone(), feedback: b, ..Parts::default() });
            prop_assert_eq!(read(&write(&parts, Language::Zh)).unwrap(), parts);
        }
    }
}
