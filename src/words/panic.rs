//! What a panic said.

use std::any::Any;

/// Characters that are passed on: some panics quote what they could not read.
const SAID_CHARS_MAX: usize = 200;

/// The words a panic was raised with, where it had any.
pub fn panic_said(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied().or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("no reason given").chars().take(SAID_CHARS_MAX).collect()
}
