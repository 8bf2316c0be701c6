//! Every answer of the API is held against the OpenAPI document of the server that gave it: an answer that has no description,
//! or is not as described, fails the story it was given in.

use boon::{Compiler, SchemaIndex, Schemas};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::OnceLock;

const API: &str = "/api/v1";
/// A name for the document while it is compiled; nothing is fetched from there.
const PLACE: &str = "http://desk/openapi.json";

struct Document {
    paths: Value,
    schemas: Schemas,
    /// By the name of the schema.
    compiled: HashMap<String, SchemaIndex>,
}

static DOCUMENT: OnceLock<Document> = OnceLock::new();

/// `document`: fetches it, which is done once.
pub fn check(method: &str, path: &str, status: u16, kind: &str, answer: &Value, document: impl FnOnce() -> Value) {
    let path = path.split('?').next().unwrap_or_default();
    let Some(place) = path.strip_prefix(API).filter(|place| *place != "/openapi.json") else { return };
    let is_json = kind.starts_with("application/json") || kind.starts_with("application/problem+json");
    if !is_json || method == "HEAD" {
        return;
    }
    let document = DOCUMENT.get_or_init(|| Document::of(strict(document())));
    let name = if status >= 400 { "Problem".to_string() } else { document.described(method, place, status) };
    if let Err(wrong) = document.schemas.validate(answer, document.compiled[&name]) {
        panic!("{method} {path} {status} is no {name}: {wrong:#}\n{answer:#}");
    }
}

impl Document {
    fn of(document: Value) -> Document {
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        compiler.enable_format_assertions();
        compiler.add_resource(PLACE, document.clone()).unwrap();
        let names = document["components"]["schemas"].as_object().unwrap().keys();
        let compiled = names.map(|name| {
            let index = compiler.compile(&format!("{PLACE}#/components/schemas/{name}"), &mut schemas);
            (name.clone(), index.unwrap_or_else(|e| panic!("{name}: {e:#}")))
        });
        let compiled = compiled.collect();
        Document { paths: document["paths"].clone(), schemas, compiled }
    }

    fn described(&self, method: &str, place: &str, status: u16) -> String {
        let paths = self.paths.as_object().unwrap();
        let fits = |template: &&String| {
            let (asked, known): (Vec<&str>, Vec<&str>) = (place.split('/').collect(), template.split('/').collect());
            asked.len() == known.len() && asked.iter().zip(&known).all(|(asked, known)| known.starts_with('{') || asked == known)
        };
        let open = |template: &&String| template.matches('{').count();
        let described = paths.keys().filter(fits).filter(|path| paths[*path].get(method.to_lowercase()).is_some()).min_by_key(open);
        let described = described.unwrap_or_else(|| panic!("{method} {place} is not described"));
        let response = &paths[described][method.to_lowercase()]["responses"][status.to_string()];
        let schema = &response["content"]["application/json"]["schema"]["$ref"];
        let name = schema.as_str().unwrap_or_else(|| panic!("{method} {described} {status} has no schema: {response}"));
        name.rsplit('/').next().unwrap_or_default().to_string()
    }
}

/// What a schema does not name must not be there.
fn strict(mut document: Value) -> Value {
    for (_, schema) in document["components"]["schemas"].as_object_mut().unwrap() {
        if schema["type"] == "object" && schema.get("properties").is_some() {
            schema["unevaluatedProperties"] = json!(false);
        }
    }
    document
}
