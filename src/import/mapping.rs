//! Common trackers' words in ours.

use crate::ticket::Outcome;

/// What became of a ticket, from its status and resolution; None while it is open.
pub fn outcome_of(status: Option<&str>, resolution: Option<&str>) -> Option<Outcome> {
    let word = |text: Option<&str>| text.map(|t| t.trim().to_lowercase().replace(['’', '\''], "")).unwrap_or_default();
    let (status, resolution) = (word(status), word(resolution));
    if !matches!(status.as_str(), "closed" | "resolved" | "done" | "fixed" | "verified" | "completed" | "released") {
        return None;
    }
    Some(match resolution.as_str() {
        "fixed" | "done" | "resolved" | "complete" | "completed" | "implemented" | "workaround" | "solved" => Outcome::Solved,
        "duplicate" => Outcome::Duplicate,
        "cannot reproduce" | "not reproducible" | "worksforme" | "works for me" | "incomplete" => Outcome::NotReproduced,
        "wont fix" | "wontfix" | "wont do" | "invalid" | "not a bug" | "needs more info" | "declined" | "rejected" | "hold" => {
            Outcome::Declined
        }
        _ => Outcome::Unknown,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_common_trackers() {
        assert_eq!(outcome_of(Some("Closed"), Some("Fixed")), Some(Outcome::Solved));
        assert_eq!(outcome_of(Some("RESOLVED"), Some("WONTFIX")), Some(Outcome::Declined));
        assert_eq!(outcome_of(Some("Closed"), Some("Won't Do")), Some(Outcome::Declined));
        assert_eq!(outcome_of(Some("Open"), Some("Fixed")), None);
        assert_eq!(outcome_of(Some("Done"), None), Some(Outcome::Unknown));
    }
}
