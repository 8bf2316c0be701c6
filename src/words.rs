//! Closed vocabularies: an enum, its stored word and its Chinese word, said once. And which moments a desk takes.

mod moment;
mod panic;
#[cfg(test)]
mod thorough;

pub use moment::{BadMoment, OutOfRange, YEAR_MAX, YEAR_MIN, day_within_reason, read_moment, within_reason};
pub use panic::panic_said;
#[cfg(test)]
pub use thorough::thorough;

/// A word outside a closed vocabulary, with what would have been right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{word}\" is not a {what}; one of: {allowed}")]
pub struct UnknownWord {
    pub what: &'static str,
    pub word: String,
    pub allowed: String,
}

/// What every vocabulary offers, so that doors can check and document bodies from one table.
pub trait Vocabulary: Sized + Copy + 'static {
    const WHAT: &'static str;
    const WORDS: &'static [&'static str];
    fn parse(word: &str) -> Result<Self, UnknownWord>;
    fn word(self) -> &'static str;
    /// The word users say in Chinese (PROCESS, "Words on the pages").
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
    /// The languages of the desk: what people read is said in one of them, and a case is written in one.
    Locale, "language" {
        Zh = "zh" / "中文", En = "en" / "英文",
    }
}

impl Locale {
    /// The `lang` attribute.
    pub fn tag(self) -> &'static str {
        match self {
            Locale::Zh => "zh-CN",
            Locale::En => "en",
        }
    }

    pub fn other(self) -> Locale {
        match self {
            Locale::Zh => Locale::En,
            Locale::En => Locale::Zh,
        }
    }

    /// By a tag such as `zh`, `zh-CN` or `en-GB`.
    pub fn of_tag(tag: &str) -> Option<Locale> {
        let tag = tag.trim().to_ascii_lowercase();
        let language = tag.split(['-', ';']).next().unwrap_or_default();
        Locale::ALL.iter().copied().find(|locale| locale.word() == language)
    }

    /// The first language of an Accept-Language header that is one of ours; Chinese where none is.
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
