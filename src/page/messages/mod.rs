//! Every message of the pages, in both languages: a file an area, a line a message.

mod burst;
mod case;
mod duty;
mod field;
mod forms;
mod measures;
mod mine;
mod mistake;
mod notices;
mod page;
mod people;
mod policy;
mod quality;
mod refusal;
mod search;
mod site;
mod step;
mod ticket;

pub use refusal::refusal;

use super::Tongue;

/// Key, Chinese, English.
pub type Message = (&'static str, &'static str, &'static str);

const AREAS: &[&[Message]] = &[
    burst::BURST,
    case::CASE,
    duty::DUTY,
    field::FIELD,
    forms::FORMS,
    measures::MEASURES,
    mine::MINE,
    notices::NOTICES,
    page::PAGE,
    people::PEOPLE,
    policy::POLICY,
    quality::QUALITY,
    search::SEARCH,
    site::SITE,
    step::STEP,
    ticket::TICKET,
];

/// All of them.
pub fn messages() -> impl Iterator<Item = &'static Message> {
    AREAS.iter().copied().flatten()
}

/// A message by its key, if there is one.
pub fn known(tongue: Tongue, key: &str) -> Option<&'static str> {
    let (_, zh, en) = messages().find(|(known, ..)| *known == key)?;
    Some(match tongue {
        Tongue::Zh => zh,
        Tongue::En => en,
    })
}

/// A message by its key; the key itself where there is none, which a test forbids.
pub fn message(tongue: Tongue, key: &str) -> &str {
    known(tongue, key).unwrap_or(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_stands_twice_and_none_is_empty() {
        for (i, (key, zh, en)) in messages().enumerate() {
            assert!(!zh.is_empty() && !en.is_empty(), "{key}");
            assert!(messages().take(i).all(|(other, ..)| other != key), "{key} twice");
        }
    }
}
