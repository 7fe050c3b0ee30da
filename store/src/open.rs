//! Opening the store: address, settings that a receipt relies on, migrations, first rows.

use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{PgPool, SqlitePool};
use tokio::sync::Notify;

use crate::dialect;
use crate::error::StoreError;
use crate::tx::{Hold, Tx};
use crate::writer::{Queue, Work, run_alone};

/// How many readers SQLite serves beside its one writer.
const READERS: u32 = 4;
/// How many connections a node keeps to PostgreSQL.
const POSTGRES_CONNECTIONS: u32 = 16;

/// How many snapshots and peeks this process has read from.
static READS: AtomicU64 = AtomicU64::new(0);

/// The memory: SQLite in a file, or PostgreSQL. Cloning it is cheap and shares everything.
#[derive(Clone)]
pub enum Store {
    Sqlite { readers: SqlitePool, queue: Queue, broken: Arc<Notify> },
    Postgres(PgPool),
}

impl Store {
    /// Opens `sqlite:PATH` (the file is created) or `postgres://..`, brings it to the newest schema and checks the
    /// settings that make a receipt durable.
    ///
    /// # Errors
    /// [`StoreError::Address`] for another scheme or a database in memory, [`StoreError::Setting`] when the database
    /// does not sync what it acknowledges, and what the driver or a migration says.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        match url.split_once(':') {
            Some(("sqlite", path)) if !path.is_empty() && !path.contains(":memory:") => {
                open_sqlite(url).await
            }
            Some(("postgres" | "postgresql", _)) => open_postgres(url).await,
            _ => Err(StoreError::Address(url.to_owned())),
        }
    }

    /// A snapshot to read from. Keep it short: a long one stops SQLite's checkpoints.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn read(&self) -> Result<Tx, StoreError> {
        READS.fetch_add(1, Ordering::Relaxed);
        Ok(match self {
            Self::Sqlite { readers, .. } => {
                Tx::Sqlite(Hold::Begun(readers.begin_with(dialect::BEGIN_READ_SQLITE).await?))
            }
            Self::Postgres(pool) => {
                Tx::Postgres(Hold::Begun(pool.begin_with(dialect::BEGIN_READ_POSTGRES).await?))
            }
        })
    }

    /// As [`Store::read`], for one statement alone, or for several that need not see the same moment: it is a third of
    /// the work.
    ///
    /// # Errors
    /// What the driver says.
    pub async fn peek(&self) -> Result<Tx, StoreError> {
        READS.fetch_add(1, Ordering::Relaxed);
        Ok(match self {
            Self::Sqlite { readers, .. } => Tx::Sqlite(Hold::Alone(readers.acquire().await?)),
            Self::Postgres(pool) => Tx::Postgres(Hold::Alone(pool.acquire().await?)),
        })
    }

    /// How many snapshots and peeks were read from since this process began.
    #[must_use]
    pub fn reads() -> u64 {
        READS.load(Ordering::Relaxed)
    }

    /// Runs a verb's work in a transaction and answers after its commit; an error rolls back that work alone.
    ///
    /// On SQLite one task runs all work that waits and commits it together; on PostgreSQL each has a transaction of
    /// its own. The work goes on when the caller leaves.
    ///
    /// # Errors
    /// The work's own error; [`StoreError::Unknown`] when the commit failed, which may still have happened.
    pub async fn write<T, E, F>(&self, work: F) -> Result<T, E>
    where
        F: for<'t> FnOnce(&'t mut Tx) -> Work<'t, T, E> + Send + 'static,
        T: Send + 'static,
        E: From<StoreError> + Send + 'static,
    {
        match self {
            Self::Sqlite { queue, .. } => queue.run(work).await,
            Self::Postgres(pool) => run_alone(pool.clone(), work).await,
        }
    }

    /// Completes when the disk failed under a commit. The process must end then: retrying a sync is not safe.
    pub async fn broken(&self) {
        match self {
            Self::Sqlite { broken, .. } => broken.notified().await,
            Self::Postgres(_) => std::future::pending().await,
        }
    }

    /// After an erasure: lets no erased byte stay in SQLite's journal. On PostgreSQL, VACUUM does so in its own time.
    ///
    /// # Errors
    /// [`StoreError::Held`] while somebody reads from the journal; what the driver says.
    pub async fn forget(&self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite { queue, .. } => queue.forget().await,
            Self::Postgres(_) => Ok(()),
        }
    }

    /// Waits for the work that was taken and closes the connections.
    pub async fn close(self) {
        match self {
            Self::Sqlite { readers, queue, .. } => {
                // The writer last: whoever leaves last moves the journal into the file, and a reader may not.
                readers.close().await;
                queue.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

async fn open_sqlite(url: &str) -> Result<Store, StoreError> {
    let options = SqliteConnectOptions::from_str(url)?
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(std::time::Duration::from_secs(5))
        .pragma("journal_size_limit", "67108864")
        // What is erased is overwritten in the file, not only unlinked.
        .pragma("secure_delete", "ON")
        .statement_cache_capacity(256);
    let writer = SqlitePoolOptions::new()
        .max_connections(1)
        .min_connections(1)
        .max_lifetime(None)
        .idle_timeout(None)
        .test_before_acquire(false)
        .connect_with(options.clone())
        .await?;
    check_sqlite(&writer).await?;
    migrator().run(&writer).await?;
    let readers = SqlitePoolOptions::new()
        .max_connections(READERS)
        .test_before_acquire(false)
        .connect_with(options.read_only(true))
        .await?;
    let broken = Arc::new(Notify::new());
    let store = Store::Sqlite { readers, queue: Queue::start(writer, Arc::clone(&broken)), broken };
    Ok(store)
}

async fn check_sqlite(pool: &SqlitePool) -> Result<(), StoreError> {
    let journal: String = sqlx::query_scalar("PRAGMA journal_mode").fetch_one(pool).await?;
    wanted("journal_mode", journal, "wal")?;
    let synchronous: i64 = sqlx::query_scalar("PRAGMA synchronous").fetch_one(pool).await?;
    wanted("synchronous", synchronous.to_string(), "2")?;
    let keys: i64 = sqlx::query_scalar("PRAGMA foreign_keys").fetch_one(pool).await?;
    wanted("foreign_keys", keys.to_string(), "1")
}

async fn open_postgres(url: &str) -> Result<Store, StoreError> {
    let options = PgConnectOptions::from_str(url)?;
    let pool = PgPoolOptions::new().max_connections(POSTGRES_CONNECTIONS).connect_with(options).await?;
    for (name, show) in dialect::POSTGRES_SETTINGS {
        let found: String = sqlx::query_scalar(show).fetch_one(&pool).await?;
        if found == "off" {
            return Err(StoreError::Setting { name, found, wanted: "on" });
        }
    }
    migrator().run(&pool).await?;
    Ok(Store::Postgres(pool))
}

fn migrator() -> sqlx::migrate::Migrator {
    sqlx::migrate!("../migrations")
}

fn wanted(name: &'static str, found: String, wanted: &'static str) -> Result<(), StoreError> {
    if found == wanted { Ok(()) } else { Err(StoreError::Setting { name, found, wanted }) }
}
