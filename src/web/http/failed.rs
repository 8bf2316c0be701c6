//! An error as a page, with a way back.

use super::frame::Frame;
use crate::api::Problem;
use crate::page::{Template, field_label, message, readable, render};
use crate::reason::Said;
use crate::words::Locale;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use serde::Serialize;

/// What went wrong, within the frame of the page it went wrong on.
#[derive(Debug)]
pub struct Failed {
    pub(super) problem: Box<Problem>,
    pub(super) frame: Box<Frame>,
}

#[derive(Serialize)]
struct MessagePage {
    #[serde(flatten)]
    frame: Frame,
    heading: &'static str,
    text: String,
    /// What signing in would help, for who has not.
    way_in: Option<&'static str>,
}

/// The reason, as people read it; each wrong field under its label.
pub fn said_to_people(problem: &Problem, locale: Locale) -> String {
    match problem.errors() {
        [] => readable(&problem.said(locale)),
        errors => {
            let between = if locale == Locale::Zh { "；" } else { "; " };
            let named =
                errors.iter().map(|error| format!("{}: {}", field_label(locale, &error.field), readable(&error.why.said(locale))));
            named.collect::<Vec<_>>().join(between)
        }
    }
}

/// What signing in would help: who may not see a thing may be somebody who may.
fn way_in(problem: &Problem, frame: &Frame) -> Option<&'static str> {
    let helps = matches!(problem.status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::NOT_FOUND);
    let key = if frame.session_over { "sign_in.session_over" } else { "sign_in.way" };
    (helps && frame.is_visitors()).then(|| message(frame.locale, key))
}

/// What it is about, before the reason.
fn heading(problem: &Problem, visitor: bool) -> &'static str {
    match () {
        () if problem.is_not_found() => "error.not_found",
        () if problem.is_forbidden() && visitor => "error.sign_in",
        () if problem.is_forbidden() => "error.forbidden",
        () => "error.title",
    }
}

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        let locale = self.frame.locale;
        let heading = message(locale, heading(&self.problem, self.frame.is_visitors()));
        let (text, way_in) = (said_to_people(&self.problem, locale), way_in(&self.problem, &self.frame));
        match render(Template::Message, MessagePage { frame: *self.frame, heading, text, way_in }) {
            Ok(html) => {
                let mut response = (self.problem.status, Html(html)).into_response();
                if let Some(seconds) = self.problem.retry_after_s {
                    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
                }
                response
            }
            Err(_) => self.problem.into_response(),
        }
    }
}
