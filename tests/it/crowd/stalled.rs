//! Readers who do not read: the others are told at once, and whoever wakes gets everything.

use std::time::Duration;

use serde_json::{Value, json};
use tests::{
    http::{Client, Request},
    people::{HOST, LIVE},
    server::TestServer,
    ws::Viewer,
};
use tokio::{
    task::JoinSet,
    time::{Instant, sleep_until},
};

use super::number;

const READERS: usize = 180;
const STALLED: usize = 20;
const NOTICES: usize = 100;
/// More than a socket and its bound hold.
const LONG: usize = 2_000;
/// A reader who does not read has ten seconds for a write, and five for the goodbye.
const AWAY: Duration = Duration::from_secs(13);

/// A reader with a small buffer that stands at the head.
struct Sleeper {
    viewer: Viewer,
    at: i64,
    epoch: String,
}

impl Sleeper {
    async fn join(server: &TestServer) -> Self {
        let mut viewer = Viewer::join_narrow(server.address(), LIVE, "", &server.visitor()).await;
        let hello = viewer.next().await;
        let epoch = hello["epoch"].as_str().expect("an epoch").to_owned();
        viewer.until("the snapshot", |frame| frame["type"] == "snapshot").await;
        Self { viewer, at: number(&hello, "seq"), epoch }
    }

    /// Reads so many events, and checks that each follows the one before it.
    async fn read(&mut self, events: usize) {
        for _ in 0..events {
            let event = self.viewer.until("an event", |frame| frame["type"] == "event").await;
            self.take(&event);
        }
    }

    fn take(&mut self, event: &Value) {
        assert_eq!(number(event, "prev"), self.at, "a gap or a repetition: {event}");
        self.at = number(event, "seq");
    }
}

async fn notices(host: &Client) {
    let path = format!("/api/v1/admin/sessions/{LIVE}/notice");
    for n in 0..NOTICES {
        let text = format!("{n} {}", "Ề".repeat(LONG - 10));
        let reply = host.send(Request::post(&path).json(&json!({"text": text}))).await;
        assert_eq!(reply.status, 200, "{reply}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_wakes_gets_everything_and_nobody_waited_for_them() {
    let server = TestServer::demo();
    let host = server.staff(HOST).await;
    let mut stalled = Vec::new();
    for _ in 0..STALLED {
        stalled.push(Sleeper::join(&server).await);
    }
    let mut readers = Vec::new();
    for _ in 0..READERS {
        readers.push(Sleeper::join(&server).await);
    }
    let mut reading = JoinSet::new();
    for mut reader in readers {
        reading.spawn(async move {
            reader.read(NOTICES).await;
            Instant::now()
        });
    }
    notices(&host).await;
    let told = Instant::now();
    let seen = reading.join_all().await;
    let late = seen.into_iter().max().map_or(Duration::ZERO, |seen| seen.saturating_duration_since(told));
    assert!(late < Duration::from_secs(3), "the last reader waited {late:?}");
    for sleeper in &mut stalled {
        sleeper.read(NOTICES).await;
    }
}

#[tokio::test]
async fn whoever_stays_away_is_told_so_and_comes_back_to_everything() {
    let server = TestServer::demo();
    let host = server.staff(HOST).await;
    let mut sleeper = Sleeper::join(&server).await;
    let start = Instant::now();
    notices(&host).await;
    sleep_until(start + AWAY).await;
    let (told, code) = sleeper.viewer.rest().await;
    let events = told.iter().filter(|frame| frame["type"] == "event");
    let before = events.clone().count();
    events.for_each(|event| sleeper.take(event));
    let last = told.last().expect("a goodbye");
    assert_eq!((&last["type"], &last["reason"], code), (&json!("bye"), &json!("slow"), 1013));
    assert!(before < NOTICES, "it did not have everything");
    let query = format!("after={}&epoch={}", sleeper.at, sleeper.epoch);
    sleeper.viewer = Viewer::join(server.address(), LIVE, &query, &server.visitor()).await;
    assert_eq!(sleeper.viewer.next().await["resumed"], true);
    sleeper.read(NOTICES - before).await;
}
