//! `/api/v1/openapi.json`, made from the same tables that check the bodies.

use crate::protocol::request;
use crate::protocol::request::{
    ATTACH_CONSULTATION, AWAY, CHANGE_PERSON, CLOCK, CONSULT, DEFLECT, FEEDBACK, Field, GROUPS, PERSON, POLICY, REGISTER, REVISE,
    SEEN, SHIFT, TOKEN, steps,
};
use axum::Json;
use serde_json::{Map, Value, json};

/// One call: method, path, what it does, its body, the status of success.
type Call = (&'static str, &'static str, &'static str, Option<&'static [Field]>, u16);

const REASON: &[Field] = &[request::required("reason", request::Kind::Text { max: 500 })];

const CALLS: &[Call] = &[
    ("post", "/consultations", "Search the archive for a report", Some(CONSULT), 200),
    ("post", "/consultations/{id}/deflect", "The report ends here, answered by a case", Some(DEFLECT), 200),
    ("delete", "/consultations/{id}/deflect", "It did not: the deflection is taken back; whoever said it, or staff", None, 200),
    ("post", "/consultations/{id}/attach", "Register the report and join an open ticket", Some(ATTACH_CONSULTATION), 201),
    ("post", "/tickets", "Register a report; consults by itself where no consultation is named", Some(REGISTER), 201),
    ("get", "/tickets", "List tickets: status, severity, kind, assignee, customer, q, limit, cursor", None, 200),
    ("get", "/tickets/{number}", "A ticket by its TS or RD number", None, 200),
    ("get", "/tickets/{number}/events", "Its timeline", None, 200),
    ("get", "/tickets/{number}/clocks", "Its clocks with their explanations", None, 200),
    ("get", "/tickets/{number}/similar", "Like cases and tickets, as of now", None, 200),
    (
        "get",
        "/tickets/{number}/proposal",
        "What like cases propose: class, component, who could take it, each with its evidence",
        None,
        200,
    ),
    ("post", "/tickets/{number}/contact", "The contact whole; the showing is recorded", Some(REASON), 200),
    ("get", "/tickets/{number}/attachments", "The files on it that one may read", None, 200),
    ("get", "/tickets/{number}/attachments/{attachment}", "One file, as a download", None, 200),
    ("get", "/tickets/{number}/forms/{form}", "registration, progress or requirement; .md, .csv or Accept; lang", None, 200),
    (
        "get",
        "/tickets/{number}/documents/{document}",
        "evaluation or satisfaction, to hand over; .md, .csv or Accept; lang",
        None,
        200,
    ),
    (
        "get",
        "/forms/{form}",
        "urgency, registration, progress or requirement: a row a ticket submitted in a span (from, to); .md, .csv or Accept; lang",
        None,
        200,
    ),
    ("get", "/bursts", "Like reports within the policy's window, proposed as incidents; staff", None, 200),
    ("get", "/notices", "What one is told of, the newest first: unseen, limit, cursor", None, 200),
    ("post", "/notices/seen", "One has seen them up to this place of the record", Some(SEEN), 200),
    ("get", "/search", "Search: q, product, component, severity, status, kind, limit, cursor", None, 200),
    (
        "get",
        "/reports/{name}",
        "Figures: searches_in_vain (from, to), suggestions; measures, or one of them by name (from, to, by day, week, month, \
         severity, component, customer or kind, baseline_from, baseline_to; .csv or Accept); supervising roles",
        None,
        200,
    ),
    ("get", "/cases/{number}", "A case; with .md behind the number its file", None, 200),
    ("put", "/cases/{number}", "Revise a case; takes If-Match", Some(REVISE), 200),
    ("get", "/cases/{number}/revisions", "Its revisions, the newest first", None, 200),
    ("post", "/cases/{number}/feedback", "Say whether it helped", Some(FEEDBACK), 200),
    ("get", "/people", "Everybody, with roles and last sign-in; administrators", None, 200),
    ("post", "/people", "Add somebody, or give them further roles; administrators", Some(PERSON), 201),
    ("put", "/people/{name}", "Exactly these roles and this company; administrators", Some(CHANGE_PERSON), 200),
    ("post", "/people/{name}/link", "A link that signs somebody in, once, within a day; administrators", None, 201),
    ("post", "/people/{name}/deactivate", "Somebody leaves: sessions and tokens end; administrators", None, 200),
    ("post", "/people/{name}/reactivate", "Somebody is back; administrators", None, 200),
    ("put", "/people/{name}/groups", "Exactly these groups; administrators", Some(GROUPS), 200),
    ("put", "/people/{name}/away", "Away until then, with a deputy; oneself, a supervisor or manager", Some(AWAY), 200),
    ("delete", "/people/{name}/away", "Back, or not away after all", None, 200),
    ("post", "/people/{name}/shifts", "A duty from and until; administrators, supervisors and managers", Some(SHIFT), 200),
    ("delete", "/people/{name}/shifts/{from}", "Takes back the duty that begins then", None, 200),
    ("get", "/workload", "Who carries how many open tickets, owes how much beside them, is on duty or away; staff", None, 200),
    (
        "post",
        "/policy/check",
        "Mistakes with their lines, else which due times a policy would move; writes nothing",
        Some(POLICY),
        200,
    ),
    ("get", "/policy", "The policy in force, since when, and whether the desk's file says another; staff", None, 200),
    ("get", "/tokens", "The tokens that work, never a secret; administrators", None, 200),
    ("post", "/tokens", "A token for somebody, shown this once; administrators", Some(TOKEN), 201),
    ("delete", "/tokens/{id}", "From now on the token is unknown; administrators", None, 204),
    ("put", "/simulation/clock", "Move the clock of a simulation", Some(CLOCK), 200),
];

