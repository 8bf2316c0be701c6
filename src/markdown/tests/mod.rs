//! Tests of texts as people paste them: shown as written, stored and read back the same.

mod as_written;
mod excerpts;
mod from_html;
mod hostile;
mod same_again;
