//! A report: what somebody sees or wants, before it is assessed.

use super::vocabulary::{Channel, CustomerPriority, Kind, Severity};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// Longest title, in characters.
pub const TITLE_CHARS_MAX: usize = 500;
/// Search words that are used, in the archive and in lists; more are ignored. Each becomes a condition, and databases limit the
/// depth of an expression.
pub const ASKED_WORDS_MAX: usize = 400;
/// Longest text, in characters: enough for a pasted log.
pub const TEXT_CHARS_MAX: usize = 8_000_000;

/// How to reach the reporter. Masked except for those who have to reach them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Contact {
    /// Name.
    pub name: String,
    /// Telephone number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// WeChat id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wechat: Option<String>,
    /// Mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// The fields that only a fault or only a requirement has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Particulars {
    /// A fault.
    Fault {
        /// How it can be reproduced.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        steps: Option<String>,
        /// The error message.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        error: Option<String>,
    },
    /// A requirement.
    Requirement {
        /// When it is needed.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scenario: Option<String>,
        /// What should happen.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        effect: Option<String>,
        /// How important it is to the customer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        priority: Option<CustomerPriority>,
    },
}

impl Particulars {
    /// The kind they belong to.
    pub fn kind(&self) -> Kind {
        match self {
            Particulars::Fault { .. } => Kind::Fault,
            Particulars::Requirement { .. } => Kind::Requirement,
        }
    }
}

/// A report, as registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// The fields of its kind.
    #[serde(flatten)]
    pub particulars: Particulars,
    /// How it came in.
    pub channel: Channel,
    /// Full name of the company, or of a person without one.
    pub customer: String,
    /// Who reported it.
    pub contact: Contact,
    /// Title.
    pub title: String,
    /// What is seen or wanted.
    #[serde(default)]
    pub description: String,
    /// Urgency as reported.
    pub urgency: Severity,
    /// When it was first seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub occurred_at: Option<DateTime<Utc>>,
    /// Product.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<String>,
    /// Component.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub component: Option<String>,
    /// Version of the product.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
}

/// Fields added to a report later; those that are `None` stay as they are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Supplement {
    /// Added to the description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// When it was first seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occurred_at: Option<DateTime<Utc>>,
    /// Added to the steps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub steps: Option<String>,
    /// Added to the error.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// Added to the scenario.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scenario: Option<String>,
    /// Added to the effect.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effect: Option<String>,
    /// How important it is to the customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<CustomerPriority>,
}

impl Supplement {
    /// Whether nothing is added.
    pub fn is_empty(&self) -> bool {
        *self == Supplement::default()
    }
}

/// Appends to a text as a new paragraph.
fn grow(text: &mut Option<String>, more: &Option<String>) {
    if let Some(more) = more {
        *text = Some(text.take().map_or_else(|| more.clone(), |said| format!("{said}\n\n{more}")));
    }
}

impl Report {
    /// Adds a supplement: texts are appended, time and priority replaced.
    pub fn take_in(&mut self, supplement: &Supplement) {
        let mut description = Some(std::mem::take(&mut self.description)).filter(|text| !text.is_empty());
        grow(&mut description, &supplement.text);
        self.description = description.unwrap_or_default();
        self.occurred_at = supplement.occurred_at.or(self.occurred_at);
        match &mut self.particulars {
            Particulars::Fault { steps, error } => {
                grow(steps, &supplement.steps);
                grow(error, &supplement.error);
            }
            Particulars::Requirement { scenario, effect, priority } => {
                grow(scenario, &supplement.scenario);
                grow(effect, &supplement.effect);
                *priority = supplement.priority.or(*priority);
            }
        }
    }

    /// Its kind, as reported.
    pub fn kind(&self) -> Kind {
        self.particulars.kind()
    }

    /// Names of the fields that a complete report has and this one lacks (待补充). The customer is asked for them; the process goes
    /// on.
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

    /// Everything the reporter wrote besides the title: description, then the particulars.
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
