//! What every page shares: its reader, the form it sent, the response.

pub mod answer;
pub mod assets;
pub mod cookies;
pub mod failed;
pub mod frame;
pub mod guard;
pub mod sent;
pub mod session;

pub use answer::{page, page_again, redirect};
pub use cookies::{LANGUAGE, session_cookie, with_cookie};
pub use failed::Failed;
pub use sent::{FormFields, Sent, TOKEN, is_token, once, one_request};
pub use session::Reader;
