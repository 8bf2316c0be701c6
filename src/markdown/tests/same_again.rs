//! Any text goes into a case's file and comes back the same, and any text is rendered.

use super::as_written::shown;
use crate::case::{Case, Masker, Part, Parts, closed, from_ticket};
use crate::markdown::file::{TextFormat, read_parts, write_parts};
use crate::markdown::{Renderer, first_step, from_outside, normalise, plain_text, read_case, write_case};
use crate::ticket::tests::story::{Story, report};
use crate::ticket::*;
use crate::words::Locale;
use proptest::prelude::*;

fn again(parts: &Parts) -> Parts {
    read_parts(&write_parts(parts, Locale::Zh), TextFormat::CommonMark).unwrap()
}

/// Texts of the signs that Markdown, HTML and our own stand-ins are made of.
fn signs() -> impl Strategy<Value = String> {
    let pieces = [
        "\n",
        "\n\n",
        " ",
        "  ",
        "    ",
        "\t",
        "#",
        "## ",
        "# ",
        "- ",
        "+ ",
        "* ",
        "1. ",
        "2) ",
        "> ",
        ">>> ",
        "*",
        "**",
        "***",
        "_",
        "__",
        "~",
        "~~",
        "`",
        "``",
        "```",
        "~~~",
        "```sh\n",
        "<",
        ">",
        "<b>",
        "</b>",
        "<!--",
        "-->",
        "<pre>",
        "&",
        "&amp;",
        "\\",
        "\\\\",
        "\\\n",
        "[",
        "]",
        "[x](http://y.z)",
        "![a](http://b/c)",
        "](",
        "[^1]",
        "[^1]: ",
        "[a]: ",
        "|",
        "|---|",
        "| a |",
        "---",
        "===",
        "***",
        "x",
        "中",
        "王*",
        "：",
        "，",
        "。",
        "http://a.b/c_d*e",
        "www.x.y",
        "## Issue",
        "## 根因",
        " ##",
        " #",
        "````prose\n",
        "\u{fdd0}",
        "\u{fde0}",
        "\u{3000}",
        "\u{200b}",
        "\r",
        "5.7",
        "_a_",
        "a_b",
    ];
    proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 0..14).prop_map(|pieces| pieces.concat())
}

/// Texts of the tags that bodies of mails and tickets are made of, closed or not.
fn html() -> impl Strategy<Value = String> {
    let pieces = [
        "<p>",
        "</p>",
        "<div>",
        "</div>",
        "<br>",
        "<b>",
        "</b>",
        "<strong>",
        "</strong>",
        "<code>",
        "</code>",
        "<pre>",
        "</pre>",
        "<a href='http://x.y/(z)'>",
        "<a>",
        "</a>",
        "<ul>",
        "</ul>",
        "<ol start=7>",
        "</ol>",
        "<li>",
        "</li>",
        "<table>",
        "</table>",
        "<tr>",
        "</tr>",
        "<td>",
        "</td>",
        "<th>",
        "<blockquote>",
        "</blockquote>",
        "<h1>",
        "</h1>",
        "<img src='http://x/y.png' alt='图'>",
        "<img src=cid:1>",
        "<hr>",
        "<!-- x -->",
        "&lt;",
        "&amp;",
        "&nbsp;",
        "x",
        "中文",
        " ",
        "\n",
        "**",
        "`",
        "[",
        "]",
        "é",
        "<script>",
        "</script>",
        "<style>",
        "</style>",
        "<input type=checkbox>",
    ];
    proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 0..20)
        .prop_map(|pieces| format!("<p>{}</p>", pieces.concat()))
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![signs(), "\\PC{0,60}", ".{0,60}", "[ -~\\n]{0,80}", "(\\PC{0,8}\n){0,5}"]
}

