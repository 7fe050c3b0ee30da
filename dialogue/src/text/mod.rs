//! What people type, and the keys under which it is found again.
//!
//! - [`PlainText`]: the only form in which a citizen's words are kept. It is text, never HTML:
//!   `<tên xã>` stays as
//!   typed and is escaped where it is shown.
//! - [`fold`]: the words without case and marks, for comparing. [`slug`] is the same for addresses.
//! - [`syllables`]: the words one by one, with the two keys of the search index and their place in
//!   the source. [`spelled`] is the way back from a key to a word.

mod fold;
mod plain;
mod spelled;
mod syllable;

pub use fold::{fold, is_slug, slug};
pub use plain::{PlainText, TextFault, grouped};
pub use spelled::spelled;
pub use syllable::{Syllable, syllables};
