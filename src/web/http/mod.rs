//! What every page shares: its reader, the form it sent, the response.

pub mod answer;
pub mod assets;
pub mod cookies;
pub mod failed;
pub mod flash;
pub mod frame;
pub mod guard;
pub mod sent;
pub mod session;
pub mod url;
pub mod way_back;

pub use answer::{page, page_again, redirect};
pub use cookies::{LANGUAGE, session_cookie, with_cookie};
pub use failed::{Failed, said_to_people};
pub use flash::{flash, with_flash, without_flash};
pub use sent::{FormFields, SURE, Sent, TOKEN, is_token, once, one_request, sure_of, unconfirmed};
pub use session::Reader;
pub use url::{encoded, in_query};
