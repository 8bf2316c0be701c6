//! The board: one row per ticket as it stands now, for lists and the scheduler.

pub mod columns;
pub mod filter;
pub mod filter_sql;
pub mod queries;
pub mod row;
pub mod worklist_owner;
