//! `precedent import FORMAT FILE…`

use super::context::{Context, print};
use anyhow::bail;
use std::path::PathBuf;
use std::process::ExitCode;

/// Exit 0 if anything was taken or unchanged, 1 if nothing could be.
pub fn run(context: &Context, format: &str, files: &[PathBuf]) -> anyhow::Result<ExitCode> {
    if format != "markdown" {
        bail!("\"{format}\" is not a format; one of: markdown");
    }
    let mut taken = 0;
    context.with_desk(|desk| {
        for folder in files {
            if !folder.is_dir() {
                bail!("{}: is not a folder of case files", folder.display());
            }
            let adoption = desk.import_markdown(folder, &crate::people::Actor::Operator, context.now())?;
            for (path, reason) in &adoption.refused {
                eprintln!("refused {}: {reason}", folder.join(path).display());
            }
            taken += adoption.imported + adoption.revised + adoption.unchanged;
            print(&format!(
                "imported {} / unchanged {} / revised {} / refused {}",
                adoption.imported,
                adoption.unchanged,
                adoption.revised,
                adoption.refused.len()
            ))?;
        }
        Ok(())
    })?;
    Ok(if taken > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
