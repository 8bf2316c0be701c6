//! The language of a page.

/// The language of the pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tongue {
    Zh,
    En,
}

impl Tongue {
    /// The `lang` attribute.
    pub fn tag(self) -> &'static str {
        match self {
            Tongue::Zh => "zh-CN",
            Tongue::En => "en",
        }
    }

    /// As file names and choices have it.
    pub fn short(self) -> &'static str {
        match self {
            Tongue::Zh => "zh",
            Tongue::En => "en",
        }
    }

    pub fn other(self) -> Tongue {
        match self {
            Tongue::Zh => Tongue::En,
            Tongue::En => Tongue::Zh,
        }
    }

    pub fn parse(text: &str) -> Option<Tongue> {
        match text {
            "zh" | "zh-CN" => Some(Tongue::Zh),
            "en" => Some(Tongue::En),
            _ => None,
        }
    }

    /// The first language of an Accept-Language header that is one of ours; Chinese where none is.
    pub fn accepted(header: &str) -> Tongue {
        let first = header.split(',').map(|part| part.trim().to_ascii_lowercase());
        let known = first.filter_map(|tag| match () {
            () if tag.starts_with("zh") => Some(Tongue::Zh),
            () if tag.starts_with("en") => Some(Tongue::En),
            () => None,
        });
        known.into_iter().next().unwrap_or(Tongue::Zh)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browsers_first_known_language_counts() {
        assert_eq!(Tongue::accepted("fr, en-GB;q=0.8, zh;q=0.5"), Tongue::En);
        assert_eq!(Tongue::accepted("zh-CN,zh;q=0.9,en"), Tongue::Zh);
        assert_eq!(Tongue::accepted(""), Tongue::Zh);
    }
}
