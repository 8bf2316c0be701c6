//! Closed vocabularies (an enum with one stored word and one Chinese word per value), languages, lengths of time as people say
//! them, names of files, and the range of valid dates.

#![warn(missing_docs)]
#![warn(clippy::missing_errors_doc)]

mod duration;
mod file_name;
mod moment;
mod panic;
#[cfg(test)]
mod thorough;

pub use duration::{counted, due_spoken, spoken};
pub use file_name::{file_name, is_device_name};
pub use moment::{BadMoment, OutOfRange, YEAR_MAX, YEAR_MIN, day_within_reason, read_moment, within_reason};
pub use panic::panic_said;
#[cfg(test)]
pub use thorough::thorough;

/// A word that is not in a closed vocabulary, with the words that are.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{word}\" is not a {what}; one of: {allowed}")]
pub struct UnknownWord {
    /// What the word should have named, such as "severity".
    pub what: &'static str,
    /// The word that was given, cut to 80 characters.
    pub word: String,
    /// The words of the vocabulary, separated by ", ".
    pub allowed: String,
    /// The same in Chinese, as people say them.
    pub allowed_zh: String,
}

/// Implemented by every enum that `vocabulary!` declares.
pub trait Vocabulary: Sized + Copy + 'static {
    /// What a value is called in error messages, such as "severity".
    const WHAT: &'static str;
    /// The stored words, in the order of the variants.
    const WORDS: &'static [&'static str];
    /// The value with this stored word.
    ///
    /// # Errors
    ///
    /// If no value has this word.
    fn parse(word: &str) -> Result<Self, UnknownWord>;
    /// The stored word, as files, the record and the API have it. Never renamed.
    fn word(self) -> &'static str;
    /// The Chinese word that pages and people use; docs/glossary.md lists them.
    fn zh(self) -> &'static str;
}

/// Declares an enum whose variants each have one stored word and one Chinese word.
macro_rules! vocabulary {
    ($(#[$meta:meta])* $name:ident, $what:literal { $($(#[$vmeta:meta])* $variant:ident = $word:literal / $zh:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vmeta])* #[doc = concat!("Stored as `", $word, "`; in Chinese ", $zh, ".")] #[serde(rename = $word)] $variant),+ }
        impl $name {
            /// Every value, in the order of the vocabulary.
            pub const ALL: &'static [$name] = &[$($name::$variant),+];
        }
        impl $crate::words::Vocabulary for $name {
            const WHAT: &'static str = $what;
            const WORDS: &'static [&'static str] = &[$($word),+];
            fn parse(word: &str) -> Result<Self, $crate::words::UnknownWord> {
                match word {
                    $($word => Ok($name::$variant),)+
                    other => Err($crate::words::UnknownWord {
                        what: $what,
                        word: other.chars().take(80).collect(),
                        allowed: Self::WORDS.join(", "),
                        allowed_zh: Self::ALL.iter().map(|value| value.zh()).collect::<Vec<_>>().join("、"),
                    }),
                }
            }
            fn word(self) -> &'static str {
                match self { $($name::$variant => $word),+ }
            }
            fn zh(self) -> &'static str {
                match self { $($name::$variant => $zh),+ }
            }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str($crate::words::Vocabulary::word(*self))
            }
        }
        impl std::str::FromStr for $name {
            type Err = $crate::words::UnknownWord;
            fn from_str(word: &str) -> Result<Self, Self::Err> {
                <Self as $crate::words::Vocabulary>::parse(word)
            }
        }
    };
}
pub(crate) use vocabulary;

vocabulary! {
    /// A language of the desk: pages and messages are in one, and so is a case.
    Locale, "language" {
        Zh = "zh" / "中文", En = "en" / "英文",
    }
}

impl Locale {
    /// The value of the HTML `lang` attribute.
    pub fn tag(self) -> &'static str {
        match self {
            Locale::Zh => "zh-CN",
            Locale::En => "en",
        }
    }

    /// The other language.
    pub fn other(self) -> Locale {
        match self {
            Locale::Zh => Locale::En,
            Locale::En => Locale::Zh,
        }
    }

    /// The language of a BCP 47 tag such as `zh`, `zh-CN` or `en-GB`; `None` if the desk does not have it.
    pub fn of_tag(tag: &str) -> Option<Locale> {
        let tag = tag.trim().to_ascii_lowercase();
        let language = tag.split(['-', ';']).next().unwrap_or_default();
        Locale::ALL.iter().copied().find(|locale| locale.word() == language)
    }

    /// The first language of an `Accept-Language` header that the desk has; Chinese if there is none. Weights (`q=`) are ignored.
    pub fn accepted(header: &str) -> Locale {
        header.split(',').find_map(Locale::of_tag).unwrap_or(Locale::Zh)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browsers_first_known_language_counts() {
        assert_eq!(Locale::accepted("fr, en-GB;q=0.8, zh;q=0.5"), Locale::En);
        assert_eq!(Locale::accepted("zh-CN,zh;q=0.9,en"), Locale::Zh);
        assert_eq!(Locale::accepted(""), Locale::Zh);
    }
}
