//! The memory keeps the same promises on SQLite and on PostgreSQL: every story runs on both.

use std::fmt::Debug;

use store::Store;
use tempfile::TempDir;
use tests::postgres::Cluster;

/// Runs some work in a transaction: `attempt!(store, tx => tx.put_unit(&unit).await?)`.
macro_rules! attempt {
    ($store:expr, $tx:ident => $work:expr) => {
        $store.write(move |$tx| Box::pin(async move { Ok::<_, store::StoreError>($work) })).await
    };
}

/// As `attempt!`, for work that must succeed.
macro_rules! commit {
    ($store:expr, $tx:ident => $work:expr) => {
        attempt!($store, $tx => $work).expect("the work is committed")
    };
}

/// Reads from a snapshot of its own: `look!(store, tx => tx.units())`.
macro_rules! look {
    ($store:expr, $tx:ident => $read:expr) => {{
        let mut $tx = $store.read().await.expect("a snapshot");
        $read.await.expect("it can be read")
    }};
}

mod answers;
mod coverage;
mod desk;
mod erase;
mod given;
mod items;
mod log;
mod open;
mod people;
mod questions;
mod receipts;
mod reference;
mod schema;
mod sessions;
mod sql;
mod verify;
mod votes;
mod writes;

/// Tells a story with a new, empty store on each database; what it gives back must be equal.
async fn on_both<T: PartialEq + Debug>(story: impl AsyncFn(Store) -> T) -> T {
    at_both(async |url| {
        let store = Store::open(&url).await.expect("the store opens");
        let told = story(store.clone()).await;
        store.close().await;
        told
    })
    .await
}

/// As [`on_both`], for a story that opens the database by its address.
async fn at_both<T: PartialEq + Debug>(story: impl AsyncFn(String) -> T) -> T {
    let folder = folder();
    println!("the story on SQLite");
    let sqlite = story(file_in(&folder)).await;
    println!("the story on PostgreSQL");
    let postgres = story(Cluster::shared().fresh_database()).await;
    assert_eq!(sqlite, postgres, "SQLite tells the left, PostgreSQL the right");
    sqlite
}

fn folder() -> TempDir {
    tempfile::Builder::new().prefix("doithoai-store-").tempdir().expect("a temp folder")
}

/// The address of a SQLite file.
fn file_in(folder: &TempDir) -> String {
    format!("sqlite:{}", folder.path().join("doithoai.db").display())
}
