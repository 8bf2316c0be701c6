//! Whether tests run long or short: property tests try more cases when `PRECEDENT_THOROUGH` is set.

/// Whether tests are to run long, as `tests/run` asks by setting `PRECEDENT_THOROUGH`.
pub fn thorough() -> bool {
    std::env::var_os("PRECEDENT_THOROUGH").is_some()
}
