//! Error codes of every length and spelling, as one canonical text each: `ORA-12514` and `ora12514`, `HTTP/1.1 502` and
//! `502 Bad Gateway`, `errno 13` and `EACCES`.

use super::cues::{Before, CodeSpace, Cue, counts_something, status_follows};
use super::error_names::{begins_with_phrase, code_of};

/// Prefixes of codes that are known in any case and with or without a dash.
const HOUSES: [&str; 23] = [
    "ora", "tns", "pls", "rman", "ogg", "kb", "aadsts", "sp2", "msb", "lnk", "nu", "netsdk", "cs", "err", "msvcp", "ens", "wls",
    "bea", "sqlcode", "db2", "ifx", "sap", "tx",
];
/// Of those, the ones that a blank may follow.
const APART: [&str; 6] = ["ora", "tns", "pls", "rman", "kb", "sqlcode"];
/// Upper-case words before a number that name standards, models, encodings or places, not errors.
const NOT_CODES: [&str; 52] = [
    "UTF", "UCS", "ISO", "IEC", "IEEE", "EN", "DIN", "SHA", "AES", "DES", "RC", "RFC", "GB", "GBK", "BIG", "MD", "COVID", "TLS",
    "SSL", "RSA", "ECC", "DH", "IPV", "IP", "UTC", "GMT", "CP", "KOI", "ANSI", "USB", "PCI", "DDR", "RAM", "CPU", "GPU", "MP",
    "TCP", "UDP", "PORT", "JAN", "FEB", "MAR", "APR", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC", "TEL", "FAX",
];
/// Most digits of a code; longer numbers are telephones, orders, times.
const DIGITS_MAX: usize = 10;
/// Hexadecimal digits of a code; longer ones are addresses.
const HEX_MAX: usize = 8;

