//! The stylesheet and the sign of the pages.

/// One stylesheet for the desk's pages and the exported site.
pub const STYLE: &str = include_str!("assets/style.css");

/// The desk's sign.
pub const ICON: &str = include_str!("assets/icon.svg");
