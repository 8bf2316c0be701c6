//! Fault injection for tests: named points at which the process aborts or panics.

/// Aborts the process if `PRECEDENT_CRASH_AT` is `name`; panics the first 3 times if `PRECEDENT_PANIC_AT` is `name:3`. Empty in
/// release builds.
#[cfg(debug_assertions)]
pub(crate) fn crash_point(name: &str) {
    use std::sync::atomic::{AtomicUsize, Ordering};
    if std::env::var("PRECEDENT_CRASH_AT").is_ok_and(|at| at == name) {
        std::process::abort();
    }
    static PANICS: AtomicUsize = AtomicUsize::new(0);
    let planted = std::env::var("PRECEDENT_PANIC_AT").ok();
    let planted = planted.as_deref().and_then(|setting| setting.split_once(':')).filter(|(at, _)| *at == name);
    let times = planted.and_then(|(_, times)| times.parse().ok()).unwrap_or(0);
    assert!(times == 0 || PANICS.fetch_add(1, Ordering::SeqCst) >= times, "planted at {name}");
}
#[cfg(not(debug_assertions))]
pub(crate) fn crash_point(_name: &str) {}
