//! The KCS parts of a case, and the workaround within its resolution.

use crate::reason::Said;
use crate::words::{Locale, Vocabulary, vocabulary};
use serde::{Deserialize, Serialize};

vocabulary! {
    /// The KCS parts in the order of a case's file.
    Part, "part" {
        Issue = "issue" / "问题描述", Environment = "environment" / "环境", Analysis = "analysis" / "分析过程", Cause = "cause" / "根因",
        Resolution = "resolution" / "解决方案", Attempts = "attempts" / "尝试过的办法", Feedback = "feedback" / "客户反馈",
    }
}

impl Part {
    /// The order in which pages show them: the resolution first, since readers have the trouble now.
    pub const READ: [Part; 7] =
        [Part::Resolution, Part::Issue, Part::Cause, Part::Environment, Part::Analysis, Part::Attempts, Part::Feedback];
}

impl Said for Part {
    /// Its heading.
    fn said(&self, locale: Locale) -> String {
        let en = match self {
            Part::Issue => "Issue",
            Part::Environment => "Environment",
            Part::Analysis => "Analysis",
            Part::Cause => "Cause",
            Part::Resolution => "Resolution",
            Part::Attempts => "Attempts",
            Part::Feedback => "Feedback",
        };
        if locale == Locale::En { en } else { self.zh() }.into()
    }
}

/// The text of the parts, in Markdown; empty: the part is missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Parts {
    /// What was seen or wanted.
    pub issue: String,
    /// Product, component, version.
    pub environment: String,
    /// What was found out.
    pub analysis: String,
    /// The cause.
    pub cause: String,
    /// What was done, with the workaround under a heading of its own.
    pub resolution: String,
    /// What was tried and did not help.
    pub attempts: String,
    /// What the customer said.
    pub feedback: String,
}

/// Level-3 headings of the workaround within a resolution, in both languages.
pub const WORKAROUND_HEADINGS: [&str; 2] = ["### 临时规避", "### Workaround"];

impl Parts {
    /// The text of a part.
    pub fn text(&self, part: Part) -> &str {
        match part {
            Part::Issue => &self.issue,
            Part::Environment => &self.environment,
            Part::Analysis => &self.analysis,
            Part::Cause => &self.cause,
            Part::Resolution => &self.resolution,
            Part::Attempts => &self.attempts,
            Part::Feedback => &self.feedback,
        }
    }

    /// The text of a part, to be changed.
    pub fn text_mut(&mut self, part: Part) -> &mut String {
        match part {
            Part::Issue => &mut self.issue,
            Part::Environment => &mut self.environment,
            Part::Analysis => &mut self.analysis,
            Part::Cause => &mut self.cause,
            Part::Resolution => &mut self.resolution,
            Part::Attempts => &mut self.attempts,
            Part::Feedback => &mut self.feedback,
        }
    }

    /// The parts with each text changed.
    pub fn map(&self, change: impl Fn(&str) -> String) -> Parts {
        let mut changed = self.clone();
        Part::ALL.iter().for_each(|part| *changed.text_mut(*part) = change(self.text(*part)));
        changed
    }

    /// The workaround section of the resolution; `None` if there is none.
    pub fn workaround(&self) -> Option<&str> {
        let start = WORKAROUND_HEADINGS.iter().find_map(|h| self.resolution.find(h).map(|at| at + h.len()))?;
        let text = &self.resolution[start..];
        let end = text.find("\n### ").unwrap_or(text.len());
        Some(text[..end].trim()).filter(|t| !t.is_empty())
    }
}
