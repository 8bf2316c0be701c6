//! The transaction of one verb, inside the writer's. What may be read and written in it stands with its tables, each in an
//! `impl WriteTx` of its own.

use rusqlite::Connection;

/// The transaction of one verb. Reads see everything before it, and what it wrote itself.
pub struct WriteTx<'a> {
    connection: &'a Connection,
}

impl<'a> WriteTx<'a> {
    pub(in crate::ledger) fn new(connection: &'a Connection) -> WriteTx<'a> {
        WriteTx { connection }
    }

    pub(in crate::ledger) fn sql(&self) -> &Connection {
        self.connection
    }
}
