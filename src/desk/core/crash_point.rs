//! Where tests stop the process dead, or let a step panic.

/// Named by tests to stop the process dead at a step of closing, or to let a step panic so many times
/// (`PRECEDENT_PANIC_AT=name:3`); nothing in a release build.
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
