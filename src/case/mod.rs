//! The reusable part of a solved ticket in KCS parts, its confidence and audience, masking of personal data.

mod event;
mod from_ticket;
mod mask;

pub use event::CaseEvent;
pub use from_ticket::from_ticket;
pub use mask::{MASKING, Masked, Masker, mask_email, mask_name, mask_phone, mask_wechat};

use crate::ticket::{Kind, Number, Outcome, Priority, RequirementType, Severity};
use crate::words::vocabulary;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

vocabulary! {
    /// How far a case can be relied on, in KCS terms.
    Confidence, "confidence" {
        Wip = "wip" / "编写中", NotValidated = "not_validated" / "未验证", Validated = "validated" / "已验证", Archived = "archived" / "已停用",
    }
}
vocabulary! {
    /// Who may read a case; each one includes those before it.
    Audience, "audience" { Internal = "internal" / "内部", Customer = "customer" / "客户", Public = "public" / "公开" }
}
vocabulary! {
    /// The language a case is written in.
    Language, "language" { Zh = "zh" / "中文", En = "en" / "英文" }
}
vocabulary! {
    /// What ties a case to another.
    LinkKind, "link kind" { SolvedBy = "solved_by" / "由此解决", Duplicate = "duplicate" / "重复于", Related = "related" / "相关" }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    pub case: Number,
    pub kind: LinkKind,
}

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

/// A case as the ledger holds it. Counts that change by themselves (reuse) are not part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    pub number: Number,
    #[serde(default)]
    pub requirement_number: Option<Number>,
    pub title: String,
    pub kind: Kind,
    pub urgency: Severity,
    #[serde(default)]
    pub severity: Option<Severity>,
    #[serde(default)]
    pub requirement_type: Option<RequirementType>,
    #[serde(default)]
    pub priority: Option<Priority>,
    #[serde(default)]
    pub product: Option<String>,
    #[serde(default)]
    pub component: Option<String>,
    #[serde(default)]
    pub versions: Vec<String>,
    pub language: Language,
    pub outcome: Outcome,
    pub confidence: Confidence,
    pub audience: Audience,
    /// The number of the family's first member; its own where it stands alone.
    pub family: Number,
    #[serde(default)]
    pub links: Vec<Link>,
    pub opened_at: DateTime<Utc>,
    #[serde(default)]
    pub resolved_at: Option<DateTime<Utc>>,
    #[serde(default)]
    pub closed_at: Option<DateTime<Utc>>,
    /// The ticket was opened again after this was written; the next closing writes anew.
    #[serde(default)]
    pub reopened: bool,
    pub revision: u32,
    /// The version of masking its texts were made with; 0: from before it was kept.
    #[serde(default)]
    pub masking: u32,
    pub parts: Parts,
}

impl Case {
    /// Its title, masked when the case was made.
    pub fn masked_title(&self) -> Masked {
        Masked::as_stored(self.title.clone())
    }

    /// Leaves out ties to what a reader may not know, and the numbers where a text names them.
    pub fn forget(&mut self, unknown: impl Fn(&Link) -> bool) {
        let (hidden, known): (Vec<Link>, Vec<Link>) = std::mem::take(&mut self.links).into_iter().partition(unknown);
        self.links = known;
        for number in hidden.iter().map(|link| link.case.to_string()) {
            for text in self.parts.texts_mut().into_iter().filter(|text| text.contains(&number)) {
                *text = text.replace(&number, "TS…");
            }
        }
    }

    /// Its texts masked as masking is now. Whether anything changed.
    pub fn mask_again(&mut self, masker: &Masker) -> bool {
        let mut changed = false;
        for text in self.parts.texts_mut().into_iter().chain([&mut self.title]) {
            let masked = masker.text(text);
            changed |= masked != *text;
            *text = masked;
        }
        self.masking = MASKING;
        changed
    }
}

/// Chinese if a fair share of the letters is: a Chinese report about English software quotes much English.
pub fn language_of(text: &str) -> Language {
    let (mut han, mut latin) = (0usize, 0usize);
    for c in text.chars().take(4_000) {
        match c {
            '\u{3400}'..='\u{9fff}' => han += 1,
            'a'..='z' | 'A'..='Z' => latin += 1,
            _ => {}
        }
    }
    if han * 8 > latin { Language::Zh } else { Language::En }
}

/// Text as a fenced code block, whatever fences it holds itself.
pub fn fenced(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    format!("{fence}text\n{text}\n{fence}")
}
