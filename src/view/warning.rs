//! What looks like a slip in a report that was taken all the same.

use crate::protocol::request::Doubtful;
use crate::reason::Said;
use crate::words::Locale;
use schemars::JsonSchema;
use serde::Serialize;

/// A field that looks like a slip. Nothing was refused for it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct WarningView {
    /// What looks wrong, for programs: `in_future`, `long_ago`, `already_past`, `no_digits`, `too_few_digits`, `too_many_digits`,
    /// `mobile_digits`, `no_at`, `no_domain`.
    pub code: &'static str,
    /// Its path in the body, such as `contact.phone`.
    pub field: &'static str,
    /// The same in English.
    pub text: String,
}

impl WarningView {
    /// In the order of the fields.
    pub fn all(doubts: &[Doubtful]) -> Vec<WarningView> {
        let view = |doubt: &Doubtful| WarningView { code: doubt.why.code(), field: doubt.field, text: doubt.why.said(Locale::En) };
        doubts.iter().map(view).collect()
    }
}
