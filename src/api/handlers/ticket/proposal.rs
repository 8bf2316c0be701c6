//! What is proposed for a ticket, and the bursts among what was reported lately: `GET /tickets/{n}/proposal`, `/bursts`.

use crate::api::http::{App, CurrentActor, Problem, respond};
use crate::view::{BurstView, ProposalView};
use axum::extract::{Path, State};
use axum::response::Response;
use std::sync::Arc;

pub async fn read(
    State(app): State<Arc<App>>,
    CurrentActor(actor): CurrentActor,
    Path(name): Path<String>,
) -> Result<Response, Problem> {
    app.run(move |app| {
        let (number, now) = (app.desk.resolve(&name)?, app.now());
        let proposal = app.desk.proposal(&actor, number, now)?;
        let burst = app.desk.burst_of(&actor, number, now)?;
        Ok(respond::json(ProposalView::of(&proposal, burst.as_ref())))
    })
    .await
}

pub async fn bursts(State(app): State<Arc<App>>, CurrentActor(actor): CurrentActor) -> Result<Response, Problem> {
    app.run(move |app| Ok(respond::list(app.desk.bursts(&actor, app.now())?.iter().map(BurstView::of).collect(), None))).await
}
