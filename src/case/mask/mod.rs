//! Masking of personal data by its kind: telephones, accounts, mail, identity numbers, cards, plates, names. Nothing whole leaves
//! for the archive. What a text looks like is asked of its folded form (`normal`); what is hidden is hidden where it was written.
//!
//! `text` knows how a line is read, `numbers` and `names` what in it is somebody's; `masker` asks them all.

mod masked;
mod masker;
mod names;
mod numbers;
mod text;
mod ways;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod table;

pub use masked::Masked;
pub use masker::{MASKING, Masker};
pub use ways::{mask_email, mask_name, mask_phone, mask_wechat};
