//! Values as parts of an address.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What nobody reads otherwise stays as it is. A dot does not: alone, it would be a step in the path.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'~');

/// A value as part of an address.
pub fn encoded(text: &str) -> String {
    utf8_percent_encode(text, VALUE).to_string()
}

#[cfg(test)]
mod tests {
    use super::encoded;

    #[test]
    fn a_value_stays_one_value_whatever_it_holds() {
        assert_eq!(encoded("a-B_9~"), "a-B_9~");
        assert_eq!(encoded("海风 & co/..?x=1#+%"), "%E6%B5%B7%E9%A3%8E%20%26%20co%2F%2E%2E%3Fx%3D1%23%2B%25");
    }
}
