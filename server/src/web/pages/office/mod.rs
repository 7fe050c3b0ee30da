//! The respondents' desk: what waits for an answer, and the page on which it is written.

mod form;
mod list;
mod page;

pub use list::{Stack, desk};
pub use page::{answer, save};
