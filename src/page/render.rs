//! The template engine. Strict: rendering a value that is missing is an error.

use super::messages::catalogue::{message, messages};
use crate::digest;
use crate::markdown::escape_char;
use crate::words::Locale;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Kwargs, Serde};
use minijinja::{AutoEscape, Environment, Error, ErrorKind, UndefinedBehavior, Value};
use serde::Serialize;
use std::sync::LazyLock;

/// Every page there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Template {
    /// The search box with its results.
    Home,
    /// A case.
    Case,
    /// The form that revises a case.
    Edit,
    /// What each revision of a case changed.
    Revisions,
    /// The form of a new report.
    Report,
    /// The list of tickets.
    Queue,
    /// A ticket.
    Ticket,
    /// Signing in.
    SignIn,
    /// An error, or another short answer.
    Message,
    /// A report that ended with a case.
    Deflected,
    /// What is known about a report that is being written; a fragment.
    Suggestions,
    /// People and tokens.
    People,
    /// Duty and workload.
    Duty,
    /// What the desk promises.
    Policy,
    /// Bursts and incidents.
    Bursts,
    /// How good suggestions are.
    Quality,
    /// One form about one ticket.
    Form,
    /// The rows of a form.
    Forms,
    /// Figures.
    Measures,
    /// The notices of a reader.
    Notices,
    /// Results of a search; a fragment.
    Results,
    /// The next steps on a ticket; a fragment.
    Steps,
    /// The state of a ticket and what happened; a fragment.
    Timeline,
    /// The front page of the exported site.
    SiteHome,
    /// A list of cases of the exported site.
    SiteList,
    /// A list of lists of the exported site.
    SiteIndex,
    /// A case as a row of the exported site; a fragment.
    SiteRow,
    /// A case of the exported site.
    SiteCase,
}

/// Names and sources; included parts and the macros of components among them.
const SOURCES: &[(&str, &str)] = &[
    ("components/buttons", include_str!("templates/components/buttons.html")),
    ("components/fields", include_str!("templates/components/fields.html")),
    ("components/links", include_str!("templates/components/links.html")),
    ("components/pieces", include_str!("templates/components/pieces.html")),
    ("components/site", include_str!("templates/components/site.html")),
    ("components/tables", include_str!("templates/components/tables.html")),
    ("layout", include_str!("templates/frame/layout.html")),
    ("home", include_str!("templates/archive/home.html")),
    ("results", include_str!("templates/archive/results.html")),
    ("case", include_str!("templates/archive/case.html")),
    ("edit", include_str!("templates/archive/edit.html")),
    ("revisions", include_str!("templates/archive/revisions.html")),
    ("report", include_str!("templates/tickets/report.html")),
    ("suggestions", include_str!("templates/tickets/suggestions.html")),
    ("queue", include_str!("templates/tickets/queue.html")),
    ("ticket", include_str!("templates/tickets/ticket.html")),
    ("form", include_str!("templates/tickets/form.html")),
    ("forms", include_str!("templates/tickets/forms.html")),
    ("forms_links", include_str!("templates/tickets/forms_links.html")),
    ("measures", include_str!("templates/running/measures.html")),
    ("notices", include_str!("templates/running/notices.html")),
    ("steps", include_str!("templates/tickets/steps.html")),
    ("deflected", include_str!("templates/tickets/deflected.html")),
    ("now", include_str!("templates/frame/now.html")),
    ("timeline", include_str!("templates/tickets/timeline.html")),
    ("files", include_str!("templates/tickets/files.html")),
    ("unread", include_str!("templates/frame/unread.html")),
    ("people", include_str!("templates/running/people.html")),
    ("duty", include_str!("templates/running/duty.html")),
    ("policy", include_str!("templates/running/policy.html")),
    ("bursts", include_str!("templates/running/bursts.html")),
    ("quality", include_str!("templates/running/quality.html")),
    ("sign_in", include_str!("templates/frame/sign_in.html")),
    ("message", include_str!("templates/frame/message.html")),
    ("site_layout", include_str!("templates/site/layout.html")),
    ("site_home", include_str!("templates/site/home.html")),
    ("site_list", include_str!("templates/site/list.html")),
    ("site_index", include_str!("templates/site/index.html")),
    ("site_row", include_str!("templates/site/row.html")),
    ("site_case", include_str!("templates/site/case.html")),
];

impl Template {
    fn name(self) -> &'static str {
        match self {
            Template::Home => "home",
            Template::Case => "case",
            Template::Edit => "edit",
            Template::Revisions => "revisions",
            Template::Report => "report",
            Template::Queue => "queue",
            Template::Ticket => "ticket",
            Template::SignIn => "sign_in",
            Template::Message => "message",
            Template::Deflected => "deflected",
            Template::Form => "form",
            Template::Forms => "forms",
            Template::Measures => "measures",
            Template::Notices => "notices",
            Template::Suggestions => "suggestions",
            Template::People => "people",
            Template::Duty => "duty",
            Template::Policy => "policy",
            Template::Bursts => "bursts",
            Template::Quality => "quality",
            Template::Results => "results",
            Template::Steps => "steps",
            Template::Timeline => "timeline",
            Template::SiteHome => "site_home",
            Template::SiteList => "site_list",
            Template::SiteIndex => "site_index",
            Template::SiteRow => "site_row",
            Template::SiteCase => "site_case",
        }
    }
}

