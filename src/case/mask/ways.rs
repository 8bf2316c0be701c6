//! How personal data of a known kind is masked: 张*, 138****1234, z***@example.com, WX_zhang*.

/// Keeps the first character.
pub fn mask_name(name: &str) -> String {
    let name = name.trim();
    match name.chars().next() {
        // Idempotent.
        Some(first) => format!("{first}*"),
        None => String::new(),
    }
}

/// Keeps the first three and last four digits; of at most seven only the last two.
pub fn mask_phone(phone: &str) -> String {
    let chars: Vec<char> = phone.trim().chars().collect();
    match chars.len() {
        0 => String::new(),
        1..=7 => format!("****{}", chars[chars.len().saturating_sub(2)..].iter().collect::<String>()),
        n => format!("{}****{}", chars[..3].iter().collect::<String>(), chars[n - 4..].iter().collect::<String>()),
    }
}

/// Keeps at most eight characters and hides at least three, if there are that many.
pub fn mask_wechat(id: &str) -> String {
    let chars: Vec<char> = id.trim().chars().collect();
    let keep = chars.len().saturating_sub(3).clamp(usize::from(!chars.is_empty()), 8);
    format!("{}*", chars[..keep].iter().collect::<String>())
}

/// Keeps the first character and the domain.
pub fn mask_email(email: &str) -> String {
    match email.trim().split_once(['@', '＠']) {
        Some((local, domain)) => format!("{}***@{domain}", local.chars().next().unwrap_or('*')),
        None => mask_name(email),
    }
}
