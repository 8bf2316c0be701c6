//! The names of the forms and documents.

use crate::ticket::{Kind, Ticket};
use crate::words::{Locale, Vocabulary, vocabulary};

vocabulary! {
    /// A form or document of the process.
    FormName, "form" {
        Urgency = "urgency" / "紧急程度定义表", Registration = "registration" / "技术支持问题/需求登记表",
        Progress = "progress" / "故障处理进度跟踪表", Requirement = "requirement" / "客户需求评估与处理表",
        Evaluation = "evaluation" / "需求评估报告", Satisfaction = "satisfaction" / "客户满意度确认单",
    }
}

impl FormName {
    /// English title.
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

    /// Title: the Chinese one of the process; in English both.
    pub fn title(self, locale: Locale) -> String {
        match locale {
            Locale::Zh => self.zh().to_string(),
            Locale::En => format!("{} {}", self.zh(), self.en()),
        }
    }

    /// Whether it is a document for the customer: one ticket at a time, no lists.
    pub fn is_document(self) -> bool {
        matches!(self, FormName::Evaluation | FormName::Satisfaction)
    }

    /// The kind of ticket it is for; `None`: both.
    pub fn kind(self) -> Option<Kind> {
        match self {
            FormName::Progress => Some(Kind::Fault),
            FormName::Requirement | FormName::Evaluation => Some(Kind::Requirement),
            FormName::Urgency | FormName::Registration | FormName::Satisfaction => None,
        }
    }

    /// Whether it can be filled in for this ticket.
    pub fn fits(self, ticket: &Ticket) -> bool {
        self != FormName::Urgency && self.kind().is_none_or(|kind| kind == ticket.kind())
    }
}
