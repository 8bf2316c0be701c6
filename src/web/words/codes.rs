//! Codes in the reader's language: the vocabulary's Chinese word, or the code itself made readable.

use crate::page::{known, message};
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

/// Who did something: a name, or the word for the desk's own program.
pub fn actor_word(locale: Locale, name: &str) -> String {
    if name == "system" { message(locale, "system").to_string() } else { name.to_string() }
}

/// A field's label.
pub fn label(locale: Locale, field: &str) -> String {
    said(locale, "field", field)
}

/// A field's label in one step's form, where it means something more definite there.
pub fn label_in(locale: Locale, verb: &str, field: &str) -> String {
    known(locale, &format!("field.{verb}.{field}")).map_or_else(|| label(locale, field), str::to_string)
}

/// A message with its holes filled, in their order.
pub fn filled(locale: Locale, key: &str, holes: &[&str]) -> String {
    let mut text = String::new();
    let mut holes = holes.iter();
    for (i, literal) in message(locale, key).split("{}").enumerate() {
        if i > 0 {
            text.push_str(holes.next().copied().unwrap_or_default());
        }
        text.push_str(literal);
    }
    text
}

/// The message of an area if it has one, else the name made readable.
pub fn said(locale: Locale, area: &str, name: &str) -> String {
    known(locale, &format!("{area}.{name}")).map_or_else(|| name.replace(['_', '-'], " "), str::to_string)
}

/// A choice of a form in the reader's language: the vocabulary whose words these are knows how it is said.
pub fn choice(locale: Locale, offered: &[&str], chosen: &str) -> String {
    fn of<T: Vocabulary>(locale: Locale, offered: &[&str], chosen: &str) -> Option<String> {
        let parsed = (T::WORDS == offered).then(|| T::parse(chosen).ok()).flatten();
        parsed.map(|value| word(locale, value))
    }
    let vocabularies = [
        of::<Severity>,
        of::<RequirementType>,
        of::<Approach>,
        of::<StepKind>,
        of::<WaitingFor>,
        of::<Satisfaction>,
        of::<Verdict>,
        of::<CustomerPriority>,
        of::<Kind>,
        of::<Team>,
    ];
    match of::<Priority>(locale, offered, chosen) {
        // P0 to P3 are said by their letter in both languages.
        Some(said) if locale == Locale::Zh => format!("{chosen} {said}"),
        Some(_) => {
            known(locale, &format!("priority.{chosen}")).map_or_else(|| chosen.to_string(), |said| format!("{chosen} {said}"))
        }
        _ => vocabularies.iter().find_map(|of| of(locale, offered, chosen)).unwrap_or_else(|| chosen.to_string()),
    }
}

/// A requirement's priority with its meaning; "–" before it is settled.
pub fn priority(locale: Locale, priority: Option<Priority>) -> String {
    priority.map_or_else(|| "–".to_string(), |priority| choice(locale, Priority::WORDS, priority.word()))
}
