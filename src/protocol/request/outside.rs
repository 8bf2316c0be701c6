//! Texts of a body as other systems send them: HTML is made into light Markdown before anything reads it.

use crate::markdown::from_outside;
use serde_json::Value;

/// What a program printed stays as it came, even if it printed a page of HTML.
const OUTPUT: &str = "error";

/// The body with each text that is HTML as light Markdown.
pub fn texts_from_outside(body: &mut Value) {
    match body {
        Value::String(text) => {
            let read = from_outside(text);
            if read != *text {
                *text = read.into_owned();
            }
        }
        Value::Array(items) => items.iter_mut().for_each(texts_from_outside),
        Value::Object(fields) => {
            fields.iter_mut().filter(|(name, _)| *name != OUTPUT).for_each(|(_, value)| texts_from_outside(value))
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn html_becomes_text_but_for_what_a_program_printed() {
        let page = "<html><body><h1>502 Bad Gateway</h1></body></html>";
        let mut body =
            json!({"title": "a < b", "description": "<p>one</p><p>two</p>", "error": page, "items": [{"item": "x<br>y"}], "n": 1});
        texts_from_outside(&mut body);
        let read = json!({"title": "a < b", "description": "one\n\ntwo", "error": page, "items": [{"item": "x\ny"}], "n": 1});
        assert_eq!(body, read);
    }
}
