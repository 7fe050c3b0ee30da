//! What can go wrong between the words and the ids.

use std::io;

use tantivy::TantivyError;
use tantivy::directory::error::LockError;

/// Why the index could not be opened, written or read.
///
/// None of these loses anything: what the index holds can be built again from the log.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// Another process (or another [`Index`](crate::Index) of this one) writes in the same folder.
    #[error("the index folder is in use by another writer")]
    Busy,
    /// The folder cannot be created, read or emptied.
    #[error("the index folder: {0}")]
    Folder(#[from] io::Error),
    /// The folder was written by another version or is damaged. [`Index::open`](crate::Index::open)
    /// answers it by beginning anew and never returns it.
    #[error("the index cannot be used: {0}")]
    Unusable(String),
    /// The cursor cannot be written as JSON.
    #[error("the log cursor: {0}")]
    Cursor(#[from] serde_json::Error),
    /// The search engine failed; after a failed write its writer has been replaced.
    #[error("the index: {0}")]
    Engine(TantivyError),
}

impl From<TantivyError> for SearchError {
    fn from(error: TantivyError) -> Self {
        match error {
            TantivyError::LockFailure(lock, _) => lock.into(),
            other => SearchError::Engine(other),
        }
    }
}

impl From<LockError> for SearchError {
    fn from(error: LockError) -> Self {
        match error {
            LockError::LockBusy => SearchError::Busy,
            LockError::IoError(io) => SearchError::Folder(io::Error::new(io.kind(), io)),
        }
    }
}
