//! How the settings file is read, as a value that the server is started with.

use crate::desk::Settings;
use crate::reason::Mistake;
use std::path::Path;

/// Reads the settings; given by whoever starts the server, since `config` lies above this room.
#[derive(Clone, Copy)]
pub struct SettingsFile {
    /// Reads a text, or the desk's own file.
    pub read: ReadsSettings,
    /// The text of the desk's own file, as it stands.
    pub text: fn(&Path) -> Option<String>,
}

/// Settings from a text, or (`None`) from the desk's own file; or every mistake with its line.
pub type ReadsSettings = fn(&Path, Option<&str>) -> Result<Settings, Vec<Mistake>>;
