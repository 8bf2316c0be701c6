//! The independent oracle: a counter that knows only which minutes are worked and walks over them one by one. And the random
//! worlds (policies, calendars) it is compared in.

use crate::sla::*;
use crate::ticket::*;
use chrono::{DateTime, Datelike, Duration, NaiveDate, Offset, TimeZone, Timelike, Utc};
use chrono_tz::Tz;
use std::collections::{BTreeMap, HashSet};

type Moment = DateTime<Utc>;

/// Days the counter covers: a year, and the time that its last tickets need.
const DAYS: i64 = 640;
/// Zones with summer time in either half of the world, half hours, and none at all.
const ZONES: [&str; 6] =
    ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Adelaide", "America/St_Johns", "Asia/Kathmandu"];

/// Pseudo-random numbers, the same in every run (SplitMix64).
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % sides
    }
    pub fn one_in(&mut self, n: u64) -> bool {
        self.roll(n) == 0
    }
    pub fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.roll(from.len() as u64) as usize]
    }
}

/// A policy, and the plain facts it was made of, which the counter uses.
pub struct World {
    pub policy: Policy,
    /// The policy it may change to; with the same calendar.
    pub second: Policy,
    zone: Tz,
    /// Minutes of the day that are worked, Monday first.
    week: [Vec<(u32, u32)>; 7],
    off: HashSet<NaiveDate>,
    worked: HashSet<NaiveDate>,
    /// Working minutes of a moved working day.
    usual: Vec<(u32, u32)>,
}

pub fn world(dice: &mut Dice) -> World {
    let zone: Tz = dice.pick(&ZONES).parse().unwrap();
    // No bound lies in the hours of a change to or from summer time.
    let days: [&[(u32, u32)]; 6] = [
        &[(540, 1080)],
        &[(540, 720), (810, 1080)],
        &[(0, 1440)],
        &[(0, 300), (1320, 1440)],
        &[(480, 481), (500, 730), (1000, 1440)],
        &[(480, 780)],
    ];
    let usual = dice.pick(&days).to_vec();
    let mut week: [Vec<(u32, u32)>; 7] = std::array::from_fn(|_| Vec::new());
    for (i, day) in week.iter_mut().enumerate() {
        if i < 5 && !dice.one_in(6) || dice.one_in(8) {
            *day = if dice.one_in(4) { dice.pick(&days).to_vec() } else { usual.clone() };
        }
    }
    if week.iter().all(Vec::is_empty) {
        week[dice.roll(7) as usize] = usual.clone();
    }
    let mut some_days = |n: u64, of: u64| -> HashSet<NaiveDate> {
        let first = NaiveDate::from_ymd_opt(2025, 1, 1).unwrap();
        (0..n).map(|_| first + Duration::days(dice.roll(of) as i64)).collect()
    };
    let off = some_days(20, 500);
    let worked: HashSet<NaiveDate> = some_days(10, 500).difference(&off).copied().collect();
    let segments = |day: &[(u32, u32)]| -> Vec<Segment> {
        day.iter().map(|(a, b)| format!("{:02}:{:02}-{:02}:{:02}", a / 60, a % 60, b / 60, b % 60).parse().unwrap()).collect()
    };
    let mut calendar = Calendar { zone, week: std::array::from_fn(|i| segments(&week[i])), exceptions: BTreeMap::new() };
    calendar.take(&off.iter().map(|day| (*day, DayKind::Off)).collect(), &segments(&usual));
    calendar.take(&worked.iter().map(|day| (*day, DayKind::Work)).collect(), &segments(&usual));
    let policy = promises(dice, calendar.clone());
    let second = promises(dice, calendar);
    World { policy, second, zone, week, off, worked, usual }
}

