//! The steps of `POST /tickets/{n}/{verb}`: the body of each as a table, and its way to a verb. Shared with the command line.

use super::bad_body::{BadBody, one};
use super::choices::Choices;
use super::fields::{Field, FieldKind, optional, required};
use super::tables::{LINE, NAME, TEXT};
use super::validate::{Checked, check};
use super::values::number;
use crate::people::Person;
use crate::reason::FieldReason;
use crate::ticket::*;
use crate::words::Vocabulary;
use serde_json::Value;

/// Why it takes longer than promised.
const DELAY: Field = optional("overdue_reason", TEXT);
const REASON: &[Field] = &[required("reason", TEXT)];
const ITEMS: &[Field] = &[required("item", LINE), required("passed", FieldKind::Flag)];

/// Whom it is escalated to: up the line, or to who knows more of it.
const ESCALATED_TO: &[&str] =
    &["support_supervisor", "support_manager", "rd_director", "senior_engineer", "developer", "tester", "product_manager"];

/// What goes with a step: the table of its body, and how a verb is made of one that fits the table.
struct Body {
    fields: &'static [Field],
    read: fn(&Sent) -> Result<Verb, BadBody>,
}

/// A body that fits its table, and the people of the desk.
struct Sent<'s> {
    checked: Checked,
    people: &'s dyn Fn(&str) -> Option<Person>,
}

impl std::ops::Deref for Sent<'_> {
    type Target = Checked;
    fn deref(&self) -> &Checked {
        &self.checked
    }
}

impl Sent<'_> {
    fn person(&self, field: &str) -> Result<Person, BadBody> {
        let name = self.text(field);
        (self.people)(&name).ok_or_else(|| one(field, FieldReason::Nobody { name }))
    }
    fn needed<T: Vocabulary>(&self, field: &str) -> Result<T, BadBody> {
        self.word(field).ok_or_else(|| one(field, FieldReason::Required))
    }
}