/// A code in a text.
#[derive(Debug, PartialEq, Eq)]
pub struct FoundCode {
    /// Its canonical text.
    pub code: String,
    /// First byte of what shows it.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

/// The code that a run of letters and digits at `start..end` is, if any. The run has a digit, and nothing alphanumeric around it.
pub fn code_at(text: &str, start: usize, end: usize) -> Option<FoundCode> {
    let run = &text[start..end];
    let found = |code: String, start: usize| Some(FoundCode { code, start, end });
    if let Some(hex) = run.strip_prefix("0x").or_else(|| run.strip_prefix("0X")) {
        return hexadecimal(hex, || Before::of(text, start).cue().is_some()).and_then(|code| found(code, start));
    }
    if let Some((code, end)) = vulnerability(text, start, end) {
        return Some(FoundCode { code, start: start.saturating_sub(4), end });
    }
    let letters = run.bytes().take_while(u8::is_ascii_alphabetic).count();
    let digits = &run[letters..];
    let is_number = digits.bytes().all(|b| b.is_ascii_digit());
    if (!is_number || letters > 0)
        && let Some(state) = sql_state(text, start, run)
    {
        return found(state, start);
    }
    if !is_number || is_joined(text, start, end) {
        return None;
    }
    match letters {
        0 => match prefixed(text, start, digits) {
            Some((code, start)) => found(code, start),
            None => number(text, start, end).and_then(|code| found(code, start)),
        },
        _ => lettered(&run[..letters], digits).filter(|_| is_begun(text, start)).and_then(|code| found(code, start)),
    }
}

/// The longest name of an error that is typed in small letters and is no constant.
const SMALL_NAME_MAX: usize = 16;

/// The code that a word of letters is: the name of an error.
pub fn named(word: &str) -> Option<String> {
    let all = |of: fn(u8) -> bool| word.bytes().all(|b| of(b) || b.is_ascii_digit() || b == b'_');
    match word.as_bytes().first()? {
        b'A'..=b'Z' if all(|b| b.is_ascii_uppercase()) => {
            let lower = word.to_ascii_lowercase();
            match code_of(&lower) {
                Some(code) => Some(code.to_string()),
                None => is_constant_of_error(word).then_some(lower),
            }
        }
        b'e' if word.len() <= SMALL_NAME_MAX && code_of(word).is_some() => code_of(word).map(String::from),
        // Browsers' codes are typed in small letters.
        b'e' if word.starts_with("err_") && word.matches('_').count() > 1 && all(|b| b.is_ascii_lowercase()) => {
            Some(word.to_string())
        }
        _ => None,
    }
}

/// Whether a word in capitals says that it is an error.
fn is_constant_of_error(word: &str) -> bool {
    let says_so = ["ERR_", "ERROR_"].iter().any(|begin| word.starts_with(begin))
        || ["_ERROR", "_ERR"].iter().any(|end| word.ends_with(end))
        || word.contains("_FAILED")
        || word.contains("_ERROR_")
        || word.starts_with("STATUS_") && word.matches('_').count() > 1;
    word.len() >= 4 && says_so
}

/// Whether a number is part of a date, a time, an address, a decimal, a path or a longer identifier.
fn is_joined(text: &str, start: usize, end: usize) -> bool {
    let bytes = text.as_bytes();
    let at = |at: Option<usize>| at.and_then(|at| bytes.get(at)).copied().unwrap_or(b' ');
    let (after, next) = (at(Some(end)), at(Some(end + 1)));
    let (before, earlier) = (at(start.checked_sub(1)), at(start.checked_sub(2)));
    let goes_on = matches!(after, b'.' | b'-' | b':' | b'/')
        && next.is_ascii_alphanumeric()
        && !(after == b':' && next.is_ascii_alphabetic());
    let went_on = matches!(before, b'.' | b':' | b'/' | b'-') && earlier.is_ascii_digit()
        || matches!(before, b'.' | b'/' | b'\\' | b'@' | b'$');
    goes_on || went_on || after == b'_' || before == b'_' || after == b'%'
}

/// Whether a word begins here, and not within `a.b`, `a-b`, a path or a variable.
fn is_begun(text: &str, start: usize) -> bool {
    !text[..start].ends_with(['.', '-', '_', '/', '\\', '$', '#', '@', ':']) || text[..start].ends_with(": ")
}

/// `0x80070005`; shorter ones only where something says that they are codes.
fn hexadecimal(hex: &str, is_told: impl Fn() -> bool) -> Option<String> {
    let short = hex.trim_start_matches('0');
    let long_enough = hex.len() >= 4 || !hex.is_empty() && is_told();
    let fits = hex.len() <= 2 * HEX_MAX && (1..=HEX_MAX).contains(&short.len()) && hex.bytes().all(|b| b.is_ascii_hexdigit());
    (fits && long_enough).then(|| format!("0x{}", short.to_ascii_lowercase()))
}

/// `CVE-2024-3094`, found at its year; with where it ends.
fn vulnerability(text: &str, start: usize, end: usize) -> Option<(String, usize)> {
    let year = &text[start..end];
    let head = text[..start].strip_suffix(['-', '_', ' '])?;
    let named = head.len() >= 3 && head.is_char_boundary(head.len() - 3) && head[head.len() - 3..].eq_ignore_ascii_case("cve");
    if !named || year.len() != 4 || !year.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let rest = text[end..].strip_prefix(['-', '_'])?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    (4..=7).contains(&digits).then(|| (format!("cve-{year}-{}", &rest[..digits]), end + 1 + digits))
}

/// `SQLSTATE 42P01`, `SQLSTATE[HY000]`, the second number of `ERROR 1045 (28000)`.
fn sql_state(text: &str, start: usize, run: &str) -> Option<String> {
    let upper = || run.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
    let told = || Before::of(text, start).cue().is_some_and(|cue| cue.space == CodeSpace::SqlState);
    (run.len() == 5 && (told() || upper() && is_in_parentheses_after_error(text, start)))
        .then(|| format!("sqlstate:{}", run.to_ascii_lowercase()))
}

/// Whether `(` and a number behind "ERROR" stand before `start`.
fn is_in_parentheses_after_error(text: &str, start: usize) -> bool {
    let Some(head) = text[..start].strip_suffix('(') else { return false };
    let head = head.trim_end();
    let number = head.bytes().rev().take_while(u8::is_ascii_digit).count();
    number > 0 && Before::of(text, head.len() - number).cue().is_some_and(|cue| cue.space == CodeSpace::General)
}

/// A number with letters before it and a dash, a colon or a blank between: `ORA-12514`, `ora 12514`; with where it begins.
fn prefixed(text: &str, start: usize, digits: &str) -> Option<(String, usize)> {
    let joint = text[..start].chars().next_back().filter(|c| matches!(c, '-' | ':' | ' '))?;
    let head = &text[..start - 1];
    let letters = head.bytes().rev().take_while(|b| b.is_ascii_alphabetic() || *b == b'_').count();
    let from = head.len() - letters;
    let prefix = &head[from..];
    let before = text[..from].chars().next_back();
    if !(2..=12).contains(&letters)
        || before.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | '\\' | '$'))
    {
        return None;
    }
    let is_one_of = |houses: &[&str]| houses.iter().any(|house| house.eq_ignore_ascii_case(prefix));
    let is_known = if joint == ' ' { is_one_of(&APART) && digits.len() >= 3 } else { is_one_of(&HOUSES) };
    if is_known && (2..=8).contains(&digits.len()) {
        return Some((of_house(&prefix.to_ascii_lowercase(), digits), from));
    }
    let upper = joint == '-' && prefix.bytes().all(|b| b.is_ascii_uppercase() || b == b'_') && (2..=8).contains(&digits.len());
    let is_year = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
    // HTTP-502 and EXIT-1 are numbers of their kind.
    let has_cue = || Before::of(text, start).cue().is_some();
    let is_code = upper && !is_year && !NOT_CODES.contains(&prefix) && !has_cue();
    is_code.then(|| (format!("{}-{digits}", prefix.to_ascii_lowercase()), from))
}

