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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_finds_the_label_of_its_field() {
        assert_eq!(field_label(Locale::Zh, "contact.phone"), "电话");
        assert_eq!(field_label(Locale::Zh, "items[12].item"), "验收项");
        assert_eq!(field_label(Locale::Zh, "parts.resolution"), "解决方案");
        assert_eq!(field_label(Locale::En, "title"), "Title");
        assert_eq!(field_label(Locale::Zh, ""), "");
    }
}
