//! Dates, telephones and mail addresses that look like a slip. They are taken: a report is never lost for its telephone number.

use super::fields::FieldError;
use super::tables::CONSULT;
use super::validate::check;
use crate::reason::{Doubt, FieldReason};
use crate::ticket::{Report, Verb};
use chrono::{DateTime, Duration, Utc};
use serde_json::Value;

/// Clocks differ by so much.
const CLOCKS_DIFFER: Duration = Duration::minutes(10);
/// What was seen longer ago is rarely reported now.
const LONG_AGO_YEARS: i64 = 2;
const YEAR_DAYS: i64 = 365;
/// Digits of a telephone number: an extension has four, the longest international one fifteen, with its own extension twenty.
const PHONE_DIGITS_MIN: usize = 4;
const PHONE_DIGITS_MAX: usize = 20;
const MOBILE_DIGITS: usize = 11;

/// One field that looks like a slip.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubtful {
    /// Its path in the body: `contact.phone`.
    pub field: &'static str,
    /// Why.
    pub why: Doubt,
}

impl From<&Doubtful> for FieldError {
    fn from(doubtful: &Doubtful) -> FieldError {
        FieldError::new(doubtful.field, FieldReason::Doubtful { why: doubtful.why.clone() })
    }
}

/// What looks like a slip in a report that comes in at `now`.
pub fn doubts(report: &Report, now: DateTime<Utc>) -> Vec<Doubtful> {
    let contact = &report.contact;
    doubts_of(report.occurred_at, contact.phone.as_deref(), contact.email.as_deref(), now)
}

/// The same of a body with which the archive is asked; of one that is wrong, nothing.
pub fn doubts_of_question(body: &Value, now: DateTime<Utc>) -> Vec<Doubtful> {
    let Ok(fields) = check(body, CONSULT) else { return Vec::new() };
    let contact = fields.object("contact");
    doubts_of(fields.time("occurred_at"), contact.maybe_name("phone").as_deref(), contact.maybe_name("email").as_deref(), now)
}

fn doubts_of(occurred_at: Option<DateTime<Utc>>, number: Option<&str>, address: Option<&str>, now: DateTime<Utc>) -> Vec<Doubtful> {
    let of = |field, why: Option<Doubt>| why.map(|why| Doubtful { field, why });
    let all = [
        of("occurred_at", occurred_at.and_then(|at| seen(at, now))),
        of("contact.phone", number.and_then(phone)),
        of("contact.email", address.and_then(email)),
    ];
    all.into_iter().flatten().collect()
}

/// The same of a step.
pub fn doubts_of_step(verb: &Verb, now: DateTime<Utc>) -> Vec<Doubtful> {
    let (field, why) = match verb {
        Verb::Supplement { supplement } => ("occurred_at", supplement.occurred_at.and_then(|at| seen(at, now))),
        Verb::Ask { due_at, .. } => ("due_at", due_at.and_then(|at| promised(at, now))),
        Verb::Schedule { due_at, .. } => ("due_at", promised(*due_at, now)),
        _ => return Vec::new(),
    };
    why.map(|why| Doubtful { field, why }).into_iter().collect()
}

/// Of a moment at which something was seen.
fn seen(at: DateTime<Utc>, now: DateTime<Utc>) -> Option<Doubt> {
    match () {
        () if at > now + CLOCKS_DIFFER => Some(Doubt::InFuture),
        () if at < now - Duration::days(LONG_AGO_YEARS * YEAR_DAYS) => Some(Doubt::LongAgo { years: LONG_AGO_YEARS }),
        () => None,
    }
}

/// Of a moment by which something is promised.
fn promised(at: DateTime<Utc>, now: DateTime<Utc>) -> Option<Doubt> {
    (at < now - CLOCKS_DIFFER).then_some(Doubt::AlreadyPast)
}

/// The value of a digit, full-width and Chinese ones included.
fn digit(c: char) -> Option<u32> {
    c.to_digit(10)
        .or_else(|| matches!(c, '０'..='９').then(|| u32::from(c) - u32::from('０')))
        .or_else(|| "〇一二三四五六七八九".chars().position(|d| d == c).and_then(|d| u32::try_from(d).ok()))
}