static PAGES: LazyLock<Result<Environment<'static>, String>> = LazyLock::new(|| {
    let mut pages = Environment::new();
    // A tag on a line of its own leaves no line behind.
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build().map_err(|e| format!("{e:#}"))?;
    pages.set_syntax(syntax);
    pages.set_undefined_behavior(UndefinedBehavior::Strict);
    pages.set_auto_escape_callback(|_| AutoEscape::Html);
    // The library would write a slash as `&#x2f;`, which makes every address unreadable and protects nothing in quotes.
    pages.set_formatter(|out, state, value| match (state.auto_escape(), value.as_str()) {
        (AutoEscape::Html, Some(text)) if !value.is_safe() => {
            let mut escaped = String::with_capacity(text.len());
            text.chars().for_each(|c| escape_char(&mut escaped, c));
            Ok(out.write_str(&escaped)?)
        }
        _ => minijinja::escape_formatter(out, state, value),
    });
    pages.add_function("t", |tag: &str, key: &str| -> Result<String, Error> {
        let locale = Locale::of_tag(tag).ok_or_else(|| Error::new(ErrorKind::InvalidOperation, "no such language"))?;
        Ok(message(locale, key).to_string())
    });
    // The opening tag of a form that changes something, with its token, so that one sent twice is one request.
    pages.add_function("post", |once: &str, action: &str, more: Kwargs| -> Result<Value, Error> {
        let mut form = String::from("<form method=\"post\"");
        let mut add = |name: &str, value: &str| {
            form.push_str(&format!(" {name}=\""));
            value.chars().for_each(|c| escape_char(&mut form, c));
            form.push('"');
        };
        add("action", action);
        for name in ["class", "id", "enctype"] {
            if let Some(value) = more.get::<Option<&str>>(name)? {
                add(name, value);
            }
        }
        more.assert_all_used()?;
        form.push_str("><input type=\"hidden\" name=\"token\" value=\"");
        once.chars().for_each(|c| escape_char(&mut form, c));
        Ok(Value::from_safe_string(form + "\">"))
    });
    // Marked text: pairs of character offsets become <mark>; everything else is escaped.
    pages.add_filter("marked", |snippet: Value| -> Result<Value, Error> {
        let text = snippet.get_attr("text")?.to_string();
        let marks = snippet.get_attr("marks")?;
        let mut edges: Vec<(usize, usize)> = Vec::new();
        for pair in marks.try_iter()? {
            let at = |i| pair.get_item_by_index(i).ok().and_then(|v| usize::try_from(v).ok()).unwrap_or(0);
            edges.push((at(0), at(1)));
        }
        Ok(Value::from_safe_string(with_marks(&text, &edges)))
    });
    for (name, source) in SOURCES {
        pages.add_template(name, source).map_err(|e| format!("{name}: {e:#}"))?;
    }
    Ok(pages)
});

fn with_marks(text: &str, marks: &[(usize, usize)]) -> String {
    let mut out = String::with_capacity(text.len() + marks.len() * 13);
    let chars: Vec<char> = text.chars().collect();
    for (i, &c) in chars.iter().enumerate() {
        if marks.iter().any(|(start, _)| *start == i) {
            out.push_str("<mark>");
        }
        escape_char(&mut out, c);
        if marks.iter().any(|(_, end)| *end == i + 1) {
            out.push_str("</mark>");
        }
    }
    out
}

/// A page's HTML, or why its template does not fit its values.
///
/// # Errors
/// What the template engine says.
pub fn render(template: Template, values: impl Serialize) -> Result<String, String> {
    let pages = PAGES.as_ref().map_err(Clone::clone)?;
    let found = pages.get_template(template.name()).map_err(|e| format!("{e:#}"))?;
    found.render(Value::from(Serde(values))).map_err(|e| format!("{}: {e:#}", template.name()))
}

/// Changes whenever a page could come out otherwise for the same values.
pub fn fingerprint() -> &'static str {
    static PRINT: LazyLock<String> = LazyLock::new(|| {
        let sources = SOURCES.iter().map(|(_, source)| *source);
        let messages = messages().flat_map(|(key, zh, en)| [*key, *zh, *en]);
        digest::hex(sources.chain(messages).collect::<Vec<_>>().join("\u{0}").as_bytes())
    });
    &PRINT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_set_and_everything_else_is_escaped() {
        assert_eq!(with_marks("a<b>连接", &[(4, 6)]), "a&lt;b&gt;<mark>连接</mark>");
        assert_eq!(with_marks("/api/**/export", &[(1, 4)]), "/<mark>api</mark>/**/export");
    }

    #[test]
    fn every_template_parses_and_every_message_it_names_exists() {
        assert!(PAGES.is_ok(), "{:?}", PAGES.as_ref().err());
        for (name, source) in SOURCES {
            for rest in source.split("t(lang, \"").skip(1) {
                let key = rest.split('"').next().unwrap_or_default();
                assert!(messages().any(|(known, ..)| *known == key), "{name}: no message {key}");
            }
        }
    }
}
