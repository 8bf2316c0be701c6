//! Names of files that every system can write, Windows too: made here and nowhere else.

/// Bytes of a name at most. Systems take 255; the rest is for what is put behind it (`.new`, ` (2)`).
const BYTES_MAX: usize = 200;
/// Bytes of an ending that is kept where a name is cut.
const ENDING_BYTES_MAX: usize = 16;
/// What stands for a name of which nothing is left.
const NAMELESS: &str = "file";
/// Names of devices, which Windows takes for the device in every folder and with every ending.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "conin$", "conout$"];
/// Devices that carry a digit, which may be a superscript one.
const NUMBERED: [&str; 2] = ["com", "lpt"];

/// Whether Windows takes this name for a device: `con`, `NUL.txt`, `com1.tar.gz`, `lpt²`.
pub fn is_device_name(name: &str) -> bool {
    let stem = name.split(['.', ':']).next().unwrap_or_default().trim_end_matches(' ').to_lowercase();
    let numbered = |device: &&str| {
        let digit = stem.strip_prefix(*device).map(|rest| rest.chars().collect::<Vec<_>>());
        digit.is_some_and(|rest| matches!(rest[..], ['0'..='9' | '⁰' | '¹' | '²' | '³' | '⁴'..='⁹']))
    };
    DEVICES.contains(&stem.as_str()) || NUMBERED.iter().any(numbered)
}

/// The name as every system can write it: none of `<>:"/\|?*`, no control character and no mark that turns the direction of
/// writing, no blank at either end and no dot at the end, no name of a device, at most 200 bytes with its ending kept. A name
/// that is so already stays as it is. Two names may come out alike; whoever makes several in one folder tells them apart.
pub fn file_name(name: &str) -> String {
    let plain: String = name.chars().filter(|c| !turns_writing(*c)).map(|c| if is_writable(c) { c } else { '_' }).collect();
    let short = cut(ended(plain.trim_start()));
    match short.as_str() {
        "" => NAMELESS.to_string(),
        device if is_device_name(device) => cut(&format!("_{device}")),
        _ => short,
    }
}

fn is_writable(c: char) -> bool {
    !c.is_control() && !matches!(c, '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*' | '\u{2028}' | '\u{2029}')
}

/// Marks by which `exe.pdf` can be shown where `fdp.exe` stands.
fn turns_writing(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Without the dots and blanks that Windows drops at the end.
fn ended(name: &str) -> &str {
    name.trim_end_matches(|c: char| c == '.' || c.is_whitespace())
}

/// The name within its bytes, with its ending.
fn cut(name: &str) -> String {
    if name.len() <= BYTES_MAX {
        return name.to_string();
    }
    let ending = name.rfind('.').map(|at| &name[at..]).filter(|ending| ending.len() <= ENDING_BYTES_MAX).unwrap_or_default();
    let mut at = BYTES_MAX - ending.len();
    while !name.is_char_boundary(at) {
        at -= 1;
    }
    format!("{}{ending}", ended(&name[..at]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn devices_are_known_in_every_spelling() {
        for name in
            ["con", "CON", "Nul.txt", "aux.tar.gz", "com1", "COM0.log", "lpt9", "LPT².md", "com¹", "prn .txt", "CONIN$", "nul:x"]
        {
            assert!(is_device_name(name), "{name}");
            assert!(!is_device_name(&file_name(name)), "{name}");
        }
        for name in ["console", "com", "com10", "lpt", "a.con", "null", "auxiliary.txt", "comp1", "控制台", ""] {
            assert!(!is_device_name(name), "{name}");
        }
    }

    #[test]
    fn a_name_keeps_all_that_can_be_written() {
        for name in ["报告 2024.pdf", "a-b_c (1).tar.gz", ".env", "naïve.md", "a..b"] {
            assert_eq!(file_name(name), name);
        }
        assert_eq!(file_name("a/b\\c:d*e?\"f\"<g>|h\n.txt"), "a_b_c_d_e__f__g__h_.txt");
        assert_eq!(file_name(" 报告. . "), "报告");
        assert_eq!(file_name("con.log"), "_con.log");
        assert_eq!(file_name("\u{202e}fdp.exe"), "fdp.exe");
        for name in ["", " ", "...", "\u{202e}"] {
            assert_eq!(file_name(name), "file");
        }
        let long = file_name(&format!("{}.pdf", "报".repeat(100)));
        assert!(long.len() <= 200 && long.ends_with("报.pdf"), "{long}");
    }

    proptest! {
        #[test]
        fn every_system_can_write_every_name(
            text in prop_oneof![
                any::<String>(),
                "(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9]|a)[ .:]{0,3}[a-z.]{0,6}[. ]{0,3}",
                "[a-z.报 :*?<>|\"/\\\\]{0,300}",
            ]
        ) {
            let name = file_name(&text);
            prop_assert!(!name.is_empty() && name.len() <= 200, "{name:?}");
            prop_assert!(!is_device_name(&name), "{name:?}");
            prop_assert!(name.chars().all(|c| is_writable(c) && !turns_writing(c)), "{name:?}");
            prop_assert!(!name.ends_with(['.', ' ']) && !name.starts_with(' '), "{name:?}");
            prop_assert_eq!(file_name(&name), name);
        }
    }
}
