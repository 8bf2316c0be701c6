//! Tests: whether they take all the time that is worth taking, or as much as one waits for after each change.

/// Whether tests are run thoroughly, as `tests/run` has them run.
pub fn thorough() -> bool {
    std::env::var_os("PRECEDENT_THOROUGH").is_some()
}
