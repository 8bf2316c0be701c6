//! Finds identifiers in one pass over the text, word by word.

use super::{Identifier, IdentifierKind};

/// The longest identifier kept, in bytes. Longer words are encoded data.
const IDENTIFIER_BYTES_MAX: usize = 160;
/// Identifiers kept per text. Long logs repeat themselves well before this.
const IDENTIFIERS_MAX: usize = 200;

/// The distinct identifiers of a text, in order of first appearance.
pub fn identifiers(text: &str) -> Vec<Identifier> {
    let mut found: Vec<Identifier> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    let mut previous = "";
    for word in words(text) {
        for identifier in classify(word, previous) {
            if found.len() < IDENTIFIERS_MAX && seen.insert(identifier.clone()) {
                found.push(identifier);
            }
        }
        previous = word;
    }
    found
}

/// Runs of the characters that identifiers, codes and paths are made of, without surrounding punctuation.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || "._-:/\\$<>#".contains(c)))
        .map(|w| w.trim_matches(|c: char| "._-:/<>#".contains(c) && c != '/'))
        .map(|w| w.trim_end_matches(['/', '\\']))
        .filter(|w| w.len() >= 3 && w.len() <= IDENTIFIER_BYTES_MAX)
}

/// The identifier that a word is, if any; `previous` is the word before it.
fn classify(word: &str, previous: &str) -> Vec<Identifier> {
    let identifier = |kind, text: &str| Identifier { kind, text: text.to_ascii_lowercase() };
    let mut identifiers = Vec::new();
    if is_error_code(word, previous) {
        identifiers.push(identifier(IdentifierKind::ErrorCode, code_of(word)));
    } else if let Some(name) = exception_name(word) {
        identifiers.push(identifier(IdentifierKind::Exception, name));
    } else if is_frame(word) {
        identifiers.push(identifier(IdentifierKind::Frame, word));
    } else if is_path(word) {
        identifiers.push(identifier(IdentifierKind::Path, word));
    } else if is_version(word) {
        identifiers.push(identifier(IdentifierKind::Version, word.trim_start_matches(['v', 'V'])));
    }
    identifiers
}

/// `ORA-12514`, `SQLSTATE`-like `08S01`, `0x80070005`, `E11000`, `ERR_SSL_VERSION`, `error:0308010C`, and a bare number after a
/// word such as "error" or "HTTP".
fn is_error_code(word: &str, previous: &str) -> bool {
    let digits = word.bytes().filter(u8::is_ascii_digit).count();
    if let Some(hex) = word.strip_prefix("0x").or_else(|| word.strip_prefix("0X")) {
        return (4..=16).contains(&hex.len()) && hex.bytes().all(|b| b.is_ascii_hexdigit());
    }
    if let Some((head, tail)) = word.rsplit_once('-') {
        let letters = head.len() >= 2 && head.len() <= 12 && head.bytes().all(|b| b.is_ascii_uppercase() || b == b'_');
        if letters && tail.len() >= 2 && tail.len() <= 8 && tail.bytes().all(|b| b.is_ascii_digit()) && !is_not_a_code(head) {
            return true;
        }
    }
    if let Some((head, rest)) = word.split_once(':') {
        let tail = rest.split(':').next().unwrap_or_default();
        let hex = tail.len() >= 6 && tail.bytes().all(|b| b.is_ascii_hexdigit()) && tail.bytes().any(|b| b.is_ascii_digit());
        if head.eq_ignore_ascii_case("error") && hex {
            return true;
        }
    }
    // ERR_CONNECTION_REFUSED, SIGN_ERROR, ENOSPC, E11000, HY000
    let shouted = word.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_');
    if shouted && word.len() >= 4 {
        let named = word.starts_with("ERR_") || word.ends_with("_ERROR") || word.ends_with("_ERR") || word.contains("_FAILED");
        let errno =
            matches!(word, "ENOSPC" | "EMFILE" | "ECONNREFUSED" | "ECONNRESET" | "ETIMEDOUT" | "EACCES" | "ENOENT" | "EADDRINUSE");
        let lettered = word.as_bytes()[0].is_ascii_uppercase() && digits >= 3 && digits >= word.len() / 2 && word.len() <= 10;
        return named || errno || lettered;
    }
    let introduces =
        ["error", "errno", "code", "http", "status", "错误码", "exit"].iter().any(|w| previous.eq_ignore_ascii_case(w));
    introduces && digits == word.len() && (3..=8).contains(&digits)
}

/// `error:0308010C:digital envelope` is identified by its first two parts.
fn code_of(word: &str) -> &str {
    match word.match_indices(':').nth(1) {
        Some((end, _)) => &word[..end],
        None => word,
    }
}

