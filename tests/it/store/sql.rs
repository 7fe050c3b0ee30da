//! What no method of the store does: tampering, and looking behind it.

use sqlx::AssertSqlSafe;
use store::{Store, StoreError, Tx};

/// Commits a statement and tells how many rows it touched.
pub async fn run(store: &Store, sql: impl Into<String>) -> u64 {
    let sql = sql.into();
    commit!(store, tx => {
        let query = AssertSqlSafe(sql);
        let done = match tx {
            Tx::Sqlite(tx) => sqlx::query(query).execute(&mut **tx).await.map(|done| done.rows_affected()),
            Tx::Postgres(tx) => sqlx::query(query).execute(&mut **tx).await.map(|done| done.rows_affected()),
        };
        done.map_err(StoreError::from)?
    })
}

/// The texts of a statement's only column, asked on the connection that writes.
pub async fn texts(store: &Store, sql: impl Into<String>) -> Vec<String> {
    let sql = sql.into();
    commit!(store, tx => {
        let query = AssertSqlSafe(sql);
        let texts = match tx {
            Tx::Sqlite(tx) => sqlx::query_scalar(query).fetch_all(&mut **tx).await,
            Tx::Postgres(tx) => sqlx::query_scalar(query).fetch_all(&mut **tx).await,
        };
        texts.map_err(StoreError::from)?
    })
}
