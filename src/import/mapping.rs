//! Words of common trackers, translated to this desk's. A desk may add or override them in `desk.toml`.

use crate::ticket::{Outcome, Priority, RequirementType, Severity};
use std::collections::HashMap;

/// A desk's own translations of other systems' words, by [`fold`]ed word. They come before those built in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WordMapping {
    /// Status: `true` means finished, `false` open.
    pub status: HashMap<String, bool>,
    /// Resolution: what became of a finished ticket.
    pub resolution: HashMap<String, Outcome>,
    /// Severity.
    pub severity: HashMap<String, Severity>,
    /// Type: `None` means a fault.
    pub kind: HashMap<String, Option<RequirementType>>,
}

/// A word as it is compared: lower case, without apostrophes, dashes and runs of white space as one space.
pub fn fold(word: &str) -> String {
    let plain = word.trim().to_lowercase().replace(['’', '\''], "");
    plain.split(|c: char| c.is_whitespace() || matches!(c, '-' | '_')).filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A word that no table knows; it is reported and kept.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Unmapped {
    /// Field of the exchange format.
    pub field: &'static str,
    /// The word, as written.
    pub word: String,
}

impl WordMapping {
    /// Whether a status means finished. An unknown one counts as open, so that nothing counts as solved by mistake.
    pub fn is_finished(&self, status: Option<&str>, unmapped: &mut Vec<Unmapped>) -> bool {
        let Some(status) = status.filter(|s| !s.trim().is_empty()) else { return false };
        let word = fold(status);
        if let Some(finished) = self.status.get(&word) {
            return *finished;
        }
        match word.as_str() {
            "closed" | "resolved" | "done" | "fixed" | "verified" | "completed" | "complete" | "released" | "solved" | "已关闭"
            | "已解决" | "完成" | "已完成" => true,
            "open" | "new" | "reopened" | "in progress" | "in review" | "in qe test" | "in testing" | "testing" | "to do"
            | "todo" | "backlog" | "pending" | "waiting" | "assigned" | "unconfirmed" | "confirmed" | "blocked" | "待处理"
            | "处理中" | "测试中" | "挂起" => false,
            _ => {
                unmapped.push(Unmapped { field: "status", word: status.to_string() });
                false
            }
        }
    }

    /// What became of a finished ticket; [`Outcome::Unknown`] for an unknown word.
    pub fn outcome(&self, resolution: Option<&str>, unmapped: &mut Vec<Unmapped>) -> Outcome {
        let Some(resolution) = resolution.filter(|r| !r.trim().is_empty()) else { return Outcome::Unknown };
        let word = fold(resolution);
        if let Some(outcome) = self.resolution.get(&word) {
            return *outcome;
        }
        match word.as_str() {
            "fixed" | "done" | "resolved" | "complete" | "completed" | "implemented" | "workaround" | "solved" | "已修复"
            | "已解决" => Outcome::Solved,
            "duplicate" | "重复" => Outcome::Duplicate,
            "not reproduced" | "cannot reproduce" | "cant reproduce" | "not reproducible" | "worksforme" | "works for me"
            | "incomplete" | "无法重现" => Outcome::NotReproduced,
            "wont fix" | "wontfix" | "wont do" | "invalid" | "not a bug" | "not our bug" | "needs more info" | "declined"
            | "rejected" | "hold" | "later" | "not eclipse" | "moved" | "不予处理" => Outcome::Declined,
            "unresolved" | "none" | "unknown" => Outcome::Unknown,
            _ => {
                unmapped.push(Unmapped { field: "resolution", word: resolution.to_string() });
                Outcome::Unknown
            }
        }
    }

    /// The severity a word means; `None` if it means none, or is unknown.
    pub fn severity(&self, severity: Option<&str>, unmapped: &mut Vec<Unmapped>) -> Option<Severity> {
        let text = severity.filter(|s| !s.trim().is_empty())?;
        let word = fold(text);
        if let Some(severity) = self.severity.get(&word) {
            return Some(*severity);
        }
        match word.as_str() {
            "blocker" | "critical" | "urgent" | "highest" | "p1" | "致命" => Some(Severity::Critical),
            "high" | "major" | "severe" | "p2" | "严重" => Some(Severity::Major),
            "medium" | "moderate" | "normal" | "average" | "p3" | "一般" => Some(Severity::Moderate),
            "low" | "lowest" | "minor" | "trivial" | "p4" | "p5" | "轻微" => Some(Severity::Minor),
            "none" | "undefined" | "unprioritized" => None,
            _ => {
                unmapped.push(Unmapped { field: "severity", word: text.to_string() });
                None
            }
        }
    }

    /// `None` for a fault or an unknown word, else type and priority of a requirement.
    pub fn requirement(&self, kind: Option<&str>, unmapped: &mut Vec<Unmapped>) -> Option<(RequirementType, Priority)> {
        let text = kind.filter(|k| !k.trim().is_empty())?;
        let word = fold(text);
        let wanted = match self.kind.get(&word) {
            Some(own) => *own,
            None => match word.as_str() {
                "new feature" | "feature" | "feature request" | "story" | "epic" | "requirement" | "需求" | "新功能" => {
                    Some(RequirementType::NewFeature)
                }
                "improvement" | "enhancement" | "experience" | "功能优化" => Some(RequirementType::Enhancement),
                "bug" | "defect" | "fault" | "incident" | "problem" | "sub task" | "subtask" | "task" | "technical task"
                | "question" | "support" | "故障" => None,
                _ => {
                    unmapped.push(Unmapped { field: "type", word: text.to_string() });
                    None
                }
            },
        };
        wanted.map(|kind| (kind, Priority::P2))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_common_trackers() {
        let (words, mut unmapped) = (WordMapping::default(), Vec::new());
        let mut outcome =
            |status, resolution| words.is_finished(status, &mut unmapped).then(|| words.outcome(resolution, &mut Vec::new()));
        assert_eq!(outcome(Some("Closed"), Some("Fixed")), Some(Outcome::Solved));
        assert_eq!(outcome(Some("RESOLVED"), Some("WONTFIX")), Some(Outcome::Declined));
        assert_eq!(outcome(Some("Closed"), Some("Won't Do")), Some(Outcome::Declined));
        assert_eq!(outcome(Some("Open"), Some("Fixed")), None);
        assert_eq!(outcome(Some("Done"), None), Some(Outcome::Unknown));
        assert_eq!(outcome(None, None), None);
        assert!(unmapped.is_empty());
    }

    #[test]
    fn a_desks_own_words_come_first_and_unknown_ones_are_reported() {
        let words = WordMapping { severity: HashMap::from([("p1".into(), Severity::Major)]), ..WordMapping::default() };
        let mut unmapped = Vec::new();
        assert_eq!(words.severity(Some("P1"), &mut unmapped), Some(Severity::Major));
        assert_eq!(words.severity(Some("Blocker"), &mut unmapped), Some(Severity::Critical));
        assert_eq!(words.severity(Some("Sev-9"), &mut unmapped), None);
        assert_eq!(unmapped, [Unmapped { field: "severity", word: "Sev-9".into() }]);
    }
}
