//! People in an answer: staff as the reader may know them, and how a customer is reached.

use crate::case::{mask_email, mask_name, mask_phone, mask_wechat};
use crate::people::Actor;
use crate::ticket::Contact;
use serde_json::{Value, json};

/// How a reader of this role meets the names of staff: customers masked, staff whole.
pub fn staff_name(reader: &Actor, name: &str) -> String {
    if reader.is_staff() || reader.name() == name { name.to_string() } else { mask_name(name) }
}

pub fn contact(contact: &Contact) -> Value {
    json!({
        "name": mask_name(&contact.name),
        "phone": contact.phone.as_deref().map(mask_phone),
        "wechat": contact.wechat.as_deref().map(mask_wechat),
        "email": contact.email.as_deref().map(mask_email),
    })
}

pub fn whole_contact(contact: &Contact) -> Value {
    json!({"name": contact.name, "phone": contact.phone, "wechat": contact.wechat, "email": contact.email})
}
