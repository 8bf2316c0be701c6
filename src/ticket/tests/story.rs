//! Tickets in memory and what people do to them, as the desk carries it out: decided, appended, folded, and all that follows.

use crate::people::{Actor, Person, Role};
use crate::ticket::*;
use chrono::{DateTime, Duration, Utc};
use std::collections::BTreeMap;

pub fn minute(at: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(1_715_000_000 + 60 * at, 0).unwrap()
}

pub fn person(name: &str, roles: &[Role]) -> Person {
    Person { name: name.into(), roles: roles.to_vec(), ..Person::default() }
}

pub fn actor(name: &str, roles: &[Role]) -> Actor {
    Actor::person(person(name, roles))
}

pub fn report(requirement: bool) -> Report {
    let particulars = match requirement {
        true => Particulars::Requirement { scenario: None, effect: None, priority: None },
        false => Particulars::Fault { steps: None, error: None },
    };
    Report {
        particulars,
        channel: Channel::Api,
        customer: "harbour".into(),
        contact: Contact { name: "wang".into(), ..Contact::default() },
        title: "t".into(),
        description: "d".into(),
        urgency: Severity::Moderate,
        occurred_at: None,
        product: None,
        component: None,
        version: None,
    }
}

/// One event more, by somebody at some minute.
pub fn happens(ticket: &mut Ticket, by: &str, at: DateTime<Utc>, event: TicketEvent) -> Recorded {
    let (seq, version) = (ticket.last_seq + 1, ticket.version + 1);
    let recorded = Recorded { seq, version, actor: by.into(), occurred_at: at, recorded_at: at, event };
    ticket.apply(&recorded);
    recorded
}

pub struct Story {
    pub tickets: BTreeMap<Number, Ticket>,
    pub events: BTreeMap<Number, Vec<Recorded>>,
    pub people: Vec<Person>,
    /// Minutes since it began; each step takes one.
    pub clock: i64,
}

impl Story {
    pub fn new() -> Story {
        let people = [
            ("junior", vec![Role::JuniorEngineer]),
            ("senior", vec![Role::SeniorEngineer]),
            ("super", vec![Role::SupportSupervisor]),
            ("manager", vec![Role::SupportManager]),
            ("product", vec![Role::ProductManager]),
        ];
        let people = people.into_iter().map(|(name, roles)| person(name, &roles)).collect();
        Story { tickets: BTreeMap::new(), events: BTreeMap::new(), people, clock: 0 }
    }

    pub fn named(&self, name: &str) -> Actor {
        match self.people.iter().find(|p| p.name == name) {
            Some(person) => Actor::person(person.clone()),
            None => Actor::person(Person { company: Some("harbour".into()), ..person(name, &[Role::Customer]) }),
        }
    }

    pub fn now(&self) -> DateTime<Utc> {
        minute(self.clock)
    }

    pub fn register(&mut self, report: Report) -> Number {
        let number = Number::ticket(minute(0).date_naive(), self.tickets.len() as u32 + 1);
        self.clock += 1;
        let now = self.now();
        let consulted = Consulted { id: "c".into(), at: now, found: Some(Vec::new()) };
        let event = TicketEvent::Registered { report, submitted_at: now, consulted };
        let recorded = Recorded { seq: 1, version: 1, actor: "wang".into(), occurred_at: now, recorded_at: now, event };
        self.tickets.insert(number, Ticket::fold(number, std::slice::from_ref(&recorded)).unwrap());
        self.events.insert(number, vec![recorded]);
        number
    }

    pub fn wait(&mut self, time: Duration) {
        self.clock += time.num_minutes();
    }

    pub fn of(&self, number: Number) -> &Ticket {
        &self.tickets[&number]
    }

    fn facts(&self, ticket: &Ticket, needs: &Needs) -> Facts {
        let find = |name: &Option<String>| self.people.iter().find(|p| Some(&p.name) == name.as_ref()).cloned();
        let joined = |number: Number| self.tickets.values().any(|t| t.attached_to == Some(number));
        let other = |number: &Number| {
            let ticket = self.tickets.get(number)?;
            let customer = ticket.report.customer.clone();
            let (attached_to, has_joined) = (ticket.attached_to, joined(*number));
            Some((*number, Other { is_open: ticket.is_open(), customer, attached_to, has_joined }))
        };
        Facts {
            responsible: find(&needs.responsible),
            assignee: find(&needs.assignee),
            case: needs.case.filter(|case| self.tickets.get(case).is_some_and(|t| !t.is_open())),
            others: needs.others.iter().filter_map(other).collect(),
            has_joined: needs.has_joined && joined(ticket.number),
            next_number: needs.next_number.map(|what| match what {
                NextNumber::Requirement => Number { series: Series::Requirement, ..ticket.number },
                NextNumber::Part => Number { counter: 900, ..ticket.number },
            }),
        }
    }

