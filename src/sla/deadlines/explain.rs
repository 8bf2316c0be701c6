//! Explanation of a due time: the pieces from which a person can compute it again, in English or Chinese.

use super::rule::Rule;
use crate::reason::Said;
use crate::sla::time::calendar::{Calendar, Hours};
use crate::sla::time::holidays::DayKind;
use crate::sla::time::working_time::{Pause, Pauses};
use crate::words::{Locale, Vocabulary, counted};
use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

type Moment = DateTime<Utc>;

/// A day, or several in a row, that differs from its weekday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exception {
    /// First day.
    pub first: NaiveDate,
    /// Last day, inclusive.
    pub last: NaiveDate,
    /// Day off or working day.
    pub kind: DayKind,
}

/// How a due time was computed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// Time zone in which times are shown.
    pub zone: Tz,
    /// When the clock began.
    pub start: Moment,
    /// How it counts.
    pub rule: Rule,
    /// Pauses between start and due time.
    pub pauses: Vec<Pause>,
    /// Holidays and moved working days between start and due time.
    pub exceptions: Vec<Exception>,
    /// The due time.
    pub due: Moment,
}

/// How many exceptions are shown at most.
const EXCEPTIONS_MAX: usize = 6;

impl Explanation {
    /// Explains the due time of a clock.
    pub fn of(calendar: &Calendar, start: Moment, rule: Rule, pauses: &Pauses, due: Moment) -> Explanation {
        // An open pause is shown even if it has just begun.
        let shown = |p: &&Pause| p.from < due && (p.open || p.to > start);
        let pauses = pauses.0.iter().filter(shown).map(|p| Pause { from: p.from.max(start), ..*p }).collect();
        let exceptions = match rule {
            Rule::Time(_, Hours::RoundTheClock) => Vec::new(),
            _ => exceptions(calendar, calendar.local_day(start), calendar.local_day(due)),
        };
        Explanation { zone: calendar.zone, start, rule, pauses, exceptions, due }
    }

    /// "2024-05-10 09:10 + 2 h, paused 10:00–10:40 waiting for customer → due 11:50".
    fn en(&self) -> String {
        let rule = match self.rule {
            Rule::Time(span, Hours::RoundTheClock) => format!("+ {span}"),
            Rule::Time(span, Hours::Working) => format!("+ {span} of working time"),
            Rule::WorkingDays(1) => "+ 1 working day".into(),
            Rule::WorkingDays(n) => format!("+ {n} working days"),
            Rule::DailyBy(time) => format!("→ next working day by {}", time.format("%H:%M")),
        };
        let mut text = format!("{} {rule}", self.at(self.start));
        let mut said = self.start;
        for exception in &self.exceptions {
            let what = if exception.kind == DayKind::Off { "day off" } else { "working day" };
            text.push_str(&format!(", {what} {}", exception.days("–")));
        }
        for pause in &self.pauses {
            let from = self.at_after(&mut said, pause.from);
            let to = if pause.open { "now".into() } else { self.at_after(&mut said, pause.to) };
            text.push_str(&format!(", paused {from}–{to} waiting for {}", pause.waiting_for.word()));
        }
        text + &format!(" → due {}", self.at_after(&mut said, self.due))
    }

    /// "2024-05-10 09:10 起 2 小时，10:00 至 10:40 挂起（等待客户） → 11:50 到期".
    fn zh(&self) -> String {
        let rule = match self.rule {
            Rule::Time(span, Hours::RoundTheClock) => counted(Locale::Zh, span.duration()),
            Rule::Time(span, Hours::Working) => format!("{}工作时间", counted(Locale::Zh, span.duration())),
            Rule::WorkingDays(n) => format!("{n} 个工作日"),
            Rule::DailyBy(time) => format!("下一工作日 {} 前", time.format("%H:%M")),
        };
        let mut text = format!("{} 起 {rule}", self.at(self.start));
        let mut said = self.start;
        for exception in &self.exceptions {
            text.push_str(&format!("，{}{}", exception.days(" 至 "), exception.kind.zh()));
        }
        for pause in &self.pauses {
            let from = self.at_after(&mut said, pause.from);
            let to = if pause.open { "现在".into() } else { self.at_after(&mut said, pause.to) };
            text.push_str(&format!("，{from} 至 {to} 挂起（{}）", pause.waiting_for.zh()));
        }
        text + &format!(" → {} 到期", self.at_after(&mut said, self.due))
    }

