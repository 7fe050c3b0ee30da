//! One folder of migrations makes the same tables on both databases.

use store::Store;

use super::{on_both, sql};

/// `table.column TYPE NOT NULL` or `NULL`.
const SQLITE_COLUMNS: &str = "SELECT m.name || '.' || c.name || ' ' || c.type || \
     CASE WHEN c.\"notnull\" = 1 THEN ' NOT NULL' ELSE ' NULL' END AS told \
     FROM sqlite_master m JOIN pragma_table_info(m.name) c \
     WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name NOT LIKE '_sqlx%' ORDER BY told";
const POSTGRES_COLUMNS: &str = "SELECT table_name || '.' || column_name || ' ' || UPPER(data_type) || \
     CASE WHEN is_nullable = 'NO' THEN ' NOT NULL' ELSE ' NULL' END AS told \
     FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE '\\_sqlx%' ORDER BY told";

/// The indexes that a migration named, and their tables.
const SQLITE_INDEXES: &str = "SELECT name || ' ' || tbl_name AS told FROM sqlite_master \
     WHERE type = 'index' AND sql IS NOT NULL ORDER BY told";
const POSTGRES_INDEXES: &str = "SELECT indexname || ' ' || tablename AS told FROM pg_indexes \
     WHERE schemaname = 'public' AND indexname NOT LIKE '%\\_pkey' AND indexname NOT LIKE '%\\_key' ORDER BY told";

async fn told(store: &Store, sqlite: &str, postgres: &str) -> Vec<String> {
    let statement = if matches!(store, Store::Sqlite { .. }) { sqlite } else { postgres };
    sql::texts(store, statement).await
}

#[tokio::test]
async fn tables_columns_types_and_nullability_are_equal() {
    let columns = on_both(async |store| told(&store, SQLITE_COLUMNS, POSTGRES_COLUMNS).await).await;
    assert!(columns.contains(&"event.question UUID NULL".to_owned()), "{columns:?}");
    for column in &columns {
        let kind = column.split(' ').nth(1).unwrap_or_default();
        assert!(["UUID", "TEXT", "BIGINT", "BOOLEAN"].contains(&kind), "{column} is of no portable type");
    }
}

#[tokio::test]
async fn indexes_are_equal() {
    let indexes = on_both(async |store| told(&store, SQLITE_INDEXES, POSTGRES_INDEXES).await).await;
    assert!(indexes.contains(&"event_question event".to_owned()), "{indexes:?}");
}
