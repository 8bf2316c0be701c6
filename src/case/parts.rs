//! The KCS parts of a case, and the workaround within its resolution.

use serde::{Deserialize, Serialize};

/// The KCS parts, each Markdown text; empty means the part is not there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Parts {
    pub issue: String,
    pub environment: String,
    pub analysis: String,
    pub cause: String,
    pub resolution: String,
    pub attempts: String,
    pub feedback: String,
}

/// The level-3 headings under which a resolution keeps its workaround, in both languages.
pub const WORKAROUND_HEADINGS: [&str; 2] = ["### 临时规避", "### Workaround"];

impl Parts {
    pub fn texts_mut(&mut self) -> [&mut String; 7] {
        [
            &mut self.issue,
            &mut self.environment,
            &mut self.analysis,
            &mut self.cause,
            &mut self.resolution,
            &mut self.attempts,
            &mut self.feedback,
        ]
    }

    /// What to do until the cause is gone: the workaround section of the resolution.
    pub fn workaround(&self) -> Option<&str> {
        let start = WORKAROUND_HEADINGS.iter().find_map(|h| self.resolution.find(h).map(|at| at + h.len()))?;
        let text = &self.resolution[start..];
        let end = text.find("\n### ").unwrap_or(text.len());
        Some(text[..end].trim()).filter(|t| !t.is_empty())
    }
}
