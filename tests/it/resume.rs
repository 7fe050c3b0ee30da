//! Wherever a reader was cut off, it goes on there: no event is missing, none comes twice, and all come in their order.

use std::sync::Arc;

use serde_json::{Value, json};
use tests::{
    dice::Dice,
    http::{Client, Request},
    people::{HOST, LIVE, MODERATOR, ask, desk, read},
    server::TestServer,
    ws::Viewer,
};
use tokio::task::JoinSet;

const CUTS: usize = 1_000;
const ROUNDS: usize = 24;
const SEED: u64 = 20_260_924;
/// How many readers come back at the same time; every other one by socket.
const AT_ONCE: usize = 32;

/// The log of the live session as its events path tells it from the first event on.
struct Log {
    address: String,
    epoch: String,
    events: Vec<Value>,
    head: i64,
}

/// Where a reader says that it stands.
#[derive(Clone, Copy, Debug)]
struct Cut {
    after: i64,
    is_of_this_epoch: bool,
}

fn number(frame: &Value, name: &str) -> i64 {
    frame[name].as_i64().unwrap_or_else(|| panic!("no {name} in {frame}"))
}

impl Log {
    /// Reads all of it, and checks that each event follows the one before it.
    async fn read(server: &TestServer) -> Self {
        let client = server.visitor();
        let session = read(&client, &format!("/api/v1/sessions/{LIVE}")).await;
        let epoch = session["epoch"].as_str().expect("an epoch").to_owned();
        let path = format!("/api/v1/sessions/{LIVE}/events?after=0&epoch={epoch}");
        let answer = read(&client, &path).await;
        let events = answer["events"].as_array().expect("a list").clone();
        let mut at = 0;
        for event in &events {
            assert_eq!(number(event, "prev"), at, "a gap or a repetition: {event}");
            assert!(number(event, "seq") > at, "out of order: {event}");
            at = number(event, "seq");
        }
        assert_eq!((at, at), (number(&session, "seq"), number(&answer, "seq")), "the last one is the head");
        Self { address: server.address().to_owned(), epoch, events, head: at }
    }

    /// What a reader with this cut has missed; `None` when it cannot resume.
    fn missed(&self, cut: Cut) -> Option<&[Value]> {
        let resumes = cut.is_of_this_epoch && cut.after <= self.head;
        let seen = self.events.partition_point(|event| number(event, "seq") <= cut.after);
        resumes.then(|| &self.events[seen..])
    }

    fn query(&self, cut: Cut) -> String {
        let epoch = if cut.is_of_this_epoch { &self.epoch } else { "another" };
        format!("after={}&epoch={epoch}", cut.after)
    }

    /// At the ends, beyond them, in another epoch, and everywhere in between: after numbers of the desk's lens too.
    fn cuts(&self) -> Vec<Cut> {
        let mut dice = Dice::new(SEED);
        let head = usize::try_from(self.head).expect("a small number");
        let cut = |n: usize| {
            let after = match n % 25 {
                0 => 0,
                1 => head,
                2 => head + 1 + dice.below(1_000),
                _ => dice.below(head + 1),
            };
            Cut { after: i64::try_from(after).expect("a small number"), is_of_this_epoch: n % 25 != 3 }
        };
        (0..CUTS).map(cut).collect()
    }

    async fn by_path(&self, cut: Cut) {
        let path = format!("/api/v1/sessions/{LIVE}/events?{}", self.query(cut));
        let answer = read(&Client::new(&self.address), &path).await;
        let events = answer["events"].as_array().expect("a list");
        match self.missed(cut) {
            Some(missed) => {
                assert!(answer["snapshot"].is_null(), "{cut:?} resumes");
                assert_eq!(events, missed, "{cut:?}");
            }
            None => {
                assert_eq!(number(&answer["snapshot"], "seq"), self.head, "{cut:?} gets a snapshot");
                assert_eq!(events.len(), 0, "{cut:?}");
            }
        }
        assert_eq!(number(&answer, "seq"), self.head, "{cut:?}");
    }