fn phone(text: &str) -> Option<Doubt> {
    // Several numbers in one field, and an extension, are counted apart.
    let parts = text.split(['/', '、', ',', '，', ';', '；', '|', '或', '转', '#', 'x']).map(|part| {
        let digits: Vec<u32> = part.chars().filter_map(digit).collect();
        (part.trim_start_matches(|c| digit(c).is_none() && !matches!(c, '+' | '＋')).starts_with(['+', '＋']), digits)
    });
    let (abroad, digits) = parts.max_by_key(|(_, digits)| digits.len())?;
    let own = match digits.as_slice() {
        [0, 0, 8, 6, rest @ ..] => rest,
        [8, 6, rest @ ..] if abroad || digits.len() > MOBILE_DIGITS => rest,
        all => all,
    };
    let count = own.len();
    let own_country = !abroad || own.len() < digits.len();
    match own {
        [] => Some(Doubt::NoDigits),
        _ if count < PHONE_DIGITS_MIN => Some(Doubt::TooFewDigits { digits: count }),
        _ if count > PHONE_DIGITS_MAX => Some(Doubt::TooManyDigits { digits: count }),
        // 10086 and 12345 are lines of services, and 1-800-… is American.
        [1, 3..=9, ..] if own_country && count > 6 && count != MOBILE_DIGITS => Some(Doubt::MobileDigits { digits: count }),
        _ => None,
    }
}

fn email(text: &str) -> Option<Doubt> {
    // "王芳 <wang@example.com>" names it too.
    let text = text.trim().trim_end_matches('>').replace('＠', "@");
    let Some((name, domain)) = text.rsplit_once('@') else { return Some(Doubt::NoAt) };
    let labels: Vec<&str> = domain.split('.').collect();
    match () {
        () if name.trim().is_empty() || domain.trim().is_empty() => Some(Doubt::NoAt),
        () if labels.len() < 2 || labels.iter().any(|label| label.is_empty() || label.contains(char::is_whitespace)) => {
            Some(Doubt::NoDomain)
        }
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(doubt: Option<Doubt>) -> &'static str {
        doubt.map_or("", |doubt| doubt.code())
    }

    #[test]
    fn a_telephone_number_is_doubted_where_nobody_could_call_it() {
        for (text, expected) in [
            ("abc", "no_digits"),
            ("没有", "no_digits"),
            ("12", "too_few_digits"),
            ("1391234567", "mobile_digits"),
            ("139123456789", "mobile_digits"),
            ("+86 1391234567", "mobile_digits"),
            ("008613912345678", ""),
            ("8613912345678", ""),
            ("13912345678", ""),
            ("139-1234-5678 / 010-12345678", ""),
            ("１３９１２３４５６７８", ""),
            ("(0755) 8888 8888 转 123", ""),
            ("400-800-1234", ""),
            ("8021", ""),
            ("10086", ""),
            ("12345", ""),
            ("+1 (212) 555-0199", ""),
            ("+44 20 7946 0958", ""),
            ("1".repeat(25).as_str(), "too_many_digits"),
        ] {
            assert_eq!(code(phone(text)), expected, "{text}");
        }
    }

    #[test]
    fn a_mail_address_is_doubted_where_nothing_could_be_sent_to_it() {
        for (text, expected) in [
            ("wang", "no_at"),
            ("@example.com", "no_at"),
            ("wang@", "no_at"),
            ("wang@example", "no_domain"),
            ("wang@example.", "no_domain"),
            ("wang@exa mple.com", "no_domain"),
            ("wang@example.com", ""),
            ("王芳@例子.公司", ""),
            ("王芳 <wang@example.com>", ""),
            ("wang＠example.com", ""),
        ] {
            assert_eq!(code(email(text)), expected, "{text}");
        }
    }

    #[test]
    fn a_date_is_doubted_where_it_was_not_yet_or_long_ago() {
        let now: DateTime<Utc> = "2024-05-06T01:00:00Z".parse().unwrap();
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        for (text, expected) in [
            ("2030-01-01T00:00:00Z", "in_future"),
            ("2024-05-06T01:11:00Z", "in_future"),
            ("2024-05-06T01:09:00Z", ""),
            ("2023-05-06T01:00:00Z", ""),
            ("2004-05-06T01:00:00Z", "long_ago"),
        ] {
            assert_eq!(code(seen(at(text), now)), expected, "{text}");
        }
        assert_eq!(code(promised(at("2024-05-05T01:00:00Z"), now)), "already_past");
        assert_eq!(code(promised(at("2024-05-07T01:00:00Z"), now)), "");
    }
}
