//! The files an index on disk consists of: the folder they stand in, the seal on the one that names the others, how they are
//! read and held against their checksums, and the one that is ours.

pub mod checksum;
pub mod directory;
pub mod forward_file;
pub mod stored_file;