/// The one declaration of each step's body. None: it has none that is JSON.
fn body(step: Step) -> Option<Body> {
    Some(match step {
        Step::Triage => Body {
            fields: const {
                &[
                    optional("severity", FieldKind::one_of::<Severity>()),
                    optional("requirement_type", FieldKind::one_of::<RequirementType>()),
                    optional("priority", FieldKind::one_of::<Priority>()),
                    optional("urgency", FieldKind::one_of::<Severity>()),
                    optional("component", LINE),
                    optional("as_proposed", FieldKind::Flag),
                    optional("reason", TEXT),
                ]
            },
            read: triage,
        },
        Step::Assign => Body {
            fields: const { &[optional("to", NAME), optional("reason", TEXT)] },
            read: |fields| {
                Ok(Verb::Assign { to: fields.has("to").then(|| fields.person("to")).transpose()?, reason: fields.maybe("reason") })
            },
        },
        Step::Supplement => Body {
            fields: const {
                &[
                    optional("text", TEXT),
                    optional("occurred_at", FieldKind::Time),
                    optional("steps", TEXT),
                    optional("error", TEXT),
                    optional("scenario", TEXT),
                    optional("effect", TEXT),
                    optional("priority", FieldKind::one_of::<CustomerPriority>()),
                ]
            },
            read: |fields| {
                Ok(Verb::Supplement {
                    supplement: Supplement {
                        text: fields.maybe("text"),
                        occurred_at: fields.time("occurred_at"),
                        steps: fields.maybe("steps"),
                        error: fields.output("error"),
                        scenario: fields.maybe("scenario"),
                        effect: fields.maybe("effect"),
                        priority: fields.word("priority"),
                    },
                })
            },
        },
        Step::Start => Body { fields: &[], read: |_| Ok(Verb::Start) },
        Step::Plan => Body {
            fields: const {
                &[required("approach", FieldKind::one_of::<Approach>()), required("cause", TEXT), required("text", TEXT), DELAY]
            },
            read: |fields| {
                Ok(Verb::Plan {
                    approach: fields.needed("approach")?,
                    cause: fields.text("cause"),
                    text: fields.text("text"),
                    overdue_reason: fields.maybe("overdue_reason"),
                })
            },
        },
        Step::Approve => Body { fields: &[], read: |_| Ok(Verb::Approve) },
        Step::SendBack => Body { fields: REASON, read: |fields| Ok(Verb::SendBack { reason: fields.text("reason") }) },
        Step::Step => Body {
            fields: const {
                &[
                    required("text", TEXT),
                    required("kind", FieldKind::one_of::<StepKind>()),
                    optional("failed", FieldKind::Flag),
                    DELAY,
                ]
            },
            read: |fields| {
                Ok(Verb::Step {
                    kind: fields.needed("kind")?,
                    text: fields.text("text"),
                    failed: fields.flag("failed"),
                    overdue_reason: fields.maybe("overdue_reason"),
                })
            },
        },
        Step::Progress => Body {
            fields: const { &[required("text", TEXT), DELAY] },
            read: |fields| Ok(Verb::Progress { text: fields.text("text"), overdue_reason: fields.maybe("overdue_reason") }),
        },
        Step::Hold => Body {
            fields: const { &[required("reason", TEXT), required("waiting_for", FieldKind::one_of::<WaitingFor>())] },
            read: |fields| Ok(Verb::Hold { waiting_for: fields.needed("waiting_for")?, reason: fields.text("reason") }),
        },
        Step::Resume => Body { fields: &[], read: |_| Ok(Verb::Resume) },
        Step::Test => Body { fields: &[], read: |_| Ok(Verb::Test) },
        Step::FailTest => Body { fields: REASON, read: |fields| Ok(Verb::FailTest { reason: fields.text("reason") }) },
        Step::Resolve => Body {
            fields: const {
                &[
                    required("resolution", TEXT),
                    optional("cause", TEXT),
                    optional("workaround", TEXT),
                    required("tested_with", LINE),
                    DELAY,
                ]
            },
            read: |fields| {
                Ok(Verb::Resolve {
                    resolution: Resolution {
                        text: fields.text("resolution"),
                        cause: fields.maybe("cause"),
                        workaround: fields.maybe("workaround"),
                        tested_with: fields.text("tested_with"),
                    },
                    overdue_reason: fields.maybe("overdue_reason"),
                })
            },
        },
        Step::Confirm => Body {
            fields: const {
                &[
                    required("solved", FieldKind::Flag),
                    optional("satisfaction", FieldKind::one_of::<Satisfaction>()),
                    optional("words", TEXT),
                    optional("said_how", LINE),
                ]
            },
            read: |fields| {
                Ok(Verb::Confirm {
                    solved: fields.flag("solved"),
                    satisfaction: fields.word("satisfaction"),
                    words: fields.maybe("words"),
                    said_how: fields.maybe("said_how"),
                })
            },
        },
        Step::Close => Body { fields: &[], read: |_| Ok(Verb::Close) },
        Step::Reopen => Body { fields: REASON, read: |fields| Ok(Verb::Reopen { reason: fields.text("reason") }) },
        Step::Escalate => Body {
            fields: const {
                &[
                    required("reason", TEXT),
                    optional("to", FieldKind::Choice(Choices::some_of::<crate::people::Role>(ESCALATED_TO))),
                ]
            },
            read: |fields| Ok(Verb::Escalate { to: fields.word("to"), reason: fields.text("reason") }),
        },
        Step::Evaluate => Body {
            fields: const {
                &[
                    required("technical", TEXT),
                    required("resources", TEXT),
                    required("cost", TEXT),
                    optional("effort", TEXT),
                    optional("priority", FieldKind::one_of::<Priority>()),
                    required("verdict", FieldKind::one_of::<Verdict>()),
                    required("report", TEXT),
                    DELAY,
                ]
            },
            read: |fields| {
                Ok(Verb::Evaluate {
                    technical: fields.text("technical"),
                    resources: fields.text("resources"),
                    cost: fields.text("cost"),
                    effort: fields.maybe("effort"),
                    priority: fields.word("priority"),
                    verdict: fields.needed("verdict")?,
                    report: fields.text("report"),
                    overdue_reason: fields.maybe("overdue_reason"),
                })
            },
        },
        Step::Agree => Body {
            fields: const { &[required("agreed", FieldKind::Flag), optional("words", TEXT), optional("said_how", LINE)] },
            read: |fields| {
                Ok(Verb::Agree { agreed: fields.flag("agreed"), words: fields.maybe("words"), said_how: fields.maybe("said_how") })
            },
        },
        Step::Accept => Body { fields: const { &[required("items", FieldKind::List(ITEMS))] }, read: accept },
        Step::Link => {
            Body { fields: const { &[required("case", NAME)] }, read: |fields| Ok(Verb::Link { case: number(fields, "case")? }) }
        }
        Step::Attach => Body {
            fields: const { &[required("ticket", NAME)] },
            read: |fields| Ok(Verb::Attach { ticket: number(fields, "ticket")? }),
        },
        Step::Declare => Body { fields: const { &[optional("tickets", FieldKind::Texts { max: 100 })] }, read: declare },
        Step::Merge => {
            Body { fields: const { &[required("into", NAME)] }, read: |fields| Ok(Verb::Merge { into: number(fields, "into")? }) }
        }
        Step::Split => Body {
            fields: const {
                &[
                    required("title", LINE),
                    required("description", TEXT),
                    optional("kind", FieldKind::one_of::<crate::ticket::Kind>()),
                    optional("urgency", FieldKind::one_of::<Severity>()),
                ]
            },
            read: |fields| {
                Ok(Verb::Split {
                    title: fields.text("title"),
                    description: fields.text("description"),
                    kind: fields.word("kind"),
                    urgency: fields.word("urgency"),
                })
            },
        },
        Step::Watch => Body { fields: &[], read: |_| Ok(Verb::Watch) },
        Step::Unwatch => Body { fields: &[], read: |_| Ok(Verb::Unwatch) },
        Step::Ask => Body {
            fields: const {
                &[
                    optional("team", FieldKind::one_of::<Team>()),
                    optional("to", NAME),
                    required("what", TEXT),
                    optional("due_at", FieldKind::Time),
                ]
            },
            read: |fields| Ok(Verb::Ask { of: asked(fields)?, what: fields.text("what"), due_at: fields.time("due_at") }),
        },
        Step::Deliver => Body {
            fields: const { &[required("ask", FieldKind::Count), optional("text", TEXT)] },
            read: |fields| Ok(Verb::Deliver { ask: fields.count("ask").unwrap_or(0), text: fields.maybe("text") }),
        },
        Step::Schedule => Body {
            fields: const {
                &[required("who", NAME), required("due_at", FieldKind::Time), required("what", TEXT), optional("reason", TEXT)]
            },
            read: |fields| {
                Ok(Verb::Schedule {
                    who: fields.person("who")?,
                    due_at: fields.time("due_at").ok_or_else(|| one("due_at", FieldReason::Required))?,
                    what: fields.text("what"),
                    reason: fields.maybe("reason"),
                })
            },
        },
        Step::Note => Body {
            fields: const { &[required("text", TEXT), DELAY] },
            read: |fields| Ok(Verb::Note { text: fields.text("text"), overdue_reason: fields.maybe("overdue_reason") }),
        },
        // Files come as files, not as JSON.
        Step::Upload => return None,
        Step::Withdraw => Body {
            fields: const { &[required("attachment", FieldKind::Count), required("reason", LINE)] },
            read: |fields| {
                Ok(Verb::Withdraw { attachment: fields.count("attachment").unwrap_or_default(), reason: fields.text("reason") })
            },
        },
    })
}

