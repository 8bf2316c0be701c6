//! `precedent init DIR`

use crate::cli::context::print;
use crate::config;
use anyhow::{Context as _, bail};
use std::path::Path;

/// The list of what an export wrote, in every exported site.
const EXPORTED: &str = crate::export::MANIFEST;

pub fn run(dir: &Path) -> anyhow::Result<()> {
    let file = dir.join(config::FILE);
    if file.exists() {
        bail!("{}: is a desk already", dir.display());
    }
    if dir.join(EXPORTED).exists() {
        bail!("{}: is an exported site; a desk in it would be published with it", dir.display());
    }
    for folder in ["content", "index", "attachments"] {
        std::fs::create_dir_all(dir.join(folder)).with_context(|| dir.display().to_string())?;
    }
    std::fs::write(&file, config::NEW_DESK).with_context(|| file.display().to_string())?;
    print(&dir.display().to_string())
}
