//! In which form and language an answer is wanted: JSON, or a file to keep.

use super::params::Params;
use super::problem::Problem;
use crate::words::{Locale, UnknownWord, Vocabulary};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use std::convert::Infallible;

/// How an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    Json,
    Markdown,
    Csv,
}

impl Written {
    /// By what stands behind a name, which is cut off.
    pub fn suffix(name: &str) -> (&str, Option<Written>) {
        let ends = [(".md", Written::Markdown), (".csv", Written::Csv), (".json", Written::Json)];
        let found = ends.iter().find_map(|(end, written)| Some((name.strip_suffix(end)?, Some(*written))));
        found.unwrap_or((name, None))
    }

    /// A file to keep, under a name of its own.
    pub fn file(self, name: &str, text: String) -> Response {
        let (kind, end) = match self {
            Written::Csv => ("text/csv; charset=utf-8", "csv"),
            Written::Markdown => ("text/markdown; charset=utf-8", "md"),
            Written::Json => ("application/json", "json"),
        };
        let mut response = ([(header::CONTENT_TYPE, kind)], text).into_response();
        if let Ok(place) = HeaderValue::from_str(&format!("attachment; filename=\"{name}.{end}\"")) {
            response.headers_mut().insert(header::CONTENT_DISPOSITION, place);
        }
        response
    }
}

/// What the `Accept` and `Accept-Language` headers ask for.
pub struct Wanted {
    written: Written,
    tongue: Locale,
}

impl<S: Sync> FromRequestParts<S> for Wanted {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Wanted, Infallible> {
        Ok(Wanted { written: accepted(&parts.headers), tongue: language(&parts.headers) })
    }
}

impl Wanted {
    /// What stands behind the name counts more than the header.
    pub fn of<'a>(&self, name: &'a str) -> (&'a str, Written) {
        let (name, written) = Written::suffix(name);
        (name, written.unwrap_or(self.written))
    }

    /// `lang` counts more than the header; the process's own language where neither says.
    pub fn tongue(&self, params: &Params) -> Result<Locale, Problem> {
        let wrong = |e: UnknownWord| Problem::field("lang", e.into());
        params.get("lang").map_or(Ok(self.tongue), |word| Locale::parse(word).map_err(wrong))
    }
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> String {
    headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default().to_ascii_lowercase()
}

fn accepted(headers: &HeaderMap) -> Written {
    let known = [("text/csv", Written::Csv), ("text/markdown", Written::Markdown), ("application/json", Written::Json)];
    let asked = text(headers, header::ACCEPT);
    let found = asked.split(',').find_map(|part| known.iter().find(|(kind, _)| part.trim().starts_with(kind)));
    found.map_or(Written::Json, |(_, written)| *written)
}

fn language(headers: &HeaderMap) -> Locale {
    let asked = text(headers, header::ACCEPT_LANGUAGE);
    let found = asked.split(',').find_map(|part| match part.trim() {
        tag if tag.starts_with("zh") => Some(Locale::Zh),
        tag if tag.starts_with("en") => Some(Locale::En),
        _ => None,
    });
    found.unwrap_or(Locale::Zh)
}