/// Upper-case words before a number that name standards, models or encodings, not errors.
fn is_not_a_code(head: &str) -> bool {
    matches!(head, "UTF" | "ISO" | "SHA" | "AES" | "RFC" | "GB" | "MD" | "COVID" | "CVE" | "TLS" | "RSA" | "IPV" | "UTC" | "GMT")
}

/// A class name that ends as throwables do, without its package, so that short and full names compare equal.
fn exception_name(word: &str) -> Option<&str> {
    let last = word.rsplit(['.', ':', '$', '/', '<', '>']).find(|p| !p.is_empty())?;
    let throwable = ["Exception", "Error", "Failure", "Panic"].iter().any(|end| last.ends_with(end) && last.len() > end.len());
    (throwable && last.as_bytes()[0].is_ascii_uppercase() && last.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'))
        .then_some(last)
}

/// `a.b.C.method` with at least three parts, `std::vec::Vec::push`, `file.rs:42`
fn is_frame(word: &str) -> bool {
    if let Some((file, line)) = word.rsplit_once(':') {
        let has_extension = file
            .rsplit_once('.')
            .is_some_and(|(stem, ext)| !stem.is_empty() && matches!(ext.len(), 1..=5) && !ext.bytes().any(|b| b.is_ascii_digit()));
        if has_extension && !line.is_empty() && line.len() <= 6 && line.bytes().all(|b| b.is_ascii_digit()) {
            return !file.contains("//");
        }
    }
    if word.contains("::") && !word.contains('/') {
        return word.split("::").filter(|p| !p.is_empty()).count() >= 2;
    }
    let parts: Vec<&str> = word.split('.').collect();
    parts.len() >= 3
        && parts
            .iter()
            .all(|p| !p.is_empty() && p.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$' | b'<' | b'>')))
        && parts.iter().any(|p| p.bytes().any(|b| b.is_ascii_uppercase()))
        && !parts[0].as_bytes()[0].is_ascii_digit()
}

/// An absolute Unix path with two slashes, or a Windows path with a drive.
fn is_path(word: &str) -> bool {
    let unix = word.starts_with('/') && word.matches('/').count() >= 2 && !word.starts_with("//");
    let drive = word.len() > 4 && word.as_bytes()[0].is_ascii_alphabetic() && word[1..].starts_with(":\\");
    unix || drive
}

/// `5.0.1`, `v3.4.2-rc1`: two dots or a leading v, so that plain decimals do not count.
fn is_version(word: &str) -> bool {
    let bare = word.trim_start_matches(['v', 'V']);
    let dots = bare.matches('.').count();
    let numeric =
        bare.split(['.', '-', '_']).next().is_some_and(|p| !p.is_empty() && p.len() <= 4 && p.bytes().all(|b| b.is_ascii_digit()));
    numeric && bare.len() <= 30 && (dots >= 2 || (dots == 1 && bare.len() < word.len())) && dots <= 4 && !is_address(bare)
}

/// An IPv4 address is no version.
fn is_address(word: &str) -> bool {
    word.split('.').count() == 4 && word.split('.').all(|p| p.parse::<u8>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(text: &str, expected: Expect) {
        let found: Vec<String> = identifiers(text).iter().map(Identifier::term).collect();
        expected.assert_eq(&found.join(" "));
    }

    #[test]
    fn codes_of_many_houses() {
        check("ORA-12514: TNS:listener", expect!["e:ora-12514"]);
        check("报错ORA-01555快照过旧，error:0308010C:digital", expect!["e:ora-01555 e:error:0308010c"]);
        check("failed with 0x80070005 and E11000, net ERR_CERT_INVALID", expect!["e:0x80070005 e:e11000 e:err_cert_invalid"]);
        check("返回 SIGN_ERROR，HTTP 502", expect!["e:sign_error e:502"]);
        check("UTF-8 and SHA-256 and ISO-8859 are no codes", expect![""]);
    }

    #[test]
    fn exceptions_lose_their_package_and_frames_keep_it() {
        check("java.net.SocketTimeoutException: Read timed out", expect!["x:sockettimeoutexception"]);
        check(
            "at com.zaxxer.hikari.pool.HikariPool.getConnection(HikariPool.java:197)",
            expect!["f:com.zaxxer.hikari.pool.hikaripool.getconnection f:hikaripool.java:197"],
        );
        check("std::vec::Vec::push at src/main.rs:42", expect!["f:std::vec::vec::push f:src/main.rs:42"]);
    }

    #[test]
    fn paths_and_versions() {
        check("/etc/nginx/nginx.conf on 10.0.0.12, version v3.4 and 5.0.1", expect!["p:/etc/nginx/nginx.conf v:3.4 v:5.0.1"]);
    }

    #[test]
    fn any_text_is_read() {
        check("", expect![""]);
        check("\u{0}\u{feff}::::....----////\\\\\\\\", expect![""]);
    }
}
