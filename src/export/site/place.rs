//! The lists of the site: by product, component or year, with label and file name.

use crate::desk::Listed;
use crate::digest;
use crate::ticket::Number;
use crate::words::is_device_name;

/// What a list groups cases by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ListKind {
    Product,
    Component,
    Year,
}

impl ListKind {
    pub const ALL: [ListKind; 3] = [ListKind::Product, ListKind::Component, ListKind::Year];

    pub fn folder(self) -> &'static str {
        match self {
            ListKind::Product => "product",
            ListKind::Component => "component",
            ListKind::Year => "year",
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            ListKind::Product => "site.products",
            ListKind::Component => "site.components",
            ListKind::Year => "site.years",
        }
    }
}

/// What a case is listed under: the label people read and the file's name without its ending.
pub fn place(kind: ListKind, number: Number, listed: &Listed) -> Option<(String, String)> {
    let label = match kind {
        ListKind::Product => listed.product.clone()?,
        ListKind::Component => match (&listed.product, &listed.component) {
            (Some(product), Some(component)) => format!("{product} · {component}"),
            (None, component) => component.clone()?,
            (_, None) => return None,
        },
        ListKind::Year => Listed::year(number).to_string(),
    };
    let name = file_name(&label);
    Some((label, name))
}

/// A file name for a label, safe on every file system; distinct for distinct labels, ignoring case: "Nginx" and "nginx" are one
/// product.
fn file_name(label: &str) -> String {
    let label = label.to_lowercase();
    let plain: String = label.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let short: String = plain.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-").chars().take(40).collect();
    match short == label {
        // A page's further pages end in a number after a dash, and `index` is the overview.
        true if label != "index" && !label.contains('-') && !is_device_name(&short) => short,
        _ => format!("{short}{}{}", if short.is_empty() { "" } else { "-" }, &digest::hex(label.as_bytes())[..8]),
    }
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn no_name_is_that_of_a_device() {
        for label in ["con", "NUL", "Aux", "prn", "COM1", "lpt9", "com0"] {
            let name = file_name(label);
            assert!(!crate::words::is_device_name(&name) && name.starts_with(&label.to_lowercase()), "{label}: {name}");
        }
        assert_eq!(file_name("console"), "console");
    }

    #[test]
    fn a_label_becomes_a_name_that_is_its_own() {
        assert_eq!(file_name("oracle"), "oracle");
        assert_eq!(file_name("2024"), "2024");
        assert_eq!(file_name("Oracle"), "oracle", "one product, however it is written");
        let names = ["oracle", "支付", "支付 ", "../etc/passwd", "a b", "a-b", "index", "con/..", "oracle-2", "oracle 2"];
        let made: std::collections::BTreeSet<String> = names.iter().map(|n| file_name(n)).collect();
        assert_eq!(made.len(), names.len(), "{made:?}");
        assert!(made.iter().all(|n| n.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')), "{made:?}");
    }
}