fn cases() -> u32 {
    if std::env::var_os("PRECEDENT_THOROUGH").is_some() { 10_000 } else { 600 }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases()))]

    #[test]
    fn any_text_survives_its_file(a in text(), b in text()) {
        let parts = normalise(&Parts { issue: a, resolution: b.clone(), feedback: b, ..Parts::default() });
        prop_assert_eq!(again(&parts), parts);
    }

    #[test]
    fn any_html_becomes_text(a in html()) {
        let read = from_outside(&a).into_owned();
        // Nothing that was to be read is lost, but for what stands in scripts and style sheets.
        if !a.contains("<s") {
            let letters = |text: &str| text.matches('文').count();
            prop_assert!(letters(&read) >= letters(&a), "{} → {}", a, read);
        }
        Renderer::default().html(&read);
    }

    #[test]
    fn any_text_is_rendered_and_excerpted(a in text()) {
        let html = Renderer::default().html(&a);
        plain_text(&a);
        first_step(&a, 60);
        from_outside(&a);
        // No stand-in is left, and every letter and digit is there.
        prop_assert!(!html.chars().any(|c| ('\u{fdd0}'..='\u{fdef}').contains(&c)), "{}", html);
        let letters = |text: &str| text.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).collect::<String>();
        prop_assert_eq!(letters(&shown(&html)), letters(&a));
    }
}

/// The case of a ticket that was registered and resolved with these texts.
fn case_of(description: &str, steps: &str, error: &str, resolution: &str) -> Case {
    let mut story = Story::new();
    let particulars = Particulars::Fault { steps: Some(steps.into()), error: Some(error.into()) };
    let number = story.register(Report { particulars, description: description.into(), ..report(false) });
    let resolution = Resolution { text: resolution.into(), cause: None, workaround: Some(steps.into()), tested_with: "x".into() };
    let closed = TicketEvent::Closed { how: ClosedHow::Confirmed, outcome: Outcome::Solved, known: false };
    let senior = story.named("senior");
    story.write(number, &senior, vec![TicketEvent::Resolved { resolution }, closed]);
    from_ticket(story.of(number), None, &[], None).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(cases() / 10))]

    /// What is registered and resolved stands in the case, and the case is rebuilt from its file.
    #[test]
    fn any_registered_text_survives_case_and_file(a in text(), b in text(), c in text(), d in text()) {
        let mut case = case_of(&a, &b, &c, &d);
        case.parts = normalise(&case.parts);
        let masker = Masker::new(&report(false).contact, &[]);
        let kept = |text: &str| normalise(&Parts { issue: masker.text(&closed(text)), ..Parts::default() }).issue;
        prop_assert!(case.parts.issue.starts_with(&kept(&a)), "{:?} in {:?}", a, case.parts.issue);
        prop_assert!(case.parts.resolution.starts_with(&kept(&d)), "{:?} in {:?}", d, case.parts.resolution);
        prop_assert_eq!(read_case(&write_case(&case, 0)).unwrap().case, case);
    }
}

#[test]
fn ordinary_texts_stand_in_the_file_as_any_host_shows_them() {
    let written = |text: &str| write_parts(&Parts { resolution: text.into(), ..Parts::default() }, Locale::En);
    for (text, part) in [
        ("plain words", "plain words"),
        ("in <module>", "in \\<module>"),
        ("\\\\fs01\\share", "\\\\\\fs01\\share"),
        ("1、a\n2、b", "1、a\\\n2、b"),
        ("**注意：**先", "**注意：**先"),
        ("max_poll_interval __init__", "max_poll_interval \\_\\_init\\_\\_"),
        ("王*与李*", "王\\*与李\\*"),
        ("## Fix\n\n- a\n- b", "## Fix ##\n\n- a\n- b"),
        ("## C ##", "## C ## ##"),
        ("电话 139****5678", "电话 139****5678"),
        ("`a\\b` <x>", "`a\\b` \\<x>"),
        ("```\na\\*b\n```", "```\na\\*b\n```"),
    ] {
        assert!(written(text).contains(part), "{text} → {}", written(text));
    }
    let row = "| ps \\| grep x | 管道 |\n|---|---|\n| a | b |";
    assert!(written(row).contains("ps \\| grep"), "{}", written(row));
    // What leaves a fence open stands in one of its own, and the next part is still found.
    let open = Parts { issue: "```\nnever closed".into(), cause: "x".into(), ..Parts::default() };
    assert!(write_parts(&open, Locale::En).contains("````prose\n```\nnever closed\n````"));
    assert_eq!(again(&open), open);
    assert!(Part::ALL.iter().all(|part| again(&open).text(*part) == open.text(*part)));
}
