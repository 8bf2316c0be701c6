//! A report: what somebody says they see or want, before anybody has judged it.

use super::vocabulary::{Channel, CustomerPriority, Kind, Severity};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Limits of what a report may carry, in characters. A pasted log fits; a disk image does not.
pub const TITLE_CHARS_MAX: usize = 500;
/// Words of what somebody asks for, in the archive or in a list, that are looked for; further ones are passed over. Nobody types
/// so many, and a condition for each is as deep as a database goes.
pub const ASKED_WORDS_MAX: usize = 400;
pub const TEXT_CHARS_MAX: usize = 8_000_000;

/// How to reach the reporter. Masked wherever it is not needed to reach them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Contact {
    pub name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wechat: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// What only a fault carries, or only a requirement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Particulars {
    Fault {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        steps: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        error: Option<String>,
    },
    Requirement {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scenario: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        effect: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        priority: Option<CustomerPriority>,
    },
}

impl Particulars {
    pub fn kind(&self) -> Kind {
        match self {
            Particulars::Fault { .. } => Kind::Fault,
            Particulars::Requirement { .. } => Kind::Requirement,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    #[serde(flatten)]
    pub particulars: Particulars,
    pub channel: Channel,
    /// The company, by its full name.
    pub customer: String,
    pub contact: Contact,
    pub title: String,
    #[serde(default)]
    pub description: String,
    pub urgency: Severity,
    /// When it was first seen, if said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occurred_at: Option<DateTime<Utc>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub component: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
}

/// What was told after the report: only what is given.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Supplement {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occurred_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub steps: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scenario: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effect: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<CustomerPriority>,
}

impl Supplement {
    pub fn is_empty(&self) -> bool {
        *self == Supplement::default()
    }
}

/// A text that grows: what was said first stays.
fn grow(text: &mut Option<String>, more: &Option<String>) {
    if let Some(more) = more {
        *text = Some(text.take().map_or_else(|| more.clone(), |said| format!("{said}\n\n{more}")));
    }
}

impl Report {
    /// Takes in what was told later. What was said before is kept; a time or a priority said again is the better one.
    pub fn take_in(&mut self, told: &Supplement) {
        let mut description = Some(std::mem::take(&mut self.description)).filter(|text| !text.is_empty());
        grow(&mut description, &told.text);
        self.description = description.unwrap_or_default();
        self.occurred_at = told.occurred_at.or(self.occurred_at);
        match &mut self.particulars {
            Particulars::Fault { steps, error } => {
                grow(steps, &told.steps);
                grow(error, &told.error);
            }
            Particulars::Requirement { scenario, effect, priority } => {
                grow(scenario, &told.scenario);
                grow(effect, &told.effect);
                *priority = told.priority.or(*priority);
            }
        }
    }

    pub fn kind(&self) -> Kind {
        self.particulars.kind()
    }

    /// Particulars that a complete report has and this one lacks (待补充). They are asked for; they stop nothing.
    pub fn missing(&self) -> Vec<&'static str> {
        let mut missing = Vec::new();
        let mut want = |name, there: bool| {
            if !there {
                missing.push(name);
            }
        };
        match &self.particulars {
            Particulars::Fault { steps, error } => {
                want("description", !self.description.trim().is_empty());
                want("occurred_at", self.occurred_at.is_some());
                want("steps", steps.is_some());
                want("error", error.is_some());
            }
            Particulars::Requirement { scenario, effect, priority } => {
                want("scenario", scenario.is_some());
                want("effect", effect.is_some());
                want("priority", priority.is_some());
            }
        }
        missing
    }

    /// Everything the reporter wrote besides the title, in the order a reader wants it.
    pub fn body(&self) -> String {
        let (first, second) = match &self.particulars {
            Particulars::Fault { steps, error } => (steps.as_deref(), error.as_deref()),
            Particulars::Requirement { scenario, effect, .. } => (scenario.as_deref(), effect.as_deref()),
        };
        [Some(self.description.as_str()), first, second]
            .into_iter()
            .flatten()
            .map(str::trim)
            .filter(|t| !t.is_empty())
            .collect::<Vec<_>>()
            .join("\n\n")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report(particulars: Particulars) -> Report {
        Report {
            particulars,
            channel: Channel::Api,
            customer: "harbour".into(),
            contact: Contact::default(),
            title: "t".into(),
            description: String::new(),
            urgency: Severity::Moderate,
            occurred_at: None,
            product: None,
            component: None,
            version: None,
        }
    }

    fn fault() -> Report {
        report(Particulars::Fault { steps: None, error: None })
    }

    fn requirement() -> Report {
        report(Particulars::Requirement { scenario: None, effect: None, priority: None })
    }

    /// A supplement with one particular alone, by the particular's name.
    fn one(name: &str) -> Supplement {
        let text = || Some(String::from(name));
        let empty = Supplement::default();
        match name {
            "description" => Supplement { text: text(), ..empty },
            "occurred_at" => Supplement { occurred_at: Some(DateTime::UNIX_EPOCH), ..empty },
            "steps" => Supplement { steps: text(), ..empty },
            "error" => Supplement { error: text(), ..empty },
            "scenario" => Supplement { scenario: text(), ..empty },
            "effect" => Supplement { effect: text(), ..empty },
            _ => Supplement { priority: Some(CustomerPriority::Low), ..empty },
        }
    }

    #[test]
    fn a_particular_is_asked_for_until_it_is_given_and_no_longer() {
        let cases = [
            (fault(), vec!["description", "occurred_at", "steps", "error"]),
            (requirement(), vec!["scenario", "effect", "priority"]),
        ];
        for (mut report, mut wanted) in cases {
            assert_eq!(report.missing(), wanted);
            while let Some(given) = wanted.pop() {
                report.take_in(&one(given));
                assert_eq!(report.missing(), wanted, "{given} was given");
            }
        }
        assert_eq!(Report { description: " \n".into(), ..fault() }.missing()[0], "description", "a blank text says nothing");
    }

    #[test]
    fn a_supplement_of_the_other_kind_answers_nothing() {
        let (mut fault, mut requirement) = (fault(), requirement());
        ["scenario", "effect", "priority"].iter().for_each(|name| fault.take_in(&one(name)));
        ["steps", "error", "occurred_at", "description"].iter().for_each(|name| requirement.take_in(&one(name)));
        assert_eq!(fault.missing(), ["description", "occurred_at", "steps", "error"]);
        assert_eq!(requirement.missing(), ["scenario", "effect", "priority"]);
    }

    #[test]
    fn the_body_is_what_was_written_in_its_order_without_gaps() {
        let mut report = Report { description: "  it fails ".into(), ..fault() };
        assert_eq!(report.body(), "it fails");
        report.take_in(&one("error"));
        assert_eq!(report.body(), "it fails\n\nerror");
        report.take_in(&one("steps"));
        assert_eq!(report.body(), "it fails\n\nsteps\n\nerror");
        report.take_in(&Supplement { steps: Some("then".into()), ..Supplement::default() });
        assert_eq!(report.body(), "it fails\n\nsteps\n\nthen\n\nerror");
        let mut wish = requirement();
        assert_eq!(wish.body(), "");
        ["effect", "priority", "scenario"].iter().for_each(|name| wish.take_in(&one(name)));
        assert_eq!(wish.body(), "scenario\n\neffect");
    }
}
