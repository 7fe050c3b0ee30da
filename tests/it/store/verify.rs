//! `verify` passes over what was written, and names the place of what was changed behind the store's back.

use sqlx::{Connection, Executor, PgConnection, SqliteConnection, sqlite::SqliteConnectOptions};
use store::{Fault, Store, Verified};

use super::given::{append, begin, file_all, happening, id, question, rejection};
use super::{at_both, file_in, folder, on_both, sql};

async fn faults(store: &Store) -> Vec<Fault> {
    store.verify().await.expect("the logs can be read").err().unwrap_or_default()
}

/// Logs of three events each; the one in the middle has every field set.
async fn begin_with_events(store: &Store, logs: i64) {
    begin(store, logs).await;
    for no in 0..logs {
        append(store, no, happening(None, "")).await;
        append(store, no, rejection(id(7))).await;
        append(store, no, happening(None, "")).await;
    }
}

#[tokio::test]
async fn untouched_logs_are_whole() {
    on_both(async |store| {
        assert_eq!(store.verify().await.expect("it reads"), Ok(Verified::default()), "nothing is whole");
        begin_with_events(&store, 3).await;
        file_all(&store, &[question(1, 1), question(1, 2), question(2, 1)]).await;
        let whole = store.verify().await.expect("it reads");
        assert_eq!(whole, Ok(Verified { logs: 3, events: 12, questions: 3 }));
    })
    .await;
}

#[tokio::test]
async fn a_log_longer_than_one_reading_is_whole_and_its_fault_is_found() {
    on_both(async |store| {
        begin(&store, 1).await;
        commit!(store, tx => {
            let mut head = tx.lock_log(0).await?;
            for at in 0..1_100 {
                tx.append(&mut head, dialogue::Millis(at), happening(None, "")).await?;
            }
        });
        assert_eq!(store.verify().await.expect("it reads").map(|verified| verified.events), Ok(1_100));
        sql::run(&store, "UPDATE event SET at = at + 1 WHERE seq = 1050").await;
        assert_eq!(faults(&store).await, [Fault::Hash { no: 0, seq: 1_050 }]);
    })
    .await;
}

#[tokio::test]
async fn a_change_of_any_column_names_its_row() {
    const CHANGES: [&str; 14] = [
        "at = at + 1",
        "kind = 'question.approved'",
        "verb = 'rejecT'",
        "question = NULL",
        "capacity = 'host'",
        "person = NULL",
        "unit = NULL",
        "was = ''",
        "becomes = was",
        "reason = NULL",
        "digests = ''",
        "public = FALSE",
        "public_prev = 1",
        "hash = (SELECT e.hash FROM event e WHERE e.no = event.no AND e.seq = 1)",
    ];
    on_both(async |store| {
        let logs = i64::try_from(CHANGES.len()).expect("few");
        begin_with_events(&store, logs).await;
        for (no, change) in CHANGES.iter().enumerate() {
            let update = format!("UPDATE event SET {change} WHERE no = {no} AND seq = 2");
            assert_eq!(sql::run(&store, update).await, 1, "{change}");
        }
        let expected: Vec<Fault> = (0..logs).map(|no| Fault::Hash { no, seq: 2 }).collect();
        assert_eq!(faults(&store).await, expected);
    })
    .await;
}

#[tokio::test]
async fn a_value_that_cannot_be_read_names_its_row() {
    on_both(async |store| {
        begin_with_events(&store, 4).await;
        for (no, change) in ["kind = 'question.lost'", "capacity = 'king'", "digests = 'zz'", "hash = 'a1'"]
            .iter()
            .enumerate()
        {
            sql::run(&store, format!("UPDATE event SET {change} WHERE no = {no} AND seq = 2")).await;
        }
        let places: Vec<_> = faults(&store)
            .await
            .into_iter()
            .map(|fault| match fault {
                Fault::Unreadable { no, seq, .. } => (no, seq),
                other => panic!("{other}"),
            })
            .collect();
        assert_eq!(places, [(0, 2), (1, 2), (2, 2), (3, 2)]);
    })
    .await;
}

/// Only SQLite takes three bytes for an id; the row cannot even be decoded then.
#[tokio::test]
async fn a_torn_id_names_its_row() {
    let folder = folder();
    let store = Store::open(&file_in(&folder)).await.expect("the store opens");
    begin_with_events(&store, 2).await;
    sql::run(&store, "UPDATE event SET question = x'010203' WHERE no = 1 AND seq = 2").await;
    let faults = faults(&store).await;
    assert!(matches!(faults[..], [Fault::Unreadable { no: 1, seq: 2, .. }]), "{faults:?}");
}

#[tokio::test]
async fn missing_and_moved_rows_are_named() {
    on_both(async |store| {
        begin_with_events(&store, 7).await;
        file_all(&store, &[question(6, 1), question(6, 2), question(6, 3)]).await;
        for change in [
            "DELETE FROM event WHERE no = 0 AND seq = 1",
            "DELETE FROM event WHERE no = 1 AND seq = 2",
            "DELETE FROM event WHERE no = 2 AND seq = 3",
            "UPDATE event SET seq = 9 WHERE no = 3 AND seq = 3",
            "UPDATE log SET seq = 4 WHERE no = 4",
            "UPDATE log SET hash = (SELECT hash FROM event WHERE no = 5 AND seq = 2) WHERE no = 5",
            "DELETE FROM question WHERE no = 6 AND number = 2",
        ] {
            assert_eq!(sql::run(&store, change).await, 1, "{change}");
        }
        assert_eq!(
            faults(&store).await,
            [
                Fault::Gap { no: 0, seq: 2, after: 0 },
                Fault::Gap { no: 1, seq: 3, after: 1 },
                Fault::Head { no: 2, seq: 2 },
                Fault::Gap { no: 3, seq: 9, after: 2 },
                Fault::Head { no: 4, seq: 3 },
                Fault::Head { no: 5, seq: 3 },
                Fault::Questions { no: 6, counted: 3, found: 2, last: 3 },
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn a_log_whose_head_was_removed_is_named() {
    at_both(async |url| {
        let store = Store::open(&url).await.expect("the store opens");
        begin_with_events(&store, 2).await;
        without_foreign_keys(&url, "DELETE FROM log WHERE no = 1").await;
        assert_eq!(faults(&store).await, [Fault::NoHead { no: 1 }]);
        store.close().await;
    })
    .await;
}

async fn without_foreign_keys(url: &str, statement: &'static str) {
    if url.starts_with("sqlite:") {
        let options: SqliteConnectOptions = url.parse().expect("an address");
        let mut database =
            SqliteConnection::connect_with(&options.foreign_keys(false)).await.expect("it opens");
        database.execute(statement).await.expect("it runs");
    } else {
        let mut database = PgConnection::connect(url).await.expect("it opens");
        database.execute("SET session_replication_role = replica").await.expect("a superuser may");
        database.execute(statement).await.expect("it runs");
    }
}
