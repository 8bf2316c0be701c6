//! The static site: what all pages share, which lists there are, a page per case, and the writing of all of it.

pub mod case_page;
pub mod lists;
pub mod write;
