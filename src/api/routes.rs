//! Every route on one screen.

use super::handlers::ticket::{attachments, forms, proposal, tickets, verbs};
use super::handlers::{cases, consultations, health, notices, people, policy, reports, search, tokens};
use super::http::{App, Problem};
use super::openapi;
use crate::reason::DoorReason;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::routing::{any, delete, get, post, put};
use std::sync::Arc;

/// The routes of the API and of whoever watches over the server.
pub fn router(app: Arc<App>) -> Router {
    let api = Router::new()
        .route("/consultations", post(consultations::consult))
        .route("/consultations/{id}/deflect", post(consultations::deflect).delete(consultations::take_back))
        .route("/consultations/{id}/attach", post(consultations::attach))
        .route("/tickets", get(tickets::list).post(tickets::register))
        .route("/tickets/{number}", get(tickets::read))
        .route("/tickets/{number}/events", get(tickets::events))
        .route("/tickets/{number}/clocks", get(tickets::clocks))
        .route("/tickets/{number}/similar", get(tickets::similar))
        .route("/tickets/{number}/proposal", get(proposal::read))
        .route("/tickets/{number}/contact", post(tickets::contact))
        .route("/tickets/{number}/forms/{form}", get(forms::form))
        .route("/tickets/{number}/documents/{document}", get(forms::document))
        .route("/tickets/{number}/attachments", get(attachments::list).post(attachments::add).layer(DefaultBodyLimit::disable()))
        .route("/tickets/{number}/attachments/{nth}", get(attachments::read))
        .route("/tickets/{number}/{verb}", post(verbs::act))
        .route("/forms/{form}", get(forms::list))
        .route("/bursts", get(proposal::bursts))
        .route("/notices", get(notices::list))
        .route("/notices/seen", post(notices::see))
        .route("/search", get(search::search))
        .route("/reports/{name}", get(reports::read))
        .route("/cases/{number}", get(cases::read).put(cases::revise))
        .route("/cases/{number}/revisions", get(cases::revisions))
        .route("/cases/{number}/feedback", post(cases::feedback))
        .route("/people", get(people::list).post(people::add))
        .route("/people/{name}", put(people::change))
        .route("/people/{name}/link", post(people::link))
        .route("/people/{name}/deactivate", post(people::deactivate))
        .route("/people/{name}/reactivate", post(people::reactivate))
        .route("/people/{name}/groups", put(people::groups))
        .route("/people/{name}/away", put(people::away).delete(people::back))
        .route("/people/{name}/shifts", post(people::shift))
        .route("/people/{name}/shifts/{from}", delete(people::unshift))
        .route("/workload", get(people::workload))
        .route("/policy", get(policy::read))
        .route("/policy/check", post(policy::check))
        .route("/tokens", get(tokens::list).post(tokens::add))
        .route("/tokens/{id}", delete(tokens::revoke))
        .route("/simulation/clock", put(health::set_clock))
        .route("/openapi.json", get(openapi::document))
        .route("/{*rest}", any(no_such_place))
        .method_not_allowed_fallback(no_such_method);
    Router::new()
        .nest("/api/v1", api)
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/metrics", get(health::metrics))
        .with_state(app)
}

async fn no_such_place() -> Problem {
    Problem::not_found(DoorReason::NoAddress)
}

async fn no_such_method() -> Problem {
    Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", DoorReason::NotThisMethod)
}
