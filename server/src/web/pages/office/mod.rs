//! The respondents' desk: what waits for an answer, and the page on which it is written.

mod draft;
mod form;
mod list;
mod page;
mod similar;

pub use list::{Stack, desk, waiting};
pub use page::{answer, save};
