//! A receipt that was given is never lost, and nothing is stored twice, whenever the server dies.

use std::{
    collections::{BTreeSet, HashSet},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use serde_json::json;
use tests::{
    http::{Client, Reply, Request},
    people::{LIVE, question, read},
    server::TestServer,
};
use tokio::task::JoinSet;
use uuid::Uuid;

const ASKERS: usize = 200;
/// Killed when this many have their receipt, so that the others are in the middle.
const RECEIPTS_BEFORE_DEATH: usize = 40;

fn asked(asker: usize) -> Request {
    let key = Uuid::from_u128(0x0191_0000_0000_7000_8000_0000_0000_0000 + asker as u128);
    let text = format!("Người hỏi thứ {asker} muốn biết giờ làm việc của bộ phận một cửa?");
    question(LIVE).json(&json!({"text": text})).header("idempotency-key", &key.to_string())
}

/// All ask at once, each from a client of its own; what each was told, if it was told.
async fn all_ask(address: &str, told: Arc<AtomicUsize>) -> Vec<Option<Reply>> {
    let mut asking = JoinSet::new();
    for asker in 0..ASKERS {
        let (client, told) = (Client::new(address), told.clone());
        asking.spawn(async move {
            let reply = client.try_send(asked(asker)).await.ok();
            told.fetch_add(1, Ordering::SeqCst);
            (asker, reply)
        });
    }
    let mut replies: Vec<_> = asking.join_all().await;
    replies.sort_by_key(|(asker, _)| *asker);
    replies.into_iter().map(|(_, reply)| reply).collect()
}

async fn received(server: &TestServer) -> u64 {
    let session = read(&server.visitor(), &format!("/api/v1/sessions/{LIVE}")).await;
    session["balance"]["received"].as_u64().expect("a balance")
}

#[tokio::test(flavor = "multi_thread")]
async fn receipts_survive_a_kill_and_nothing_is_there_twice() {
    let mut server = TestServer::demo();
    let before = received(&server).await;

    let told = Arc::new(AtomicUsize::new(0));
    let asking = tokio::spawn({
        let (address, told) = (server.address().to_owned(), told.clone());
        async move { all_ask(&address, told).await }
    });
    while told.load(Ordering::SeqCst) < RECEIPTS_BEFORE_DEATH {
        tokio::task::yield_now().await;
    }
    server.kill_9();
    let first = asking.await.expect("the askers do not panic");
    let given = first.iter().flatten().filter(|reply| reply.status == 201).count();
    assert!(given >= RECEIPTS_BEFORE_DEATH, "only {given} receipts");
    assert!(given < ASKERS, "the server died after everybody had a receipt: nothing was tested");

    server.restart();
    let second = all_ask(server.address(), Arc::default()).await;
    let mut ids = HashSet::new();
    let mut codes = HashSet::new();
    let mut numbers = BTreeSet::new();
    for (asker, (first, second)) in first.iter().zip(&second).enumerate() {
        let second =
            second.as_ref().unwrap_or_else(|| panic!("asker {asker} is not answered after the restart"));
        assert_eq!(second.status, 201, "asker {asker} asks again: {second}");
        if let Some(first) = first {
            assert_eq!(
                (first.status, first.text()),
                (201, second.text()),
                "asker {asker} is told something else"
            );
        }
        let receipt = second.json();
        ids.insert(receipt["id"].to_string());
        codes.insert(receipt["code"].to_string());
        numbers.insert(receipt["number"].as_u64().expect("a number"));
    }
    assert_eq!((ids.len(), codes.len()), (ASKERS, ASKERS), "two askers share a receipt");
    let expected: BTreeSet<u64> = (before + 1..=before + ASKERS as u64).collect();
    assert_eq!(numbers, expected, "numbers run without a gap");
    assert_eq!(received(&server).await, before + ASKERS as u64, "nothing is stored twice");

    server.sigterm();
    let verdict = server.command(&["verify"]);
    assert!(verdict.status.success(), "verify: {}", String::from_utf8_lossy(&verdict.stdout));
}
