//! Format and language of an answer: JSON, or Markdown or CSV as a file.

use super::params::Params;
use super::problem::Problem;
use crate::words::{Locale, UnknownWord, Vocabulary, file_name};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use std::convert::Infallible;

/// How an answer is format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerFormat {
    /// For programs.
    Json,
    /// For people.
    Markdown,
    /// For spreadsheets.
    Csv,
}

impl AnswerFormat {
    /// The name without its ending, and the format the ending stands for.
    pub fn suffix(name: &str) -> (&str, Option<AnswerFormat>) {
        let ends = [(".md", AnswerFormat::Markdown), (".csv", AnswerFormat::Csv), (".json", AnswerFormat::Json)];
        let found = ends.iter().find_map(|(end, format)| Some((name.strip_suffix(end)?, Some(*format))));
        found.unwrap_or((name, None))
    }

    /// A file to keep, under a name of its own.
    pub fn file(self, name: &str, text: String) -> Response {
        let (kind, end) = match self {
            AnswerFormat::Csv => ("text/csv; charset=utf-8", "csv"),
            AnswerFormat::Markdown => ("text/markdown; charset=utf-8", "md"),
            AnswerFormat::Json => ("application/json", "json"),
        };
        let mut response = ([(header::CONTENT_TYPE, kind)], text).into_response();
        if let Ok(place) = HeaderValue::from_str(&format!("attachment; filename=\"{}\"", file_name(&format!("{name}.{end}")))) {
            response.headers_mut().insert(header::CONTENT_DISPOSITION, place);
        }
        response
    }
}

/// What the `Accept` and `Accept-Language` headers ask for.
pub struct WantedFormat {
    format: AnswerFormat,
    locale: Locale,
}

impl<S: Sync> FromRequestParts<S> for WantedFormat {
    type Rejection = Infallible;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<WantedFormat, Infallible> {
        Ok(WantedFormat { format: accepted(&parts.headers), locale: language(&parts.headers) })
    }
}

impl WantedFormat {
    /// The name without its ending, and the format: the ending counts more than the header.
    pub fn of<'a>(&self, name: &'a str) -> (&'a str, AnswerFormat) {
        let (name, format) = AnswerFormat::suffix(name);
        (name, format.unwrap_or(self.format))
    }

    /// `lang` counts more than the header; the process's own language where neither says.
    pub fn locale(&self, params: &Params) -> Result<Locale, Problem> {
        let wrong = |e: UnknownWord| Problem::field("lang", e.into());
        params.get("lang").map_or(Ok(self.locale), |word| Locale::parse(word).map_err(wrong))
    }
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> String {
    headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default().to_ascii_lowercase()
}

fn accepted(headers: &HeaderMap) -> AnswerFormat {
    let known =
        [("text/csv", AnswerFormat::Csv), ("text/markdown", AnswerFormat::Markdown), ("application/json", AnswerFormat::Json)];
    let asked = text(headers, header::ACCEPT);
    let found = asked.split(',').find_map(|part| known.iter().find(|(kind, _)| part.trim().starts_with(kind)));
    found.map_or(AnswerFormat::Json, |(_, format)| *format)
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
