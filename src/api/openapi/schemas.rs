//! The schemas of answers under the names that a reader of the document expects: `Ticket`, not the type behind it.

use super::calls::SchemaOf;
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

/// Where references point to.
const PLACE: &str = "#/components/schemas/";

/// Collects what is referred to.
pub struct Schemas(SchemaGenerator);

impl Default for Schemas {
    fn default() -> Schemas {
        let mut settings = SchemaSettings::draft2020_12().for_serialize();
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
        Schemas(settings.into_generator())
    }
}

impl Schemas {
    /// A reference to the schema of one answer.
    pub fn of(&mut self, schema: SchemaOf) -> Value {
        renamed(schema(&mut self.0).to_value())
    }

    /// All that were referred to, by name.
    pub fn named(mut self) -> Map<String, Value> {
        self.0.take_definitions(true).into_iter().map(|(name, schema)| (shown(&name), renamed(schema))).collect()
    }
}

/// The name without the suffix that the types of a room carry.
fn shown(name: &str) -> String {
    name.replace("ViewList", "List").trim_end_matches("View").trim_end_matches("Data").to_string()
}

fn renamed(value: Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .into_iter()
            .map(|(key, value)| match (key.as_str(), value.as_str().and_then(|text| text.strip_prefix(PLACE))) {
                ("$ref", Some(name)) => {
                    let name = format!("{PLACE}{}", shown(name));
                    (key, Value::String(name))
                }
                _ => (key, renamed(value)),
            })
            .collect(),
        Value::Array(items) => items.into_iter().map(renamed).collect(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::super::calls::{CALLS, ResponseBody};
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_types_share_a_name_in_the_document() {
        let mut schemas = Schemas::default();
        for call in CALLS {
            match call.answer {
                ResponseBody::Json(schema) | ResponseBody::JsonOrTable(schema) => drop(schemas.of(schema)),
                ResponseBody::Nothing | ResponseBody::File => {}
            }
        }
        let types: Vec<String> = schemas.0.definitions().keys().cloned().collect();
        let shown: BTreeSet<String> = types.iter().map(|name| shown(name)).collect();
        assert_eq!(shown.len(), types.len(), "{types:?}");
    }
}
