//! Which file names and contents are accepted. Pure; where files are stored is not decided here.

use crate::reason::FieldReason;
use crate::ticket::words::attachment::Attachment;

/// Longest file name in characters; a longer stem is cut, the extension kept.
pub const FILE_NAME_CHARS_MAX: usize = 120;
/// How the content of a kind of file is recognised.
enum Begins {
    /// One of these magic numbers.
    With(&'static [&'static [u8]]),
    /// `RIFF`, a length, `WEBP`.
    Webp,
    /// ISO base media: a box length, then `ftyp`.
    Ftyp,
    /// Text in any encoding: no zero byte, unless it begins with a UTF-16 byte order mark.
    AsText,
}

use Begins::*;

/// Accepted extensions. HTML, SVG, scripts and programs are not accepted: a browser would run them in the name of the desk, or a
/// system would start them. Everything is served as a download.
const KINDS: &[(&str, Begins)] = &[
    ("png", With(&[b"\x89PNG\r\n\x1a\n"])),
    ("jpg", With(&[b"\xff\xd8\xff"])),
    ("jpeg", With(&[b"\xff\xd8\xff"])),
    ("gif", With(&[b"GIF87a", b"GIF89a"])),
    ("webp", Webp),
    ("pdf", With(&[b"%PDF-"])),
    ("txt", AsText),
    ("log", AsText),
    ("md", AsText),
    ("csv", AsText),
    ("tsv", AsText),
    ("json", AsText),
    ("xml", AsText),
    ("yaml", AsText),
    ("yml", AsText),
    ("toml", AsText),
    ("ini", AsText),
    ("conf", AsText),
    ("properties", AsText),
    ("sql", AsText),
    ("diff", AsText),
    ("har", AsText),
    ("eml", AsText),
    ("docx", With(&[b"PK"])),
    ("xlsx", With(&[b"PK"])),
    ("pptx", With(&[b"PK"])),
    ("odt", With(&[b"PK"])),
    ("ods", With(&[b"PK"])),
    ("doc", With(&[b"\xd0\xcf\x11\xe0"])),
    ("xls", With(&[b"\xd0\xcf\x11\xe0"])),
    ("ppt", With(&[b"\xd0\xcf\x11\xe0"])),
    ("zip", With(&[b"PK"])),
    ("gz", With(&[b"\x1f\x8b"])),
    ("tgz", With(&[b"\x1f\x8b"])),
    ("7z", With(&[b"7z\xbc\xaf\x27\x1c"])),
    ("mp4", Ftyp),
    ("mov", Ftyp),
    ("webm", With(&[b"\x1a\x45\xdf\xa3"])),
];

/// Extensions that pages show as pictures, with their media types.
const PICTURES: &[(&str, &str)] =
    &[("png", "image/png"), ("jpg", "image/jpeg"), ("jpeg", "image/jpeg"), ("gif", "image/gif"), ("webp", "image/webp")];

fn ending(name: &str) -> String {
    name.rsplit_once('.').map_or("", |(_, end)| end).to_ascii_lowercase()
}

/// The accepted extensions, for a file dialogue.
pub fn taken() -> impl Iterator<Item = &'static str> {
    KINDS.iter().map(|(end, _)| *end)
}

/// A safe file name: no folders, no invisible characters, no characters that file systems reject, at most `FILE_NAME_CHARS_MAX`
/// long. May be empty.
pub fn file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let hidden = |c: char| {
        c.is_control()
            || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    let shown: String = last.chars().filter(|c| !hidden(*c)).map(|c| if "\"<>|:*?".contains(c) { '_' } else { c }).collect();
    let shown = shown.trim().trim_end_matches('.').trim_start_matches('.');
    let (stem, end) = shown.rsplit_once('.').unwrap_or((shown, ""));
    let room = FILE_NAME_CHARS_MAX.saturating_sub(end.chars().count() + 1);
    let stem: String = stem.chars().take(room).collect();
    if end.is_empty() { stem } else { format!("{stem}.{end}") }
}

/// Checks that a file is of an accepted kind and has the content that its extension promises.
///
/// # Errors
///
/// [`FieldReason::FileKind`], [`FieldReason::EmptyFile`] or [`FieldReason::FileContent`].
pub fn check_file(name: &str, bytes: &[u8]) -> Result<(), FieldReason> {
    let end = ending(name);
    let Some((_, begins)) = KINDS.iter().find(|(known, _)| *known == end) else {
        return Err(FieldReason::FileKind { name: name.to_string(), taken: taken().collect::<Vec<_>>().join(", ") });
    };
    if bytes.is_empty() {
        return Err(FieldReason::EmptyFile { name: name.to_string() });
    }
    let fits = match begins {
        With(all) => all.iter().any(|first| bytes.starts_with(first)),
        Webp => bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP"),
        Ftyp => bytes.get(4..8) == Some(b"ftyp"),
        AsText => bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") || !bytes.contains(&0),
    };
    if fits { Ok(()) } else { Err(FieldReason::FileContent { name: name.to_string() }) }
}

