//! The judgement of Đối Thoại: what may be shown, and how often a thing may be done.
//!
//! - [`clean`] turns the Markdown of officials into HTML that is safe to place in a page.
//! - [`limits`] holds every rate limit of the site in one enum.
//!
//! Nothing here reads or writes anything outside the process, and nothing waits.

pub mod clean;
pub mod limits;
