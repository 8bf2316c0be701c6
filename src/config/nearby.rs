//! Reading `desk.toml` and the files it names: regular files of bounded size.

use crate::reason::SettingsMistake;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Component, Path};

/// Ample: a hundred years of holidays take some tens of kilobytes, a `desk.toml` less.
const FILE_BYTES_MAX: u64 = 1 << 20;

/// The text of a regular file of at most 1 MiB.
pub fn read_bounded(path: &Path) -> Result<String, SettingsMistake> {
    // Checked before opening: opening a pipe would wait for its writer.
    let found = fs::metadata(path).map_err(unreadable)?;
    if !found.is_file() {
        return Err(SettingsMistake::NotAPlainFile);
    }
    let mut text = String::new();
    File::open(path).and_then(|file| file.take(FILE_BYTES_MAX + 1).read_to_string(&mut text)).map_err(unreadable)?;
    if text.len() as u64 > FILE_BYTES_MAX {
        return Err(SettingsMistake::LargeFile { kilobytes: FILE_BYTES_MAX >> 10 });
    }
    Ok(text)
}

fn unreadable(error: std::io::Error) -> SettingsMistake {
    SettingsMistake::Unreadable { why: error.to_string() }
}

/// Reads a file named by the desk's own settings, relative to their folder.
pub fn read_trusted(folder: &Path, name: &str) -> Result<String, SettingsMistake> {
    read_bounded(&folder.join(name))
}

/// Reads a file named by settings that somebody sent, to try a change. It must be a table of holidays, lie directly in the folder and
/// be no link. All refusals give the same error, so that a caller cannot probe for other files.
pub fn read_untrusted(folder: &Path, name: &str) -> Result<String, SettingsMistake> {
    let mut parts = Path::new(name).components();
    let plain = matches!((parts.next(), parts.next()), (Some(Component::Normal(_)), None)) && !name.contains(['/', '\\', '\0']);
    let path = folder.join(name);
    let is_file = plain && fs::symlink_metadata(&path).is_ok_and(|found| found.is_file());
    let text = if is_file { read_bounded(&path).ok() } else { None };
    text.filter(|text| crate::sla::Holidays::parse(text).is_ok()).ok_or(SettingsMistake::NoTableOfHolidays)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_from_afar_reaches_plain_files_beside_the_settings_and_nothing_else() {
        let home = tempfile::tempdir().unwrap();
        let desk = home.path().join("desk");
        fs::create_dir(&desk).unwrap();
        let table = "2027-02-05 off\n";
        fs::write(desk.join("days.txt"), table).unwrap();
        fs::write(desk.join("secret.txt"), "the password is swordfish\n").unwrap();
        fs::write(home.path().join("outside.txt"), table).unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(home.path().join("outside.txt"), desk.join("link.txt")).unwrap();
        let whole_path = desk.join("days.txt");
        assert_eq!(read_untrusted(&desk, "days.txt").unwrap(), table);
        let refused =
            ["../outside.txt", "link.txt", "/dev/zero", "/etc/passwd", "secret.txt", "none.txt", "", ".", "./days.txt", "a\0b"];
        for name in refused.into_iter().chain([whole_path.to_str().unwrap()]) {
            let why = read_untrusted(&desk, name).unwrap_err();
            assert_eq!(why, SettingsMistake::NoTableOfHolidays, "{name}");
        }
    }

    #[test]
    fn what_never_ends_and_what_is_no_file_is_not_read() {
        assert!(read_bounded(Path::new("/dev/zero")).unwrap_err().to_string().contains("plain file"));
        let home = tempfile::tempdir().unwrap();
        assert!(read_bounded(home.path()).unwrap_err().to_string().contains("plain file"));
        let large = home.path().join("large.toml");
        fs::write(&large, "x".repeat(FILE_BYTES_MAX as usize + 1)).unwrap();
        assert!(read_bounded(&large).unwrap_err().to_string().contains("larger"));
    }
}
