//! An error as a page, with a way back.

use super::frame::Frame;
use crate::api::Problem;
use crate::page::{Template, message, render};
use crate::reason::Said;
use axum::http::{HeaderValue, header};
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
}

/// What it is about, before the reason.
fn heading(problem: &Problem) -> &'static str {
    match () {
        () if problem.is_not_found() => "error.not_found",
        () if problem.is_forbidden() => "error.forbidden",
        () => "error.title",
    }
}

impl IntoResponse for Failed {
    fn into_response(self) -> Response {
        let locale = self.frame.locale;
        let (heading, text) = (message(locale, heading(&self.problem)), self.problem.said(locale));
        match render(Template::Message, MessagePage { frame: *self.frame, heading, text }) {
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
