//! The next allowed steps on a ticket as forms, from the very tables that check their bodies: what it waits for comes
//! first and open, and only what applies is asked.

use super::step_form::{FixedField, StepField, StepForm};
use crate::desk::{Proposal, Suggestion};
use crate::page::{known, message};
use crate::people::Actor;
use crate::protocol::request::{self, Field, FieldError, FieldKind};
use crate::reason::Said;
use crate::ticket::{
    Answer, Approach, Awaiting, Class, Kind, Phase, PlanDecision, Step, StepKind, Ticket, WaitingFor, awaiting, awaits,
};
use crate::web::http::{FormFields, SURE};
use crate::web::words::{Choice, choice, label_in, note_of, step, word};
use crate::words::{Locale, Vocabulary};

/// Rarely used steps, shown below the others.
const RARE: &[&str] = &["attach", "merge", "split", "watch", "unwatch", "ask", "declare", "escalate", OTHER_KIND];

/// The form of a triage that changes the kind of the ticket.
const OTHER_KIND: &str = "triage-other";

/// Questions that are answered with yes or no, each answer a form of its own: form for yes, form for no, field.
const ANSWERED: [(&str, &str, &str); 2] = [("confirm", "confirm-no", "solved"), ("agree", "agree-no", "agreed")];

/// The verb that a form takes.
fn verb_of(form: &'static str) -> &'static str {
    let no = ANSWERED.iter().find(|(_, no, _)| *no == form).map(|(verb, ..)| *verb);
    no.unwrap_or(if form == OTHER_KIND { "triage" } else { form })
}

/// The forms that a verb is taken with.
fn forms_of(verb: &'static str) -> Vec<&'static str> {
    let no = ANSWERED.iter().find(|(yes, ..)| *yes == verb).map(|(_, no, _)| *no);
    let other = (verb == "triage").then_some(OTHER_KIND);
    [verb].into_iter().chain(no).chain(other).collect()
}

pub(super) fn verb_answers(form: &str) -> bool {
    ANSWERED.iter().any(|(yes, no, _)| [*yes, *no].contains(&form))
}

/// What the forms of a ticket depend on.
pub struct Asking<'a> {
    pub locale: Locale,
    pub actor: &'a Actor,
    pub ticket: &'a Ticket,
    /// What like cases propose; taken into the forms, decided by whoever sends them.
    pub proposal: Option<&'a Proposal>,
    /// The form that was sent and refused, with what was typed into it and what was wrong with it.
    pub refused: Option<(&'a str, &'a FormFields, &'a [FieldError])>,
}

pub(super) fn fields_of(verb: &str) -> &'static [Field] {
    Step::parse(verb).map(request::fields).unwrap_or_default()
}

/// The steps that end this turn, the most likely first.
fn ending(turn: Awaiting) -> &'static [Step] {
    match turn {
        Awaiting::Triage => &[Step::Triage],
        Awaiting::Assignment | Awaiting::Owner | Awaiting::HandOver => &[Step::Assign],
        Awaiting::Joined => &[Step::Progress],
        Awaiting::Start => &[Step::Start],
        Awaiting::Plan => &[Step::Plan, Step::Step],
        Awaiting::Approval => &[Step::Approve, Step::SendBack],
        Awaiting::Work => &[Step::Step, Step::Progress, Step::Resolve, Step::Test],
        Awaiting::Again => &[Step::Step, Step::Plan, Step::Progress, Step::Resolve, Step::Test],
        Awaiting::Test => &[Step::Resolve, Step::FailTest],
        Awaiting::Evaluation => &[Step::Evaluate],
        Awaiting::Agreement => &[Step::Agree],
        Awaiting::Acceptance => &[Step::Accept],
        Awaiting::Confirmation => &[Step::Confirm],
        Awaiting::FollowUp | Awaiting::Closing => &[Step::Close],
        Awaiting::Customer => &[Step::Supplement, Step::Resume],
        Awaiting::Vendor | Awaiting::Internal => &[Step::Resume],
    }
}

