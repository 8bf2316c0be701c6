//! Small histories whose figures are counted by hand in the comments, as docs/measures.md defines them.

use super::*;
use crate::sla::{Calendar, PolicyHistory};
use crate::ticket::{
    self, Approach, Channel, Class, ClosedHow, Consulted, Contact, Finished, Found, Kind, Number, Outcome, Particulars, Recorded,
    Resolution, Satisfaction, Severity, Ticket, TicketEvent,
};
use chrono::{DateTime, Duration, Utc};

const ACME: &str = "海风科技有限公司";

fn n(text: &str) -> Number {
    text.parse().unwrap()
}

/// Minutes after Monday 2024-05-06, 09:00 in Shanghai.
fn at(minutes: i64) -> DateTime<Utc> {
    "2024-05-06T01:00:00Z".parse::<DateTime<Utc>>().unwrap() + Duration::minutes(minutes)
}

fn report(kind: Kind, customer: &str) -> ticket::Report {
    let particulars = match kind {
        Kind::Fault => Particulars::Fault { steps: None, error: None },
        Kind::Requirement => Particulars::Requirement { scenario: None, effect: None, priority: None },
    };
    ticket::Report {
        particulars,
        channel: Channel::Api,
        customer: customer.into(),
        contact: Contact { name: "王芳".into(), ..Contact::default() },
        title: "t".into(),
        description: "d".into(),
        urgency: Severity::Major,
        occurred_at: None,
        product: None,
        component: None,
        version: None,
    }
}

/// A ticket's history being written down.
struct Past {
    number: Number,
    events: Vec<Recorded>,
}

impl Past {
    fn of(number: &str, minutes: i64, customer: &str, like: &[&str]) -> Past {
        let found = like.iter().map(|like| Found { number: n(like), band: "likely".into(), score: 1.0 }).collect();
        let consulted = Consulted { id: "c".into(), at: at(minutes), found: Some(found) };
        let event = TicketEvent::Registered { report: report(Kind::Fault, customer), submitted_at: at(minutes), consulted };
        Past { number: n(number), events: Vec::new() }.then(minutes, event)
    }

    fn then(mut self, minutes: i64, event: TicketEvent) -> Past {
        let version = self.events.len() as u64 + 1;
        let seq = self.number.code() % 1_000 * 1_000 + version;
        let (occurred_at, recorded_at) = (at(minutes), at(minutes));
        self.events.push(Recorded { seq, version, actor: "lin".into(), occurred_at, recorded_at, event });
        self
    }

    fn triaged(self, minutes: i64, severity: Severity) -> Past {
        let class = Class::Fault { severity };
        let event = TicketEvent::Triaged {
            class,
            urgency: severity,
            requirement_number: None,
            component: Some("login".into()),
            reason: None,
            proposed: None,
            hand_over: false,
            incident: None,
        };
        self.then(minutes, event)
    }

    fn progressed(self, minutes: i64) -> Past {
        self.then(minutes, TicketEvent::Progressed { text: "p".into(), incident: None })
    }

    fn planned(self, assigned: i64, planned: i64, approved: i64, approach: Approach) -> Past {
        let plan = TicketEvent::Planned { revision: 1, approach, cause: "c".into(), text: "t".into() };
        self.then(assigned, TicketEvent::Assigned { to: "lin".into(), reason: None, groups: Vec::new() })
            .then(assigned, TicketEvent::Started)
            .then(planned, plan)
            .then(approved, TicketEvent::Approved { revision: 1, alone: false })
    }

    fn resolved(self, minutes: i64) -> Past {
        let resolution = Resolution { text: "r".into(), cause: None, workaround: None, tested_with: "王芳".into() };
        self.then(minutes, TicketEvent::Resolved { resolution })
    }

    fn closed(self, minutes: i64, said: Satisfaction) -> Past {
        let confirmed = TicketEvent::Confirmed { solved: true, satisfaction: Some(said), words: None, on_behalf: None };
        let closed = TicketEvent::Closed { how: ClosedHow::Confirmed, outcome: Outcome::Solved, known: false };
        self.then(minutes, confirmed).then(minutes, closed)
    }

    fn answered(self, minutes: i64, case: &str) -> Past {
        let closed = TicketEvent::Closed { how: ClosedHow::Deflected, outcome: Outcome::Solved, known: true };
        self.then(minutes, TicketEvent::AnsweredByCase { case: n(case) }).then(minutes, closed)
    }

