//! Reads a file of the index. Files are not memory-mapped: touching a page of a truncated file, or of a failing disk, would
//! kill the process with SIGBUS, whereas a failed read is an error like any other.

use std::fs::File;
use std::io::{Error, ErrorKind, Result};
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tantivy::HasLen;
use tantivy::directory::{FileHandle, OwnedBytes};

/// Files up to this many bytes are kept in memory, which saves a system call per term lookup; larger ones are read piece by
/// piece.
const KEPT_FILE_MAX: usize = 32 << 20;
/// Bytes of one index kept in memory at most.
const KEPT_TOTAL_MAX: usize = 64 << 20;
/// Extension of the files of stored documents, which are never kept: few of them are read.
const RESULTS: &str = "store";

/// Bytes of an index kept in memory; clones share the counter.
#[derive(Debug, Clone, Default)]
pub struct KeptBytes(Arc<AtomicUsize>);

impl KeptBytes {
    /// Reserves memory for a file, if there is room.
    fn take(&self, bytes: usize) -> Option<MemoryLease> {
        let room = |kept: usize| kept.checked_add(bytes).filter(|sum| bytes <= KEPT_FILE_MAX && *sum <= KEPT_TOTAL_MAX);
        let taken = self.0.fetch_update(Ordering::AcqRel, Ordering::Acquire, room);
        taken.ok().map(|_| MemoryLease { bytes, of: self.clone() })
    }
}

/// An open file; it can be read even if it is deleted meanwhile.
#[derive(Debug)]
pub struct StoredFile {
    length: usize,
    bytes: Bytes,
}

/// The content, in memory or on disk.
#[derive(Debug)]
enum Bytes {
    Kept(OwnedBytes, #[expect(dead_code, reason = "given back with the bytes")] MemoryLease),
    OnDisk(File),
}

/// Reserved bytes, given back when dropped.
#[derive(Debug)]
struct MemoryLease {
    bytes: usize,
    of: KeptBytes,
}

impl Drop for MemoryLease {
    fn drop(&mut self) {
        self.of.0.fetch_sub(self.bytes, Ordering::AcqRel);
    }
}

impl StoredFile {
    /// Opens a file, and reads it into memory if it is small enough.
    pub fn open(path: &Path, kept: &KeptBytes) -> Result<StoredFile> {
        let file = File::open(path)?;
        let too_long = |_| Error::new(ErrorKind::InvalidData, "the file is longer than memory can be");
        let length = usize::try_from(file.metadata()?.len()).map_err(too_long)?;
        let results = path.extension().is_some_and(|extension| extension == RESULTS);
        let counted = if results { None } else { kept.take(length) };
        let bytes = match counted {
            Some(counted) => Bytes::Kept(piece(&file, 0..length)?, counted),
            None => Bytes::OnDisk(file),
        };
        Ok(StoredFile { length, bytes })
    }
}

impl HasLen for StoredFile {
    fn len(&self) -> usize {
        self.length
    }
}

impl FileHandle for StoredFile {
    fn read_bytes(&self, range: Range<usize>) -> Result<OwnedBytes> {
        if range.start > range.end || range.end > self.length {
            return Err(Error::new(ErrorKind::InvalidData, "what is asked for lies outside the file"));
        }
        match &self.bytes {
            Bytes::Kept(bytes, _) => Ok(bytes.slice(range)),
            Bytes::OnDisk(file) => piece(file, range),
        }
    }
}

/// Reads a range of a file.
fn piece(file: &File, range: Range<usize>) -> Result<OwnedBytes> {
    let mut bytes = vec![0; range.len()];
    file.read_exact_at(&mut bytes, range.start as u64)?;
    Ok(OwnedBytes::new(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_cut_off_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("some.store");
        std::fs::write(&path, vec![7; 3 << 20]).unwrap();
        let kept = KeptBytes::default();
        let file = StoredFile::open(&path, &kept).unwrap();
        assert_eq!(file.read_bytes(2 << 20..3 << 20).unwrap().len(), 1 << 20);
        File::options().write(true).open(&path).unwrap().set_len(1 << 20).unwrap();
        assert_eq!(file.read_bytes(2 << 20..3 << 20).unwrap_err().kind(), ErrorKind::UnexpectedEof);
        assert_eq!(file.read_bytes(0..1 << 20).unwrap().as_slice(), vec![7; 1 << 20]);
        assert_eq!(file.read_bytes(0..(3 << 20) + 1).unwrap_err().kind(), ErrorKind::InvalidData);
        assert_eq!(kept.0.load(Ordering::Acquire), 0);
    }

    #[test]
    fn small_files_are_kept_and_only_so_many() {
        let folder = tempfile::tempdir().unwrap();
        let kept = KeptBytes::default();
        let open = |name: &str, bytes: usize| {
            let path = folder.path().join(name);
            File::create(&path).unwrap().set_len(bytes as u64).unwrap();
            let file = StoredFile::open(&path, &kept).unwrap();
            File::options().write(true).open(&path).unwrap().set_len(0).unwrap();
            (file.read_bytes(0..bytes).is_ok(), file)
        };
        let (large, _large) = open("a.idx", KEPT_FILE_MAX + 1);
        let (first, one) = open("b.idx", KEPT_FILE_MAX);
        let (second, _two) = open("c.idx", KEPT_FILE_MAX);
        let (third, _three) = open("d.idx", 1);
        assert_eq!([large, first, second, third], [false, true, true, false]);
        drop(one);
        assert!(open("e.idx", 1).0);
    }
}
