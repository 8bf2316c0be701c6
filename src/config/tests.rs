//! What a desk may settle, and what is said about what it may not.

use super::*;
use crate::reason::Mistake;
use crate::reason::SettingsMistake;
use crate::sla::{Allowance, Begin, Hours, ProgressRule, Span, Starts};
use crate::ticket::{EscalationKind, Priority, WaitingFor};
use expect_test::{Expect, expect};

fn parsed(text: &str) -> Result<Settings, Vec<Mistake>> {
    parse(text, &|name| match name {
        "holidays.txt" => Ok("2027-02-09..2027-02-11 off 春节\n2027-02-14 work 春节".into()),
        "broken.txt" => Ok("2027-02-31 off x".into()),
        _ => Err(SettingsMistake::Unreadable { why: "there is no such file".into() }),
    })
}

fn check(text: &str, expected: Expect) {
    let mistakes = parsed(text).unwrap_err();
    expected.assert_eq(&mistakes.iter().map(Mistake::to_string).collect::<Vec<_>>().join("\n"));
}

#[test]
fn a_new_desks_file_says_the_defaults() {
    assert_eq!(parsed(NEW_DESK).unwrap(), Settings::default());
    assert_eq!(parsed("").unwrap(), Settings::default());
}

#[test]
fn every_mistake_is_named_with_its_line_all_at_once() {
    check(
        r#"
name = "Desk"
[calendar]
zone = "Mars/Base"
hours = ["09:00-12:00", "11:00-18:00"]

[policy]
warn_at = "120 %"
[policy.severity.critcal]
response = "5 min"
[policy.severity.major]
response = "-30 min"
resolution = "99999 h"
plan = "soon"
calendar = "night"
[[policy.severity.major.escalate]]
after = "8 h"
to = "support_manager"
[[policy.severity.major.escalate]]
after = "12 h"
to = "rd_director"
[[policy.severity.major.escalate]]
after = "10 h"
to = "support_manager"
[policy.pause]
customer = ["lunch"]
"#,
        expect![[r#"
            line 4: calendar.zone: "Mars/Base" is not a time zone such as Asia/Shanghai
            line 5: calendar.hours: 11:00-18:00 begins before 09:00-12:00 ends
            line 8: policy.warn_at: "120 %" is neither a share from 1 % to 99 % nor "never"
            line 9: policy.severity.critcal: is not known here; one of: critical, major, moderate, minor
            line 12: policy.severity.major.response: "-30 min" is negative
            line 13: policy.severity.major.resolution: "99999 h" is more than a year
            line 14: policy.severity.major.plan: "soon" is not a time such as "30 min" or "2 h"
            line 15: policy.severity.major.calendar: there is no [calendars.night]
            line 22: policy.severity.major.escalate: after 10 h is not later than the level before it
            line 22: policy.severity.major.escalate: support manager is level 1 already; a chain that comes back is a cycle
            line 26: policy.pause.customer: "lunch" is not a clock; one of: first_response, triage, plan, resolution, progress, evaluation"#]],
    );
}

#[test]
fn other_mistakes_have_their_line_too() {
    check(
        "\n[calender]",
        expect![
            "line 2: unknown field `calender`, expected one of `name`, `calendar`, `calendars`, `policy`, `measures`, `limits`, `web`, `import`"
        ],
    );
    check("[calendar]\ndays = [\"Funday\"]", expect![[r#"line 2: calendar.days: "Funday" is not a day such as Mon"#]]);
    check(
        "\n\nname = 3\n[policy]\nwarn_at = 80",
        expect![[r#"
        line 3: invalid type: integer `3`, expected a string
        line 5: policy.warn_at: must be a text, not integer"#]],
    );
    check(
        "[import.severity]\nSev1 = \"grave\"",
        expect!["line 2: unknown variant `grave`, expected one of `critical`, `major`, `moderate`, `minor`"],
    );
    check("[import.status]\nParked = \"maybe\"", expect![[r#"line 1: import.status: "maybe" is neither finished nor open"#]]);
    check(
        "[calendar]\nholidays = \"broken.txt\"",
        expect![[r#"line 2: calendar.holidays: broken.txt: line 1: "2027-02-31" is not a day such as 2027-02-05"#]],
    );
    check(
        "[calendar]\nhours = [\"22:00-06:00\"]",
        expect![[
            r#"line 2: calendar.hours: "22:00-06:00" ends before it begins; a night is two stretches, 22:00-24:00 and 00:00-06:00"#
        ]],
    );
    check("name = ", expect!["line 1: string values must be quoted, expected literal string"]);
    check(
        "[[policy.severity.minor.escalate]]\nafter = \"1 h\"\n[[policy.severity.minor.escalate]]\nto = \"rd_director\"",
        expect![[r#"
        line 1: policy.severity.minor.escalate.to: is missing: the role it goes to
        line 3: policy.severity.minor.escalate: a level needs a condition: after, reopens or dissatisfied"#]],
    );
}

#[test]
fn what_contradicts_itself_is_a_mistake() {
    let text = "[calendar]\noff = [\"2027-02-09\"]\nwork = [\"2027-02-09\"]\n\n[policy.close]\nsilence = \"7 days\"\n\
                remind = [\"3 days\", \"3 days\", \"9 days\"]\n\n[policy.severity.minor]\nhandled_by = [\"administrator\"]\n";
    check(
        text,
        expect![[r#"
            line 3: calendar.work: 2027-02-09 is both off and worked
            line 7: policy.close.remind: a reminder comes before the silence is over
            line 7: policy.close.remind: reminds twice at one time
            line 10: policy.severity.minor.handled_by: an administrator takes no step of the process"#]],
    );
}

#[test]
fn a_policy_is_read_over_what_the_process_says() {
    let settings = parsed(
        r#"
[calendar]
hours = ["09:00-12:00", "13:30-18:00"]
holidays = "holidays.txt"
off = ["2027-03-01"]
[calendar.day]
Sat = ["09:00-12:00"]
[calendars.berlin]
zone = "Europe/Berlin"
days = ["Mon"]
[policy.severity.critical]
response = "10 min"
resolution = "3 h 30 min"
progress = "20 min"
handled_by = ["senior_engineer", "developer"]
[[policy.severity.critical.escalate]]
after = "3 h"
to = "senior_engineer"
kind = "functional"
[[policy.severity.critical.escalate]]
after = "4 h"
reopens = 2
dissatisfied = true
to = "rd_director"
[policy.severity.minor]
resolution = "5 working days"
calendar = "berlin"
hours = "around the clock"
progress = "daily by 16:30"
[policy.requirement]
evaluation = "5 working days"
[policy.requirement.P0]
evaluation = "1 working day"
[policy.pause]
vendor = ["resolution"]
[policy.close]
silence = "5 days"
automatic = true
[policy.customer."海风科技有限公司"]
calendar = "berlin"
"#,
    )
    .unwrap();
    let policy = settings.policies.policy();
    let critical = policy.rule(Severity::Critical);
    assert_eq!(critical.first_response, Allowance::Time(Span::minutes(10)));
    assert_eq!(critical.plan, Allowance::Time(Span::hours(2)), "what is not said is as the process has it");
    assert_eq!((critical.chain.len(), critical.chain[0].kind), (2, EscalationKind::Functional));
    assert_eq!((critical.chain[1].reopens, critical.chain[1].dissatisfied), (Some(2), true));
    let minor = policy.rule(Severity::Minor);
    assert_eq!((minor.resolution, minor.hours), (Some(Allowance::WorkingDays(5)), Hours::RoundTheClock));
    assert!(matches!(minor.progress, ProgressRule::DailyBy(_)));
    assert_eq!(policy.evaluation(Priority::P0), Allowance::WorkingDays(1));
    assert_eq!(policy.evaluation(Priority::P1), Allowance::WorkingDays(5));
    assert!(policy.pauses(WaitingFor::Vendor, crate::sla::ClockName::Resolution));
    assert!(policy.close_on_silence && policy.rules.silence.num_days() == 5);
    assert_eq!(policy.customers["海风科技有限公司"], "berlin");
    let day = |text: &str| text.parse().unwrap();
    assert!(!policy.calendar.is_working_day(day("2027-02-10")) && policy.calendar.is_working_day(day("2027-02-14")));
    assert!(!policy.calendar.is_working_day(day("2027-03-01")));
    assert_eq!(policy.calendar.segments(day("2027-03-06")).len(), 1, "a Saturday morning");
    assert_eq!(policy.calendar.segments(day("2027-03-05")).len(), 2);
    let berlin = &policy.calendars["berlin"];
    assert!(berlin.exceptions.is_empty(), "no Chinese holidays in Berlin");
    assert_eq!((berlin.zone.name(), berlin.is_working_day(day("2027-03-02"))), ("Europe/Berlin", false));
}

#[test]
fn the_example_of_the_documentation_is_a_policy() {
    let page = include_str!("../../docs/policy.md");
    let example = page.split("```toml").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let settings = parsed(example).unwrap();
    assert_eq!(settings.policies.policy().rule(Severity::Critical).chain.len(), 3);
}

/// Pieces of a file, right and wrong.
const PIECES: &[&str] = &[
    "[calendar]",
    "[calendar.day]",
    "[calendars.x]",
    "[policy]",
    "[policy.severity.major]",
    "[[policy.severity.major.escalate]]",
    "[policy.pause]",
    "[policy.customer.\"x\"]",
    "zone = \"UTC\"",
    "hours = [\"09:00-12:00\"]",
    "hours = 3",
    "days = []",
    "Sat = [\"00:00-24:00\"]",
    "after = \"1 h\"",
    "to = \"support_manager\"",
    "reopens = -1",
    "response = \"1 min\"",
    "calendar = \"x\"",
    "holidays = \"holidays.txt\"",
    "off = [\"9999-12-31..9999-12-31\"]",
    "= 3",
    "severity = []",
    "\"",
];

proptest::proptest! {
    /// Whatever a file says: settings, or mistakes on lines that are there.
    #[test]
    fn any_file_is_read_or_refused_with_lines(pieces in proptest::collection::vec(0..PIECES.len(), 0..12)) {
        let text = pieces.iter().map(|i| PIECES[*i]).collect::<Vec<_>>().join("\n");
        if let Err(mistakes) = parsed(&text) {
            proptest::prop_assert!(!mistakes.is_empty());
            proptest::prop_assert!(mistakes.iter().all(|m| m.line >= 1 && m.line <= text.lines().count().max(1)), "{mistakes:?}");
        }
    }
}

#[test]
fn clocks_begin_and_tickets_go_where_the_desk_says() {
    let text = "[measures]\nbaseline_from = \"2026-01-01\"\nbaseline_to = \"2026-04-01\"\n[policy.clock]\nplan = \"from triage\"\n\
                resolution = \"from start\"\nsent_back = \"begins anew\"\nworkaround = \"resolves\"\n[[policy.assign]]\ncomponent = \"支付\"\n\
                kind = \"fault\"\ngroup = \"支付组\"\n[[policy.requirement.escalate]]\nafter = \"4 working days\"\nto = \"rd_director\"\n";
    let settings = parsed(text).unwrap();
    let policy = settings.policies.policy();
    let starts =
        Starts { plan: Begin::Triage, resolution: Begin::Start, plan_anew: true, workaround_resolves: true, ..Starts::default() };
    assert_eq!(policy.starts, starts);
    assert_eq!(policy.rules.assign[0].group.as_deref(), Some("支付组"));
    assert_eq!(policy.requirement_chain[0].after, Some(Allowance::WorkingDays(4)));
    let baseline = settings.baseline.unwrap();
    assert_eq!((baseline.to - baseline.from).num_days(), 90);
    let again: Policy = serde_json::from_str(&serde_json::to_string(policy).unwrap()).unwrap();
    assert_eq!(&again, policy);
    check(
        "[measures]\nbaseline_from = \"2026-01-01\"\n[policy.clock]\nplan = \"assignment\"\nsent_back = \"maybe\"\n\
         [[policy.assign]]\ncomponent = \"x\"\nkind = \"wish\"\n",
        expect![[r#"
            line 1: measures: a baseline needs both its ends: baseline_from and baseline_to
            line 4: policy.clock.plan: "assignment" is none of: from submission, from triage, from assignment, from start
            line 5: policy.clock.sent_back: "maybe" is neither "runs on" nor "begins anew"
            line 6: policy.assign.group: is missing: name a group, or people
            line 8: policy.assign.kind: "wish" is not a kind; one of: fault, requirement"#]],
    );
}
