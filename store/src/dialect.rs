//! Where a text must differ between the two databases, both stand here with the reason.

/// A snapshot for reading. SQLite's deferred transaction is one; PostgreSQL's default level sees each statement's own.
pub const BEGIN_READ_SQLITE: &str = "BEGIN DEFERRED";
pub const BEGIN_READ_POSTGRES: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

/// A write takes SQLite's lock at once: a deferred one that reads first is refused with "locked", without waiting.
pub const BEGIN_WRITE_SQLITE: &str = "BEGIN IMMEDIATE";

/// SQLite shares one transaction among the verbs that wait; each after the first to be kept has its own savepoint.
pub const SAVEPOINT: &str = "SAVEPOINT work";
/// Keeps what one verb wrote and guards the next, in one call of the driver.
pub const KEEP: &str = "RELEASE SAVEPOINT work; SAVEPOINT work";
pub const DISCARD: &str = "ROLLBACK TO SAVEPOINT work";
/// Takes back what one verb wrote when nothing else was written before it.
pub const RENEW: &str = "ROLLBACK; BEGIN IMMEDIATE";

macro_rules! lock {
    ($no:literal) => {
        concat!(
            "UPDATE log SET seq = seq WHERE no = ",
            $no,
            " RETURNING no, seq, public_seq, questions, hash"
        )
    };
}

macro_rules! own {
    ($by:literal) => {
        concat!("SELECT s.*, l.seq, l.public_seq, l.questions, l.hash FROM session s JOIN log l ON l.no = s.no WHERE ", $by, " = $1")
    };
}

macro_rules! append {
    () => {
        "INSERT INTO event (no, seq, at, kind, verb, question, capacity, person, unit, was, becomes, reason, digests, \
         public, public_prev, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
    };
}

macro_rules! append_and_move {
    () => {
        concat!(
            append!(),
            "; UPDATE log SET seq = $2, public_seq = $17, questions = $18, hash = $16 WHERE no = $1"
        )
    };
}

/// An event; with its log's head; with its note too. PostgreSQL prepares one statement at a time, and has the head and
/// the note in their own; each call of SQLite's driver costs a change of threads.
pub const APPEND: &str = append!();
pub const APPEND_AND_MOVE: &str = append_and_move!();
pub const APPEND_MOVE_AND_NOTE: &str = concat!(
    append_and_move!(),
    "; INSERT INTO note (no, seq, salt, text, public) VALUES ($1, $2, $19, $20, $21)"
);

/// An update that changes nothing locks the row on PostgreSQL; on SQLite the writer is alone anyway.
pub const LOCK: &str = lock!("$1");
pub const LOCK_BY_SLUG: &str = lock!("(SELECT no FROM session WHERE slug = $1)");

/// A log's head with its session, for whoever is to own the log. On SQLite the writer owns every log; on PostgreSQL the
/// session is read after the lock, since it may have moved while that was waited for.
pub const OWN_BY_NO: &str = own!("s.no");
pub const OWN_BY_SLUG: &str = own!("s.slug");

/// Moves SQLite's journal into the file and cuts it: erased bytes are gone from it too. PostgreSQL's VACUUM does the
/// like by itself.
pub const EMPTY_JOURNAL: &str = "PRAGMA wal_checkpoint(TRUNCATE)";

/// Settings read back at start, with the value without which a receipt would promise too much.
pub const POSTGRES_SETTINGS: [(&str, &str); 3] = [
    ("fsync", "SHOW fsync"),
    ("synchronous_commit", "SHOW synchronous_commit"),
    ("full_page_writes", "SHOW full_page_writes"),
];
