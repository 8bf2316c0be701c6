//! How the desk itself is run: its people, policy, notices, proposals, figures and forms.

pub mod form;
pub mod list;
pub mod measures;
pub mod notice;
pub mod people;
pub mod policy;
pub mod proposal;
pub mod quality;