    async fn by_socket(&self, cut: Cut) {
        let stranger = Client::new(&self.address);
        let mut viewer = Viewer::join(&self.address, LIVE, &self.query(cut), &stranger).await;
        // Its answer marks the end of what is told without anything happening.
        viewer.say(&json!({"do": "ping", "ref": null})).await;
        let hello = viewer.next().await;
        let missed = self.missed(cut);
        assert_eq!(
            (&hello["type"], &hello["resumed"]),
            (&json!("hello"), &json!(missed.is_some())),
            "{cut:?}"
        );
        let (mut events, mut snapshots) = (Vec::new(), Vec::new());
        loop {
            let mut frame = viewer.next().await;
            match frame["type"].as_str().expect("a type") {
                "event" => {
                    frame.as_object_mut().expect("an object").remove("type");
                    events.push(frame);
                }
                "snapshot" => snapshots.push(number(&frame, "seq")),
                "beat" => {
                    assert_eq!(number(&frame, "seq"), self.head, "{cut:?}");
                    break;
                }
                _ => {}
            }
        }
        assert_eq!(events, missed.unwrap_or_default(), "{cut:?}");
        let expected = if missed.is_some() { vec![] } else { vec![self.head] };
        assert_eq!(snapshots, expected, "{cut:?}: one snapshot for whom no event helps");
    }
}

/// Five public events in each round, and one of the desk's lens between them.
async fn some_history(server: &TestServer) {
    let (moderator, host) = (server.staff(MODERATOR).await, server.staff(HOST).await);
    let asker = server.visitor();
    let notice = format!("/api/v1/admin/sessions/{LIVE}/notice");
    for n in 0..ROUNDS {
        let receipt = ask(&asker, LIVE, &format!("Câu hỏi thứ {n} để có dòng sự kiện dài hơn?")).await;
        let id = receipt["id"].as_str().expect("an id");
        desk(&moderator, id, "approve", json!({"lead_unit": "u-stc"})).await;
        desk(&moderator, id, "edit", json!({"title": format!("Tiêu đề thứ {n}")})).await;
        desk(&host, id, "queue", json!({})).await;
        desk(&host, id, "unstage", json!({})).await;
        let text = json!({"text": format!("Thông báo thứ {n}.")});
        let reply = host.send(Request::post(&notice).json(&text)).await;
        assert_eq!(reply.status, 200, "{reply}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_cuts_lose_nothing_and_repeat_nothing() {
    let server = TestServer::demo();
    some_history(&server).await;
    let log = Arc::new(Log::read(&server).await);
    assert!(log.events.len() >= 120, "only {} events", log.events.len());
    let cuts = Arc::new(log.cuts());
    let mut readers = JoinSet::new();
    for reader in 0..AT_ONCE {
        let (log, cuts) = (log.clone(), cuts.clone());
        readers.spawn(async move {
            for cut in cuts.iter().skip(reader).step_by(AT_ONCE) {
                if reader % 2 == 0 { log.by_path(*cut).await } else { log.by_socket(*cut).await }
            }
        });
    }
    readers.join_all().await;
}

#[tokio::test]
async fn pages_of_events_join_into_the_whole() {
    let server = TestServer::demo();
    some_history(&server).await;
    let log = Log::read(&server).await;
    let client = server.visitor();
    let (mut at, mut events, mut dice) = (0, Vec::new(), Dice::new(SEED));
    while at < log.head {
        let limit = 1 + dice.below(17);
        let path = format!("/api/v1/sessions/{LIVE}/events?after={at}&epoch={}&limit={limit}", log.epoch);
        let answer = read(&client, &path).await;
        let page = answer["events"].as_array().expect("a list");
        assert!(page.len() == limit || number(&answer, "seq") == log.head, "a short page: {answer}");
        assert!(number(&answer, "seq") > at, "no page leads on from {at}");
        at = number(&answer, "seq");
        events.extend(page.iter().cloned());
    }
    assert_eq!(events, log.events);
}

#[tokio::test]
async fn a_place_without_its_epoch_is_no_place_and_a_broken_one_is_refused() {
    let server = TestServer::shared_demo();
    let stranger = server.visitor();
    let epoch = read(&stranger, &format!("/api/v1/sessions/{LIVE}")).await["epoch"].clone();
    let epoch = epoch.as_str().expect("an epoch");
    for query in ["", "after=0", "after=1&epoch=", "after=1&epoch=another", &format!("epoch={epoch}")] {
        let answer = read(&stranger, &format!("/api/v1/sessions/{LIVE}/events?{query}")).await;
        assert!(answer["snapshot"].is_object() && answer["events"] == json!([]), "{query}");
        let mut viewer = Viewer::join(server.address(), LIVE, query, &stranger).await;
        assert_eq!(viewer.next().await["resumed"], false, "{query}");
        assert_eq!(viewer.next().await["type"], "snapshot", "{query}");
    }
    for query in ["after=-1", "after=x", "after=1.5"] {
        let query = format!("{query}&epoch={epoch}");
        let reply = stranger.get(&format!("/api/v1/sessions/{LIVE}/events?{query}")).await;
        assert_eq!(reply.status, 422, "{query}: {reply}");
        assert_eq!(
            Viewer::try_join(server.address(), LIVE, &query, &stranger).await.err(),
            Some(422),
            "{query}"
        );
    }
}