impl Asking<'_> {
    /// A form for each step that is open to the actor.
    pub fn forms(&self, open: &[Step]) -> Vec<StepForm> {
        let ending = awaiting(self.ticket).map(ending).unwrap_or_default();
        let first: Vec<&'static str> = ending.iter().map(|step| step.word()).collect();
        let place = |verb: &str| first.iter().position(|v| *v == verb).unwrap_or(first.len());
        let mut verbs: Vec<&'static str> = open.iter().map(|step| step.word()).filter(|verb| self.fits(verb)).collect();
        // A step that ends the waiting before one that does not; else as the process takes them.
        verbs.sort_by_key(|verb| place(verb));
        // A customer is asked one thing at a time: what they are waited for, or the case that may answer them.
        let asked = match () {
            () if self.actor.is_staff() => None,
            () if verbs.contains(&"confirm") => Some("confirm"),
            () => Some("supplement").filter(|_| !self.ticket.missing().is_empty()),
        };
        let lead = if awaits(self.ticket, self.actor) { first.first().copied() } else { asked };
        let ends = |form: &'static str| first.contains(&verb_of(form));
        verbs.into_iter().flat_map(forms_of).map(|name| self.form(name, lead == Some(name), ends(name))).collect()
    }

    /// Whether a step that is allowed is one to offer now.
    fn fits(&self, verb: &str) -> bool {
        // Files have their own place on the page.
        if matches!(verb, "upload" | "withdraw") {
            return false;
        }
        let unaccepted = self.kind() == Kind::Requirement && self.ticket.uat.is_empty();
        // A requirement is accepted item by item before it is confirmed or closed.
        !(unaccepted && matches!(self.ticket.phase, Phase::Resolved { .. }) && matches!(verb, "confirm" | "close"))
    }

    /// Whether a form stands below the others: taken now and then, or a step of those who handle the ticket.
    fn is_rare(&self, form: &str, ends: bool) -> bool {
        let handles = self.ticket.responsible.as_deref().is_some_and(|name| self.actor.answers_for(name));
        let retold = form == "triage" && self.ticket.class.is_some();
        RARE.contains(&form) || retold || (self.actor.is_staff() && !handles && !ends)
    }

    fn form(&self, name: &'static str, lead: bool, ends: bool) -> StepForm {
        let verb = verb_of(name);
        let sent = self.refused.filter(|(sent, ..)| *sent == name);
        let typed = sent.map(|(_, fields, _)| fields);
        let fields = fields_of(verb).iter().filter(|field| self.wants(name, field.name));
        let fields: Vec<StepField> =
            fields.map(|field| self.field(name, field, sent.map(|(_, fields, errors)| (fields, errors)))).collect();
        // The form itself is the answer, so no choice is preselected.
        let answer = ANSWERED.iter().find(|(yes, no, _)| [*yes, *no].contains(&name));
        let fixed = answer.map(|(yes, _, field)| FixedField { name: field, value: (name == *yes).to_string() });
        let label = match name {
            OTHER_KIND => step(self.locale, if self.kind() == Kind::Fault { "triage-requirement" } else { "triage-fault" }),
            name => step(self.locale, name),
        };
        StepForm {
            verb,
            name,
            label,
            fields,
            fixed,
            open: typed.is_some() || lead,
            refused: typed.is_some(),
            sure: typed.and_then(|fields| fields.get(SURE)).cloned().filter(|sure| !sure.is_empty()),
            hint: self.evidence(name),
            key: (name == "triage").then_some("t"),
            is_rare: !lead && self.is_rare(name, ends),
        }
    }

    fn kind(&self) -> Kind {
        self.ticket.kind()
    }

    /// Whether a field is worth asking for now.
    fn wants(&self, form: &str, field: &str) -> bool {
        let fault = self.is_fault(form);
        match (form, field) {
            ("triage" | OTHER_KIND, "severity") => fault,
            ("triage" | OTHER_KIND, "requirement_type" | "priority") => !fault,
            ("triage" | OTHER_KIND, "as_proposed") => false,
            ("assign", "reason") => self.ticket.responsible.is_some(),
            (form, "solved" | "agreed") if verb_answers(form) => false,
            (form, "said_how") if verb_answers(form) => self.actor.is_staff(),
            ("confirm-no", "satisfaction") => false,
            ("supplement", "text") => true,
            // The description is asked for in a field named `text`.
            ("supplement", field) => self.ticket.missing().contains(&field),
            (_, "overdue_reason") => self.ticket.milestones.unexplained().next().is_some(),
            _ => true,
        }
    }

    /// Whether a form insists on a field that the body's table leaves open.
    fn insists(&self, form: &str, field: &str) -> bool {
        let insisted = [("assign", "to"), ("assign", "reason"), ("confirm", "satisfaction")];
        insisted.contains(&(form, field))
            || (verb_answers(form) && field == "said_how")
            // An answer of no has to say what is missing.
            || (["confirm-no", "agree-no"].contains(&form) && field == "words")
            || (["triage", OTHER_KIND].contains(&form) && ["severity", "requirement_type", "priority"].contains(&field))
            || ((form, field) == ("triage", "reason") && self.ticket.class.is_some())
    }

    fn field(&self, name: &'static str, field: &Field, sent: Option<(&FormFields, &[FieldError])>) -> StepField {
        let verb = verb_of(name);
        let flag = matches!(field.kind, FieldKind::Flag);
        let choices = match field.kind {
            FieldKind::Choice(choices) => Some(choices),
            _ => None,
        };
        let offered: &[&'static str] = match (choices, flag) {
            (Some(choices), _) => choices.words(),
            (None, true) => &["false", "true"],
            (None, false) => &[],
        };
        let required = field.required || self.insists(name, field.name);
        let value = sent.and_then(|(fields, _)| fields.get(field.name)).cloned();
        let value = value.unwrap_or_else(|| self.likely(verb, field.name));
        let labelled = |word: &&'static str| Choice {
            word,
            chosen: *word == value,
            label: match (choices, *word) {
                (Some(choices), word) => choice(self.locale, choices, word),
                (None, "true") => message(self.locale, "yes").to_string(),
                (None, _) => message(self.locale, "no").to_string(),
            },
        };
        StepField {
            name: field.name,
            note: sent.and_then(|(_, errors)| note_of(self.locale, errors, field.name)),
            label: self.label(name, field.name),
            required,
            choices: offered.iter().map(labelled).collect(),
            // What has to be answered and has a likely answer, or is yes or no, is not left empty.
            blank: !(flag || (required && !value.is_empty())),
            value,
            long: field.is_long(),
            moment: matches!(field.kind, FieldKind::Time),
            list: match (verb, field.name) {
                ("assign", "to") => Some("staff"),
                ("link", "case") | ("attach", "ticket") => Some("like"),
                _ => None,
            },
        }
    }

    /// A field's label, where it means something more definite in this form.
    fn label(&self, form: &'static str, field: &str) -> String {
        if (form, field) == ("triage", "reason") && self.ticket.class.is_none() {
            return message(self.locale, "field.triage.first_reason").to_string();
        }
        let of_requirement = verb_of(form) == "triage" && !self.is_fault(form);
        let form = if of_requirement { "triage-requirement" } else { form };
        known(self.locale, &format!("field.{form}.{field}"))
            .map_or_else(|| label_in(self.locale, verb_of(form), field), str::to_string)
    }

    /// Of which kind a triage form makes the ticket.
    fn is_fault(&self, form: &str) -> bool {
        (self.kind() == Kind::Fault) != (form == OTHER_KIND)
    }

    /// The likely value of a field; empty where only a person can say it.
    fn likely(&self, verb: &str, field: &str) -> String {
        let proposed = self.proposal.and_then(|p| p.class.as_ref()).map(|class| &class.value);
        let first = self.ticket.class.is_none();
        match (verb, field) {
            ("triage", "component") => {
                let known = self.ticket.component.clone();
                known.or_else(|| self.proposal.and_then(|p| p.component.as_ref()).map(|c| c.value.clone()))
            }
            ("triage", "severity") if first => match proposed {
                Some(Class::Fault { severity }) => Some(severity.to_string()),
                _ => Some(self.ticket.report.urgency.to_string()),
            },
            ("triage", "requirement_type") => match proposed {
                Some(Class::Requirement { requirement_type, .. }) => Some(requirement_type.to_string()),
                _ => None,
            },
            ("triage", "priority") => match proposed {
                Some(Class::Requirement { priority, .. }) => Some(priority.to_string()),
                _ => None,
            },
            // A ticket with a responsible person gets nobody else proposed.
            ("assign", "to") => self
                .proposal
                .filter(|_| self.ticket.responsible.is_none())
                .and_then(|p| p.candidates.first())
                .map(|candidate| candidate.name.clone()),
            ("resolve", field) => {
                let before = self.ticket.unsolved.as_ref().and_then(|unsolved| match &unsolved.answer {
                    Answer::Worked(resolution) => Some(resolution),
                    Answer::Case(_) => None,
                });
                match field {
                    "resolution" => before.map(|r| r.text.clone()),
                    "workaround" => before.and_then(|r| r.workaround.clone()),
                    "cause" => before.and_then(|r| r.cause.clone()).or(self.ticket.plan_in_force().map(|plan| plan.cause.clone())),
                    _ => None,
                }
            }
            // A plan that was sent back is mended, not typed again.
            ("plan", field) => {
                let before = self.ticket.plans.last().filter(|plan| matches!(plan.decision, PlanDecision::SentBack { .. }));
                match field {
                    "approach" => Some(before.map_or(Approach::Fix, |plan| plan.approach).to_string()),
                    "cause" => before.map(|plan| plan.cause.clone()),
                    "text" => before.map(|plan| plan.text.clone()),
                    _ => None,
                }
            }
            ("step", "kind") => Some(StepKind::Analysis.to_string()),
            ("deliver", "ask") => {
                let asked = (1..).zip(&self.ticket.asks).filter(|(_, ask)| ask.delivered.is_none());
                let mut asked: Vec<(u32, bool)> = asked.map(|(nth, ask)| (nth, ask.of.includes(self.actor))).collect();
                asked.sort_by_key(|(_, theirs)| !theirs);
                asked.first().map(|(nth, _)| nth.to_string())
            }
            ("hold", "waiting_for") => Some(WaitingFor::Customer.to_string()),
            _ => None,
        }
        .unwrap_or_default()
    }

    /// The evidence for what a form proposes, in a line.
    fn evidence(&self, form: &str) -> Option<String> {
        let say = |key: &'static str| message(self.locale, key);
        fn counted<T>(what: String, of: &Suggestion<T>) -> String {
            let numbers: Vec<String> = of.like.iter().take(EVIDENCE_MAX).map(ToString::to_string).collect();
            format!("{what} {}/{} ({})", of.like.len(), of.of, numbers.join(", "))
        }
        match form {
            "triage" => {
                let proposal = self.proposal?;
                let class = proposal.class.as_ref().map(|c| counted(self.class_word(&c.value), c));
                let component = proposal.component.as_ref().map(|c| counted(c.value.clone(), c));
                let said: Vec<String> = class.into_iter().chain(component).collect();
                (!said.is_empty()).then(|| format!("{} {}", say("proposal.like"), said.join(" · ")))
            }
            "assign" if self.ticket.responsible.is_none() => {
                let first = self.proposal?.candidates.first()?;
                let mut said = vec![format!("{} {}", first.load, say("proposal.load"))];
                said.extend((!first.solved.is_empty()).then(|| format!("{} {}", first.solved.len(), say("proposal.solved"))));
                said.extend((first.on_duty == Some(true)).then(|| say("proposal.on_duty").to_string()));
                said.extend(first.by_rule.then(|| say("proposal.by_rule").to_string()));
                said.extend(
                    (!first.deputy_for.is_empty()).then(|| format!("{} {}", say("proposal.deputy"), first.deputy_for.join(", "))),
                );
                Some(format!("{} {}: {}", say("proposal.assignee"), first.name, said.join(" · ")))
            }
            "plan" => match &self.ticket.plans.last()?.decision {
                PlanDecision::SentBack { reason, .. } => Some(format!("{}: {reason}", Step::SendBack.said(self.locale))),
                _ => None,
            },
            "approve" => {
                let plan = self.ticket.plan_waiting()?;
                Some(format!(
                    "{} · {}: {}\n{}",
                    word(self.locale, plan.approach),
                    self.label("plan", "cause"),
                    plan.cause,
                    plan.text
                ))
            }
            _ => None,
        }
    }

    fn class_word(&self, class: &Class) -> String {
        match class {
            Class::Fault { severity } => word(self.locale, *severity),
            Class::Requirement { requirement_type, priority } => format!("{} {priority}", word(self.locale, *requirement_type)),
        }
    }
}

/// Cases named as evidence.
const EVIDENCE_MAX: usize = 3;