/// Letters and digits in one: `E11000`, `ORA12514`, `KB5034441`, `HTTP502`.
fn lettered(letters: &str, digits: &str) -> Option<String> {
    let lower = letters.to_ascii_lowercase();
    if HOUSES.contains(&lower.as_str()) && (3..=8).contains(&digits.len()) {
        return Some(of_house(&lower, digits));
    }
    if lower == "http" {
        return status(digits);
    }
    if lower == "errno" || lower == "winerror" {
        let space = if lower == "errno" { CodeSpace::Errno } else { CodeSpace::Windows };
        return of_space(space, digits, false);
    }
    let upper = letters.bytes().all(|b| b.is_ascii_uppercase());
    let shape = digits.len() >= 3 && digits.len() >= letters.len() && letters.len() + digits.len() <= 10;
    let is_year = digits.len() == 4 && digits.starts_with("20") && letters.len() > 1;
    match letters.len() {
        1 if (upper && shape) || (lower == "e" && digits.len() >= 4 && shape) => Some(format!("{lower}{digits}")),
        2.. if upper && shape && !is_year && !NOT_CODES.contains(&letters) => Some(format!("{lower}-{digits}")),
        _ => None,
    }
}

/// Codes of Oracle have five digits, as they are printed.
fn of_house(house: &str, digits: &str) -> String {
    if house == "ora" { format!("ora-{digits:0>5}") } else { format!("{house}-{digits}") }
}