    fn reopened(self, minutes: i64) -> Past {
        self.then(minutes, TicketEvent::Reopened { reason: "x".into() })
    }

    fn fact(&self, now: i64) -> Fact {
        Fact::of(self.number, &self.events, &PolicyHistory::default(), at(now)).unwrap()
    }
}

fn known(histories: &[&Past]) -> Vec<RelatedTicket> {
    let row = |h: &&Past| {
        let ticket = Ticket::fold(h.number, &h.events).unwrap();
        RelatedTicket {
            number: h.number,
            customer: ticket.report.customer,
            submitted_at: ticket.submitted_at,
            order: ticket.first_seq,
        }
    };
    histories.iter().map(row).collect()
}

/// (count, of, value) of a measure over a span of minutes.
fn figure(record: &Record, measure: Measure, from: i64, to: i64) -> (usize, usize, Option<f64>) {
    let wanted = MeasureQuery { span: Period { from: at(from), to: at(to) }, by: None, baseline: None };
    let report = reports(&observations(record), &[measure], &wanted, &Calendar::default()).remove(0);
    let figure = report.total.figure;
    (figure.count, figure.of, figure.headline(measure.unit()))
}

const DAY: i64 = 24 * 60;

#[test]
fn times_run_from_submission_and_only_what_still_holds_is_solved() {
    // Answered after 20, assessed after 30, plan 40 after it was assigned, workaround approved after 100, solved after 300.
    let first = Past::of("TS20240506001", 0, ACME, &[])
        .progressed(20)
        .triaged(30, Severity::Major)
        .planned(40, 80, 100, Approach::Workaround)
        .progressed(110)
        .resolved(300)
        .closed(310, Satisfaction::Satisfied);
    // No workaround: relief is the solution. Solved after 200, reopened, solved for good after 900.
    let second = Past::of("TS20240506002", 0, ACME, &[])
        .triaged(50, Severity::Major)
        .planned(60, 70, 80, Approach::Fix)
        .resolved(200)
        .closed(210, Satisfaction::Dissatisfied)
        .reopened(220)
        .resolved(900)
        .closed(910, Satisfaction::FairlySatisfied);
    // Solved after 100, then it was not: neither relief nor solution.
    let third = Past::of("TS20240506003", 0, "Other", &[])
        .triaged(10, Severity::Minor)
        .planned(10, 20, 30, Approach::Fix)
        .resolved(100)
        .closed(120, Satisfaction::Satisfied)
        .reopened(130);
    let facts: Vec<Fact> = [&first, &second, &third].map(|h| h.fact(2 * DAY)).into();
    let minutes = |stretch: Option<Stretch>| stretch.map(|s| s.minutes());
    assert_eq!(facts.iter().map(|f| minutes(f.relief)).collect::<Vec<_>>(), [Some(100.0), Some(900.0), None]);
    let record = Record { facts, ..Record::default() };
    let all = |measure| figure(&record, measure, 0, 2 * DAY);
    assert_eq!(all(Measure::Registered), (3, 3, Some(3.0)));
    assert_eq!(all(Measure::TimeToFirstResponse), (1, 1, Some(20.0)));
    // 30, 50, 10.
    assert_eq!(all(Measure::TimeToTriage), (3, 3, Some(30.0)));
    // 40, 10, 10.
    assert_eq!(all(Measure::TimeToPlan), (3, 3, Some(20.0)));
    assert_eq!(all(Measure::TimeToRelief), (2, 2, Some(500.0)));
    assert_eq!(all(Measure::TimeToResolve), (2, 2, Some(600.0)));
    // The first within half an hour; the others never, which for the minor one was late after four hours.
    assert_eq!(all(Measure::KeptFirstResponse), (1, 3, Some(100.0 / 3.0)));
    assert_eq!((all(Measure::KeptTriage).0, all(Measure::KeptPlan).0), (3, 3));
    // Within eight hours: 300; 200, and in its second life 680, which is too long. Minor ones are promised none.
    assert_eq!(all(Measure::KeptResolution), (2, 3, Some(200.0 / 3.0)));
    // Every two hours until solved: 20, 110 − 20, then 190 (late); 200 (late); 680 (late).
    assert_eq!(all(Measure::KeptProgress), (2, 5, Some(40.0)));
    // Four closings, two of them taken back.
    assert_eq!(all(Measure::Reopened), (2, 4, Some(50.0)));
    assert_eq!((all(Measure::Satisfaction), all(Measure::FullySatisfied)), ((3, 4, Some(75.0)), (2, 4, Some(50.0))));
    assert_eq!((all(Measure::LinkRate), all(Measure::Escalated)), ((0, 2, Some(0.0)), (0, 3, Some(0.0))));
    // Each counts at its own moment, and the end of a span is left out.
    assert_eq!(figure(&record, Measure::TimeToResolve, 0, 301), (1, 1, Some(300.0)));
    assert_eq!(figure(&record, Measure::TimeToResolve, 0, 300), (0, 0, None));
}

