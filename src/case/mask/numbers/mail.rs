//! Mail addresses, as opposed to package versions, service addresses and file names.

use crate::case::mask::text::hit::Hit;
use crate::case::mask::text::label;
use crate::case::mask::text::normal::{Line, is_digit, is_han, is_letter, is_word};
use crate::case::mask::ways::mask_email;

const LOCAL_MAX: usize = 64;
const DOMAIN_MAX: usize = 253;
/// How many characters around an address are searched for a scheme before it or a path after it, which make it a service.
const AROUND_MAX: usize = 80;
/// Endings of files, classes and systemd units, which are not top-level domains.
const NO_DOMAIN: &[&str] = &[
    "png", "jpg", "jpeg", "gif", "svg", "webp", "ico", "bmp", "js", "mjs", "cjs", "jsx", "tsx", "json", "xml", "html", "htm",
    "css", "scss", "java", "class", "jar", "war", "exe", "dll", "log", "txt", "conf", "cfg", "ini", "yml", "yaml", "toml", "tgz",
    "gz", "tar", "bz", "xz", "lock", "service", "socket", "timer", "mount", "target", "slice", "scope", "device", "swap", "path",
    "git", "pdf", "doc", "docx", "xlsx", "csv", "sql", "so", "whl", "rpm", "deb", "dmg", "apk", "local", "rc", "alpha", "beta",
    "next", "latest", "snapshot",
];
/// Accounts of services, not of people.
const SERVICES: &[&str] = &["git", "svn", "hg", "noreply", "no-reply", "donotreply"];
/// Top-level domains with which an address is accepted even with blanks around the @.
const COMMON: &[&str] = &["com", "cn", "net", "org", "edu", "gov"];
const MAIL: &[&str] = &["邮箱", "邮件", "邮址", "mail", "e-mail", "email"];

/// Every address of a line, in order. Searches from each @ sign, so that the work is linear.
pub fn all(line: &Line) -> Vec<(usize, Hit)> {
    let signs = (0..line.len()).filter_map(|i| Some((i, sign_end(line, i)?)));
    signs.filter_map(|(sign, end)| around(line, sign, end)).collect()
}

/// Where the sign that begins at `i` ends: @, or (at), which is written against address harvesters.
fn sign_end(line: &Line, i: usize) -> Option<usize> {
    match line.get(i)? {
        '@' => Some(i + 1),
        '(' | '[' | '{' | '【' if line.starts_with(i + 1, "at") => {
            matches!(line.get(i + 3), Some(')' | ']' | '}' | '】')).then_some(i + 4)
        }
        _ => None,
    }
}

/// The domain that begins at `first`, and where it ends; dots may be written as words.
fn domain_at(line: &Line, first: usize) -> (String, usize) {
    let (mut name, mut end) = (String::new(), first);
    // A name in Chinese, then its ending: 公司.com.
    let han = (first..first + DOMAIN_MAX).take_while(|k| is_han(line.get(*k))).count();
    if line.get(first + han) == Some('.') {
        name.extend(&line.folded[first..first + han]);
        end += han;
    }
    while let Some(c) = line.get(end).filter(|_| end - first <= DOMAIN_MAX) {
        let dot = ["[dot]", "(dot)", "{dot}"].iter().find(|dot| line.starts_with(end, dot));
        if let Some(dot) = dot {
            name.push('.');
            end += dot.len();
        } else if c.is_ascii_alphanumeric() || matches!(c, '.' | '-') {
            name.push(c);
            end += 1;
        } else {
            break;
        }
    }
    while name.ends_with(['.', '-']) && matches!(line.before(end), Some('.' | '-')) {
        name.pop();
        end -= 1;
    }
    (name, end)
}

fn around(line: &Line, sign: usize, sign_end: usize) -> Option<(usize, Hit)> {
    let spaced = line.before(sign) == Some(' ') && line.get(sign_end) == Some(' ');
    let (local_end, first) = if spaced { (sign - 1, sign_end + 1) } else { (sign, sign_end) };
    let local = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '%' | '+' | '-');
    let count = (1..=LOCAL_MAX + 1).take_while(|k| local_end.checked_sub(*k).and_then(|i| line.get(i)).is_some_and(local)).count();
    let mut start = local_end - count;
    // After a label or list mark the address begins with a letter or digit.
    while start < local_end && !is_word(line.get(start)) {
        start += 1;
    }
    if start == local_end || count > LOCAL_MAX {
        return None;
    }
    let (name, end) = domain_at(line, first);
    let common = || name.rsplit('.').next().is_some_and(|top| COMMON.contains(&top));
    if !is_domain(&name) || (spaced && !label::names(line, start, MAIL) && !common()) || is_service(line, start, local_end, end) {
        return None;
    }
    if line.get(sign) != Some('@') || name.contains(|c: char| is_han(Some(c))) {
        let shown = format!("{}***{}", line.written(start, start + 1), line.written(local_end, end));
        return Some((start, Hit::new(end, shown)));
    }
    let written = format!("{}@{}", line.written(start, local_end), line.written(first, end));
    Some((start, Hit::new(end, mask_email(&written))))
}

fn is_domain(name: &str) -> bool {
    let labels: Vec<&str> = name.split('.').collect();
    let [first, .., top] = labels[..] else { return false };
    let number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let version = number(first.trim_start_matches('v'))
        && labels.get(1).is_some_and(|second| second.starts_with(|c: char| c.is_ascii_digit()))
        || first.strip_prefix('v').is_some_and(number);
    // icon@2x.png
    let scaled = first.strip_suffix('x').is_some_and(number);
    let real = top.len() >= 2 && top.bytes().all(|b| b.is_ascii_alphabetic());
    real && !version && !scaled && labels.iter().all(|label| !label.is_empty()) && !NO_DOMAIN.contains(&top)
}

/// Whether it is an account on a machine: in a URL, or followed by a port or path.
fn is_service(line: &Line, start: usize, local_end: usize, end: usize) -> bool {
    let local: String = line.folded[start..local_end].iter().collect();
    if SERVICES.contains(&local.as_str()) {
        return true;
    }
    let mut at = start;
    for _ in 0..AROUND_MAX {
        match line.before(at) {
            Some('/') => {
                if at >= 3 && line.get(at - 2) == Some('/') && line.get(at - 3) == Some(':') {
                    return true;
                }
                break;
            }
            Some(c) if c.is_ascii_graphic() => at -= 1,
            _ => break,
        }
    }
    if line.get(end) != Some(':') {
        return false;
    }
    let path = line.folded[end + 1..].iter().take(AROUND_MAX).take_while(|c| c.is_ascii_graphic());
    let port = is_digit(line.get(end + 1)) && !label::names(line, start, MAIL);
    port || matches!(line.get(end + 1), Some('/' | '~')) || (is_letter(line.get(end + 1)) && path.clone().any(|c| *c == '/'))
}
