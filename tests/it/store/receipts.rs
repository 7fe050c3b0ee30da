//! A key has one receipt, whatever is retried.

use store::Receipt;
use tokio::task::JoinSet;

use super::given::{NOW, id};
use super::on_both;

fn receipt(key: u128, body: &str) -> Receipt {
    Receipt { key: id(key), call: "POST /ask".to_owned(), status: 201, body: body.to_owned() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_twenty_calls_with_one_key_exactly_one_files() {
    on_both(async |store| {
        let mut calls = JoinSet::new();
        for n in 0..20 {
            let store = store.clone();
            calls.spawn(async move {
                commit!(store, tx => {
                    let own = receipt(1, &format!("gọi {n}"));
                    let first = tx.file_receipt(&own, NOW).await?;
                    let stands = tx.receipt(own.key).await?.expect("whoever lost meets the winner's receipt");
                    assert_eq!(first, stands == own);
                    (first, stands)
                })
            });
        }
        let told = calls.join_all().await;
        assert_eq!(told.iter().filter(|(first, _)| *first).count(), 1);
        let stored = look!(store, tx => tx.receipt(id(1)));
        assert!(told.iter().all(|(_, stands)| Some(stands) == stored.as_ref()), "all are told the same");
    })
    .await;
}

#[tokio::test]
async fn old_receipts_are_forgotten_and_their_keys_free() {
    on_both(async |store| {
        commit!(store, tx => for key in 0..4 {
            tx.file_receipt(&receipt(key, "cũ"), NOW.plus(i64::try_from(key).expect("small"))).await?;
        });
        assert_eq!(commit!(store, tx => tx.sweep_receipts(NOW.plus(2)).await?), 2);
        assert_eq!(look!(store, tx => tx.receipt(id(1))), None);
        assert_eq!(look!(store, tx => tx.receipt(id(2))), Some(receipt(2, "cũ")), "just at the edge");
        assert!(commit!(store, tx => tx.file_receipt(&receipt(1, "mới"), NOW).await?));
        assert_eq!(commit!(store, tx => tx.sweep_receipts(NOW).await?), 0);
    })
    .await;
}