    /// The time of `moment`; with its day only if that differs from the day shown before.
    fn at_after(&self, said: &mut Moment, moment: Moment) -> String {
        let day = |moment: Moment| moment.with_timezone(&self.zone).date_naive();
        match day(std::mem::replace(said, moment)) == day(moment) {
            true => moment.with_timezone(&self.zone).format("%H:%M").to_string(),
            false => self.at(moment),
        }
    }

    fn at(&self, moment: Moment) -> String {
        moment.with_timezone(&self.zone).format("%Y-%m-%d %H:%M").to_string()
    }
}

impl Said for Explanation {
    fn said(&self, locale: Locale) -> String {
        match locale {
            Locale::En => self.en(),
            Locale::Zh => self.zh(),
        }
    }
}

impl Exception {
    fn days(&self, to: &str) -> String {
        if self.first == self.last { self.first.to_string() } else { format!("{}{to}{}", self.first, self.last) }
    }
}

/// The exceptions from one day to another; a holiday includes the weekend inside it.
fn exceptions(calendar: &Calendar, from: NaiveDate, to: NaiveDate) -> Vec<Exception> {
    let mut found: Vec<Exception> = Vec::new();
    let mut goes_on = false;
    for day in from.iter_days().take_while(|day| *day <= to) {
        let kind = calendar.exception(day);
        match (kind, found.last_mut()) {
            (Some(kind), Some(last)) if goes_on && last.kind == kind => last.last = day,
            (Some(kind), _) => found.push(Exception { first: day, last: day, kind }),
            (None, _) => {}
        }
        goes_on = kind.is_some() || (goes_on && !calendar.is_working_day(day));
    }
    found.truncate(EXCEPTIONS_MAX);
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sla::time::span::Span;
    use crate::ticket::WaitingFor;
    use chrono::NaiveTime;
    use expect_test::expect;

    fn utc(text: &str) -> Moment {
        text.parse().unwrap()
    }

    #[test]
    fn one_can_check_it_by_hand_in_either_language() {
        let pause = |from, to, open| Pause { from: utc(from), to: utc(to), open, waiting_for: WaitingFor::Customer };
        let pauses = Pauses(vec![pause("2024-05-10T02:00:00Z", "2024-05-10T02:40:00Z", false)]);
        let calendar = Calendar::default();
        let rule = Rule::Time(Span::hours(2), Hours::RoundTheClock);
        let explanation = Explanation::of(&calendar, utc("2024-05-10T01:10:00Z"), rule, &pauses, utc("2024-05-10T03:50:00Z"));
        expect!["2024-05-10 09:10 + 2 h, paused 10:00–10:40 waiting for customer → due 11:50"]
            .assert_eq(&explanation.said(Locale::En));
        expect!["2024-05-10 09:10 起 2 小时，10:00 至 10:40 挂起（等待客户） → 11:50 到期"]
            .assert_eq(&explanation.said(Locale::Zh));
        let open = Pauses(vec![pause("2024-09-30T02:00:00Z", "2024-09-30T02:00:00Z", true)]);
        let rule = Rule::WorkingDays(3);
        let explanation = Explanation::of(&calendar, utc("2024-09-27T08:00:00Z"), rule, &open, utc("2024-10-08T10:00:00Z"));
        expect!["2024-09-27 16:00 + 3 working days, working day 2024-09-29, day off 2024-10-01–2024-10-07, paused 2024-09-30 10:00–now waiting for customer → due 2024-10-08 18:00"]
            .assert_eq(&explanation.said(Locale::En));
        expect!["2024-09-27 16:00 起 3 个工作日，2024-09-29上班，2024-10-01 至 2024-10-07放假，2024-09-30 10:00 至 现在 挂起（等待客户） → 2024-10-08 18:00 到期"]
            .assert_eq(&explanation.said(Locale::Zh));
        let rule = Rule::DailyBy(NaiveTime::from_hms_opt(17, 0, 0).unwrap());
        let explanation =
            Explanation::of(&calendar, utc("2024-05-13T01:00:00Z"), rule, &Pauses::default(), utc("2024-05-14T09:00:00Z"));
        expect!["2024-05-13 09:00 起 下一工作日 17:00 前 → 2024-05-14 17:00 到期"].assert_eq(&explanation.said(Locale::Zh));
    }
}
