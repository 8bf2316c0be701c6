//! The files of an index on disk: their folder, the seal on `meta.json`, checksums, reading, and our own forward file.

pub mod checksum;
pub mod directory;
pub mod forward_file;
pub mod stored_file;
