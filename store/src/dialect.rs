//! Where a text must differ between the two databases, both stand here with the reason.

/// A snapshot for reading. SQLite's deferred transaction is one; PostgreSQL's default level sees each statement's own.
pub const BEGIN_READ_SQLITE: &str = "BEGIN DEFERRED";
pub const BEGIN_READ_POSTGRES: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// A write takes SQLite's lock at once: a deferred one that reads first is refused with "locked", without waiting.
pub const BEGIN_WRITE_SQLITE: &str = "BEGIN IMMEDIATE";

/// SQLite shares one transaction among the verbs that wait, each in its own savepoint.
pub const SAVEPOINT: &str = "SAVEPOINT work";
/// Keeps what one verb wrote and guards the next, in one call of the driver.
pub const KEEP: &str = "RELEASE SAVEPOINT work; SAVEPOINT work";
pub const DISCARD: &str = "ROLLBACK TO SAVEPOINT work";

/// Moves SQLite's journal into the file and cuts it: erased bytes are gone from it too. PostgreSQL's VACUUM does the
/// like by itself.
pub const EMPTY_JOURNAL: &str = "PRAGMA wal_checkpoint(TRUNCATE)";

/// Settings read back at start, with the value without which a receipt would promise too much.
pub const POSTGRES_SETTINGS: [(&str, &str); 3] = [
    ("fsync", "SHOW fsync"),
    ("synchronous_commit", "SHOW synchronous_commit"),
    ("full_page_writes", "SHOW full_page_writes"),
];
