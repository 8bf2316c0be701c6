//! Cases: what of a solved ticket is worth keeping (KCS: knowledge articles), their confidence and audience, and the masking of
//! personal data.

#![warn(missing_docs)]
#![warn(clippy::missing_errors_doc)]

mod event;
mod from_ticket;
mod mask;
mod parts;
mod prose;
mod record;
mod vocabulary;

pub use event::CaseEvent;
pub use from_ticket::from_ticket;
pub use mask::{MASKING, Masked, Masker, mask_email, mask_name, mask_phone, mask_wechat};
pub use parts::{Part, Parts, WORKAROUND_HEADINGS};
pub use prose::{closed, fenced, language_of};
pub use record::{Case, Link};
pub use vocabulary::{Audience, Confidence, LinkKind};
