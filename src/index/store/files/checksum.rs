//! Verifies a file of the index: tantivy ends each with a CRC-32 over the rest.
//!
//! tantivy's own check loads the whole file into memory, which may be hundreds of megabytes.

use crc32fast::Hasher;
use serde::Deserialize;
use std::fs::File;
use std::io::{Read, Result};
use std::os::unix::fs::FileExt;
use std::path::Path;

/// The last bytes of a file: length of the footer and a magic number, four bytes each, little-endian.
const ENDING: u64 = 8;
/// tantivy's magic number.
const MAGIC: u32 = 1337;
/// Longest footer that is accepted, in bytes.
const FOOTER_BYTES_MAX: u32 = 50_000;
/// Bytes read at a time.
const PIECE: usize = 1 << 20;

/// The footer, as JSON.
#[derive(Deserialize)]
struct Footer {
    crc: u32,
}

/// Whether the checksum of a file is right; reads the file piece by piece.
pub fn is_whole(path: &Path) -> Result<bool> {
    let mut file = File::open(path)?;
    let Some((checksum, mut left)) = read_footer(&file)? else { return Ok(false) };
    let (mut hasher, mut piece) = (Hasher::new(), vec![0; PIECE]);
    while left > 0 {
        let most = piece.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let read = file.read(&mut piece[..most])?;
        if read == 0 {
            return Ok(false);
        }
        hasher.update(&piece[..read]);
        left -= read as u64;
    }
    Ok(hasher.finalize() == checksum)
}

/// The checksum, and the number of bytes it covers; `None` if there is no valid footer.
fn read_footer(file: &File) -> Result<Option<(u32, u64)>> {
    let length = file.metadata()?.len();
    let Some(words_end) = length.checked_sub(ENDING) else { return Ok(None) };
    let (mut words_length, mut magic) = ([0; 4], [0; 4]);
    file.read_exact_at(&mut words_length, words_end)?;
    file.read_exact_at(&mut magic, words_end + 4)?;
    let words_length = u32::from_le_bytes(words_length);
    if u32::from_le_bytes(magic) != MAGIC || words_length > FOOTER_BYTES_MAX {
        return Ok(None);
    }
    let Some(body) = words_end.checked_sub(words_length.into()) else { return Ok(None) };
    let mut words = vec![0; words_length as usize];
    file.read_exact_at(&mut words, body)?;
    Ok(serde_json::from_slice(&words).ok().map(|Footer { crc }| (crc, body)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use tantivy::directory::{Directory, ManagedDirectory, MmapDirectory, TerminatingWrite};

    #[test]
    fn every_wrong_byte_and_every_cut_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("some.idx");
        // The one who appends the checksums.
        let directory = ManagedDirectory::wrap(Box::new(MmapDirectory::open(folder.path()).unwrap())).unwrap();
        let mut file = directory.open_write(Path::new("some.idx")).unwrap();
        file.write_all(b"what the index says").unwrap();
        file.terminate().unwrap();
        assert!(is_whole(&path).unwrap());
        let whole = std::fs::read(&path).unwrap();
        for at in 0..whole.len() {
            let mut flipped = whole.clone();
            flipped[at] ^= 0x11;
            std::fs::write(&path, &flipped).unwrap();
            let version = is_whole(&path).unwrap();
            // The library's version stands beside the checksum, and is not under it.
            let beside = (19..whole.len() - 8).contains(&at);
            assert!(!version || beside, "{at}");
            std::fs::write(&path, &whole[..at]).unwrap();
            assert!(!is_whole(&path).unwrap(), "cut at {at}");
        }
    }
}
