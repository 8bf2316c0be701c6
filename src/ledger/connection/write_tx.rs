//! The transaction of one verb, inside the writer's. What may be read and written in it stands with its tables, each in an
//! `impl Batch` of its own.

use rusqlite::Connection;

/// The transaction of one verb. Reads see everything before it, and what it wrote itself.
pub struct Batch<'a> {
    connection: &'a Connection,
}

impl<'a> Batch<'a> {
    pub(in crate::ledger) fn new(connection: &'a Connection) -> Batch<'a> {
        Batch { connection }
    }

    pub(in crate::ledger) fn sql(&self) -> &Connection {
        self.connection
    }
}
