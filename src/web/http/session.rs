//! The reader of a page and their language, from cookies and headers.

use super::cookies::{LANGUAGE, cookie, is_secure, session_cookie};
use super::failed::Failed;
use super::frame::Frame;
use super::way_back::{sign_in_url, wanted};
use crate::api::{App, Client, Problem};
use crate::people::Actor;
use crate::words::Locale;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use std::sync::Arc;

/// Who requests a page: actor, language, session.
#[derive(Clone)]
pub struct Reader {
    /// Who reads, with their roles.
    pub actor: Actor,
    /// In which language.
    pub locale: Locale,
    /// The secret of their session, to end it.
    pub session: Option<String>,
    /// The desk's name, for the bar.
    pub desk: String,
    /// The time zone of the times shown.
    pub zone: String,
    /// How many notices they have not seen.
    pub unseen: usize,
    /// Whether they read over TLS.
    pub secure: bool,
    /// Where they return to once they have signed in.
    pub here: String,
}

impl Reader {
    /// The name shown in the bar; empty for a visitor.
    pub fn name(&self) -> &str {
        if self.actor == Actor::Visitor { "" } else { self.actor.name() }
    }

    /// Where they sign in, to come back here.
    pub fn sign_in_url(&self) -> String {
        sign_in_url(&self.here)
    }

    /// What every page needs to know: language, desk, who is looking.
    pub fn frame(&self) -> Frame {
        let mut frame = Frame::of(&self.actor, self.locale, &self.desk, &self.zone, self.unseen, self.sign_in_url());
        frame.session_over = self.session.is_some() && self.actor == Actor::Visitor;
        frame
    }

    /// An error as a page, with the way back they would have on any other.
    pub fn failed(&self, problem: impl Into<Problem>) -> Failed {
        Failed { problem: Box::new(problem.into()), frame: Box::new(self.frame()) }
    }
}

impl FromRequestParts<Arc<App>> for Reader {
    type Rejection = Failed;
    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Reader, Failed> {
        let locale = locale_of(&parts.headers);
        let settings = app.desk.settings();
        let client = parts.extensions.get::<Client>();
        let secure = client.is_some_and(|client| is_secure(client, settings.web.address.as_deref()));
        let session = cookie(&parts.headers, session_cookie(secure));
        let (zone, here) = (settings.calendar.zone.to_string(), wanted(parts));
        let mut reader =
            Reader { actor: Actor::Visitor, locale, session, desk: settings.name.clone(), zone, unseen: 0, secure, here };
        if let Some(secret) = reader.session.clone() {
            let asked = app.blocking(move |app| {
                let actor = app.desk.actor_of_session(&secret, app.now())?;
                let unseen = app.desk.notices_unseen(&actor)?;
                Ok((actor, unseen))
            });
            (reader.actor, reader.unseen) = asked.await.map_err(|e| reader.failed(e))?;
        }
        app.throttle.request(&parts.extensions, &reader.actor).map_err(|e| reader.failed(e))?;
        Ok(reader)
    }
}

fn locale_of(headers: &HeaderMap) -> Locale {
    let asked = cookie(headers, LANGUAGE).and_then(|word| Locale::of_tag(&word));
    let accepted = || headers.get(header::ACCEPT_LANGUAGE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    asked.unwrap_or_else(|| Locale::accepted(accepted()))
}