    /// What is decided, without being done.
    pub fn decided(&self, by: &Actor, number: Number, verb: Verb) -> Result<Vec<TicketEvent>, Rejection> {
        let ticket = self.of(number);
        let facts = self.facts(ticket, &Needs::of(ticket, &verb));
        decide(ticket, &facts, by, verb, &Rules::default(), self.now())
    }

    pub fn act(&mut self, by: &str, number: Number, verb: Verb) -> Result<(), Rejection> {
        self.clock += 1;
        let by = self.named(by);
        let events = self.decided(&by, number, verb)?;
        self.write(number, &by, events);
        Ok(())
    }

    /// Appends and carries out what follows, as the desk does; the order among tickets does not matter here.
    pub fn write(&mut self, number: Number, by: &Actor, events: Vec<TicketEvent>) {
        let before = self.of(number).clone();
        let now = self.now();
        for event in events.clone() {
            let ticket = self.tickets.get_mut(&number).unwrap();
            let recorded = happens(ticket, by.name(), now, event);
            self.events.get_mut(&number).unwrap().push(recorded);
        }
        for effect in effects(Some(&before), &self.of(number).clone(), &events) {
            match effect {
                Effect::Archive | Effect::Reopened => {}
                Effect::Record(other, event) => self.write(other, by, vec![*event]),
                Effect::Propagate { to, of, update } => self.hears(to, of, &update, by),
                Effect::PropagateToAll(news) => {
                    let joined = self.tickets.values().filter(|t| t.attached_to == Some(number)).map(|t| t.number);
                    joined.collect::<Vec<_>>().into_iter().for_each(|who| self.hears(who, number, &news, by));
                }
            }
        }
    }

    fn hears(&mut self, who: Number, of: Number, news: &ParentUpdate, by: &Actor) {
        let (joined, of) = (self.of(who), self.of(of));
        let facts = self.facts(joined, &Needs::of_update(joined, of, news));
        let events = propagated(joined, of, news, &facts, by, &Rules::default());
        if !events.is_empty() {
            self.write(who, by, events);
        }
    }
}

/// Events by their names, with what matters of them.
pub fn listed(events: &[TicketEvent]) -> String {
    let one = |event: &TicketEvent| match event {
        TicketEvent::Triaged { class, requirement_number, hand_over, incident, urgency, .. } => {
            let class = match class {
                Class::Fault { severity } => severity.to_string(),
                Class::Requirement { requirement_type, priority } => format!("{requirement_type} {priority}"),
            };
            let more =
                [requirement_number.map(|_| " numbered"), hand_over.then_some(" to hand over"), incident.map(|_| " with it")];
            format!("triaged {class}/{urgency}{}", more.into_iter().flatten().collect::<String>())
        }
        TicketEvent::Assigned { to, .. } => format!("assigned {to}"),
        TicketEvent::Closed { how, outcome, known } => format!("closed {how} {outcome}{}", if *known { " known" } else { "" }),
        TicketEvent::Escalated { to, kind, .. } => format!("escalated {to} {kind}"),
        TicketEvent::Approved { revision, alone } => format!("approved {revision}{}", if *alone { " alone" } else { "" }),
        TicketEvent::Planned { revision, .. } => format!("planned {revision}"),
        TicketEvent::SentBack { revision, .. } => format!("sent_back {revision}"),
        TicketEvent::Asked { ask, .. } => format!("asked {ask}"),
        TicketEvent::Confirmed { solved, on_behalf, .. } => {
            format!("confirmed {solved}{}", if on_behalf.is_some() { " on behalf" } else { "" })
        }
        TicketEvent::Agreed { agreed, on_behalf, .. } => {
            format!("agreed {agreed}{}", if on_behalf.is_some() { " on behalf" } else { "" })
        }
        TicketEvent::Resolved { resolution } => format!("resolved ({})", resolution.tested_with),
        other => other.name().to_string(),
    };
    events.iter().map(one).collect::<Vec<_>>().join(", ")
}
