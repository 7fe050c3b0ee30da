//! A work commits whole or not at all, alone, and nobody hears of it before it is safe.

use std::time::Duration;

use store::{Store, StoreError};
use tokio::sync::oneshot;
use tokio::time::timeout;

use super::given::{NOW, person, unit};
use super::{at_both, file_in, folder, on_both, sql};

async fn setting(store: &Store, key: &str) -> Option<String> {
    look!(store, tx => tx.setting(key))
}

/// A work that keeps a setting, tells that it has begun, and waits to be let go before it ends.
struct Slow {
    begun: oneshot::Receiver<()>,
    go: oneshot::Sender<()>,
}

fn slow(store: &Store) -> (Slow, impl Future<Output = Result<(), StoreError>> + Send + 'static) {
    let (tell, begun) = oneshot::channel();
    let (go, wait) = oneshot::channel::<()>();
    let store = store.clone();
    let call = async move {
        attempt!(store, tx => {
            tx.keep_setting("slow", "kept").await?;
            let _ = tell.send(());
            let _ = wait.await;
        })
    };
    (Slow { begun, go }, call)
}

/// Seen sooner or later: the commit of a caller that has left is told to nobody.
async fn is_kept_at_last(store: &Store, key: &str) -> bool {
    let seen = async {
        while setting(store, key).await.is_none() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(Duration::from_secs(10), seen).await.is_ok()
}

#[tokio::test]
async fn a_work_that_fails_is_rolled_back_alone() {
    on_both(async |store| {
        let (Slow { begun, go }, call) = slow(&store);
        let (before, bad, after, _) = tokio::join!(
            call,
            async {
                attempt!(store, tx => {
                    tx.keep_setting("bad", "never").await?;
                    tx.create_person(&person(1, "an"), "", NOW).await?;
                    tx.create_person(&person(2, "an"), "", NOW).await?;
                })
            },
            async { attempt!(store, tx => tx.keep_setting("after", "kept").await?) },
            // All three wait for the writer when the first is let go: on SQLite they share one commit.
            async {
                begun.await.expect("the first has begun");
                go.send(()).expect("the first waits");
            },
        );
        assert!(before.is_ok() && after.is_ok(), "{before:?} {after:?}");
        assert!(bad.is_err_and(|error| error.is_taken()));
        for (key, kept) in [("slow", true), ("bad", false), ("after", true)] {
            assert_eq!(setting(&store, key).await.is_some(), kept, "{key}");
        }
        assert_eq!(look!(store, tx => tx.people()), []);
    })
    .await;
}

#[tokio::test]
async fn a_work_hands_its_own_error_to_its_caller() {
    #[derive(Debug, PartialEq)]
    enum Refused {
        Late,
        Store,
    }
    impl From<StoreError> for Refused {
        fn from(_: StoreError) -> Self {
            Self::Store
        }
    }
    on_both(async |store| {
        let refused: Result<(), Refused> = store
            .write(|tx| {
                Box::pin(async move {
                    tx.keep_setting("late", "never").await?;
                    Err(Refused::Late)
                })
            })
            .await;
        assert_eq!(refused, Err(Refused::Late));
        assert_eq!(setting(&store, "late").await, None);
    })
    .await;
}

#[tokio::test]
async fn a_panic_is_told_and_the_writer_lives_on() {
    on_both(async |store| {
        for _ in 0..3 {
            let panicked = attempt!(store, tx => {
                tx.keep_setting("bug", "never").await?;
                assert_eq!(tx.setting("bug").await?, None, "a bug in a verb");
            });
            assert!(matches!(panicked, Err(StoreError::Panicked)), "{panicked:?}");
        }
        assert_eq!(setting(&store, "bug").await, None);
        commit!(store, tx => tx.keep_setting("next", "kept").await?);
        assert!(setting(&store, "next").await.is_some());
    })
    .await;
}

#[tokio::test]
async fn nothing_is_visible_before_the_commit_is_told() {
    on_both(async |store| {
        let (Slow { begun, go }, call) = slow(&store);
        let caller = tokio::spawn(call);
        begun.await.expect("the work has begun");
        assert_eq!(setting(&store, "slow").await, None, "written, not committed");
        assert!(!caller.is_finished(), "and not told");
        go.send(()).expect("the work waits");
        caller.await.expect("no panic").expect("committed");
        assert!(setting(&store, "slow").await.is_some(), "told, so it is there");
    })
    .await;
}

#[tokio::test]
async fn a_caller_that_leaves_cancels_nothing() {
    on_both(async |store| {
        let (Slow { begun, go }, call) = slow(&store);
        let caller = tokio::spawn(call);
        begun.await.expect("the work has begun");
        caller.abort();
        assert!(caller.await.is_err_and(|error| error.is_cancelled()));
        go.send(()).expect("the work waits on, though nobody waits for it");
        assert!(is_kept_at_last(&store, "slow").await);
    })
    .await;
}

#[tokio::test]
async fn a_reader_keeps_its_snapshot_and_cannot_write() {
    on_both(async |store| {
        let mut reader = store.read().await.expect("a snapshot");
        assert_eq!(reader.units().await.expect("it reads"), []);
        commit!(store, tx => tx.put_unit(&unit("u-a", 1)).await?);
        assert_eq!(reader.units().await.expect("it reads"), [], "its own moment");
        assert_eq!(look!(store, tx => tx.units()), [unit("u-a", 1)], "a new reader sees the new one");
        assert!(reader.put_unit(&unit("u-b", 1)).await.is_err(), "a reader reads");
        drop(reader);
        assert_eq!(look!(store, tx => tx.units()), [unit("u-a", 1)]);
    })
    .await;
}

#[tokio::test]
async fn closing_waits_for_the_work_and_takes_no_more() {
    at_both(async |url| {
        let store = Store::open(&url).await.expect("the store opens");
        let (Slow { begun, go }, call) = slow(&store);
        let caller = tokio::spawn(call);
        begun.await.expect("the work has begun");
        let closing = tokio::spawn(store.clone().close());
        tokio::time::sleep(Duration::from_millis(50)).await;
        assert!(!closing.is_finished(), "the work is not done");
        go.send(()).expect("the work waits");
        caller.await.expect("no panic").expect("committed");
        closing.await.expect("closed");
        let late = attempt!(store, tx => tx.keep_setting("late", "never").await?);
        assert!(late.is_err(), "closed");
        assert!(store.read().await.is_err(), "closed");

        let store = Store::open(&url).await.expect("it opens again");
        assert!(setting(&store, "slow").await.is_some());
        assert_eq!(setting(&store, "late").await, None);
        store.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_store_in_health_never_says_that_it_is_broken() {
    on_both(async |store| {
        let failed = attempt!(store, tx => tx.sign_in("a", super::given::id(1), NOW).await?);
        assert!(failed.is_err(), "a refused work is no fault of the disk");
        assert!(timeout(Duration::from_millis(50), store.broken()).await.is_err());
    })
    .await;
}

/// What a full disk does to SQLite, brought about by a limit of pages.
#[tokio::test]
async fn a_full_database_refuses_and_works_again_once_there_is_room() {
    let folder = folder();
    let store = Store::open(&file_in(&folder)).await.expect("the store opens");
    commit!(store, tx => tx.keep_setting("before", "kept").await?);
    let pages: i64 = sql::texts(&store, "SELECT CAST(page_count AS TEXT) FROM pragma_page_count").await[0]
        .parse()
        .expect("a number");
    sql::run(&store, format!("PRAGMA max_page_count = {pages}")).await;
    for _ in 0..2 {
        let full = attempt!(store, tx => tx.keep_setting("long", &"đầy".repeat(100_000)).await?);
        assert!(full.is_err(), "there is no room");
        assert!(setting(&store, "before").await.is_some(), "reading goes on");
    }
    sql::run(&store, "PRAGMA max_page_count = 1000000").await;
    commit!(store, tx => tx.keep_setting("long", &"đầy".repeat(100_000)).await?);
    assert!(setting(&store, "long").await.is_some());
}
