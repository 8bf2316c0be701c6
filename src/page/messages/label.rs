//! The label of a field by its path in a body.

use super::catalogue::known;
use crate::words::Locale;

/// A field's label: by its whole path without the places in lists (`items[2].item` as `items.item`), else by its last part, else
/// the name made readable. Empty for the body as a whole.
pub fn field_label(locale: Locale, path: &str) -> String {
    let plain: String = path.split('[').map(|part| part.split_once(']').map_or(part, |(_, rest)| rest)).collect();
    let last = plain.rsplit('.').next().unwrap_or_default();
    let first = plain.split('.').next().unwrap_or_default();
    let keys = [format!("field.{plain}"), format!("field.{last}"), last.to_string(), format!("field.{first}")];
    keys.iter().find_map(|key| known(locale, key)).map_or_else(|| last.replace(['_', '-'], " "), str::to_string)
}

/// A reason as a page says it: words that programs send are made readable, except where they are quoted.
pub fn readable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut quoted = false;
    let mut before = ' ';
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        quoted ^= c == '"';
        let joins = c == '_' && !quoted && before.is_ascii_lowercase() && chars.peek().is_some_and(char::is_ascii_lowercase);
        out.push(if joins { ' ' } else { c });
        before = c;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_quoted_stays_as_it_was_typed() {
        assert_eq!(readable("\"a_b\" is not one of: rd_director, TS_1"), "\"a_b\" is not one of: rd director, TS_1");
    }

    #[test]
    fn a_path_finds_the_label_of_its_field() {
        assert_eq!(field_label(Locale::Zh, "contact.phone"), "电话");
        assert_eq!(field_label(Locale::Zh, "items[12].item"), "验收项");
        assert_eq!(field_label(Locale::Zh, "parts.resolution"), "解决方案");
        assert_eq!(field_label(Locale::En, "title"), "Title");
        assert_eq!(field_label(Locale::Zh, ""), "");
    }
}