/// A random policy with this calendar.
fn promises(dice: &mut Dice, calendar: Calendar) -> Policy {
    let mut policy = Policy { calendar, warn_percent: Some(80), ..Policy::default() };
    for rule in &mut policy.severities {
        rule.hours = if dice.one_in(3) { Hours::RoundTheClock } else { Hours::Working };
        rule.first_response = Allowance::Time(Span::minutes(1 + dice.roll(300) as u32));
        rule.triage = Allowance::Time(Span::minutes(1 + dice.roll(200) as u32));
        rule.plan = Allowance::Time(Span::minutes(1 + dice.roll(900) as u32));
        rule.resolution = Some(match dice.one_in(4) {
            true => Allowance::WorkingDays(1 + dice.roll(4) as u32),
            false => Allowance::Time(Span::minutes(1 + dice.roll(3_000) as u32)),
        });
        rule.progress = match dice.roll(3) {
            0 => ProgressRule::DailyBy(chrono::NaiveTime::from_hms_opt(17, 0, 0).unwrap()),
            1 => ProgressRule::Never,
            _ => ProgressRule::Every(Span::minutes(20 + dice.roll(400) as u32)),
        };
        let to = crate::people::Role::SupportManager;
        let after = Some(Allowance::Time(Span::minutes(30 + dice.roll(1_000) as u32)));
        rule.chain = vec![Level { to, kind: EscalationKind::Hierarchical, after, reopens: None, dissatisfied: false }];
    }
    policy.evaluation = match dice.one_in(3) {
        true => Allowance::Time(Span::minutes(60 + dice.roll(2_000) as u32)),
        false => Allowance::WorkingDays(1 + dice.roll(4) as u32),
    };
    if dice.one_in(2) {
        policy.starts = Starts {
            plan: *dice.pick(Begin::ALL),
            resolution: *dice.pick(Begin::ALL),
            progress: *dice.pick(Begin::ALL),
            evaluation: *dice.pick(Begin::ALL),
            plan_anew: dice.one_in(2),
            workaround_resolves: dice.one_in(2),
        };
    }
    if dice.one_in(2) {
        policy.pauses.insert(WaitingFor::Vendor, vec![ClockName::Resolution]);
    }
    policy
}

fn beginning() -> Moment {
    Utc.with_ymd_and_hms(2025, 1, 1, 0, 0, 0).unwrap()
}

pub fn minute(n: usize) -> Moment {
    beginning() + Duration::minutes(n as i64)
}

pub fn index(at: Moment) -> usize {
    (at - beginning()).num_minutes() as usize
}

/// Holds by the minutes they begin and end with.
pub type Held<'a> = &'a [(usize, usize)];

/// Each minute of these days: its local day and minute of the day, and whether it is worked.
pub struct Counter {
    local: Vec<(NaiveDate, u32)>,
    works: Vec<bool>,
}

impl Counter {
    pub fn of(world: &World) -> Counter {
        let (mut local, mut works) = (Vec::new(), Vec::new());
        for quarter in 0..(DAYS * 24 * 4) as usize {
            // Offsets change on quarters of an hour only.
            let at = minute(quarter * 15);
            let offset = world.zone.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc();
            let wall = at.naive_utc() + Duration::seconds(i64::from(offset));
            let (day, first) = (wall.date(), wall.hour() * 60 + wall.minute());
            let hours = match () {
                _ if world.off.contains(&day) => &[][..],
                _ if world.worked.contains(&day) => &world.usual,
                _ => &world.week[day.weekday().num_days_from_monday() as usize],
            };
            for of_day in first..first + 15 {
                works.push(hours.iter().any(|(from, to)| *from <= of_day && of_day < *to));
                local.push((day, of_day));
            }
        }
        Counter { local, works }
    }

    /// Minute by minute until so many seconds have been counted.
    pub fn after(&self, start: Moment, seconds: i64, hours: Hours, holds: Held) -> Option<Moment> {
        let mut counted = 0;
        for n in index(start)..self.works.len() {
            if (self.works[n] || hours == Hours::RoundTheClock) && !holds.iter().any(|(from, to)| *from <= n && n < *to) {
                if counted + 60 >= seconds {
                    return Some(minute(n) + Duration::seconds(seconds - counted));
                }
                counted += 60;
            }
        }
        None
    }

    /// The end of the n-th day after the start's day that has worked minutes and does not end in a hold.
    pub fn close_of_day(&self, start: Moment, days: u32, holds: Held) -> Option<Moment> {
        let (today, mut left, mut last) = (self.local[index(start)].0, days, None);
        for n in index(start)..self.works.len() {
            if let Some(end) = last
                && n > 0
                && self.local[n].0 != self.local[n - 1].0
            {
                last = None;
                if !holds.iter().any(|(from, to)| *from <= end && end < *to) {
                    left -= 1;
                    if left == 0 {
                        return Some(minute(end));
                    }
                }
            }
            if self.works[n] && self.local[n].0 > today {
                last = Some(n + 1);
            }
        }
        None
    }

    /// 17:00 of the first later day that has worked minutes, and whose 17:00 is in no hold.
    pub fn next_five(&self, start: Moment, holds: Held) -> Option<Moment> {
        let today = self.local[index(start)].0;
        (index(start)..self.works.len()).find_map(|n| {
            let (day, of_day) = self.local[n];
            let candidate = day > today && of_day == 17 * 60 && !holds.iter().any(|(from, to)| *from <= n && n < *to);
            let works = || {
                let around = n.saturating_sub(1_500)..(n + 1_500).min(self.works.len());
                around.into_iter().any(|m| self.works[m] && self.local[m].0 == day)
            };
            (candidate && works()).then(|| minute(n))
        })
    }
}
