//! A row of a form: values by the fields' names, and the fields in their order for who shows them.

use crate::form::{Row, Sheet};
use serde_json::{Map, Value, json};

pub fn item(sheet: &Sheet, row: &Row) -> Value {
    let mut values = Map::new();
    let mut fields = Vec::new();
    for (label, cell) in sheet.labels().iter().zip(&row.cells) {
        let value = Some(cell.plain(sheet.tongue)).filter(|text| !text.is_empty());
        values.insert(label.name.into(), json!(value));
        fields.push(json!({"name": label.name, "zh": label.zh, "en": label.en, "value": value, "state": cell.state()}));
    }
    json!({"ticket": row.number, "values": values, "fields": fields})
}
