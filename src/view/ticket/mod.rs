//! A ticket as its reader sees it: whole, or as a row of a list.

pub mod attachment;
pub mod clock;
pub mod contact;
pub mod ending;
pub mod inner_work;
pub mod row;
pub mod view;
