//! How characters take part in terms.

/// How a character takes part in terms.
#[derive(PartialEq, Eq, Clone, Copy)]
pub enum Script {
    /// Letters and digits that form words.
    Word,
    /// Written without spaces: characters and bigrams.
    Dense,
    /// An emoji or another sign that is a term by itself.
    Symbol,
    /// Separates words.
    Other,
}

/// Whether a character belongs to a script written without spaces.
pub fn is_dense(c: char) -> bool {
    script(c) == Script::Dense
}

/// How a normalised character takes part in terms.
pub fn script(c: char) -> Script {
    match c {
        'a'..='z' | 'A'..='Z' | '0'..='9' | '_' => Script::Word,
        c if c.is_ascii() => Script::Other,
        '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{20000}'..='\u{3ffff}' => Script::Dense,
        // Thai, Lao, Tibetan, Myanmar, Khmer, with their signs, without their punctuation and digits.
        '\u{e01}'..='\u{e3a}' | '\u{e40}'..='\u{e4e}' | '\u{e81}'..='\u{ece}' | '\u{f40}'..='\u{fbc}' => Script::Dense,
        '\u{1000}'..='\u{103f}' | '\u{1050}'..='\u{108f}' | '\u{1780}'..='\u{17d3}' | '\u{a9e0}'..='\u{a9ef}' => Script::Dense,
        '\u{a9fa}'..='\u{a9fe}' | '\u{aa60}'..='\u{aa7f}' => Script::Dense,
        '\u{231a}'..='\u{23ff}' | '\u{2600}'..='\u{27bf}' | '\u{2b00}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}' => Script::Symbol,
        // Signs of vowels and of their absence, within words.
        '\u{900}'..='\u{dff}' if unicode_normalization::char::is_combining_mark(c) => Script::Word,
        c if c.is_alphanumeric() => Script::Word,
        _ => Script::Other,
    }
}

/// Whether a character is one half of a flag.
pub fn is_half_flag(c: char) -> bool {
    ('\u{1f1e6}'..='\u{1f1ff}').contains(&c)
}
