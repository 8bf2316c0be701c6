//! The static site: what all pages share, which lists there are, a page per case, and the writing of all of it.

mod case_page;
mod context;
mod lists;
mod place;
pub mod write;
