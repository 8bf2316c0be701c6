//! Reading a command's input: a file, a pipe or standard input, bounded in size.

use anyhow::{Context as _, bail};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

/// One report, policy or body, in bytes: several times what any door takes.
pub const TEXT_BYTES_MAX: u64 = 64 << 20;
/// One export of another system, in bytes: some half a million tickets, all of which are held in memory at once.
pub const IMPORT_BYTES_MAX: u64 = 1 << 30;

/// A file's text, or standard input's for `-`.
pub fn read_text(file: &Path) -> anyhow::Result<String> {
    let (mut reader, name) = (open(file, TEXT_BYTES_MAX)?, name(file));
    let mut bytes = Vec::new();
    reader.read_to_end(&mut bytes).with_context(|| name.clone())?;
    String::from_utf8(bytes).with_context(|| format!("{name}: is not UTF-8"))
}

fn name(file: &Path) -> String {
    if file == Path::new("-") { "standard input".into() } else { file.display().to_string() }
}

/// Opens a file or pipe, up to `most` bytes. Devices are refused: they may never end.
pub fn open(file: &Path, most: u64) -> anyhow::Result<impl BufRead> {
    let source: Box<dyn Read> = match file == Path::new("-") {
        true => Box::new(std::io::stdin()),
        false => {
            let found = std::fs::metadata(file).with_context(|| name(file))?;
            if found.is_dir() {
                bail!("{}: is a folder, not a file", file.display());
            }
            if is_device(file, &found) {
                bail!("{}: is a device, not a file", file.display());
            }
            if found.is_file() && found.len() > most {
                bail!("{}: is larger than {} MB; split it", file.display(), most >> 20);
            }
            Box::new(File::open(file).with_context(|| name(file))?)
        }
    };
    Ok(BufReader::new(Bounded { source, left: most, most }))
}

/// Whether it is a device other than standard input and the terminal.
#[cfg(unix)]
fn is_device(file: &Path, found: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    let kind = found.file_type();
    (kind.is_char_device() || kind.is_block_device()) && !["/dev/stdin", "/dev/tty"].iter().any(|own| file == Path::new(own))
}

#[cfg(not(unix))]
fn is_device(_: &Path, _: &std::fs::Metadata) -> bool {
    false
}

/// Reads up to a limit; more input is an error, not an end of file.
struct Bounded {
    source: Box<dyn Read>,
    left: u64,
    most: u64,
}

impl Read for Bounded {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        if self.left == 0 {
            let over = self.source.read(&mut [0])?;
            return match over {
                0 => Ok(0),
                _ => Err(std::io::Error::other(format!("is larger than {} MB; split it", self.most >> 20))),
            };
        }
        let room = into.len().min(usize::try_from(self.left).unwrap_or(usize::MAX));
        let read = self.source.read(&mut into[..room])?;
        self.left -= read as u64;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_larger_than_its_limit_is_refused_and_what_is_as_large_is_read() {
        let read = |most: u64| {
            let mut bytes = Vec::new();
            let mut bounded = Bounded { source: Box::new(&b"12345"[..]), left: most, most };
            bounded.read_to_end(&mut bytes).map(|_| bytes.len()).map_err(|e| e.to_string())
        };
        assert_eq!(read(5), Ok(5));
        assert!(read(4).unwrap_err().contains("larger"));
    }
}
