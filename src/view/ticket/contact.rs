//! How a customer is reached.

use crate::ticket::Contact;
use crate::view::redacted::{Redacted, masked_contact, shown_contact};
use schemars::JsonSchema;
use serde::Serialize;

/// How the reporter is reached: masked, or whole once the showing is on the record.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ContactView {
    /// Of the person.
    pub name: Option<Redacted>,
    /// By telephone.
    pub phone: Option<Redacted>,
    /// By WeChat.
    pub wechat: Option<Redacted>,
    /// By mail.
    pub email: Option<Redacted>,
}

impl ContactView {
    /// Each part masked by the rule of its kind.
    pub fn masked(contact: &Contact) -> ContactView {
        let [name, phone, wechat, email] = masked_contact(contact);
        ContactView { name, phone, wechat, email }
    }

    /// As it was given, for a contact that the desk handed out with the showing on the record.
    pub fn shown(contact: &Contact) -> ContactView {
        let [name, phone, wechat, email] = shown_contact(contact);
        ContactView { name, phone, wechat, email }
    }
}
