//! Finds identifiers in one pass over the text, word by word.

use super::codes::{code_at, named};
use super::{Identifier, IdentifierKind};

/// The longest identifier kept, in bytes. Longer words are encoded data.
const IDENTIFIER_BYTES_MAX: usize = 160;
/// Identifiers kept per text. Long logs repeat themselves well before this.
const IDENTIFIERS_MAX: usize = 200;

/// An identifier with where it first appears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundIdentifier {
    /// The identifier.
    pub identifier: Identifier,
    /// First byte.
    pub start: usize,
    /// Byte after the last.
    pub end: usize,
}

/// The distinct identifiers of a text, in order of first appearance. The text is expected in one spelling: width folded,
/// nothing in it that nobody sees.
pub fn identifiers(text: &str) -> Vec<Identifier> {
    found_identifiers(text).into_iter().map(|found| found.identifier).collect()
}

/// The same with their places.
pub fn found_identifiers(text: &str) -> Vec<FoundIdentifier> {
    let mut found: Vec<FoundIdentifier> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    let mut add = |identifier: Identifier, start: usize, end: usize| {
        if found.len() < IDENTIFIERS_MAX && seen.insert(identifier.clone()) {
            found.push(FoundIdentifier { identifier, start, end });
        }
    };
    let mut coded = 0;
    for (start, word) in words(text) {
        let end = start + word.len();
        let mut is_code = false;
        // A code of two parts may reach beyond its word.
        for (from, to) in runs(word) {
            if start + from < coded {
                continue;
            }
            if let Some(code) = code_at(text, start + from, start + to) {
                coded = code.end;
                is_code = true;
                add(Identifier { kind: IdentifierKind::ErrorCode, text: code.code }, code.start, code.end);
            }
        }
        if !is_code
            && word.len() >= 3
            && word.len() <= IDENTIFIER_BYTES_MAX
            && let Some(identifier) = classify(word)
        {
            add(identifier, start, end);
        }
    }
    found
}

/// Whether a byte belongs to identifiers, codes and paths.
const fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || is_sign(byte) || matches!(byte, b'/' | b'\\' | b'$')
}

/// Signs within identifiers that are punctuation at their ends.
const fn is_sign(byte: u8) -> bool {
    matches!(byte, b'.' | b'_' | b'-' | b':' | b'<' | b'>' | b'#')
}

/// Runs of the characters that identifiers, codes and paths are made of, without surrounding punctuation, each with its first
/// byte.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            at += bytes[at..].iter().position(|b| is_of_word(*b))?;
            let length = bytes[at..].iter().take_while(|b| is_of_word(**b)).count();
            let (mut start, mut end) = (at, at + length);
            at = end;
            while start < end && is_sign(bytes[start]) {
                start += 1;
            }
            while start < end && (is_sign(bytes[end - 1]) || matches!(bytes[end - 1], b'/' | b'\\')) {
                end -= 1;
            }
            if start < end {
                return Some((start, &text[start..end]));
            }
        }
    })
}

/// Runs of letters and digits in a word that hold a digit.
fn runs(word: &str) -> impl Iterator<Item = (usize, usize)> {
    let mut at = 0;
    let bytes = word.as_bytes();
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let from = at;
            at += bytes[at..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
            let to = at;
            at += 1;
            if bytes[from..to].iter().any(u8::is_ascii_digit) {
                return Some((from, to));
            }
        }
        None
    })
}

/// The identifier that a word without a number's code is, if any.
fn classify(word: &str) -> Option<Identifier> {
    let identifier = |kind, text: &str| Some(Identifier { kind, text: text.to_ascii_lowercase() });
    if let Some(code) = openssl(word) {
        return identifier(IdentifierKind::ErrorCode, code);
    }
    // Errno::ENOENT, net::ERR_CONNECTION_REFUSED, errno.EACCES
    let last = word.rsplit([':', '.', '/']).next().unwrap_or(word);
    if let Some(code) = named(last) {
        return Some(Identifier { kind: IdentifierKind::ErrorCode, text: code });
    }
    if let Some(name) = exception_name(word) {
        return identifier(IdentifierKind::Exception, name);
    }
    match word {
        _ if is_frame(word) => identifier(IdentifierKind::Frame, word),
        _ if is_path(word) => identifier(IdentifierKind::Path, word),
        _ if is_version(word) => identifier(IdentifierKind::Version, word.trim_start_matches(['v', 'V'])),
        _ => None,
    }
}

