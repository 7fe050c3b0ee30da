//! A store opens only where a receipt survives a power cut, and reads back the settings that make it so.

use std::time::Duration;

use sqlx::{Connection, Executor, PgConnection};
use store::{Store, StoreError};
use tests::postgres::Cluster;

use super::given::unit;
use super::{at_both, file_in, folder, sql};

fn refusal(opened: Result<Store, StoreError>) -> StoreError {
    opened.err().expect("it is refused")
}

#[tokio::test]
async fn sqlite_syncs_every_commit_on_the_connection_that_writes() {
    let folder = folder();
    let store = Store::open(&file_in(&folder)).await.expect("the store opens");
    for (pragma, value) in [
        ("journal_mode", "wal"),
        ("synchronous", "2"),
        ("foreign_keys", "1"),
        ("secure_delete", "1"),
        ("busy_timeout", "5000"),
        ("journal_size_limit", "67108864"),
    ] {
        let column = if pragma == "busy_timeout" { "timeout" } else { pragma };
        let read_back = format!("SELECT CAST({column} AS TEXT) FROM pragma_{pragma}");
        assert_eq!(sql::texts(&store, read_back).await, [value], "{pragma}");
    }
}

#[tokio::test]
async fn a_postgresql_that_loses_what_it_acknowledged_is_refused_by_name() {
    let cluster = Cluster::start();
    let url = cluster.fresh_database();
    let mut admin = PgConnection::connect(&url).await.expect("the database answers");
    for setting in ["fsync", "synchronous_commit", "full_page_writes"] {
        alter(&mut admin, setting, "SET", "= off").await;
        match refusal(Store::open(&url).await) {
            StoreError::Setting { name, found, wanted } => {
                assert_eq!((name, found.as_str(), wanted), (setting, "off", "on"));
            }
            other => panic!("{setting}: {other}"),
        }
        alter(&mut admin, setting, "RESET", "").await;
    }
    Store::open(&url).await.expect("with all of them on it opens").close().await;
}

/// Changes a setting of the whole cluster and waits until it holds.
async fn alter(admin: &mut PgConnection, setting: &str, verb: &str, value: &str) {
    let statement = format!("ALTER SYSTEM {verb} {setting} {value}");
    admin.execute(sqlx::AssertSqlSafe(statement)).await.expect("a superuser may");
    admin.execute("SELECT pg_reload_conf()").await.expect("a superuser may");
    let wanted = if verb == "SET" { "off" } else { "on" };
    let holds = async {
        loop {
            let ask = format!("SHOW {setting}");
            let now: String = sqlx::query_scalar(sqlx::AssertSqlSafe(ask))
                .fetch_one(&mut *admin)
                .await
                .expect("it is told");
            if now == wanted {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), holds).await.expect("the setting takes hold");
}

#[tokio::test]
async fn a_database_in_memory_is_refused() {
    for url in ["sqlite::memory:", "sqlite://:memory:"] {
        let refused = refusal(Store::open(url).await);
        assert!(matches!(&refused, StoreError::Address(told) if told == url), "{url}: {refused}");
    }
    let refused = refusal(Store::open("sqlite:doithoai?mode=memory").await);
    assert!(matches!(refused, StoreError::Setting { name: "journal_mode", .. }), "{refused}");
}

#[tokio::test]
async fn what_is_no_address_of_a_known_database_is_refused() {
    for url in ["", "sqlite", "sqlite:", "mysql://localhost/doithoai", "/var/lib/doithoai.db", "Sqlite:a.db"]
    {
        let refused = refusal(Store::open(url).await);
        assert!(matches!(&refused, StoreError::Address(told) if told == url), "{url}: {refused}");
    }
    let refused = refusal(Store::open("sqlite:/nonexistent/folder/doithoai.db").await);
    assert!(matches!(refused, StoreError::Database(_)), "{refused}");
}

#[tokio::test]
async fn a_database_opens_again_with_what_it_held() {
    at_both(async |url| {
        let store = Store::open(&url).await.expect("the store opens");
        commit!(store, tx => tx.put_unit(&unit("u-a", 1)).await?);
        store.close().await;
        let store = Store::open(&url).await.expect("it opens again");
        assert_eq!(look!(store, tx => tx.units()), [unit("u-a", 1)]);
        store.close().await;
    })
    .await;
}

#[tokio::test]
async fn nodes_that_open_a_new_postgresql_at_once_all_open() {
    let url = Cluster::shared().fresh_database();
    let nodes = [(); 4].map(|()| Store::open(&url));
    for node in futures_util::future::join_all(nodes).await {
        node.expect("it opens").close().await;
    }
}
