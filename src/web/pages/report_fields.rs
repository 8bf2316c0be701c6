//! A report's form as the API's body, and the body as the form.

use crate::sla::Calendar;
use crate::web::http::{FormFields, SURE, TOKEN};
use crate::web::words::moment;
use chrono::DateTime;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Fields that are sent with a report and are not part of it.
const BESIDE: [&str; 7] = ["case", "ticket", "how", "look", "edit", TOKEN, SURE];
const CONTACT: [&str; 4] = ["name", "phone", "email", "wechat"];
const OCCURRED_AT: &str = "occurred_at";

/// The form's fields as the API's body.
pub fn as_body(fields: &FormFields, calendar: &Calendar) -> Value {
    let own = fields.iter().filter(|(name, _)| !name.starts_with("contact_") && !BESIDE.contains(&name.as_str()));
    let mut body: Map<String, Value> = own.map(|(n, v)| (n.clone(), json!(v))).collect();
    let contact = |way: &'static str| (way, fields.get(&format!("contact_{way}")).filter(|v| !v.trim().is_empty()));
    body.insert("contact".into(), json!(CONTACT.into_iter().map(contact).collect::<BTreeMap<_, _>>()));
    body.entry("kind").or_insert(json!("fault"));
    if let Some(at) = fields.get(OCCURRED_AT).filter(|at| !at.trim().is_empty()) {
        body.insert(OCCURRED_AT.into(), json!(moment(at, calendar)));
    }
    Value::Object(body)
}

/// A body as the form's fields.
pub fn as_fields(body: &Value, calendar: &Calendar) -> FormFields {
    let texts =
        body.as_object().into_iter().flatten().filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_string())));
    let contact = body["contact"].as_object().into_iter().flatten();
    let contact = contact.filter_map(|(way, value)| Some((format!("contact_{way}"), value.as_str()?.to_string())));
    let mut fields: FormFields = texts.chain(contact).collect();
    if let Some(at) = fields.get(OCCURRED_AT).and_then(|at| DateTime::parse_from_rfc3339(at).ok()) {
        fields.insert(OCCURRED_AT.into(), at.with_timezone(&calendar.zone).format("%Y-%m-%dT%H:%M").to_string());
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_comes_back_from_its_body_as_it_was_typed() {
        let typed = [
            ("kind", "requirement"),
            ("title", "导出 <b>"),
            ("description", "一\r\n二"),
            (OCCURRED_AT, "2024-05-06T07:30"),
            ("contact_name", "王芳"),
            ("contact_phone", "13812345678"),
            ("contact_email", "wang@example.com"),
            ("contact_wechat", "wx_wang"),
        ];
        let typed: FormFields = typed.map(|(name, value)| (name.to_string(), value.to_string())).into();
        let calendar = Calendar::default();
        let mut sent = typed.clone();
        sent.extend([(TOKEN.to_string(), "abc".to_string()), ("case".into(), "TS1".into())]);
        let body = as_body(&sent, &calendar);
        assert_eq!(body["occurred_at"], "2024-05-05T23:30:00+00:00");
        assert_eq!(as_fields(&body, &calendar), typed);
    }
}
