//! The steps of `POST /tickets/{n}/{verb}`: the body of each as a table, and its way to a verb. Shared with the command line.

use super::bad_body::{BadBody, one};
use super::fields::{Field, Kind, optional, required};
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
const ITEMS: &[Field] = &[required("item", LINE), required("passed", Kind::Flag)];

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
                    optional("severity", Kind::Choice(Severity::WORDS)),
                    optional("requirement_type", Kind::Choice(RequirementType::WORDS)),
                    optional("priority", Kind::Choice(Priority::WORDS)),
                    optional("urgency", Kind::Choice(Severity::WORDS)),
                    optional("component", LINE),
                    optional("as_proposed", Kind::Flag),
                    optional("reason", TEXT),
                ]
            },
            read: triage,
        },
        Step::Assign => Body {
            fields: const { &[optional("to", NAME), optional("reason", TEXT)] },
            read: |told| {
                Ok(Verb::Assign { to: told.has("to").then(|| told.person("to")).transpose()?, reason: told.maybe("reason") })
            },
        },
        Step::Supplement => Body {
            fields: const {
                &[
                    optional("text", TEXT),
                    optional("occurred_at", Kind::Time),
                    optional("steps", TEXT),
                    optional("error", TEXT),
                    optional("scenario", TEXT),
                    optional("effect", TEXT),
                    optional("priority", Kind::Choice(CustomerPriority::WORDS)),
                ]
            },
            read: |told| {
                Ok(Verb::Supplement {
                    supplement: Supplement {
                        text: told.maybe("text"),
                        occurred_at: told.time("occurred_at"),
                        steps: told.maybe("steps"),
                        error: told.maybe("error"),
                        scenario: told.maybe("scenario"),
                        effect: told.maybe("effect"),
                        priority: told.word("priority"),
                    },
                })
            },
        },
        Step::Start => Body { fields: &[], read: |_| Ok(Verb::Start) },
        Step::Plan => Body {
            fields: const {
                &[required("approach", Kind::Choice(Approach::WORDS)), required("cause", TEXT), required("text", TEXT), DELAY]
            },
            read: |told| {
                Ok(Verb::Plan {
                    approach: told.needed("approach")?,
                    cause: told.text("cause"),
                    text: told.text("text"),
                    overdue_reason: told.maybe("overdue_reason"),
                })
            },
        },
        Step::Approve => Body { fields: &[], read: |_| Ok(Verb::Approve) },
        Step::SendBack => Body { fields: REASON, read: |told| Ok(Verb::SendBack { reason: told.text("reason") }) },
        Step::Step => Body {
            fields: const {
                &[required("text", TEXT), required("kind", Kind::Choice(StepKind::WORDS)), optional("failed", Kind::Flag), DELAY]
            },
            read: |told| {
                Ok(Verb::Step {
                    kind: told.needed("kind")?,
                    text: told.text("text"),
                    failed: told.flag("failed"),
                    overdue_reason: told.maybe("overdue_reason"),
                })
            },
        },
        Step::Progress => Body {
            fields: const { &[required("text", TEXT), DELAY] },
            read: |told| Ok(Verb::Progress { text: told.text("text"), overdue_reason: told.maybe("overdue_reason") }),
        },
        Step::Hold => Body {
            fields: const { &[required("reason", TEXT), required("waiting_for", Kind::Choice(WaitingFor::WORDS))] },
            read: |told| Ok(Verb::Hold { waiting_for: told.needed("waiting_for")?, reason: told.text("reason") }),
        },
        Step::Resume => Body { fields: &[], read: |_| Ok(Verb::Resume) },
        Step::Test => Body { fields: &[], read: |_| Ok(Verb::Test) },
        Step::FailTest => Body { fields: REASON, read: |told| Ok(Verb::FailTest { reason: told.text("reason") }) },
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
            read: |told| {
                Ok(Verb::Resolve {
                    resolution: Resolution {
                        text: told.text("resolution"),
                        cause: told.maybe("cause"),
                        workaround: told.maybe("workaround"),
                        tested_with: told.text("tested_with"),
                    },
                    overdue_reason: told.maybe("overdue_reason"),
                })
            },
        },
        Step::Confirm => Body {
            fields: const {
                &[
                    required("solved", Kind::Flag),
                    optional("satisfaction", Kind::Choice(Satisfaction::WORDS)),
                    optional("words", TEXT),
                    optional("said_how", LINE),
                ]
            },
            read: |told| {
                Ok(Verb::Confirm {
                    solved: told.flag("solved"),
                    satisfaction: told.word("satisfaction"),
                    words: told.maybe("words"),
                    said_how: told.maybe("said_how"),
                })
            },
        },
        Step::Close => Body { fields: &[], read: |_| Ok(Verb::Close) },
        Step::Reopen => Body { fields: REASON, read: |told| Ok(Verb::Reopen { reason: told.text("reason") }) },
        Step::Escalate => Body {
            fields: const { &[required("reason", TEXT), optional("to", Kind::Choice(ESCALATED_TO))] },
            read: |told| Ok(Verb::Escalate { to: told.word("to"), reason: told.text("reason") }),
        },
        Step::Evaluate => Body {
            fields: const {
                &[
                    required("technical", TEXT),
                    required("resources", TEXT),
                    required("cost", TEXT),
                    optional("effort", TEXT),
                    optional("priority", Kind::Choice(Priority::WORDS)),
                    required("verdict", Kind::Choice(Verdict::WORDS)),
                    required("report", TEXT),
                    DELAY,
                ]
            },
            read: |told| {
                Ok(Verb::Evaluate {
                    technical: told.text("technical"),
                    resources: told.text("resources"),
                    cost: told.text("cost"),
                    effort: told.maybe("effort"),
                    priority: told.word("priority"),
                    verdict: told.needed("verdict")?,
                    report: told.text("report"),
                    overdue_reason: told.maybe("overdue_reason"),
                })
            },
        },
        Step::Agree => Body {
            fields: const { &[required("agreed", Kind::Flag), optional("words", TEXT), optional("said_how", LINE)] },
            read: |told| {
                Ok(Verb::Agree { agreed: told.flag("agreed"), words: told.maybe("words"), said_how: told.maybe("said_how") })
            },
        },
        Step::Accept => Body { fields: const { &[required("items", Kind::List(ITEMS))] }, read: accept },
        Step::Link => {
            Body { fields: const { &[required("case", NAME)] }, read: |told| Ok(Verb::Link { case: number(told, "case")? }) }
        }
        Step::Attach => Body {
            fields: const { &[required("ticket", NAME)] },
            read: |told| Ok(Verb::Attach { ticket: number(told, "ticket")? }),
        },
        Step::Declare => Body { fields: const { &[optional("tickets", Kind::Texts { max: 100 })] }, read: declare },
        Step::Merge => {
            Body { fields: const { &[required("into", NAME)] }, read: |told| Ok(Verb::Merge { into: number(told, "into")? }) }
        }
        Step::Split => Body {
            fields: const {
                &[
                    required("title", LINE),
                    required("description", TEXT),
                    optional("kind", Kind::Choice(<crate::ticket::Kind as Vocabulary>::WORDS)),
                    optional("urgency", Kind::Choice(Severity::WORDS)),
                ]
            },
            read: |told| {
                Ok(Verb::Split {
                    title: told.text("title"),
                    description: told.text("description"),
                    kind: told.word("kind"),
                    urgency: told.word("urgency"),
                })
            },
        },
        Step::Watch => Body { fields: &[], read: |_| Ok(Verb::Watch) },
        Step::Unwatch => Body { fields: &[], read: |_| Ok(Verb::Unwatch) },
        Step::Ask => Body {
            fields: const {
                &[
                    optional("team", Kind::Choice(Team::WORDS)),
                    optional("to", NAME),
                    required("what", TEXT),
                    optional("due_at", Kind::Time),
                ]
            },
            read: |told| Ok(Verb::Ask { of: asked(told)?, what: told.text("what"), due_at: told.time("due_at") }),
        },
        Step::Deliver => Body {
            fields: const { &[required("ask", Kind::Count), optional("text", TEXT)] },
            read: |told| Ok(Verb::Deliver { ask: told.count("ask").unwrap_or(0), text: told.maybe("text") }),
        },
        Step::Schedule => Body {
            fields: const { &[required("who", NAME), required("due_at", Kind::Time), required("what", TEXT), optional("reason", TEXT)] },
            read: |told| {
                Ok(Verb::Schedule {
                    who: told.person("who")?,
                    due_at: told.time("due_at").ok_or_else(|| one("due_at", FieldReason::Required))?,
                    what: told.text("what"),
                    reason: told.maybe("reason"),
                })
            },
        },
        Step::Note => Body {
            fields: const { &[required("text", TEXT), DELAY] },
            read: |told| Ok(Verb::Note { text: told.text("text"), overdue_reason: told.maybe("overdue_reason") }),
        },
        // Files come as files, not as JSON.
        Step::Upload => return None,
        Step::Withdraw => Body {
            fields: const { &[required("attachment", Kind::Count), required("reason", LINE)] },
            read: |told| {
                Ok(Verb::Withdraw { attachment: told.count("attachment").unwrap_or_default(), reason: told.text("reason") })
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
pub fn verb(name: &str, told: &Value, person: impl Fn(&str) -> Option<Person>) -> Result<Verb, BadBody> {
    let Some(Body { fields, read }) = Step::parse(name).ok().and_then(body) else {
        return Err(BadBody::UnknownVerb(name.chars().take(40).collect()));
    };
    read(&Sent { checked: check(told, fields)?, people: &person })
}

fn accept(told: &Sent) -> Result<Verb, BadBody> {
    let items: Vec<UatItem> =
        told.list("items").iter().map(|i| UatItem { item: i.text("item"), passed: i.flag("passed") }).collect();
    if items.is_empty() {
        return Err(one("items", FieldReason::NoItems));
    }
    Ok(Verb::Accept { items })
}

fn declare(told: &Sent) -> Result<Verb, BadBody> {
    let numbers = told.texts("tickets").iter().map(|t| t.trim().parse()).collect::<Result<Vec<Number>, BadNumber>>();
    Ok(Verb::Declare { tickets: numbers.map_err(|e| one("tickets", e.into()))? })
}

/// A team or a person of the staff, one of them.
fn asked(told: &Sent) -> Result<TeamOrPerson, BadBody> {
    match (told.word("team"), told.has("to")) {
        (Some(team), false) => Ok(TeamOrPerson::Team(team)),
        (None, true) => match told.person("to")? {
            person if person.is_staff() => Ok(TeamOrPerson::Person(person.name)),
            _ => Err(one("to", FieldReason::NotStaff)),
        },
        _ => Err(one("team", FieldReason::TeamOrPerson)),
    }
}

fn triage(told: &Sent) -> Result<Verb, BadBody> {
    let named = told.has("severity") || told.has("requirement_type");
    if told.flag("as_proposed") {
        if named {
            return Err(one("as_proposed", FieldReason::ProposedOrNamed));
        }
        let (urgency, component, reason) = (told.word("urgency"), told.maybe("component"), told.maybe("reason"));
        return Ok(Verb::Triage { class: None, urgency, component, reason, proposed: None });
    }
    let class = match (told.word::<Severity>("severity"), told.word("requirement_type")) {
        (Some(severity), None) => Class::Fault { severity },
        (None, Some(requirement_type)) => {
            let priority = told.word("priority").ok_or_else(|| one("priority", FieldReason::PriorityNeeded))?;
            Class::Requirement { requirement_type, priority }
        }
        (Some(_), Some(_)) => {
            return Err(one("severity", FieldReason::BothClasses));
        }
        (None, None) => {
            return Err(one("severity", FieldReason::ClassNeeded));
        }
    };
    let (urgency, component, reason) = (told.word("urgency"), told.maybe("component"), told.maybe("reason"));
    Ok(Verb::Triage { class: Some(class), urgency, component, reason, proposed: None })
}
