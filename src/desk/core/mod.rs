//! The desk itself: what it holds open, who may see what, whether its parts work.

pub mod burst_groups;
pub mod secret;
pub mod on_duty;
pub mod crash_point;
pub mod policy_on_record;
pub mod caches;
pub mod access;
pub mod health;
pub mod idempotency;
pub mod lock;
pub mod open;
pub mod consultation_cache;
pub mod union_find;
pub mod desk;
pub mod search;
