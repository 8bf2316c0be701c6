//! Clocks: when each promise falls due, whether it was kept, and how that was reckoned.

use super::calendar::Calendar;
use super::policy::{Hours, Policy, ProgressRule, SeverityRule};
use crate::ticket::{Class, Kind, Pause, Phase, Severity, Ticket};
use crate::words::{Vocabulary, vocabulary};
use chrono::{DateTime, Duration, Utc};

type Moment = DateTime<Utc>;

vocabulary! {
    ClockName, "clock" {
        FirstResponse = "first_response" / "首次响应", Triage = "triage" / "初步评估", Plan = "plan" / "处理方案",
        Resolution = "resolution" / "解决", Progress = "progress" / "进度同步", Evaluation = "evaluation" / "需求评估",
    }
}
vocabulary! {
    ClockState, "clock state" {
        Running = "running" / "计时中", Paused = "paused" / "已暂停", Met = "met" / "按时完成", Breached = "breached" / "已超时",
    }
}

/// One promise about one ticket. A clock met late stays breached, with its `met_at`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clock {
    pub name: ClockName,
    pub started_at: Moment,
    pub due_at: Moment,
    pub state: ClockState,
    pub met_at: Option<Moment>,
    pub explanation: String,
    /// The same in Chinese, for the pages.
    pub explanation_zh: String,
}

/// How a due time is found.
enum Due {
    /// So much counted time after the start.
    After(Duration, Hours),
    /// At a fixed time of a working day.
    Daily(chrono::NaiveTime),
    /// Close of business of the n-th working day after the start's day.
    WorkingDays(u32),
}

/// What is asked of one clock.
struct Question<'a> {
    name: ClockName,
    start: Moment,
    due: Due,
    met_at: Option<Moment>,
    pauses: &'a [&'a Pause],
}

/// The clocks of a ticket at `now`, in the order of [`ClockName::ALL`]; of progress only the present turn.
pub fn clocks(ticket: &Ticket, policy: &Policy, calendar: &Calendar, now: Moment) -> Vec<Clock> {
    let mut all = every_clock(ticket, policy, calendar, now);
    if let Some(present) = all.iter().rposition(|c| c.name == ClockName::Progress) {
        let mut index = 0;
        all.retain(|c| {
            index += 1;
            c.name != ClockName::Progress || index - 1 == present
        });
    }
    all
}

/// Misses that are not on the record yet, in the order they fell due.
pub fn newly_breached(ticket: &Ticket, policy: &Policy, calendar: &Calendar, now: Moment) -> Vec<Clock> {
    let on_record = |c: &Clock| ticket.marks.breaches.iter().any(|(name, due)| name == c.name.word() && *due == c.due_at);
    let mut missed = every_clock(ticket, policy, calendar, now);
    missed.retain(|c| c.state == ClockState::Breached && !on_record(c));
    missed.sort_by_key(|c| c.due_at);
    missed
}

/// The next moment at which something runs out; None while nothing can. The scheduler sleeps until then.
pub fn next_due(ticket: &Ticket, policy: &Policy, calendar: &Calendar, now: Moment) -> Option<Moment> {
    clocks(ticket, policy, calendar, now).iter().filter(|c| c.state == ClockState::Running).map(|c| c.due_at).min()
}

fn every_clock(ticket: &Ticket, policy: &Policy, calendar: &Calendar, now: Moment) -> Vec<Clock> {
    if ticket.is_quiet() {
        return Vec::new();
    }
    let closed_at = match ticket.phase {
        Phase::Closed { at, .. } => Some(at),
        _ => None,
    };
    let reckoner = Reckoner { ticket, calendar, now: closed_at.unwrap_or(now) };
    let pauses = counted_pauses(ticket, policy);
    let mut found: Vec<Clock> = questions(ticket, policy, &pauses).iter().filter_map(|q| reckoner.answer(q)).collect();
    // A ticket that has ended asks nothing more: what was still running is dropped, what was missed stays.
    if closed_at.is_some() {
        found.retain(|c| matches!(c.state, ClockState::Met | ClockState::Breached));
    }
    found
}

