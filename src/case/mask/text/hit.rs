//! A recognised value and its masked form.

/// A recognised value: where it ends in the folded line, and its masked form.
pub(in crate::case::mask) struct Hit {
    pub(in crate::case::mask) end: usize,
    pub(in crate::case::mask) shown: String,
}

impl Hit {
    pub(in crate::case::mask) fn new(end: usize, shown: String) -> Hit {
        Hit { end, shown }
    }
}
