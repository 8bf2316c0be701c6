//! A message of the pages: what it is called, and what it says in both languages.

/// Key, Chinese, English.
pub type Message = (&'static str, &'static str, &'static str);
