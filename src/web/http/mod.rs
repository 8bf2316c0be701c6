//! What every page shares: who looks, what a form sent, how it is answered.

pub mod answer;
pub mod assets;
pub mod cookies;
pub mod failed;
pub mod guard;
pub mod sent;
pub mod session;

pub use answer::{page, page_again, redirect};
pub use cookies::{LANGUAGE, session_cookie, with_cookie};
pub use failed::Failed;
pub use sent::{Sent, TOKEN, Told, is_token, once, one_request};
pub use session::Reader;
