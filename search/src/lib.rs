//! The recall of Đối Thoại: what has been asked and answered, found again.
//!
//! The index is a derived thing. Plain texts go in ([`Document`]), public ids come out ([`Hit`]), and
//! the caller fetches the rows from the database. It follows the log: every commit carries the
//! [`Cursor`] up to which the log has been read, so a folder that was deleted, damaged or written by
//! another version is begun anew with an empty cursor, and the caller replays.
//!
//! ```text
//! analyzer   a text -> fold keys, exact keys, adjacent pairs, document numbers; the same for documents and words
//! schema     a document -> fields, each holding the keys of the question four times
//! feed       keys -> one string for a field, which the engine takes apart
//! writer     changes and a cursor -> one commit
//! lexicon    the index -> its syllables and what stands beside what
//! repair     words as typed -> words as meant: marks, Telex, slips
//! synonyms   words -> other terms for the same thing
//! plan       words -> keys, fields and weights
//! rank       a plan -> the matches of a segment with their scores
//! query      what is asked, and what is answered
//! answer     words and filters -> ids in order, a total, facets
//! snippet    a text and the words -> the passage that answers them, marked
//! ```
//!
//! Everything here blocks: a server calls it from a thread that may. Unpublished texts never enter.

mod analyzer;
mod answer;
mod clock;
mod cursor;
mod document;
mod error;
mod facets;
mod feed;
mod folder;
mod index;
mod lexicon;
mod numbers;
mod plan;
mod query;
mod rank;
mod repair;
mod schema;
mod snippet;
mod stop;
mod synonyms;
mod top;
mod writer;

#[cfg(test)]
mod tests;

pub use cursor::Cursor;
pub use document::{Change, Document};
pub use error::SearchError;
pub use facets::Facets;
pub use index::Index;
pub use query::{Found, Hit, MAX_PER_PAGE, Query, Reach, Sort};
pub use snippet::{Marks, passage};
pub use synonyms::default_synonyms;
