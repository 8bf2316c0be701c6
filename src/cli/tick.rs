//! `precedent tick`

use super::context::{Context, print};

pub fn run(context: &Context) -> anyhow::Result<()> {
    let ticked = context.with_desk(|desk| Ok(desk.tick(context.now())?))?;
    print(&format!("breached {} / escalated {} / consulted {}", ticked.breached, ticked.escalated, ticked.consulted))
}
