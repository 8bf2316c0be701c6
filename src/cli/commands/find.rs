//! `precedent search` and `precedent similar`

use crate::case::WORKAROUND_HEADINGS;
use crate::cli::args;
use crate::cli::context::{Context, print, print_json};
use crate::cli::input::read_text;
use crate::desk::ConsultRequest;
use crate::index::{Match, SearchHit, SimilarQuery, Snippet};
use crate::people::Actor;
use crate::sla::Calendar;
use crate::view::{ConsultationView, SearchView};
use crate::words::Vocabulary;
use std::io::IsTerminal;
use std::path::Path;

/// Characters of a solution shown in a terminal; the case has the rest.
const SOLUTION_CHARS: usize = 300;

pub fn search(context: &Context, args: &args::SearchArgs) -> anyhow::Result<()> {
    let words = args.words.join(" ");
    let found = context.with_desk(|desk| {
        let found = desk.search(&Actor::Operator, &words, Vec::new(), 0, args.limit)?;
        if found.hits.is_empty() {
            desk.note_zero_results(&Actor::Operator, &words, context.now())?;
        }
        Ok(found)
    })?;
    if args.json {
        let next = (found.total > found.hits.len()).then_some(found.hits.len());
        return print_json(SearchView::of(&found, next));
    }
    if let Some(meant) = &found.did_you_mean {
        eprintln!("did you mean: {meant}");
    }
    if found.phrase_missing {
        eprintln!("nothing has the words in quotes as they stand; these have them apart");
    }
    if words.trim().is_empty() {
        eprintln!("nothing was asked; name a few words, an error code or a number");
        return Ok(());
    }
    if found.hits.is_empty() {
        eprintln!("nothing found for: {words}");
        eprintln!("hint: try fewer or other words, an error code, or describe it whole: precedent similar --title \"…\"");
        return Ok(());
    }
    for hit in &found.hits {
        print(&result(hit))?;
    }
    let more = if found.more { "at least " } else { "" };
    eprintln!("{} of {more}{} found", found.hits.len(), found.total);
    Ok(())
}

fn result(hit: &SearchHit) -> String {
    let stored = &hit.stored;
    let mut lines = vec![format!("{}  {}", stored.number, marked(&hit.title))];
    let mut facts: Vec<String> = vec![stored.status.to_string()];
    facts.extend([stored.product.clone(), stored.component.clone()].into_iter().flatten());
    facts.extend((hit.family_size > 1).then(|| format!("{} more like it", hit.family_size - 1)));
    facts.extend((hit.reused > 0).then(|| format!("reused {}×", hit.reused)));
    lines.push(format!("    {}", facts.join(" · ")));
    lines.push(format!("    {}", marked(&hit.snippet)));
    lines.extend(solution(&stored.resolution, stored.workaround.as_deref()));
    lines.join("\n") + "\n"
}

fn marked(snippet: &Snippet) -> String {
    if !std::io::stdout().is_terminal() {
        return one_line(&snippet.text);
    }
    let mut out = String::new();
    for (i, c) in snippet.text.chars().enumerate() {
        if snippet.marks.iter().any(|(start, _)| *start == i) {
            out.push_str("\x1b[1m");
        }
        out.push(c);
        if snippet.marks.iter().any(|(_, end)| *end == i + 1) {
            out.push_str("\x1b[0m");
        }
    }
    out
}

/// What fixed it, and apart from it what helps until then.
fn solution(resolution: &str, workaround: Option<&str>) -> Vec<String> {
    let fix = WORKAROUND_HEADINGS.iter().find_map(|h| resolution.find(h)).map_or(resolution, |at| &resolution[..at]);
    let fix = Some(one_line(fix)).filter(|text| !text.is_empty()).map(|text| format!("    → {text}"));
    fix.into_iter().chain(workaround.map(|text| format!("    ~ workaround: {}", one_line(text)))).collect()
}

fn one_line(text: &str) -> String {
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match flat.char_indices().nth(SOLUTION_CHARS) {
        Some((end, _)) => format!("{}…", &flat[..end]),
        None => flat,
    }
}

pub fn similar(context: &Context, args: &args::SimilarArgs) -> anyhow::Result<()> {
    let text = match (&args.file, &args.title) {
        (Some(file), _) => read_text(file)?,
        // A title alone is a question; only without one is standard input waited for.
        (None, Some(_)) => String::new(),
        (None, None) => read_text(Path::new("-"))?,
    };
    let (title, body) = match &args.title {
        Some(title) => (title.clone(), text),
        None => {
            let (first, rest) = text.trim_start().split_once('\n').unwrap_or((text.trim(), ""));
            (first.to_string(), rest.to_string())
        }
    };
    let question = SimilarQuery { title, body, ..SimilarQuery::default() };
    let request = ConsultRequest { question, limit: args.limit, body: serde_json::Value::Null };
    let (consultation, calendar) = context
        .with_desk(|desk| Ok((desk.consult(&Actor::Operator, request, context.now())?, desk.settings().calendar.clone())))?;
    if args.json {
        return print_json(ConsultationView::of(&consultation, &[]));
    }
    if consultation.similar.matches.is_empty() {
        eprintln!("nothing like it among {} cases and tickets", consultation.similar.searched);
    }
    if consultation.similar.fits_poorly() {
        eprintln!("nothing fits well; these are only a little like it");
    }
    for m in &consultation.similar.matches {
        print(&row(m, &calendar))?;
    }
    Ok(())
}

fn row(m: &Match, calendar: &Calendar) -> String {
    let mut lines = vec![format!("{}  [{}] {}", m.number, m.band, m.title)];
    lines.extend(solution(m.resolution.as_deref().unwrap_or_default(), m.workaround.as_deref()));
    for reason in &m.reasons {
        lines.push(format!("    = {}: {}", reason.kind.word().replace('_', " "), reason.text));
    }
    for (kind, difference) in &m.differs {
        lines.push(format!("    ≠ {}: {}", kind.word(), difference));
    }
    let mut facts = vec![m.status.to_string()];
    facts.extend((m.family_size > 1).then(|| format!("{} more like it", m.family_size - 1)));
    facts.extend((m.reused > 0).then(|| format!("reused {}×", m.reused)));
    facts.extend(m.solved_at.map(|t| format!("solved {}", calendar.local_day(t))));
    lines.push(format!("    {}", facts.join(" · ")));
    lines.join("\n") + "\n"
}
