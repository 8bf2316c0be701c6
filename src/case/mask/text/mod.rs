//! Reading a line: its folded form, labels, runs of digits, words.

pub mod digits;
pub mod hit;
pub mod label;
pub mod label_words;
pub mod normal;
pub mod words;