fn questions<'a>(ticket: &Ticket, policy: &Policy, pauses: &'a [&'a Pause]) -> Vec<Question<'a>> {
    let marks = &ticket.marks;
    let submitted = marks.awakened_at.unwrap_or(ticket.submitted_at);
    let restarted = marks.reopened_at.unwrap_or(submitted);
    let urgency_rule = policy.rule(ticket.urgency);
    let class_rule = policy.rule(ticket.severity().unwrap_or(ticket.urgency));
    let after = |d, rule: &SeverityRule| Due::After(d, rule.hours);
    let mut asked = vec![Question {
        name: ClockName::FirstResponse,
        start: submitted,
        due: after(urgency_rule.first_response, urgency_rule),
        met_at: marks.first_progress_at,
        pauses: &[],
    }];
    // Imported with a class, it was assessed elsewhere: nothing to promise here.
    if ticket.imported.is_none() || ticket.class.is_none() || marks.triaged_at.is_some() {
        asked.push(Question {
            name: ClockName::Triage,
            start: submitted,
            due: after(class_rule.triage, class_rule),
            met_at: marks.triaged_at,
            pauses: &[],
        });
    }
    if ticket.kind() == Kind::Requirement {
        let evaluation = marks.assigned_at.filter(|_| matches!(ticket.class, Some(Class::Requirement { .. })));
        asked.extend(evaluation.map(|start| Question {
            name: ClockName::Evaluation,
            start,
            due: Due::WorkingDays(policy.evaluation_working_days),
            met_at: marks.evaluated_at,
            pauses,
        }));
        return asked;
    }
    asked.extend(marks.assigned_at.map(|start| Question {
        name: ClockName::Plan,
        start,
        due: after(class_rule.plan, class_rule),
        met_at: marks.planned_at,
        pauses,
    }));
    asked.extend(class_rule.resolution.map(|within| Question {
        name: ClockName::Resolution,
        start: restarted,
        due: after(within, class_rule),
        met_at: marks.resolved_at,
        pauses,
    }));
    asked.extend(progress_turns(ticket, class_rule, submitted, pauses));
    asked
}

/// One question per turn: from submission or an update to the next update, the last one open until resolved.
fn progress_turns<'a>(ticket: &Ticket, rule: &SeverityRule, submitted: Moment, pauses: &'a [&'a Pause]) -> Vec<Question<'a>> {
    let marks = &ticket.marks;
    let mut starts: Vec<Moment> = [submitted].into_iter().chain(marks.progress_at.iter().copied()).collect();
    // After reopening the turns begin anew; updates before it ended the earlier ones.
    if let Some(reopened) = marks.reopened_at {
        starts.retain(|s| *s > reopened);
        starts.insert(0, reopened);
    }
    let mut turns = Vec::new();
    for (i, start) in starts.iter().enumerate() {
        if marks.resolved_at.is_some_and(|resolved| resolved <= *start) && i > 0 {
            break;
        }
        let due = match rule.progress {
            ProgressRule::Every(interval) => Due::After(interval, rule.hours),
            ProgressRule::DailyBy(time) => Due::Daily(time),
            ProgressRule::Never => break,
        };
        let met_at = [starts.get(i + 1).copied(), marks.resolved_at].into_iter().flatten().min();
        turns.push(Question { name: ClockName::Progress, start: *start, due, met_at, pauses });
    }
    turns
}

/// The holds that stop clocks under this policy.
fn counted_pauses<'a>(ticket: &'a Ticket, policy: &Policy) -> Vec<&'a Pause> {
    ticket.marks.pauses.iter().filter(|p| policy.paused_by.contains(&p.waiting_for)).collect()
}

struct Reckoner<'a> {
    ticket: &'a Ticket,
    calendar: &'a Calendar,
    now: Moment,
}

