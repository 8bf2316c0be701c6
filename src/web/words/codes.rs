//! Codes in the reader's language: the vocabulary's Chinese word, or the code itself made readable.

use crate::page::{field_label, known, message};
use crate::protocol::request::Choices;
use crate::reason::Said;
use crate::ticket::*;
use crate::words::{Locale, Vocabulary};

pub fn word<T: Vocabulary>(locale: Locale, value: T) -> String {
    match locale {
        Locale::Zh => value.zh().to_string(),
        Locale::En => value.word().replace('_', " "),
    }
}

/// The same where there may be none: then "–".
pub fn word_or_dash<T: Vocabulary>(locale: Locale, value: Option<T>) -> String {
    value.map_or_else(|| "–".to_string(), |value| word(locale, value))
}

/// What a form of a step is for, as its button says it.
pub fn step(locale: Locale, verb: &str) -> String {
    let form = known(locale, &format!("form.{verb}")).map(str::to_string);
    form.or_else(|| Step::parse(verb).ok().map(|step| step.said(locale))).unwrap_or_else(|| verb.to_string())
}

/// What happened, as a line of the timeline says it.
pub fn event(locale: Locale, name: &str) -> String {
    said(locale, "event", name)
}

/// Who did something: a name, or the words for the desk's own program and for whoever works on its machine.
pub fn actor_word(locale: Locale, name: &str) -> String {
    known(locale, &format!("actor.{name}")).unwrap_or(name).to_string()
}

/// A field's label.
pub fn label(locale: Locale, field: &str) -> String {
    field_label(locale, field)
}

/// A field's label in one step's form, where it means something more definite there.
pub fn label_in(locale: Locale, verb: &str, field: &str) -> String {
    known(locale, &format!("field.{verb}.{field}")).map_or_else(|| label(locale, field), str::to_string)
}

/// A message with its holes filled, in their order. `[day|days]` is the first where the hole before it was filled with 1.
pub fn filled(locale: Locale, key: &str, holes: &[&str]) -> String {
    let (mut text, mut one, mut holes) = (String::new(), false, holes.iter());
    for (i, literal) in message(locale, key).split("{}").enumerate() {
        if i > 0 {
            let hole = holes.next().copied().unwrap_or_default();
            one = hole == "1";
            text.push_str(hole);
        }
        push_counted(&mut text, literal, one);
    }
    text
}

/// The literal text of a message, each of its `[one|many]` as it is said of one or of several.
fn push_counted(text: &mut String, literal: &str, one: bool) {
    let mut rest = literal;
    while let Some((before, choice, after)) = rest.split_once('[').and_then(|(before, more)| {
        let (choice, after) = more.split_once(']')?;
        Some((before, choice.split_once('|')?, after))
    }) {
        text.push_str(before);
        text.push_str(if one { choice.0 } else { choice.1 });
        rest = after;
    }
    text.push_str(rest);
}

/// The message of an area if it has one, else the name made readable.
pub fn said(locale: Locale, area: &str, name: &str) -> String {
    known(locale, &format!("{area}.{name}")).map_or_else(|| name.replace(['_', '-'], " "), str::to_string)
}

/// A choice of a form in the reader's language.
pub fn choice(locale: Locale, choices: Choices, chosen: &str) -> String {
    // P0 to P3 are said by their letter in both languages, with what it means behind it.
    if let Ok(priority) = Priority::parse(chosen) {
        let meaning = match locale {
            Locale::Zh => Some(priority.zh()),
            Locale::En => known(locale, &format!("priority.{chosen}")),
        };
        return meaning.map_or_else(|| chosen.to_string(), |meaning| format!("{chosen} {meaning}"));
    }
    choices.phrase(chosen).map_or_else(|| chosen.to_string(), |phrase| phrase.said(locale))
}

/// A requirement's priority with its meaning; "–" before it is settled.
pub fn priority(locale: Locale, priority: Option<Priority>) -> String {
    priority.map_or_else(|| "–".to_string(), |priority| choice(locale, Choices::of::<Priority>(), priority.word()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::request::{self, Field, FieldKind};

    fn paths(fields: &'static [Field], before: &str) -> Vec<String> {
        let of = |field: &'static Field| match field.kind {
            FieldKind::Object(inner) => paths(inner, &format!("{before}{}.", field.name)),
            FieldKind::List(inner) => paths(inner, &format!("{before}{}[2].", field.name)),
            _ => vec![format!("{before}{}", field.name)],
        };
        fields.iter().flat_map(of).collect()
    }

    /// Fields of addresses and of forms that are no table.
    const OTHERS: [&str; 15] = [
        "from",
        "to",
        "by",
        "baseline_from",
        "baseline_to",
        "mine",
        "yours",
        "cursor",
        "page",
        "file",
        "internal",
        "role",
        "roles",
        "tickets",
        "items",
    ];

    fn is_han(c: char) -> bool {
        ('\u{4e00}'..='\u{9fff}').contains(&c)
    }

    #[test]
    fn every_field_has_its_label_in_both_languages() {
        use request::*;
        let tables: [&'static [Field]; 14] = [
            REGISTER,
            CONSULT,
            DEFLECT,
            ATTACH_CONSULTATION,
            FEEDBACK,
            PERSON,
            CHANGE_PERSON,
            GROUPS,
            AWAY,
            SHIFT,
            TOKEN,
            POLICY,
            SEEN,
            REVISE,
        ];
        let named = tables.into_iter().chain(steps().map(|(_, fields)| fields)).flat_map(|fields| paths(fields, ""));
        let all: Vec<String> = named.chain(OTHERS.map(str::to_string)).collect();
        assert!(all.len() > 120, "{}", all.len());
        let unsaid: Vec<&String> = all.iter().filter(|path| !label(Locale::Zh, path).chars().any(is_han)).collect();
        assert_eq!(unsaid, Vec::<&String>::new());
        for path in &all {
            let said = label(Locale::En, path);
            assert!(!said.is_empty() && !said.contains(['_', '[', '.']) && !said.chars().any(is_han), "{path}: {said}");
        }
    }

    #[test]
    fn every_step_and_event_is_said_in_both_languages() {
        for step_word in Step::ALL {
            assert!(step(Locale::Zh, step_word.word()).chars().any(is_han), "{step_word}");
            assert!(!step(Locale::En, step_word.word()).contains('_'), "{step_word}");
        }
        for name in ["system", "operator", "visitor"] {
            assert_ne!(actor_word(Locale::Zh, name), name);
        }
        assert_eq!(actor_word(Locale::Zh, "王芳"), "王芳");
    }

    #[test]
    fn one_is_said_as_one() {
        let joined = |tickets, customers| filled(Locale::En, "bursts.joined", &[tickets, customers]);
        assert_eq!(joined("1", "1"), "1 ticket has joined, of 1 customer");
        assert_eq!(joined("2", "1"), "2 tickets have joined, of 1 customer");
        assert_eq!(filled(Locale::En, "policy.days", &["1"]), "1 working day");
        assert_eq!(filled(Locale::En, "policy.days", &["3"]), "3 working days");
        assert_eq!(filled(Locale::Zh, "bursts.joined", &["1", "2"]), "已并入 1 个工单，涉及客户 2 家");
        let counted = crate::page::message(Locale::En, "policy.good");
        assert!(counted.contains("[ticket|tickets]"));
    }
}
