//! `precedent check` and `precedent reindex`

use crate::cli::context::{Context, print};
use indicatif::ProgressBar;
use std::process::ExitCode;

pub fn run(context: &Context, repair: bool) -> anyhow::Result<ExitCode> {
    let desk = context.open(crate::desk::Purpose::Command)?;
    let findings = if repair { desk.repair(context.now())? } else { desk.check(context.now())? };
    for finding in &findings {
        print(&finding.to_string())?;
    }
    if findings.is_empty() {
        eprintln!("ledger, content and index agree");
        return Ok(ExitCode::SUCCESS);
    }
    Ok(ExitCode::FAILURE)
}

pub fn reindex(context: &Context) -> anyhow::Result<()> {
    let desk = context.open(crate::desk::Purpose::Command)?;
    let bar = ProgressBar::new_spinner();
    let count = desk.reindex(|count| {
        bar.set_position(count as u64);
        bar.set_message(format!("{count} documents"));
    })?;
    bar.finish_and_clear();
    desk.follow(true)?;
    print(&format!("{count} documents indexed"))
}
