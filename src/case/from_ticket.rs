//! Builds the case of a closed ticket: its record in the KCS parts, masked.

use super::mask::{MASKING, Masker};
use super::parts::Parts;
use super::prose::{closed, fenced, item, language_of};
use super::record::{Case, Link};
use super::vocabulary::{Audience, Confidence, LinkKind};
use crate::ticket::{Answer, Class, ClosedHow, Outcome, Particulars, Phase, StepKind, Ticket, Verdict};
use crate::words::{Locale, Vocabulary};

/// Builds the case of a closed ticket; `None` if it is open. `family`: family of the case that answered it; `staff`: names to
/// mask besides the contact; `before`: the previous revision, whose audience and family are kept.
pub fn from_ticket(
    ticket: &Ticket,
    family: Option<crate::ticket::Number>,
    staff: &[String],
    before: Option<&Case>,
) -> Option<Case> {
    let Phase::Closed { answer, resolved_at, at, how, outcome, .. } = &ticket.phase else {
        return None;
    };
    let report = &ticket.report;
    let masker = Masker::new(&report.contact, staff);
    let language = language_of(&format!("{} {}", report.title, report.body()));
    let writer = Writer { ticket, language, masker: &masker };
    let confirmed = matches!(how, Some(ClosedHow::Confirmed | ClosedHow::Accepted | ClosedHow::Deflected));
    let (requirement_type, priority) = match &ticket.class {
        Some(Class::Requirement { requirement_type, priority }) => (Some(*requirement_type), Some(*priority)),
        _ => (None, None),
    };
    Some(Case {
        number: ticket.number,
        requirement_number: ticket.requirement_number,
        title: masker.text(&report.title),
        kind: ticket.kind(),
        urgency: ticket.urgency,
        severity: ticket.severity(),
        requirement_type,
        priority,
        product: report.product.as_deref().map(|name| masker.text(name)),
        component: ticket.component.as_deref().map(|name| masker.text(name)),
        versions: report.version.iter().map(|version| masker.text(version)).collect(),
        language,
        outcome: *outcome,
        confidence: if confirmed && *outcome == Outcome::Solved { Confidence::Validated } else { Confidence::NotValidated },
        audience: before.map_or(Audience::Internal, |case| case.audience),
        family: family.or(before.map(|case| case.family)).unwrap_or(ticket.number),
        links: {
            let solved_by = ticket.links.iter().map(|case| Link { case: *case, kind: LinkKind::SolvedBy });
            solved_by.chain(ticket.merged_into.map(|into| Link { case: into, kind: LinkKind::Duplicate })).collect()
        },
        opened_at: ticket.submitted_at,
        resolved_at: *resolved_at,
        closed_at: Some(*at),
        reopened: false,
        revision: before.map_or(1, |case| case.revision + 1),
        masking: MASKING,
        parts: writer.parts(answer.as_ref()),
    })
}

struct Writer<'a> {
    ticket: &'a Ticket,
    language: Locale,
    masker: &'a Masker,
}

impl Writer<'_> {
    fn say(&self, zh: &str, en: &str) -> String {
        match self.language {
            Locale::Zh => zh.into(),
            Locale::En => en.into(),
        }
    }

    fn parts(&self, answer: Option<&Answer>) -> Parts {
        let parts = Parts {
            issue: self.issue(),
            environment: self.environment(),
            analysis: self.analysis(),
            cause: self.cause(answer),
            resolution: self.resolution(answer),
            attempts: self.attempts(),
            feedback: self.feedback(),
        };
        parts.map(|text| self.masker.text(text.trim()))
    }

    fn section(&self, zh: &str, en: &str, text: &Option<String>) -> String {
        match text.as_deref().map(str::trim).filter(|t| !t.is_empty()) {
            Some(text) => format!("\n\n### {}\n\n{}", self.say(zh, en), closed(text)),
            None => String::new(),
        }
    }

    fn issue(&self) -> String {
        let report = &self.ticket.report;
        let rest = match &report.particulars {
            Particulars::Fault { steps, error } => {
                // Program output is quoted, so that it is not read as Markdown.
                let error = error.as_deref().map(|e| fenced(e.trim_end()));
                self.section("步骤", "Steps", steps) + &self.section("报错", "Error", &error)
            }
            Particulars::Requirement { scenario, effect, .. } => {
                self.section("场景", "Scenario", scenario) + &self.section("期望效果", "Effect wanted", effect)
            }
        };
        format!("{}{rest}", closed(&report.description))
    }

    fn environment(&self) -> String {
        let report = &self.ticket.report;
        let rows = [
            (self.say("产品", "Product"), report.product.clone()),
            (self.say("组件", "Component"), self.ticket.component.clone()),
            (self.say("版本", "Version"), report.version.clone()),
        ];
        let lines: Vec<String> = rows.into_iter().filter_map(|(name, value)| Some(format!("- {name}: {}", value?))).collect();
        lines.join("\n")
    }

    fn analysis(&self) -> String {
        let mut lines: Vec<String> = self.steps(false).collect();
        if let Some(e) = &self.ticket.evaluation {
            lines.push(item(&format!("{}: {}", self.say("技术", "Technical"), e.technical)));
            lines.push(item(&format!("{}: {}", self.say("资源", "Resources"), e.resources)));
            lines.push(item(&format!("{}: {}", self.say("成本", "Cost"), e.cost)));
            let verdict = match self.language {
                Locale::Zh => e.verdict.zh(),
                Locale::En => e.verdict.word(),
            };
            lines.push(format!("- {}: {verdict}\n\n{}", self.say("结论", "Verdict"), e.report));
        }
        lines.join("\n")
    }

    /// Analysis steps that helped (`failed` false), or all steps that did not (`failed` true); repairs are described by the
    /// resolution.
    fn steps(&self, failed: bool) -> impl Iterator<Item = String> + '_ {
        let wanted = move |kind: StepKind| failed || kind == StepKind::Analysis;
        self.ticket.steps.iter().filter(move |s| s.failed == failed && wanted(s.kind)).map(|s| item(&s.text))
    }

    fn cause(&self, answer: Option<&Answer>) -> String {
        let said = match answer {
            Some(Answer::Worked(resolution)) => resolution.cause.clone(),
            _ => None,
        };
        said.or_else(|| self.ticket.plan_in_force().map(|p| p.cause.clone())).unwrap_or_default()
    }

    fn resolution(&self, answer: Option<&Answer>) -> String {
        match answer {
            Some(Answer::Worked(r)) => format!("{}{}", closed(&r.text), self.section("临时规避", "Workaround", &r.workaround)),
            Some(Answer::Case(case)) => self.say(&format!("由案例 {case} 解决。"), &format!("Solved by case {case}.")),
            None => match &self.ticket.evaluation {
                Some(e) if e.verdict != Verdict::Feasible => e.report.clone(),
                _ => String::new(),
            },
        }
    }

    /// What was done and did not help. A plan that was sent back was never tried.
    fn attempts(&self) -> String {
        self.steps(true).collect::<Vec<_>>().join("\n")
    }

    fn feedback(&self) -> String {
        let mut lines: Vec<String> = self.ticket.feedback.iter().map(|words| item(words)).collect();
        for item in &self.ticket.uat {
            lines.push(format!("- UAT: {} {}", item.item, if item.passed { "✓" } else { "✗" }));
        }
        lines.join("\n")
    }
}