/// The steps of `POST /tickets/{n}/{verb}` with the tables of their bodies.
pub fn steps() -> impl Iterator<Item = (Step, &'static [Field])> {
    Step::ALL.iter().filter_map(|step| Some((*step, body(*step)?.fields)))
}

/// The table of a step's body.
pub fn fields(step: Step) -> &'static [Field] {
    body(step).map(|body| body.fields).unwrap_or_default()
}

/// A verb by its name and body. `person` finds people of the desk by name.
///
/// # Errors
/// [`BadBody::UnknownVerb`], or [`BadBody::Fields`] with every field that is wrong.
pub fn verb(name: &str, sent: &Value, person: impl Fn(&str) -> Option<Person>) -> Result<Verb, BadBody> {
    let Some(Body { fields, read }) = Step::parse(name).ok().and_then(body) else {
        return Err(BadBody::UnknownVerb(name.chars().take(40).collect()));
    };
    read(&Sent { checked: check(sent, fields)?, people: &person })
}

fn accept(fields: &Sent) -> Result<Verb, BadBody> {
    let items: Vec<UatItem> =
        fields.list("items").iter().map(|i| UatItem { item: i.text("item"), passed: i.flag("passed") }).collect();
    if items.is_empty() {
        return Err(one("items", FieldReason::NoItems));
    }
    Ok(Verb::Accept { items })
}

fn declare(fields: &Sent) -> Result<Verb, BadBody> {
    let numbers = fields.texts("tickets").iter().map(|t| t.trim().parse()).collect::<Result<Vec<Number>, BadNumber>>();
    Ok(Verb::Declare { tickets: numbers.map_err(|e| one("tickets", e.into()))? })
}

/// A team or a person of the staff, one of them.
fn asked(fields: &Sent) -> Result<TeamOrPerson, BadBody> {
    match (fields.word("team"), fields.has("to")) {
        (Some(team), false) => Ok(TeamOrPerson::Team(team)),
        (None, true) => match fields.person("to")? {
            person if person.is_staff() => Ok(TeamOrPerson::Person(person.name)),
            _ => Err(one("to", FieldReason::NotStaff)),
        },
        _ => Err(one("team", FieldReason::TeamOrPerson)),
    }
}

fn triage(fields: &Sent) -> Result<Verb, BadBody> {
    let named = fields.has("severity") || fields.has("requirement_type");
    if fields.flag("as_proposed") {
        if named {
            return Err(one("as_proposed", FieldReason::ProposedOrNamed));
        }
        let (urgency, component, reason) = (fields.word("urgency"), fields.maybe("component"), fields.maybe("reason"));
        return Ok(Verb::Triage { class: None, urgency, component, reason, proposed: None });
    }
    let class = match (fields.word::<Severity>("severity"), fields.word("requirement_type")) {
        (Some(severity), None) => Class::Fault { severity },
        (None, Some(requirement_type)) => {
            let priority = fields.word("priority").ok_or_else(|| one("priority", FieldReason::PriorityNeeded))?;
            Class::Requirement { requirement_type, priority }
        }
        (Some(_), Some(_)) => {
            return Err(one("severity", FieldReason::BothClasses));
        }
        (None, None) => {
            return Err(one("severity", FieldReason::ClassNeeded));
        }
    };
    let (urgency, component, reason) = (fields.word("urgency"), fields.maybe("component"), fields.maybe("reason"));
    Ok(Verb::Triage { class: Some(class), urgency, component, reason, proposed: None })
}
