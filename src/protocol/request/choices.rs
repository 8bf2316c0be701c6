//! The words that a field offers, from the vocabulary that knows how each is said.

use crate::reason::Phrase;
use crate::words::Vocabulary;

/// Some or all words of a vocabulary. There is no other way to make one, so that no choice is without its words for people.
#[derive(Debug, Clone, Copy)]
pub struct Choices {
    words: &'static [&'static str],
    phrase: fn(&str) -> Option<Phrase>,
}

fn phrase<T: Vocabulary>(word: &str) -> Option<Phrase> {
    T::parse(word).ok().map(Phrase::from)
}

impl Choices {
    /// Every word of a vocabulary.
    pub const fn of<T: Vocabulary>() -> Choices {
        Choices { words: T::WORDS, phrase: phrase::<T> }
    }

    /// Some of its words; a test holds that they are.
    pub const fn some_of<T: Vocabulary>(words: &'static [&'static str]) -> Choices {
        Choices { words, phrase: phrase::<T> }
    }

    /// The stored words, in the order in which they are offered.
    pub const fn words(self) -> &'static [&'static str] {
        self.words
    }

    /// How a word is said; `None` if it is not one of them.
    pub fn phrase(self, word: &str) -> Option<Phrase> {
        self.words.contains(&word).then(|| (self.phrase)(word)).flatten()
    }

    /// How all of them are said.
    pub fn phrases(self) -> Vec<Phrase> {
        self.words.iter().filter_map(|word| (self.phrase)(word)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::fields::{Field, FieldKind};
    use super::super::{tables, verbs};
    use super::*;
    use crate::reason::Said;
    use crate::words::Locale;

    fn of_fields(fields: &'static [Field]) -> Vec<Choices> {
        let of = |field: &'static Field| match field.kind {
            FieldKind::Choice(choices) => vec![choices],
            FieldKind::Object(inner) | FieldKind::List(inner) => of_fields(inner),
            _ => Vec::new(),
        };
        fields.iter().flat_map(of).collect()
    }

    #[test]
    fn every_choice_of_every_body_has_words_for_people() {
        let tables = [tables::REGISTER, tables::CONSULT, tables::DEFLECT, tables::ATTACH_CONSULTATION, tables::REVISE];
        let all: Vec<Choices> = tables.into_iter().chain(verbs::steps().map(|(_, fields)| fields)).flat_map(of_fields).collect();
        assert!(all.len() > 20, "{}", all.len());
        for choices in all {
            assert_eq!(choices.phrases().len(), choices.words().len(), "{choices:?}");
            for word in choices.words() {
                let phrase = choices.phrase(word).unwrap();
                assert!(!phrase.said(Locale::En).contains('_'), "{word}");
                assert!(!phrase.said(Locale::Zh).contains('_'), "{word}");
            }
        }
    }
}
