//! The forms and documents there are, by their names in the process.

use crate::ticket::{Kind, Ticket};
use crate::words::{Locale, Vocabulary, vocabulary};

vocabulary! {
    /// What can be filled in, under its name in the process.
    FormName, "form" {
        Urgency = "urgency" / "紧急程度定义表", Registration = "registration" / "技术支持问题/需求登记表",
        Progress = "progress" / "故障处理进度跟踪表", Requirement = "requirement" / "客户需求评估与处理表",
        Evaluation = "evaluation" / "需求评估报告", Satisfaction = "satisfaction" / "客户满意度确认单",
    }
}

impl FormName {
    pub fn en(self) -> &'static str {
        match self {
            FormName::Urgency => "Definition of urgencies",
            FormName::Registration => "Registration of a fault or requirement",
            FormName::Progress => "Progress of a fault",
            FormName::Requirement => "Evaluation and handling of a requirement",
            FormName::Evaluation => "Requirement evaluation report",
            FormName::Satisfaction => "Customer satisfaction confirmation",
        }
    }

    /// The name in the process; English stands beside it, not in its place.
    pub fn title(self, locale: Locale) -> String {
        match locale {
            Locale::Zh => self.zh().to_string(),
            Locale::En => format!("{} {}", self.zh(), self.en()),
        }
    }

    /// Documents go to the customer, one at a time; forms are also listed.
    pub fn is_document(self) -> bool {
        matches!(self, FormName::Evaluation | FormName::Satisfaction)
    }

    /// The kind of ticket it is for; None: either.
    pub fn kind(self) -> Option<Kind> {
        match self {
            FormName::Progress => Some(Kind::Fault),
            FormName::Requirement | FormName::Evaluation => Some(Kind::Requirement),
            FormName::Urgency | FormName::Registration | FormName::Satisfaction => None,
        }
    }

    /// Whether there is such a form of this ticket.
    pub fn fits(self, ticket: &Ticket) -> bool {
        self != FormName::Urgency && self.kind().is_none_or(|kind| kind == ticket.kind())
    }
}
