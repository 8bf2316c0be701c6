//! From an event to what its reader may know of it. Every field is named: one that is added to an event does not compile until
//! somebody has decided here who sees it.

use super::data::EventData;
use super::parts::*;
use crate::ticket::*;
use crate::view::redacted::{Prose, Reading, Redacted};
use crate::view::ticket::ending::UatItemView;
use crate::view::ticket::inner_work::ConsultedView;
use crate::view::word::{TicketNo, WordOf, numbers};

/// What the reader may know of the event.
pub fn data(event: &TicketEvent, reading: &Reading) -> EventData {
    use TicketEvent as E;
    let text = |text: &String| -> Prose { reading.text(text) };
    let maybe = |text: &Option<String>| -> Option<Prose> { reading.maybe(text.as_ref()) };
    let line = |text: &String| -> Redacted { reading.text(text) };
    let maybe_line = |text: &Option<String>| -> Option<Redacted> { reading.maybe(text.as_ref()) };
    // Which ticket or case it is may be another customer's.
    let known = |number: &Number| reading.may_know(*number).then_some(TicketNo(*number));
    match event {
        E::Registered { report: _, submitted_at: _, consulted } => {
            EventData::Registered { consulted: reading.staff(|| ConsultedView::of(consulted)) }
        }
        E::Imported { report: _, history } => {
            EventData::Imported { source: line(&history.source), source_id: line(&history.source_id) }
        }
        E::SourceChanged { report: _, history, text: what } => {
            EventData::SourceChanged { source: line(&history.source), source_id: line(&history.source_id), text: text(what) }
        }
        E::Consulted { consulted } => EventData::Consulted { consulted: ConsultedView::of(consulted) },
        E::Supplemented { supplement: Supplement { text, occurred_at, steps, error, scenario, effect, priority } } => {
            EventData::Supplemented {
                text: maybe(text),
                occurred_at: *occurred_at,
                steps: maybe(steps),
                error: reading.maybe(error.as_ref()),
                scenario: maybe(scenario),
                effect: maybe(effect),
                priority: priority.map(WordOf),
            }
        }
        E::Triaged { class, urgency, requirement_number, component, reason, proposed, hand_over, incident } => {
            EventData::Triaged(match reading.reader.is_staff() {
                true => TriagedData::Staff {
                    class: class.into(),
                    urgency: (*urgency).into(),
                    requirement_number: requirement_number.map(TicketNo),
                    component: maybe_line(component),
                    reason: maybe(reason),
                    proposed: proposed.as_ref().map(|proposed| proposed_data(proposed, reading)),
                    hand_over: *hand_over,
                    incident: incident.map(TicketNo),
                },
                false => TriagedData::Customer { class: class.into(), urgency: (*urgency).into() },
            })
        }
        E::Assigned { to, reason, groups } => EventData::Assigned {
            to: reading.name(to),
            reason: reading.staff(|| maybe(reason)),
            groups: reading.staff(|| groups.clone()).unwrap_or_default(),
        },
        E::Started => EventData::Started {},
        E::Planned { revision, approach, cause, text: plan } => {
            EventData::Planned { revision: *revision, approach: (*approach).into(), cause: text(cause), text: text(plan) }
        }
        E::Approved { revision, alone } => EventData::Approved { revision: *revision, alone: *alone },
        E::SentBack { revision, reason } => EventData::SentBack { revision: *revision, reason: text(reason) },
        E::Step { kind, text: what, failed } => EventData::Step { kind: (*kind).into(), text: text(what), failed: *failed },
        E::Progressed { text: what, incident } => {
            EventData::Progressed { text: text(what), incident: incident.and_then(|number| reading.staff(|| TicketNo(number))) }
        }
        E::Held { waiting_for, reason } => {
            // What is asked of the customer is theirs to read; why else it waits is not.
            let shown = reading.reader.is_staff() || *waiting_for == WaitingFor::Customer;
            EventData::Held { waiting_for: (*waiting_for).into(), reason: shown.then(|| text(reason)) }
        }
        E::Resumed => EventData::Resumed {},
        E::TestStarted => EventData::TestStarted {},
        E::TestFailed { reason } => EventData::TestFailed { reason: text(reason) },
        E::Resolved { resolution: Resolution { text: solution, cause, workaround, tested_with } } => {
            EventData::Resolved(match reading.reader.is_staff() {
                true => ResolvedData::Staff {
                    text: text(solution),
                    cause: maybe(cause),
                    workaround: maybe(workaround),
                    tested_with: line(tested_with),
                },
                false => ResolvedData::Customer { text: text(solution), workaround: maybe(workaround) },
            })
        }
        E::AnsweredByCase { case } => EventData::AnsweredByCase { case: shown_to(reading, case, known) },
        E::Evaluated { technical, resources, cost, effort, verdict, report, priority } => EventData::Evaluated {
            verdict: (*verdict).into(),
            report: text(report),
            weighing: reading.staff(|| WeighedData {
                technical: text(technical),
                resources: text(resources),
                cost: text(cost),
                effort: maybe(effort),
                priority: priority.map(WordOf),
            }),
        },
        E::Agreed { agreed, words, on_behalf } => {
            EventData::Agreed { agreed: *agreed, words: maybe(words), on_behalf: maybe_line(on_behalf) }
        }
        E::Accepted { items } => EventData::Accepted { items: UatItemView::all(items, reading) },
        E::Confirmed { solved, satisfaction, words, on_behalf } => EventData::Confirmed {
            solved: *solved,
            satisfaction: satisfaction.map(WordOf),
            words: maybe(words),
            on_behalf: maybe_line(on_behalf),
        },
        E::Closed { how, outcome, known } => EventData::Closed { how: (*how).into(), outcome: (*outcome).into(), known: *known },
        E::Reopened { reason } => EventData::Reopened { reason: text(reason) },
        E::Escalated { to, reason, automatic, level, kind, due_at, late } => EventData::Escalated {
            to: to.clone(),
            reason: text(reason),
            automatic: *automatic,
            level: *level,
            kind: (*kind).into(),
            due_at: *due_at,
            late: *late,
        },
        E::Linked { case } => EventData::Linked { case: (*case).into() },
        E::Attached { ticket } => EventData::Attached { ticket: (*ticket).into() },
        E::Detached { from } => EventData::Detached { from: (*from).into() },
        E::IncidentDeclared { tickets } => EventData::IncidentDeclared { tickets: numbers(tickets) },
        E::Merged { into } => EventData::Merged { into: shown_to(reading, into, known) },
        E::MergedIn { from } => EventData::MergedIn { from: shown_to(reading, from, known) },
        E::SplitOff { ticket } => EventData::SplitOff { ticket: shown_to(reading, ticket, known) },
        E::SplitFrom { ticket } => EventData::SplitFrom { ticket: shown_to(reading, ticket, known) },
        E::Watched => EventData::Watched {},
        E::Unwatched => EventData::Unwatched {},
        E::Asked { ask, of, what, due_at } => {
            let of = match of {
                TeamOrPerson::Team(team) => AskedOfData::Team((*team).into()),
                TeamOrPerson::Person(name) => AskedOfData::Person(name.clone()),
            };
            EventData::Asked { ask: *ask, of, what: text(what), due_at: *due_at }
        }
        E::Delivered { ask, text } => EventData::Delivered { ask: *ask, text: maybe(text) },
        E::DeliveryPlanned { who, due_at, what, reason } => EventData::DeliveryPlanned {
            who: reading.staff(|| who.clone()),
            due_at: *due_at,
            what: text(what),
            reason: reading.staff(|| maybe(reason)).flatten(),
        },
        E::Noted { text: note, source: _ } => EventData::Noted { text: text(note) },
        E::FileAdded { file: Attachment { name, bytes, digest: _, internal } } => {
            EventData::FileAdded { name: line(name), bytes: *bytes, internal: *internal }
        }
        E::FileWithdrawn { attachment, reason, internal } => EventData::FileWithdrawn {
            attachment: *attachment,
            reason: reading.staff(|| text(reason)),
            internal: reading.reader.is_staff() && *internal,
        },
        E::ContactShown { reason } => EventData::ContactShown { reason: text(reason) },
        E::Breached { clock, due_at, late, nth } => {
            EventData::Breached { clock: clock.clone(), due_at: *due_at, late: *late, nth: *nth }
        }
        E::Warned { clock, at, due_at, late } => EventData::Warned { clock: clock.clone(), at: *at, due_at: *due_at, late: *late },
        E::Reminded { nth, due_at } => EventData::Reminded { nth: *nth, due_at: *due_at },
        E::Gathered { due_at, items } => {
            let item = |CustomerUpdate { at, event, text }: &CustomerUpdate| GatheredData {
                at: *at,
                event: event.clone(),
                text: maybe(text),
            };
            EventData::Gathered { due_at: *due_at, items: items.iter().map(item).collect() }
        }
        E::DelayExplained { reason } => EventData::DelayExplained { reason: text(reason) },
    }
}

/// Staff know every number.
fn shown_to(reading: &Reading, number: &Number, known: impl Fn(&Number) -> Option<TicketNo>) -> Option<TicketNo> {
    if reading.reader.is_staff() { Some(TicketNo(*number)) } else { known(number) }
}

fn proposed_data(proposed: &TriageProposed, reading: &Reading) -> ProposedData {
    let TriageProposed { class, component, like, accepted } = proposed;
    let component: Option<Redacted> = reading.maybe(component.as_ref());
    ProposedData { class: class.as_ref().map(ClassData::from), component, like: numbers(like), accepted: *accepted }
}
