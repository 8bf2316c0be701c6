//! The integration tests: stories over real stores, through the real program and the real library.

mod api_doors;
mod api_limits;
mod archive;
mod closing_crash;
mod consult;
mod eval;
mod export;
mod forbidden;
mod forms;
mod golden;
mod import_jsonl;
mod harness;
mod kill;
mod life_of_a_fault;
mod life_of_a_requirement;
mod many_open;
mod masking;
mod measures;
mod own_record;
mod pages;
mod people;
mod policy;
mod scheduler;
mod search;
mod tour;
mod turns;
