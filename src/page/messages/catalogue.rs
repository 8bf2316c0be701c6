//! All messages of the pages, and a message by its key.

use super::archive::{case, quality, search, site};
use super::message::Message;
use super::page;
use super::running::{duty, measures, people, policy};
use super::tickets::{burst, field, forms, mine, notices, step, ticket};
use crate::words::Locale;

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
pub fn known(locale: Locale, key: &str) -> Option<&'static str> {
    let (_, zh, en) = messages().find(|(known, ..)| *known == key)?;
    Some(match locale {
        Locale::Zh => zh,
        Locale::En => en,
    })
}

/// A message by its key; the key itself if there is none. A test checks that templates name known keys.
pub fn message(locale: Locale, key: &str) -> &str {
    known(locale, key).unwrap_or(key)
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
