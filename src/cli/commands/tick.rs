//! `precedent tick`

use crate::cli::context::{Context, print};
use crate::learning;

pub fn run(context: &Context) -> anyhow::Result<()> {
    let ticked = context.with_desk(|desk| {
        let ticked = desk.tick(context.now())?;
        learning::quality_when_due(desk, context.now())?;
        Ok(ticked)
    })?;
    let crate::desk::Ticked { breached, escalated, consulted, warned, closed, .. } = ticked;
    let mut said = format!("breached {breached} / escalated {escalated} / consulted {consulted} / warned {warned}");
    if closed > 0 {
        said.push_str(&format!(" / closed {closed}"));
    }
    print(&said)
}
