//! Masking of personal data: 张*, 138****1234, z***@example.com, WX_zhang*. Nothing whole leaves for the archive.

use crate::ticket::Contact;

/// Keeps the first character of a name.
pub fn mask_name(name: &str) -> String {
    let name = name.trim();
    match name.chars().next() {
        // Masking twice changes nothing more.
        Some(first) => format!("{first}*"),
        None => String::new(),
    }
}

/// Keeps three digits before and four behind; of a short number only the last two.
pub fn mask_phone(phone: &str) -> String {
    let chars: Vec<char> = phone.trim().chars().collect();
    match chars.len() {
        0 => String::new(),
        1..=7 => format!("****{}", chars[chars.len().saturating_sub(2)..].iter().collect::<String>()),
        n => format!("{}****{}", chars[..3].iter().collect::<String>(), chars[n - 4..].iter().collect::<String>()),
    }
}

/// Keeps at most eight characters and always hides at least three where there are that many.
pub fn mask_wechat(id: &str) -> String {
    let chars: Vec<char> = id.trim().chars().collect();
    let keep = chars.len().saturating_sub(3).clamp(usize::from(!chars.is_empty()), 8);
    format!("{}*", chars[..keep].iter().collect::<String>())
}

/// Keeps the first character and the domain.
pub fn mask_email(email: &str) -> String {
    match email.trim().split_once('@') {
        Some((local, domain)) => format!("{}***@{domain}", local.chars().next().unwrap_or('*')),
        None => mask_name(email),
    }
}

/// Masks personal data in free text: the names it was told of, and whatever looks like a phone, e-mail or identity number.
#[derive(Debug, Clone, Default)]
pub struct Masker {
    /// Whole words to hide with what stands for them, the longest first.
    known: Vec<(String, String)>,
}

impl Masker {
    /// Hides a contact, by each of their ways to be reached, and the names of staff. What has one character is no name.
    pub fn new(contact: &Contact, staff: &[String]) -> Masker {
        let ways =
            [(&contact.phone, mask_phone as fn(&str) -> String), (&contact.wechat, mask_wechat), (&contact.email, mask_email)];
        let ways = ways.into_iter().filter_map(|(way, mask)| way.as_deref().map(|way| (way.trim().to_string(), mask(way))));
        let names = [&contact.name].into_iter().chain(staff).map(|name| (name.trim().to_string(), mask_name(name)));
        let mut known: Vec<(String, String)> =
            names.chain(ways).filter(|(text, masked)| text.chars().count() >= 2 && text != masked).collect();
        known.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.0.cmp(&b.0)));
        known.dedup();
        Masker { known }
    }

    /// Hides how a contact can be reached. The name stays: who is spoken of is what a report is about.
    pub fn ways_of(contact: &Contact) -> Masker {
        Masker::new(&Contact { name: String::new(), ..contact.clone() }, &[])
    }

    pub fn text(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        let mut before: Option<char> = None;
        while let Some(first) = rest.chars().next() {
            let hit = self.known_at(rest, before).or_else(|| phone_or_id_at(rest, before)).or_else(|| email_at(rest, before));
            let taken = match hit {
                Some((length, masked)) => {
                    out.push_str(&masked);
                    length
                }
                None => {
                    out.push(first);
                    first.len_utf8()
                }
            };
            before = rest[..taken].chars().next_back();
            rest = &rest[taken..];
        }
        out
    }

    fn known_at(&self, rest: &str, before: Option<char>) -> Option<(usize, String)> {
        self.known.iter().find_map(|(name, masked)| {
            let tail = rest.strip_prefix(name.as_str())?;
            // A Latin name counts as a whole word only: "Will" must not eat "Willing".
            let latin = name.is_ascii();
            let joins = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_');
            (!latin || (!joins(before) && !joins(tail.chars().next()))).then(|| (name.len(), masked.clone()))
        })
    }
}

/// Eleven digits of a Chinese mobile (also after +86), or an 18-digit identity number.
fn phone_or_id_at(rest: &str, before: Option<char>) -> Option<(usize, String)> {
    if before.is_some_and(|c| c.is_ascii_alphanumeric() || c == '.' || c == '-') {
        return None;
    }
    if before == Some('+') && rest.starts_with("86") {
        return phone_or_id_at(&rest[2..], None).map(|(length, masked)| (length + 2, format!("86{masked}")));
    }
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let bytes = rest.as_bytes();
    let next = bytes.get(digits).copied();
    if digits == 11 && bytes[0] == b'1' && (b'3'..=b'9').contains(&bytes[1]) && !next.is_some_and(|b| b.is_ascii_alphabetic()) {
        return Some((11, mask_phone(&rest[..11])));
    }
    let id_length = match (digits, next) {
        (18, _) => 18,
        (17, Some(b'X' | b'x')) => 18,
        _ => return None,
    };
    let century = matches!(&rest[6..8], "19" | "20");
    century.then(|| (id_length, format!("{}************", &rest[..6])))
}

fn email_at(rest: &str, before: Option<char>) -> Option<(usize, String)> {
    let local_char = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'%' | b'+' | b'-');
    if before.is_some_and(|c| c.is_ascii() && local_char(c as u8)) {
        return None;
    }
    let local = rest.bytes().take_while(|b| local_char(*b)).take(65).count();
    if local == 0 || local > 64 || rest.as_bytes().get(local) != Some(&b'@') {
        return None;
    }
    let domain_text = &rest[local + 1..];
    let domain = domain_text.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-')).take(254).count();
    let domain_text = domain_text[..domain].trim_end_matches(['.', '-']);
    let (_, top) = domain_text.rsplit_once('.')?;
    let real = top.len() >= 2 && top.bytes().all(|b| b.is_ascii_alphabetic());
    real.then(|| (local + 1 + domain_text.len(), mask_email(&rest[..local + 1 + domain_text.len()])))
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(text: &str, expected: Expect) {
        let contact = Contact { name: "张三丰".into(), wechat: Some("WX_zhangsan".into()), ..Contact::default() };
        expected.assert_eq(&Masker::new(&contact, &["Will Smith".into(), "李".into()]).text(text));
    }

    #[test]
    fn people_and_how_to_reach_them() {
        check("张三丰的电话13812345678，微信WX_zhangsan", expect!["张*的电话138****5678，微信WX_zhang*"]);
        check("mail will.smith@example.com or +8613812345678.", expect!["mail w***@example.com or +86138****5678."]);
        check("身份证 11010519491231002X 报错", expect!["身份证 110105************ 报错"]);
    }

    #[test]
    fn what_only_looks_like_it_stays() {
        check(
            "Willing to pay 13812345678901 at 2024-05-01T12:00:00",
            expect!["Willing to pay 13812345678901 at 2024-05-01T12:00:00"],
        );
        check("git@host and user@localhost, 订单号20240501138123", expect!["git@host and user@localhost, 订单号20240501138123"]);
    }

    #[test]
    fn masking_again_changes_nothing() {
        let once = Masker::default().text("13812345678 a@b.cn");
        assert_eq!(Masker::default().text(&once), once);
    }
}
