//! `precedent tick`

use crate::cli::context::{Context, print};
use crate::learning;

pub fn run(context: &Context) -> anyhow::Result<()> {
    let report = context.with_desk(|desk| {
        let report = desk.tick(context.now())?;
        learning::quality_when_due(desk, context.now())?;
        Ok(report)
    })?;
    let crate::desk::TickReport { breached, escalated, consulted, warned, closed, .. } = report;
    let mut said = format!("breached {breached} / escalated {escalated} / consulted {consulted} / warned {warned}");
    if closed > 0 {
        said.push_str(&format!(" / closed {closed}"));
    }
    print(&said)
}
