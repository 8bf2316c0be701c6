//! The transaction of one call, inside the writer's. Each group of tables adds its reads and writes in an `impl WriteTx` of its
//! own.

use rusqlite::Connection;

/// The transaction of one call of [`Ledger::write`](super::ledger::Ledger::write). Reads see what was recorded before and what
/// it wrote itself.
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
