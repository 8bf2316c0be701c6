//! What people do, one file for each subject.

pub mod deflect;
pub mod prepare;
pub mod act;
pub mod attachments;
pub mod availability;
pub mod duty;
pub mod people;
pub mod policy;
pub mod register;
pub mod revise;
pub mod sign_in;
pub mod tokens;
pub mod see_notices;
pub mod step;
