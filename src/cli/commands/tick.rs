//! `precedent tick`

use crate::cli::context::{Context, print};

pub fn run(context: &Context) -> anyhow::Result<()> {
    let ticked = context.with_desk(|desk| {
        let ticked = desk.tick(context.now())?;
        desk.quality_when_due(context.now())?;
        Ok(ticked)
    })?;
    let crate::desk::Ticked { breached, escalated, consulted, warned, closed, .. } = ticked;
    let mut said = format!("breached {breached} / escalated {escalated} / consulted {consulted} / warned {warned}");
    if closed > 0 {
        said.push_str(&format!(" / closed {closed}"));
    }
    print(&said)
}
