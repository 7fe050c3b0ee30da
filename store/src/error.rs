//! One error for everything that the memory can fail at.

/// The database refused, could not be reached, or holds what it should not.
///
/// Callers show none of it to people: every variant is answered with `unavailable`, and logged here once.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    #[error("migration: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
    #[error("a stored value is not what the program writes: {0}")]
    Inconsistent(String),
    #[error(
        "the database setting {name} is {found}, and must be {wanted} for a receipt to survive a power cut"
    )]
    Setting { name: &'static str, found: String, wanted: &'static str },
    #[error("not a database address: {0}")]
    Address(String),
    /// The commit's outcome is unknown to the caller: repeat with the same idempotency key.
    #[error("the outcome of the commit is unknown: {0}")]
    Unknown(String),
    #[error("the work of a transaction panicked")]
    Panicked,
    #[error("a reader still holds what is to be forgotten: repeat")]
    Held,
    #[error("the store is closed")]
    Closed,
}

impl StoreError {
    pub(crate) fn inconsistent(what: impl std::fmt::Display) -> Self {
        Self::Inconsistent(what.to_string())
    }

    /// Whether a unique value stands already.
    #[must_use]
    pub fn is_taken(&self) -> bool {
        matches!(self, Self::Database(sqlx::Error::Database(error)) if error.is_unique_violation())
    }

    /// Whether a row still refers to what was to be removed, or refers to what is not there.
    #[must_use]
    pub fn is_referred(&self) -> bool {
        matches!(self, Self::Database(sqlx::Error::Database(error)) if error.is_foreign_key_violation())
    }
}

impl From<dialogue::refusal::UnknownWord> for StoreError {
    fn from(word: dialogue::refusal::UnknownWord) -> Self {
        Self::inconsistent(word)
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        Self::inconsistent(error)
    }
}
