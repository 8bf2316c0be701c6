//! How settings are read; whoever serves knows.

use crate::desk::Settings;
use crate::reason::Mistake;
use std::path::Path;

#[derive(Clone, Copy)]
pub struct SettingsFile {
    pub read: ReadsSettings,
    /// The text of the desk's own file, as it stands.
    pub text: fn(&Path) -> Option<String>,
}

/// Out of a text, or out of the desk's own file: every mistake with its line.
pub type ReadsSettings = fn(&Path, Option<&str>) -> Result<Settings, Vec<Mistake>>;