/// A bare number, by the words around it.
fn number(text: &str, start: usize, end: usize) -> Option<String> {
    let (digits, after) = (&text[start..end], &text[end..]);
    if digits.len() > DIGITS_MAX || is_date(digits) {
        return None;
    }
    // A minus belongs to the number unless it joins it to a word.
    let minus = text[..start].strip_suffix('-').filter(|head| !head.ends_with(|c: char| c.is_alphanumeric()));
    let before = Before::of(text, minus.map_or(start, str::len));
    if digits.len() == 5 && is_in_parentheses_after_error(text, start) || is_after_sql_state(text, start) {
        let space = if is_after_sql_state(text, start) { CodeSpace::General } else { CodeSpace::SqlState };
        return of_space(space, digits, false);
    }
    let Some(cue) = before.cue() else {
        let follows = after.trim_start_matches([' ', '\t', ':', '-']).chars().take(40).collect::<String>().to_ascii_lowercase();
        let is_told = || digits.parse().is_ok_and(|status| begins_with_phrase(status, &follows));
        let may_be = is_failure(digits) && minus.is_none();
        let said = || status_follows(after.trim_start_matches([' ', '\t'])) || before.maybe_status();
        return (may_be && (is_told() || said() && !counts_something(after))).then(|| status(digits)).flatten();
    };
    if !cue.is_sure && is_doubtful(cue, &before, digits, after) {
        return None;
    }
    of_space(cue.space, digits, minus.is_some())
}

/// Whether a number behind a word such as "error" is something else: a count, a short one behind a colon.
fn is_doubtful(cue: Cue, before: &Before, digits: &str, after: &str) -> bool {
    let plain_code = before.ends_in_plain_code();
    let short = digits.len() < 3;
    counts_something(after) || short && (before.has_colon || plain_code || cue.space != CodeSpace::General)
}

/// Whether `SQLSTATE[HY000] [` stands before a number.
fn is_after_sql_state(text: &str, start: usize) -> bool {
    let Some(head) = text[..start].strip_suffix('[') else { return false };
    let head = head.trim_end();
    head.ends_with(']')
        && head.len() >= 15
        && head.get(head.len() - 15..).is_some_and(|tail| tail[..9].eq_ignore_ascii_case("SQLSTATE["))
}

/// The canonical code of a number of a kind.
fn of_space(space: CodeSpace, digits: &str, negative: bool) -> Option<String> {
    let value: i64 = digits.parse().ok()?;
    let value = if negative { -value } else { value };
    // What Windows reports in decimal is known in hexadecimal.
    if matches!(space, CodeSpace::General | CodeSpace::Exit | CodeSpace::Windows)
        && (value > i64::from(i32::MAX) || value < -i64::from(u16::MAX))
        && (i64::from(i32::MIN)..=i64::from(u32::MAX)).contains(&value)
    {
        return Some(format!("0x{:x}", value as u32));
    }
    match space {
        CodeSpace::Http => status(digits),
        CodeSpace::SqlState => (digits.len() == 5).then(|| format!("sqlstate:{digits}")),
        CodeSpace::Errno => (1..=9_999).contains(&value).then(|| format!("errno:{value}")),
        CodeSpace::Event => (value > 0).then(|| format!("event:{value}")),
        CodeSpace::Exit => (value != 0).then(|| format!("exit:{value}")),
        CodeSpace::Windows => (value > 0).then(|| format!("win:{value}")),
        CodeSpace::General => match value {
            0 => None,
            // Errors of Windows sockets are in a range of their own, failures of HTTP are called errors.
            10_004..=11_031 => Some(format!("win:{value}")),
            400..=599 => Some(format!("http:{value}")),
            _ => Some(format!("code:{value}")),
        },
    }
}

fn status(digits: &str) -> Option<String> {
    let value: u16 = digits.parse().ok()?;
    (digits.len() == 3 && (100..=599).contains(&value)).then(|| format!("http:{value}"))
}

fn is_failure(digits: &str) -> bool {
    digits.len() == 3 && (digits.starts_with('4') || digits.starts_with('5'))
}

/// `20240301`
fn is_date(digits: &str) -> bool {
    let number = |range: std::ops::Range<usize>| digits.get(range).and_then(|part| part.parse::<u32>().ok()).unwrap_or(0);
    digits.len() == 8
        && (1900..2100).contains(&number(0..4))
        && (1..=12).contains(&number(4..6))
        && (1..=31).contains(&number(6..8))
}
