//! Chinese characters written in two ways: traditional and variant characters, each with the one it is read as.
//!
//! The table is `index/simplified.txt`; its sources and their licences are named there and in `docs/NOTICE`.

use std::sync::LazyLock;

/// The characters that the table covers.
const FIRST: char = '\u{3400}';
const LAST: char = '\u{9fff}';

/// For each character from [`FIRST`] on, the one it is read as, or 0 for itself.
static TABLE: LazyLock<Vec<u16>> = LazyLock::new(|| {
    let mut table = vec![0; LAST as usize - FIRST as usize + 1];
    let lines = include_str!("../../../index/simplified.txt").lines().filter(|line| !line.starts_with('#'));
    for pair in lines.flat_map(str::split_whitespace) {
        let mut characters = pair.chars();
        if let (Some(written), Some(read)) = (characters.next(), characters.next())
            && let Some(place) = (written as usize).checked_sub(FIRST as usize)
            && let Some(entry) = table.get_mut(place)
        {
            *entry = u16::try_from(read as u32).unwrap_or(0);
        }
    }
    table
});

/// A view of the table for a whole text.
#[derive(Clone, Copy)]
pub struct Simplified(&'static [u16]);

impl Simplified {
    /// The table.
    pub fn table() -> Simplified {
        Simplified(&TABLE)
    }

    /// The character that `c` is read as; characters outside the table stay as they are.
    pub fn of(self, c: char) -> char {
        let read = (c as usize).checked_sub(FIRST as usize).and_then(|place| self.0.get(place)).copied().unwrap_or(0);
        if read == 0 { c } else { char::from_u32(u32::from(read)).unwrap_or(c) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn simplified(text: &str) -> String {
        text.chars().map(|c| Simplified::table().of(c)).collect()
    }

    #[test]
    fn traditional_and_variant_characters_are_read_as_one() {
        assert_eq!(simplified("伺服器憑證過期，螢幕閃爍"), "伺服器凭证过期，萤幕闪烁");
        assert_eq!(simplified("裏裡里 臺台 線綫线 爲為为 群羣 峯峰 秘祕"), "里里里 台台 线线线 为为为 群群 峰峰 秘秘");
        assert_eq!(simplified("印表機卡紙 kana かな カナ é"), "印表机卡纸 kana かな カナ é");
    }

    #[test]
    fn what_a_character_is_read_as_is_read_as_itself() {
        let table = Simplified::table();
        let mut mapped = 0;
        for c in FIRST..=LAST {
            let read = table.of(c);
            mapped += usize::from(read != c);
            assert!(('\u{3400}'..='\u{9fff}').contains(&read) && table.of(read) == read, "{c} {read}");
        }
        assert!(mapped > 3_000, "{mapped}");
    }
}
