//! Masking of personal data: telephone numbers, accounts, mail addresses, identity numbers, cards, plates, names. No unmasked value
//! enters the archive. Recognition works on a folded line (`text/normal.rs`); masking replaces the original characters.
//!
//! `text` reads lines, `numbers` and `names` recognise personal data in them; `masker` applies them all.

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