/// `error:0308010C:digital envelope` is identified by its first two parts.
fn openssl(word: &str) -> Option<&str> {
    let (head, rest) = word.split_once(':')?;
    let tail = rest.split(':').next().unwrap_or_default();
    let hex = tail.len() >= 6 && tail.bytes().all(|b| b.is_ascii_hexdigit()) && tail.bytes().any(|b| b.is_ascii_digit());
    (head.eq_ignore_ascii_case("error") && hex).then(|| &word[..head.len() + 1 + tail.len()])
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
        check("返回 SIGN_ERROR，HTTP 502", expect!["e:sign_error e:http:502"]);
        check("UTF-8 and SHA-256 and ISO-8859 are no codes", expect![""]);
    }

    /// Rows of spellings that are one code.
    const ONE_CODE: &[(&str, &[&str])] = &[
        (
            "e:code:1045",
            &["ERROR 1045", "error 1045:", "Error Code: 1045.", "错误码 1045", "错误代码：1045", "#1045 错误号为 1045", "错误1045"],
        ),
        ("e:win:10061", &["错误码 10061", "[WinError 10061]", "WSAECONNREFUSED", "socket error 10061", "错误代码:10061"]),
        (
            "e:win:5",
            &["System error 5 has occurred", "WinError 5", "发生系统错误 5。", "ERROR_ACCESS_DENIED", "[WinError 5] denied"],
        ),
        ("e:code:5", &["error 5", "error code 5", "错误 5", "错误码：5"]),
        ("e:0x80070005", &["0x80070005", "错误代码：0X80070005", "HRESULT: 0x80070005", "E_ACCESSDENIED", "error -2147024891"]),
        ("e:0xc0000005", &["STATUS_ACCESS_VIOLATION", "0xC0000005", "exit code -1073741819", "退出代码 3221225477"]),
        ("e:event:10016", &["Event ID 10016", "事件ID：10016", "EventID=10016", "事件 ID 10016 的描述"]),
        ("e:exit:139", &["rc=139", "exit code 139", "exited with code 139"]),
        ("e:code:18456", &["Msg 18456, Level 14", "错误 18456", "返回值 18456", "报警代码：18456"]),
        ("e:0x7b", &["STOP 0x0000007B", "stop code 0x7B"]),
        ("e:sqlstate:42p01", &["SQLSTATE 42P01", "sqlstate: 42P01", "SQLSTATE[42P01]", "SQL state: 42P01"]),
        ("e:sqlstate:hy000", &["SQLSTATE[HY000]"]),
        ("e:ora-12514", &["ORA-12514", "ora-12514", "ORA12514", "ORA 12514", "ora 12514", "报ora12514了", "ORA:12514"]),
        ("e:ora-00600", &["ORA-00600", "ORA-600"]),
        ("e:cve-2024-3094", &["CVE-2024-3094", "cve-2024-3094", "CVE 2024-3094 的影响"]),
        (
            "e:http:502",
            &[
                "HTTP 502",
                "HTTP/1.1 502",
                "状态码 502",
                "502 Bad Gateway",
                "http502",
                "HTTP-502",
                "502 错误",
                "502报错",
                "error 502",
                "returned 502",
                "返回502",
                "status code: 502",
                "status=502",
                "HTTP/1.1\" 502",
            ],
        ),
        ("e:http:404", &["HTTP 404", "404 Not Found", "状态码：404", "404 error", "错误 404"]),
        ("e:errno:13", &["errno 13", "errno=13", "[Errno 13]", "EACCES", "eacces", "(errno: 13 - Permission denied)"]),
        ("e:errno:111", &["ECONNREFUSED", "errno 111"]),
        ("e:errno:28", &["ENOSPC: no space left on device", "errno=28"]),
        (
            "e:exit:137",
            &["exit code 137", "exit status 137", "退出码 137", "退出码：137", "exited with code 137", "exitCode=137", "exit 137"],
        ),
        ("e:exit:1", &["exit status 1", "退出码 1", "exit code: 1"]),
        ("e:exit:-1", &["exit code -1", "退出码：-1"]),
        ("e:e11000", &["E11000 duplicate key", "e11000"]),
        ("e:kb-5034441", &["KB5034441", "kb5034441", "KB 5034441", "装了KB5034441之后"]),
        ("e:ts-999", &["TS-999"]),
        ("e:err_connection_refused", &["ERR_CONNECTION_REFUSED", "net::ERR_CONNECTION_REFUSED", "err_connection_refused"]),
        ("e:aadsts-50011", &["AADSTS50011:"]),
    ];

    #[test]
    fn one_code_in_every_spelling() {
        let mut wrong = Vec::new();
        for (code, spellings) in ONE_CODE {
            for text in *spellings {
                let found: Vec<String> =
                    identifiers(text).iter().map(Identifier::term).filter(|term| term.starts_with("e:")).collect();
                if found != [code.to_string()] {
                    wrong.push(format!("{text}: {found:?}, not {code}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
        check("ERROR 1045 (28000): Access denied", expect!["e:code:1045 e:sqlstate:28000"]);
        check("ERROR 1146 (42S02)", expect!["e:code:1146 e:sqlstate:42s02"]);
        check("SQLSTATE[HY000] [2002] Connection refused", expect!["e:sqlstate:hy000 e:code:2002"]);
        check("HTTP 404 / errno 104 / exit code 404", expect!["e:http:404 e:errno:104 e:exit:404"]);
    }

    #[test]
    fn numbers_that_are_no_codes() {
        for text in [
            "UTF-8 UTF-16 ISO-8859-1 SHA-256 AES-128 RFC-2616 GB-2312 COVID-19",
            "错误 2024-03-01 12:30:05，2024/03/01，20240301",
            "error 20240301 13912345678",
            "电话 139-1234-5678 010-12345678 或 400-820-8820",
            "10.0.0.1:5432 localhost:8080 127.0.0.1:3306 报错",
            "error: 3 files failed, 报错 3 次, error 5 times, 错误 12 个",
            "ERROR 12345 --- [main] c.e.App",
            "Windows 11 Office 365 Python 3 5楼 2 台",
            "got 500 rows, 返回 404 条, returned 502 items",
            "v1.2.3 1.5 GB 99.9% 5/7 x_123",
            "SEP-2023 OFFICE-2019 TS20240301001 the 404 page of 500 pages",
            "see section 404, room 502, 第 404 行",
            "Error at line 120, code 12",
            "status 1, http 8080, exit 0, exit code 0",
            "0x0 0x12 0x00007fff5fbff8a0",
        ] {
            let found: Vec<String> = identifiers(text).iter().map(Identifier::term).filter(|term| term.starts_with("e:")).collect();
            assert!(found.is_empty(), "{text}: {found:?}");
        }
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
