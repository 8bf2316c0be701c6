//! Values as parts of an address.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// The characters that stay as they are in a path, besides letters and digits. A dot does not: alone, it is a step in the path.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'~');

/// The characters that stay as they are in a query, besides letters and digits.
const QUERY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'/');

/// A value as part of a path; it may stand in a query too.
pub fn encoded(text: &str) -> String {
    utf8_percent_encode(text, VALUE).to_string()
}

/// A value as part of a query, readable where it can be.
pub fn in_query(text: &str) -> String {
    utf8_percent_encode(text, QUERY).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_stays_one_value_whatever_it_holds() {
        assert_eq!(encoded("a-B_9~"), "a-B_9~");
        assert_eq!(encoded("海风 & co/..?x=1#+%"), "%E6%B5%B7%E9%A3%8E%20%26%20co%2F%2E%2E%3Fx%3D1%23%2B%25");
        assert_eq!(in_query("海 & ../x=1"), "%E6%B5%B7%20%26%20../x%3D1");
    }
}
