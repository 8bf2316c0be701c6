//! Where documents are kept: segments on disk, the newest in memory, and who may see which.

pub mod alive_docs;
pub mod bits;
pub mod columns;
pub mod disk;
pub mod families;
pub mod files;
pub mod live;
pub mod mem_segment;
pub mod mem_segment_list;
pub mod reader;
pub mod segment;
pub mod set_aside;
pub mod snapshot;
pub mod visibility;
