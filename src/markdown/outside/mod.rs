//! Text from other systems: HTML is made into light Markdown at the door, with its links, code, lists, tables and descriptions of images;
//! anything else stays as it came.

mod convert;
mod recognise;
mod table;
mod writer;

use std::borrow::Cow;

/// A text from another system as the desk keeps it.
pub fn from_outside(text: &str) -> Cow<'_, str> {
    if recognise::is_html(text) { Cow::Owned(convert::from_html(text)) } else { Cow::Borrowed(text) }
}