impl Reckoner<'_> {
    fn answer(&self, q: &Question) -> Option<Clock> {
        let due_at = match &q.due {
            Due::After(budget, hours) => self.after(q.start, *budget, *hours, q.pauses)?,
            Due::Daily(time) => self.days(q).map(|d| self.calendar.moment(d, *time)).find(|at| !self.on_hold(q, *at))?,
            Due::WorkingDays(n) => {
                let closes = self.days(q).filter_map(|d| self.calendar.close_of(d)).filter(|at| !self.on_hold(q, *at));
                closes.take(*n as usize).last()?
            }
        };
        let on_record = self.ticket.marks.breaches.iter().any(|(name, due)| name == q.name.word() && *due == due_at);
        let paused_now = q.pauses.iter().any(|p| p.to.is_none());
        let state = match q.met_at {
            _ if on_record => ClockState::Breached,
            Some(met) if met <= due_at => ClockState::Met,
            Some(_) => ClockState::Breached,
            None if self.now >= due_at => ClockState::Breached,
            None if paused_now => ClockState::Paused,
            None => ClockState::Running,
        };
        let (explanation, explanation_zh) = (self.explain(q, due_at), self.explain_zh(q, due_at));
        Some(Clock { name: q.name, started_at: q.start, due_at, state, met_at: q.met_at, explanation, explanation_zh })
    }

    fn days<'s>(&'s self, q: &Question) -> impl Iterator<Item = chrono::NaiveDate> + use<'s> {
        self.calendar.working_days_after(q.start)
    }

    /// Whether a day's moment falls into a hold; such a day does not count. An open hold lasts until now.
    fn on_hold(&self, q: &Question, at: Moment) -> bool {
        q.pauses.iter().any(|p| p.from <= at && at < p.to.unwrap_or(self.now))
    }

    /// The moment at which `budget` of counted time has run since `start`, holds left out. An open hold lasts until now.
    fn after(&self, start: Moment, budget: Duration, hours: Hours, pauses: &[&Pause]) -> Option<Moment> {
        let mut left = budget;
        let mut spend = |mut from: Moment, to: Option<Moment>| -> Option<Moment> {
            from = from.max(start);
            for pause in pauses {
                let pause_to = pause.to.unwrap_or(self.now.max(pause.from));
                if pause_to <= from || to.is_some_and(|to| pause.from >= to) {
                    continue;
                }
                if pause.from > from {
                    if pause.from - from >= left {
                        return Some(from + left);
                    }
                    left -= pause.from - from;
                }
                from = pause_to;
            }
            match to {
                Some(to) if from >= to => None,
                Some(to) if to - from < left => {
                    left -= to - from;
                    None
                }
                _ => Some(from + left),
            }
        };
        match hours {
            Hours::RoundTheClock => spend(start, None),
            Hours::Working => self.calendar.stretches(start).find_map(|(from, to)| spend(from, Some(to))),
        }
    }

    /// "09:10 + 2 h, paused 10:00–10:40 waiting for the customer → due 11:50", in the desk's zone.
    fn explain(&self, q: &Question, due_at: Moment) -> String {
        let rule = match &q.due {
            Due::After(budget, Hours::RoundTheClock) => format!("+ {}", span(*budget)),
            Due::After(budget, Hours::Working) => format!("+ {} of working time", span(*budget)),
            Due::Daily(time) => format!("→ next working day by {}", time.format("%H:%M")),
            Due::WorkingDays(n) => format!("+ {n} working days"),
        };
        let mut text = format!("{} {rule}", self.local(q.start));
        for pause in q.pauses.iter().filter(|p| p.from < due_at && p.to.is_none_or(|to| to > q.start)) {
            let to = pause.to.map(|to| self.local(to)).unwrap_or_else(|| "now".into());
            text.push_str(&format!(", paused {}–{to} waiting for the {}", self.local(pause.from.max(q.start)), pause.waiting_for));
        }
        text.push_str(&format!(" → due {}", self.local(due_at)));
        text
    }

    fn explain_zh(&self, q: &Question, due_at: Moment) -> String {
        let rule = match &q.due {
            Due::After(budget, Hours::RoundTheClock) => format!("+ {}", span_zh(*budget)),
            Due::After(budget, Hours::Working) => format!("+ {}（工作时间）", span_zh(*budget)),
            Due::Daily(time) => format!("→ 下一个工作日 {} 前", time.format("%H:%M")),
            Due::WorkingDays(n) => format!("+ {n} 个工作日"),
        };
        let mut text = format!("{} {rule}", self.local(q.start));
        for pause in q.pauses.iter().filter(|p| p.from < due_at && p.to.is_none_or(|to| to > q.start)) {
            let to = pause.to.map(|to| self.local(to)).unwrap_or_else(|| "现在".into());
            text.push_str(&format!("，{}–{to} 挂起（{}）", self.local(pause.from.max(q.start)), pause.waiting_for.zh()));
        }
        text.push_str(&format!(" → {} 到期", self.local(due_at)));
        text
    }

    fn local(&self, at: Moment) -> String {
        at.with_timezone(&self.calendar.zone).format("%Y-%m-%d %H:%M").to_string()
    }
}

fn span(d: Duration) -> String {
    match (d.num_hours(), d.num_minutes() % 60) {
        (0, m) => format!("{m} min"),
        (h, 0) => format!("{h} h"),
        (h, m) => format!("{h} h {m} min"),
    }
}

fn span_zh(d: Duration) -> String {
    match (d.num_hours(), d.num_minutes() % 60) {
        (0, m) => format!("{m} 分钟"),
        (h, 0) => format!("{h} 小时"),
        (h, m) => format!("{h} 小时 {m} 分钟"),
    }
}

/// When time is up for those who handle a fault, and it goes to the support manager by itself.
pub fn escalation_due(ticket: &Ticket, policy: &Policy, calendar: &Calendar, now: Moment) -> Option<Moment> {
    let severity: Severity = ticket.severity().unwrap_or(ticket.urgency);
    let rule = policy.rule(severity);
    let open = ticket.is_open() && ticket.kind() == Kind::Fault && ticket.marks.resolved_at.is_none() && !ticket.is_quiet();
    let budget = rule.escalate_after.filter(|_| open)?;
    let start = ticket.marks.reopened_at.or(ticket.marks.awakened_at).unwrap_or(ticket.submitted_at);
    Reckoner { ticket, calendar, now }.after(start, budget, rule.hours, &counted_pauses(ticket, policy))
}
