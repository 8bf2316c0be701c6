//! The message of a caught panic.

use std::any::Any;

/// Longest message that is returned, in characters: some panics quote the whole input.
const SAID_CHARS_MAX: usize = 200;

/// The message of a panic, cut to 200 characters; "no reason given" if its payload is not a string.
pub fn panic_said(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("no reason given").chars().take(SAID_CHARS_MAX).collect()
}