#[test]
fn repeats_reuse_and_deflections_go_by_families_and_customers() {
    let case = "TS20240401001";
    let a = Past::of("TS20240506001", 0, ACME, &[case]).answered(60, case);
    // The same trouble again two days later: the case had not helped.
    let c = Past::of("TS20240508001", 2 * DAY, ACME, &["TS20240506001"])
        .triaged(2 * DAY, Severity::Major)
        .planned(2 * DAY, 2 * DAY, 2 * DAY, Approach::Fix)
        .resolved(2 * DAY + 60)
        .closed(2 * DAY + 60, Satisfaction::Satisfied);
    let d = Past::of("TS20240506002", 10, "Other", &[]).answered(40, case);
    // Twenty days on: a repeat, but the deflection is not taken back any more.
    let e = Past::of("TS20240526001", 20 * DAY, ACME, &[case])
        .then(20 * DAY, TicketEvent::Linked { case: n(case) })
        .resolved(20 * DAY + 30)
        .closed(20 * DAY + 40, Satisfaction::Satisfied);
    let f = Past::of("TS20240512001", 6 * DAY, "Third", &[case]);
    // Linked to a case that is younger than the report: a link, no reuse.
    let younger = "TS20240506009";
    let g = Past::of("TS20240506003", 0, "Fourth", &[])
        .then(400, TicketEvent::Linked { case: n(younger) })
        .resolved(500)
        .closed(500, Satisfaction::Satisfied);
    let deflection = |day: i64, customer: &str| Deflection {
        at: at(day * DAY),
        customer: customer.into(),
        case: n(case),
        component: None,
        severity: Severity::Moderate,
        kind: Kind::Fault,
        taken_back: false,
    };
    let histories = [&a, &c, &d, &e, &f, &g];
    let mut tied = known(&[&a, &c, &d, &e, &g]);
    let other = |number: &str, minutes, order| RelatedTicket {
        number: n(number),
        customer: "Elsewhere".into(),
        submitted_at: at(minutes),
        order,
    };
    tied.extend([other(case, -30 * DAY, 1), other(younger, 10, 2)]);
    let record = Record {
        facts: histories.map(|h| h.fact(40 * DAY)).into(),
        // Third comes back with it the next day; nobody knows for whom the last one was.
        deflections: vec![deflection(30, ACME), deflection(5, "Third"), deflection(1, "")],
        known: tied,
        ties: vec![(a.number, n(case)), (d.number, n(case)), (e.number, n(case)), (c.number, a.number), (g.number, n(younger))],
    };
    let all = |measure| figure(&record, measure, -DAY, 50 * DAY);
    let so = |measure| (all(measure).0, all(measure).1);
    assert_eq!(so(Measure::Repeats), (2, 6), "c and e");
    // Closings that stand: a, c, d, e, g; and two deflections without a number.
    assert_eq!(so(Measure::LinkRate), (4, 5), "a, d, e, g");
    assert_eq!(so(Measure::Reuse), (5, 7), "a, d, e and the two");
    // Six registered and the two that stand; of them d and the two.
    assert_eq!(so(Measure::Deflections), (3, 8));
    assert_eq!(so(Measure::TakenBack), (2, 5), "a and Third's; d, ACME's and nobody's stand");
    // One that was taken back on the page is none either, though nobody came back with it.
    let mut record = record;
    record.deflections[2].taken_back = true;
    let so = |measure| figure(&record, measure, -DAY, 50 * DAY);
    assert_eq!((so(Measure::Reuse).0, so(Measure::Reuse).1), (4, 6));
    assert_eq!((so(Measure::Deflections).0, so(Measure::Deflections).1), (2, 7));
    assert_eq!((so(Measure::TakenBack).0, so(Measure::TakenBack).1), (3, 5));
}

