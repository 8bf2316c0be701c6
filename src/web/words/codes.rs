//! Codes in the reader's language: the vocabulary's Chinese word, or the code itself made readable.

use crate::page::{known, message};
use crate::reason::Said;
use crate::ticket::*;
use crate::words::{Locale, Vocabulary};
use serde_json::Value;

pub fn word<T: Vocabulary>(tongue: Locale, value: T) -> String {
    match tongue {
        Locale::Zh => value.zh().to_string(),
        Locale::En => value.word().replace('_', " "),
    }
}

/// The same for a code inside a JSON shape; "–" where it is null.
pub fn word_in<T: Vocabulary>(tongue: Locale, shape: &Value, field: &str) -> String {
    let parsed = shape[field].as_str().and_then(|text| T::parse(text).ok());
    parsed.map_or_else(|| "–".to_string(), |value| word(tongue, value))
}

/// What a form of a step is for, as its button says it.
pub fn step(tongue: Locale, verb: &str) -> String {
    let form = known(tongue, &format!("form.{verb}")).map(str::to_string);
    form.or_else(|| Step::parse(verb).ok().map(|step| step.said(tongue))).unwrap_or_else(|| verb.to_string())
}

/// What happened, as a line of the timeline says it.
pub fn event(tongue: Locale, name: &str) -> String {
    said(tongue, "event", name)
}

/// A field's label.
pub fn label(tongue: Locale, field: &str) -> String {
    said(tongue, "field", field)
}

/// A field's label in one step's form, where it means something more definite there.
pub fn label_in(tongue: Locale, verb: &str, field: &str) -> String {
    known(tongue, &format!("field.{verb}.{field}")).map_or_else(|| label(tongue, field), str::to_string)
}

/// A message with its holes filled, in their order.
pub fn filled(tongue: Locale, key: &str, holes: &[&str]) -> String {
    let mut told = String::new();
    let mut holes = holes.iter();
    for (i, literal) in message(tongue, key).split("{}").enumerate() {
        if i > 0 {
            told.push_str(holes.next().copied().unwrap_or_default());
        }
        told.push_str(literal);
    }
    told
}

/// The message of an area if it has one, else the name made readable.
pub fn said(tongue: Locale, area: &str, name: &str) -> String {
    known(tongue, &format!("{area}.{name}")).map_or_else(|| name.replace(['_', '-'], " "), str::to_string)
}

/// A choice of a form in the reader's language: the vocabulary whose words these are knows how it is said.
pub fn choice(tongue: Locale, offered: &[&str], chosen: &str) -> String {
    fn of<T: Vocabulary>(tongue: Locale, offered: &[&str], chosen: &str) -> Option<String> {
        let parsed = (T::WORDS == offered).then(|| T::parse(chosen).ok()).flatten();
        parsed.map(|value| word(tongue, value))
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
    match of::<Priority>(tongue, offered, chosen) {
        // P0 to P3 are said by their letter in both languages.
        Some(said) if tongue == Locale::Zh => format!("{chosen} {said}"),
        Some(_) => {
            known(tongue, &format!("priority.{chosen}")).map_or_else(|| chosen.to_string(), |said| format!("{chosen} {said}"))
        }
        _ => vocabularies.iter().find_map(|of| of(tongue, offered, chosen)).unwrap_or_else(|| chosen.to_string()),
    }
}

/// A requirement's priority with its meaning; "–" before it is settled.
pub fn priority(tongue: Locale, code: &Value) -> String {
    code.as_str().map_or_else(|| "–".to_string(), |code| choice(tongue, Priority::WORDS, code))
}
