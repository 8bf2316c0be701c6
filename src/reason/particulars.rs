//! Values that stand in sentences: vocabulary words, lists of them, and who did something.

use super::sentence::{Said, Sample};
use crate::people::{Actor, Role};
use crate::words::{Locale, Vocabulary};
use chrono::{DateTime, Utc};

/// A word of a vocabulary in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Phrase {
    en: &'static str,
    zh: &'static str,
}

impl<T: Vocabulary> From<T> for Phrase {
    fn from(word: T) -> Phrase {
        Phrase { en: word.word(), zh: word.zh() }
    }
}

impl Said for Phrase {
    fn said(&self, locale: Locale) -> String {
        match locale {
            Locale::En => self.en.replace('_', " "),
            Locale::Zh => self.zh.into(),
        }
    }
}

impl Sample for Phrase {
    fn samples() -> Vec<Phrase> {
        vec![Role::SupportManager.into()]
    }
}

/// A moment in a sentence: in UTC as it is decided, in the desk's local time as people read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    at: DateTime<Utc>,
    local: Option<String>,
}

impl From<DateTime<Utc>> for When {
    fn from(at: DateTime<Utc>) -> When {
        When { at, local: None }
    }
}

impl When {
    /// The same, said in local time.
    pub fn at_local_time(self, local: impl Fn(DateTime<Utc>) -> String) -> When {
        When { local: Some(local(self.at)), ..self }
    }
}

impl Said for When {
    fn said(&self, _: Locale) -> String {
        self.local.clone().unwrap_or_else(|| self.at.format("%Y-%m-%dT%H:%M:%SZ").to_string())
    }
}

impl Sample for When {
    fn samples() -> Vec<When> {
        vec![When { local: Some("2024-05-10 18:00".into()), ..When::from(DateTime::UNIX_EPOCH) }]
    }
}

/// Several words joined by "or".
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneOf(Vec<Phrase>);

/// The words that a field takes: in English as they are sent, for programs; in Chinese as people say them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offered(Vec<Phrase>);

impl From<Vec<Phrase>> for Offered {
    fn from(words: Vec<Phrase>) -> Offered {
        Offered(words)
    }
}

impl Said for Offered {
    fn said(&self, locale: Locale) -> String {
        match locale {
            Locale::En => self.0.iter().map(|word| word.en).collect::<Vec<_>>().join(", "),
            Locale::Zh => joined(&self.0, locale, "、"),
        }
    }
}

impl Sample for Offered {
    fn samples() -> Vec<Offered> {
        vec![Offered(vec![Role::JuniorEngineer.into(), Role::SeniorEngineer.into()])]
    }
}

/// Several words joined by commas.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllOf(Vec<Phrase>);

impl OneOf {
    /// The words in this order.
    pub fn of<T: Vocabulary>(words: &[T]) -> OneOf {
        OneOf(words.iter().map(|word| Phrase::from(*word)).collect())
    }
}

impl AllOf {
    /// The words in this order.
    pub fn of<T: Vocabulary>(words: &[T]) -> AllOf {
        AllOf(words.iter().map(|word| Phrase::from(*word)).collect())
    }
}

fn joined(words: &[Phrase], locale: Locale, between: &str) -> String {
    words.iter().map(|word| word.said(locale)).collect::<Vec<_>>().join(between)
}

impl Said for OneOf {
    fn said(&self, locale: Locale) -> String {
        joined(&self.0, locale, if locale == Locale::En { " or " } else { "或" })
    }
}

impl Said for AllOf {
    fn said(&self, locale: Locale) -> String {
        joined(&self.0, locale, if locale == Locale::En { ", " } else { "、" })
    }
}

impl Sample for OneOf {
    fn samples() -> Vec<OneOf> {
        vec![OneOf::of(&[Role::JuniorEngineer, Role::SeniorEngineer])]
    }
}

impl Sample for AllOf {
    fn samples() -> Vec<AllOf> {
        vec![AllOf::of(&[Role::SupportSupervisor, Role::ProductManager])]
    }
}

/// Somebody by name alone; who has none is said in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who(String);

impl From<&Actor> for Who {
    fn from(actor: &Actor) -> Who {
        Who(actor.name().to_string())
    }
}

impl Said for Who {
    fn said(&self, locale: Locale) -> String {
        // Nobody else may be called so.
        match (locale, self.0.as_str()) {
            (Locale::Zh, "operator") => "本机操作者".into(),
            (Locale::Zh, "system") => "系统".into(),
            (Locale::Zh, "visitor") => "未登录的访客".into(),
            (_, name) => name.into(),
        }
    }
}

impl Sample for Who {
    fn samples() -> Vec<Who> {
        [Actor::Operator, Actor::System, Actor::Visitor].iter().map(Who::from).chain([Who("某某".into())]).collect()
    }
}

/// Who tried something, with their name and roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doer {
    /// A person of the desk.
    Person {
        /// Their name.
        name: String,
        /// Their roles.
        roles: AllOf,
    },
    /// Whoever runs a command on the desk's machine without naming a person.
    Operator,
    /// The desk itself.
    System,
    /// Somebody who has not signed in.
    Visitor,
}

impl From<&Actor> for Doer {
    fn from(actor: &Actor) -> Doer {
        match actor {
            Actor::Person { person, .. } => Doer::Person { name: person.name.clone(), roles: AllOf::of(&person.roles) },
            Actor::Operator => Doer::Operator,
            Actor::System => Doer::System,
            Actor::Visitor => Doer::Visitor,
        }
    }
}

impl Said for Doer {
    fn said(&self, locale: Locale) -> String {
        match (self, locale) {
            (Doer::Person { name, roles }, Locale::En) => format!("{name} ({})", roles.said(locale)),
            (Doer::Person { name, roles }, Locale::Zh) => format!("{name}（{}）", roles.said(locale)),
            (Doer::Operator, Locale::En) => "operator (local operator)".into(),
            (Doer::Operator, Locale::Zh) => "本机操作者".into(),
            (Doer::System, Locale::En) => "system (the desk itself)".into(),
            (Doer::System, Locale::Zh) => "系统".into(),
            (Doer::Visitor, Locale::En) => "visitor (not signed in)".into(),
            (Doer::Visitor, Locale::Zh) => "未登录的访客".into(),
        }
    }
}

impl Sample for Doer {
    fn samples() -> Vec<Doer> {
        let person = Doer::Person { name: "某某".into(), roles: AllOf::of(&[Role::JuniorEngineer]) };
        vec![person, Doer::Operator, Doer::System, Doer::Visitor]
    }
}