/// Query parameters of calls that take some beyond the lists' own.
const QUERIES: &[(&str, &[(&str, &str)])] = &[
    ("/tickets/{number}/forms/{form}", &[LANG]),
    ("/tickets/{number}/documents/{document}", &[LANG]),
    ("/forms/{form}", &[FROM, TO, LANG]),
    (
        "/reports/{name}",
        &[
            FROM,
            TO,
            ("by", "day, week, month, severity, component, customer or kind"),
            ("baseline_from", "What it is compared with: its beginning"),
            ("baseline_to", "And its end, left out"),
        ],
    ),
];
const LANG: (&str, &str) = ("lang", "zh or en; English stands beside the Chinese names");
const FROM: (&str, &str) = ("from", "A day of the desk or a time as RFC 3339; default: ninety days ago");
const TO: (&str, &str) = ("to", "The same, left out itself; default: now");

pub async fn document() -> Json<Value> {
    Json(describe())
}

fn describe() -> Value {
    let mut paths: Map<String, Value> = Map::new();
    let mut add = |method: &str, path: &str, operation: Value| {
        let entry = paths.entry(path.to_string()).or_insert_with(|| json!({}));
        entry[method] = operation;
    };
    for (method, path, summary, body, status) in CALLS {
        add(method, path, operation(path, summary, *body, *status));
    }
    for (verb, body) in steps() {
        let path = format!("/tickets/{{number}}/{verb}");
        add("post", &path, operation(&path, &format!("Take the step \"{verb}\"; takes If-Match"), Some(body), 200));
    }
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Precedent", "version": env!("CARGO_PKG_VERSION"), "license": {"name": "MIT OR Apache-2.0"}},
        "servers": [{"url": "/api/v1"}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": {"Problem": problem()},
        },
    })
}

fn operation(path: &str, summary: &str, body: Option<&[Field]>, status: u16) -> Value {
    let named = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let mut parameters: Vec<Value> =
        named.map(|name| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}})).collect();
    let asked = QUERIES.iter().filter(|(known, _)| *known == path).flat_map(|(_, asked)| asked.iter());
    parameters.extend(asked.map(
        |(name, told)| json!({"name": name, "in": "query", "required": false, "description": told, "schema": {"type": "string"}}),
    ));
    if body.is_some() {
        parameters.push(
            json!({"name": "Idempotency-Key", "in": "header", "required": false, "schema": {"type": "string", "maxLength": 200}}),
        );
    }
    let problem = json!({"description": "What went wrong (RFC 9457)",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}});
    let mut operation = json!({
        "summary": summary,
        "parameters": parameters,
        "responses": {status.to_string(): {"description": "Done", "content": {"application/json": {"schema": {"type": "object"}}}},
                      "429": later("Asked too often"), "503": later("Not just now; nothing was recorded"),
                      "507": later("The disk is full; nothing of this was kept"), "default": problem},
    });
    if let Some(body) = body {
        operation["requestBody"] = json!({"content": {"application/json": {"schema": request::schema(body)}}});
    }
    operation
}

/// An answer that says when to come again.
fn later(what: &str) -> Value {
    json!({"description": what,
        "headers": {"Retry-After": {"description": "Seconds", "schema": {"type": "integer", "minimum": 1}}},
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}})
}

fn problem() -> Value {
    json!({
        "type": "object",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"}, "detail": {"type": "string"},
            "errors": {"type": "array", "items": {"type": "object", "properties": {"field": {"type": "string"}, "message": {"type": "string"}}}},
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verb_is_described_with_its_body() {
        let document = describe();
        for (verb, body) in steps() {
            let schema = &document["paths"][format!("/tickets/{{number}}/{verb}")]["post"]["requestBody"]["content"]["application/json"]
                ["schema"];
            for field in body {
                assert!(schema["properties"].get(field.name).is_some(), "{verb}.{}", field.name);
            }
        }
    }
}
