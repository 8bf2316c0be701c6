//! Every page on one screen, beside the API.

use super::http::{assets, guard};
use super::pages::people::{accounts, duty, sign_in};
use super::pages::reports::{forms, measures, quality};
use super::pages::ticket::attachments;
use super::pages::{burst, case, deflection, home, notices, policy, report, ticket, tickets};
use crate::api::{self, App};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use std::sync::Arc;

fn pages(app: Arc<App>) -> Router<Arc<App>> {
    Router::new()
        .route("/", get(home::home))
        .route("/results", get(home::results))
        .route("/cases/{number}", get(case::read::read))
        .route("/cases/{number}/feedback", post(case::read::rate))
        .route("/cases/{number}/revisions", get(case::revise::revisions))
        .route("/cases/{number}/edit", get(case::revise::form).post(case::revise::save))
        .route("/report", get(report::form).post(report::send))
        .route("/suggestions", post(report::suggestions))
        .route("/consultations/{id}/deflect", post(deflection::deflect))
        .route("/consultations/{id}/deflected", get(deflection::deflected))
        .route("/consultations/{id}/take-back", post(deflection::take_back))
        .route("/consultations/{id}/attach", post(report::attach))
        .route("/tickets", get(tickets::list))
        .route("/tickets/{number}", get(ticket::show::read))
        .route("/tickets/{number}/read", post(ticket::show::mark_read))
        .route("/tickets/{number}/timeline", get(ticket::show::timeline))
        .route("/tickets/{number}/steps", get(ticket::show::next_steps))
        .route("/tickets/{number}/forms/{form}", get(forms::form))
        .route("/tickets/{number}/documents/{document}", get(forms::document))
        .route("/tickets/{number}/attachments", post(attachments::add))
        .route("/tickets/{number}/attachments/{nth}", get(attachments::read))
        .route("/tickets/{number}/{verb}", post(ticket::act::act))
        .route("/forms/{form}", get(forms::list))
        .route("/people", get(accounts::list).post(accounts::add))
        .route("/people/{name}/{act}", post(accounts::act))
        .route("/tokens", post(accounts::add_token))
        .route("/tokens/{id}/revoke", post(accounts::revoke_token))
        .route("/notices", get(notices::list).post(notices::mark))
        .route("/duty", get(duty::read))
        .route("/duty/{name}/{act}", post(duty::act))
        .route("/bursts", get(burst::read).post(burst::declare))
        .route("/bursts/{number}/progress", post(burst::tell))
        .route("/policy", get(policy::read).post(policy::check))
        .route("/quality", get(quality::read))
        .route("/measures", get(measures::read))
        .route("/measures.csv", get(measures::file))
        .route("/sign-in", get(sign_in::ask))
        .route("/sign-in/{secret}", get(sign_in::look).post(sign_in::enter))
        .route("/sign-out", post(sign_in::leave))
        .route("/language/{locale}", get(sign_in::language))
        .route("/assets/style.css", get(assets::style))
        .route("/assets/icon.svg", get(assets::icon))
        .route("/assets/app.js", get(assets::script))
        .fallback(home::nothing_here)
        .layer(from_fn_with_state(app, guard::guard))
}

/// Pages and API behind one door.
pub fn router(app: Arc<App>) -> Router {
    // Bodies are limited where they are read: forms in `http/sent.rs`, files in the API's `http/files.rs`.
    let pages = pages(app.clone()).layer(DefaultBodyLimit::disable()).with_state(app.clone());
    pages.merge(api::router(app.clone())).layer(from_fn_with_state(app, api::door))
}
