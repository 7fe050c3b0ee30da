//! The judgement of Đối Thoại: what may be shown, what should be looked at, and how often a thing may be done.
//!
//! - [`clean`] turns the Markdown of officials into HTML that is safe to place in a page.
//! - [`screen`] finds what a moderator should see in a text before it is public.
//! - [`similar`] finds questions that one answer serves.
//! - [`limits`] holds every rate limit of the site in one enum.
//!
//! Nothing here reads or writes anything outside the process, and nothing waits.

pub mod clean;
pub mod limits;
pub mod screen;
pub mod similar;
