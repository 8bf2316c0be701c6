//! Personal data recognised by its form: telephone numbers, accounts, mail addresses, papers, cards, plates.

pub mod account;
pub mod card;
pub mod identity;
pub mod mail;
pub mod phone;
pub mod plate;
