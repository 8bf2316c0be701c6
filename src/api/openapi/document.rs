//! `/api/v1/openapi.json`, made from the tables that check the bodies and the types that are answered.

use super::calls::{Body, CALLS, QUERIES, ResponseBody, json as answer_of_type};
use super::schemas::Schemas;
use crate::protocol::request;
use crate::protocol::request::steps;
use crate::view::TicketView;
use axum::Json;
use serde_json::{Map, Value, json};

/// Answers the document.
pub async fn document() -> Json<Value> {
    Json(describe())
}

fn describe() -> Value {
    let mut paths: Map<String, Value> = Map::new();
    let mut schemas = Schemas::default();
    let mut add = |method: &str, path: &str, operation: Value| {
        let entry = paths.entry(path.to_string()).or_insert_with(|| json!({}));
        entry[method] = operation;
    };
    for call in CALLS {
        let operation = operation(call.path, call.summary, call.body, call.status, call.answer, &mut schemas);
        add(call.method, call.path, operation);
    }
    for (verb, body) in steps() {
        let path = format!("/tickets/{{number}}/{verb}");
        let summary = format!("Take the step \"{verb}\"; takes If-Match");
        let operation = operation(&path, &summary, Body::Json(body), 200, answer_of_type::<TicketView>(), &mut schemas);
        add("post", &path, operation);
    }
    let mut named = schemas.named();
    named.insert("Problem".into(), problem());
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Precedent", "version": env!("CARGO_PKG_VERSION"), "license": {"name": "MIT OR Apache-2.0"}},
        "servers": [{"url": "/api/v1"}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": named,
        },
    })
}

fn operation(path: &str, summary: &str, body: Body, status: u16, answer: ResponseBody, schemas: &mut Schemas) -> Value {
    let named = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let mut parameters: Vec<Value> =
        named.map(|name| json!({"name": name, "in": "path", "required": true, "schema": {"type": "string"}})).collect();
    let asked = QUERIES.iter().filter(|(known, _)| *known == path).flat_map(|(_, asked)| asked.iter());
    parameters.extend(asked.map(
        |(name, what)| json!({"name": name, "in": "query", "required": false, "description": what, "schema": {"type": "string"}}),
    ));
    if !matches!(body, Body::None) {
        parameters.push(
            json!({"name": "Idempotency-Key", "in": "header", "required": false, "schema": {"type": "string", "maxLength": 200}}),
        );
    }
    let problem = json!({"description": "What went wrong (RFC 9457)",
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}});
    let mut operation = json!({
        "summary": summary,
        "parameters": parameters,
        "responses": {status.to_string(): success(answer, schemas),
                      "429": later("Asked too often"), "503": later("Not just now; nothing was recorded"),
                      "507": later("The disk is full; nothing of this was kept"), "default": problem},
    });
    match body {
        Body::None => {}
        Body::Json(fields) => {
            operation["requestBody"] = json!({"content": {"application/json": {"schema": request::schema(fields)}}});
        }
        Body::Files => {
            let file = json!({"type": "string", "format": "binary"});
            operation["requestBody"] = json!({"content": {"multipart/form-data": {"schema": {"type": "object",
                "properties": {"file": {"type": "array", "items": file}, "internal": {"type": "boolean"}}, "required": ["file"]}}}});
        }
    }
    operation
}

/// What comes where a call succeeds.
fn success(answer: ResponseBody, schemas: &mut Schemas) -> Value {
    match answer {
        ResponseBody::Nothing => json!({"description": "Done"}),
        ResponseBody::Json(schema) => {
            json!({"description": "Done", "content": {"application/json": {"schema": schemas.of(schema)}}})
        }
        ResponseBody::JsonOrTable(schema) => {
            let text = json!({"schema": {"type": "string"}});
            json!({"description": "Done",
                   "content": {"application/json": {"schema": schemas.of(schema)}, "text/markdown": text, "text/csv": text}})
        }
        ResponseBody::File => {
            json!({"description": "Done",
                   "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}})
        }
    }
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

    #[test]
    fn every_answer_has_a_schema_that_says_something() {
        let document = describe();
        let paths = document["paths"].as_object().unwrap().values().flat_map(|path| path.as_object().unwrap().values());
        let mut seen = 0;
        for operation in paths {
            for (status, response) in operation["responses"].as_object().unwrap() {
                let Some(schema) = response["content"].get("application/json").map(|json| &json["schema"]) else { continue };
                let name = schema["$ref"].as_str().unwrap().rsplit('/').next().unwrap();
                let named = &document["components"]["schemas"][name];
                let says = ["properties", "anyOf", "oneOf", "allOf"].iter().any(|key| named.get(*key).is_some());
                assert!(says, "{} {status}: {name} {named}", operation["summary"]);
                seen += 1;
            }
        }
        assert!(seen > 70, "{seen}");
    }

    /// The text of the routes is compared, since a router does not say what it holds.
    #[test]
    fn every_route_is_described_and_nothing_else_is() {
        let document = describe();
        let mut described: Vec<(String, String)> = Vec::new();
        for (path, operations) in document["paths"].as_object().unwrap() {
            described.extend(operations.as_object().unwrap().keys().map(|method| (method.clone(), path.clone())));
        }
        let routes = include_str!("../routes.rs").split(".route(\"").skip(1);
        let mut served: Vec<(String, String)> = Vec::new();
        for route in routes {
            let (path, handlers) = route.split_once('"').unwrap();
            let handlers = handlers.split('\n').next().unwrap();
            for method in ["get", "post", "put", "delete"].iter().filter(|method| handlers.contains(&format!("{method}("))) {
                served.push((method.to_string(), path.replace("{nth}", "{attachment}")));
            }
        }
        served.retain(|(_, path)| {
            !["/openapi.json", "/healthz", "/readyz", "/metrics", "/tickets/{number}/{verb}"].contains(&path.as_str())
        });
        let steps: Vec<String> = steps().map(|(verb, _)| format!("/tickets/{{number}}/{verb}")).collect();
        described.retain(|(_, path)| !steps.contains(path));
        described.sort();
        served.sort();
        assert_eq!(described, served);
    }
}
