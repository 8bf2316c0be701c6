//! A text from another system, as the desk keeps it.

use super::{convert, recognise};
use std::borrow::Cow;

/// A text from another system as the desk keeps it: HTML as light Markdown, anything else as it came.
pub fn from_outside(text: &str) -> Cow<'_, str> {
    if recognise::is_html(text) { Cow::Owned(convert::from_html(text)) } else { Cow::Borrowed(text) }
}
