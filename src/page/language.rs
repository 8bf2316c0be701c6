//! The link to the same page in the other language.

use crate::words::Locale;
use serde::Serialize;

/// The language that a page is not in.
#[derive(Debug, Clone, Serialize)]
pub struct OtherLanguage {
    /// Where the page is shown in it.
    url: String,
    /// The `lang` attribute.
    tag: &'static str,
    /// What it calls itself.
    name: &'static str,
}

impl OtherLanguage {
    /// `url`: where the page is shown in this language, which is not the page's own.
    pub fn at(language: Locale, url: String) -> OtherLanguage {
        let name = match language {
            Locale::Zh => "中文",
            Locale::En => "English",
        };
        OtherLanguage { url, tag: language.tag(), name }
    }
}
