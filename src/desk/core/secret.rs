//! Random secrets: tokens, sign-in links, ids that cannot be guessed.

use crate::desk::error::DeskError;

/// A random secret in hexadecimal after a prefix that says what it is.
pub fn secret(prefix: &str, bytes: usize) -> Result<String, DeskError> {
    let mut random = vec![0u8; bytes];
    getrandom::fill(&mut random).map_err(|e| DeskError::Other(format!("the system gives no random numbers: {e}")))?;
    Ok(prefix.to_string() + &random.iter().map(|b| format!("{b:02x}")).collect::<String>())
}