impl Attachment {
    /// Media type under which a browser may show it; `None`: download only.
    pub fn picture(&self) -> Option<&'static str> {
        let end = ending(&self.name);
        PICTURES.iter().find(|(known, _)| *known == end).map(|(_, kind)| *kind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_nowhere_and_hide_nothing() {
        assert_eq!(file_name("C:\\Users\\wang\\截图 1.PNG"), "截图 1.PNG");
        assert_eq!(file_name("../../etc/passwd.txt"), "passwd.txt");
        assert_eq!(file_name("a\u{202e}gpj.exe"), "agpj.exe");
        assert_eq!(file_name("a\u{2028}b\u{61c}.log"), "ab.log");
        assert_eq!(file_name("..."), "");
        assert_eq!(file_name("a\"b\r\nSet-Cookie: x.log"), "a_bSet-Cookie_ x.log");
        let long = file_name(&format!("{}.png", "长".repeat(500)));
        assert!(long.ends_with(".png") && long.chars().count() == FILE_NAME_CHARS_MAX, "{long}");
    }

    #[test]
    fn a_file_is_what_its_ending_says() {
        assert_eq!(check_file("a.PNG", b"\x89PNG\r\n\x1a\n...."), Ok(()));
        assert_eq!(check_file("a.png", b"<script>"), Err(FieldReason::FileContent { name: "a.png".into() }));
        assert_eq!(check_file("gbk.log", "错误".as_bytes()), Ok(()));
        assert_eq!(check_file("a.log", b"MZ\0\0"), Err(FieldReason::FileContent { name: "a.log".into() }));
        assert_eq!(check_file("utf16.txt", b"\xff\xfeh\0i\0"), Ok(()));
        assert_eq!(check_file("a.txt", b""), Err(FieldReason::EmptyFile { name: "a.txt".into() }));
        for name in ["a.html", "a.svg", "a.exe", "a.js", "a", ".png.htm"] {
            assert!(matches!(check_file(name, b"x"), Err(FieldReason::FileKind { .. })), "{name}");
        }
    }

    /// Every ending that is taken, with contents that are of its kind.
    fn of_its_kind(end: &str) -> Vec<&'static [u8]> {
        match end {
            "png" => vec![b"\x89PNG\r\n\x1a\n"],
            "jpg" | "jpeg" => vec![b"\xff\xd8\xff"],
            "gif" => vec![b"GIF87a", b"GIF89a"],
            "webp" => vec![b"RIFF\x24\0\0\0WEBP"],
            "pdf" => vec![b"%PDF-1.7"],
            "docx" | "xlsx" | "pptx" | "odt" | "ods" | "zip" => vec![b"PK\x03\x04"],
            "doc" | "xls" | "ppt" => vec![b"\xd0\xcf\x11\xe0"],
            "gz" | "tgz" => vec![b"\x1f\x8b"],
            "7z" => vec![b"7z\xbc\xaf\x27\x1c"],
            "mp4" | "mov" => vec![b"\0\0\0\x20ftypisom"],
            "webm" => vec![b"\x1a\x45\xdf\xa3"],
            _ => vec![b"text", "错误".as_bytes(), b"\xff\xfeh\0", b"\xfe\xff\0h"],
        }
    }

    #[test]
    fn each_kind_is_known_by_how_it_begins_and_by_nothing_else() {
        let foreign: &[&[u8]] = &[b"\0\0\0\0", b"RIFF\x24\0\0\0WAVE", b"\0\0\0\x20WEBPWEBP", b"ftyp\0\0\0\0", b"MZ\0"];
        let mut endings = 0;
        for end in taken() {
            endings += 1;
            let name = format!("a.{end}");
            for bytes in of_its_kind(end) {
                assert_eq!(check_file(&name, bytes), Ok(()), "{name} {bytes:?}");
            }
            for bytes in foreign {
                assert_eq!(check_file(&name, bytes), Err(FieldReason::FileContent { name: name.clone() }), "{bytes:?}");
            }
        }
        assert_eq!(endings, KINDS.len());
    }

    #[test]
    fn a_kind_that_is_not_taken_is_answered_with_those_that_are() {
        let Err(FieldReason::FileKind { name, taken: offered }) = check_file("a.exe", b"x") else { panic!("taken") };
        assert_eq!(name, "a.exe");
        assert!(offered.starts_with("png, jpg, jpeg, gif, webp, pdf, txt, log"), "{offered}");
        assert!(["html", "htm", "svg", "js", "exe"].iter().all(|end| !taken().any(|known| known == *end)));
    }

    #[test]
    fn a_page_shows_pictures_and_keeps_every_other_file() {
        let picture = |name: String| Attachment { name, bytes: 1, digest: String::new(), internal: false }.picture();
        for end in taken() {
            let expected = match end {
                "png" => Some("image/png"),
                "jpg" | "jpeg" => Some("image/jpeg"),
                "gif" => Some("image/gif"),
                "webp" => Some("image/webp"),
                _ => None,
            };
            assert_eq!((picture(format!("a.{end}")), picture(format!("a.b.{}", end.to_uppercase()))), (expected, expected));
        }
        assert_eq!((picture("png".into()), picture("a.svg".into()), picture(String::new())), (None, None, None));
    }
}
