//! The query of an address.

use super::app::App;
use super::problem::Problem;
use crate::protocol::span;
use crate::reason::{DoorReason, FieldReason};
use crate::sla::Calendar;
use axum::extract::FromRequestParts;
use axum::http::StatusCode;
use axum::http::request::Parts;
use chrono::{DateTime, Utc};
use std::sync::Arc;

/// A word for yes or no in an address.
///
/// # Errors
/// 422 if the text is no word for yes or no.
pub fn flag(name: &'static str, text: &str) -> Result<bool, Problem> {
    match text {
        "" | "true" | "1" | "yes" => Ok(true),
        "false" | "0" | "no" => Ok(false),
        _ => Err(Problem::field(name, FieldReason::NotAFlag)),
    }
}

/// Query parameters by name; the last one counts.
pub struct Params(Vec<(String, String)>);

impl FromRequestParts<Arc<App>> for Params {
    type Rejection = Problem;
    async fn from_request_parts(parts: &mut Parts, _: &Arc<App>) -> Result<Params, Problem> {
        let query = axum::extract::Query::<Vec<(String, String)>>::try_from_uri(&parts.uri);
        query
            .map(|q| Params(q.0))
            .map_err(|e| Problem::new(StatusCode::BAD_REQUEST, "bad-query", DoorReason::BadQuery { why: e.body_text() }))
    }
}

impl Params {
    /// The text of a parameter that is given and not empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().rev().find(|(n, v)| n == name && !v.is_empty()).map(|(_, v)| v.as_str())
    }

    /// Yes or no. Named without a value it is yes; left out it is no.
    pub fn flag(&self, name: &'static str) -> Result<bool, Problem> {
        let given = self.0.iter().rev().find(|(n, _)| n == name).map(|(_, value)| value.as_str());
        given.map_or(Ok(false), |text| flag(name, text))
    }

    /// A count between 1 and `most`.
    pub fn limit(&self, default: usize, most: usize) -> Result<usize, Problem> {
        self.count("limit").map(|limit| limit.unwrap_or(default).clamp(1, most))
    }

    /// A whole number.
    ///
    /// # Errors
    /// Where it is no number.
    pub fn count(&self, name: &'static str) -> Result<Option<usize>, Problem> {
        let parse = |text: &str| text.parse().map_err(|_| Problem::field(name, FieldReason::NotANumber));
        self.get(name).map(parse).transpose()
    }

    /// One moment: a day of the desk, or a time.
    pub fn moment(&self, calendar: &Calendar, name: &'static str) -> Result<Option<DateTime<Utc>>, Problem> {
        span::asked(calendar, name, self.get(name)).map_err(|wrong| Problem::fields(vec![wrong]))
    }

    /// `from` and `to`; without them the last ninety days.
    pub fn span(&self, calendar: &Calendar, now: DateTime<Utc>) -> Result<(DateTime<Utc>, DateTime<Utc>), Problem> {
        Ok(span::span(self.moment(calendar, "from")?, self.moment(calendar, "to")?, now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_means_what_it_says() {
        let asked = |pairs: &[(&str, &str)]| {
            let params = Params(pairs.iter().map(|(n, v)| (n.to_string(), v.to_string())).collect());
            params.flag("unseen").map_err(|problem| (problem.status.as_u16(), problem.errors()[0].field.clone()))
        };
        for yes in ["", "true", "1", "yes"] {
            assert_eq!(asked(&[("unseen", yes)]), Ok(true), "{yes:?}");
        }
        for no in ["false", "0", "no"] {
            assert_eq!(asked(&[("unseen", no)]), Ok(false), "{no:?}");
        }
        assert_eq!(asked(&[]), Ok(false));
        assert_eq!(asked(&[("unseen", "true"), ("unseen", "false")]), Ok(false), "the last one counts");
        assert_eq!(asked(&[("unseen", "maybe")]), Err((422, "unseen".to_string())));
    }
}