#[test]
fn what_was_imported_counts_from_the_first_act_here() {
    let imported = |finished: Option<Finished>| {
        let history = ticket::History {
            source: "s".into(),
            source_id: "1".into(),
            opened_at: at(-90 * DAY),
            finished,
            severity: Some(Severity::Major),
            requirement_number: None,
            requirement: None,
            digest: None,
            more: Default::default(),
        };
        let event = TicketEvent::Imported { report: report(Kind::Fault, ACME), history };
        Past { number: n("TS20240206001"), events: Vec::new() }.then(0, event)
    };
    let fact = |h: &Past| Fact::of(h.number, &h.events, &PolicyHistory::default(), at(2 * DAY));
    assert_eq!(fact(&imported(None)), None);
    let worked = fact(&imported(None).progressed(100).resolved(160)).unwrap();
    assert_eq!((worked.from, worked.resolve.map(|s| s.minutes())), (at(100), Some(60.0)));
    let done = || imported(Some(Finished { outcome: Outcome::Solved, resolved_at: Some(at(-80 * DAY)), closed_at: None }));
    let linked = done().then(10, TicketEvent::Linked { case: n("TS20240401001") });
    assert_eq!(fact(&linked), None, "what was finished elsewhere is not solved here");
    let again = fact(&done().reopened(10).resolved(40)).unwrap();
    assert_eq!((again.from, again.resolve.map(|s| s.minutes())), (at(10), Some(30.0)));
}

#[test]
fn a_baseline_says_how_much_has_changed_and_whether_that_was_the_goal() {
    let observed = |minutes: i64, took: f64, severity| Observation {
        measure: Measure::TimeToResolve,
        at: at(minutes),
        counted: ObservedValue::Minutes(took),
        kind: Kind::Fault,
        severity,
        component: Some("login"),
        customer: ACME,
    };
    let (major, minor) = (Severity::Major, Severity::Minor);
    // April: 600 and 1000 for major, 400 for minor. May: 400 for major, 500 for minor, and one of June.
    let all = [
        observed(-20 * DAY, 600.0, major),
        observed(-19 * DAY, 1000.0, major),
        observed(-18 * DAY, 400.0, minor),
        observed(0, 400.0, major),
        observed(DAY, 500.0, minor),
        observed(30 * DAY, 9.0, minor),
    ];
    let calendar = Calendar::default();
    let span = |from: i64, to: i64| Period { from: at(from), to: at(to) };
    let asked = |by| MeasureQuery { span: span(-5 * DAY, 20 * DAY), by: Some(by), baseline: Some(span(-35 * DAY, -5 * DAY)) };
    let timeline = |by| reports(&all, &[Measure::TimeToResolve], &asked(by), &calendar).remove(0);
    let lines = |report: &MeasureReport| -> Vec<(String, Option<f64>, Option<f64>)> {
        report.groups.iter().map(|g| (g.name.clone(), g.figure.mean, g.change_percent)).collect()
    };
    let by_severity = timeline(By::Severity);
    // (450 − 2000 / 3) of 2000 / 3; the goal is thirty less.
    assert_eq!(by_severity.total.change_percent.map(|c| c.round()), Some(-33.0));
    assert!(Measure::TimeToResolve.goal().unwrap().is_met(by_severity.total.change_percent.unwrap()));
    assert_eq!(
        lines(&by_severity),
        [("major".into(), Some(400.0), Some(-50.0)), ("minor".into(), Some(500.0), Some(25.0))],
        "each class beside itself, the gravest first"
    );
    let by_month: Vec<String> = lines(&timeline(By::Month)).into_iter().map(|(name, ..)| name).collect();
    assert_eq!(by_month, ["2024-05"], "months of the baseline are no months of the span");
    assert_eq!(timeline(By::Week).groups[0].name, "2024-W19");
    assert_eq!(timeline(By::Day).groups[1].name, "2024-05-07");
    assert!(Measure::Reuse.goal().unwrap().is_met(40.0) && !Measure::Repeats.goal().unwrap().is_met(-49.9));
}
