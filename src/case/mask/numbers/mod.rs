//! Personal data that shows by its form what it is: telephones, accounts, mail, papers, cards, plates.

pub mod account;
pub mod card;
pub mod identity;
pub mod mail;
pub mod phone;
pub mod plate;
