//! A reader that proves for itself that nothing is missing and nothing comes twice, and comes back when it is cut off.

use std::{collections::HashMap, time::Duration};

use serde_json::{Value, json};
use tests::{
    http::Client,
    people::{LIVE, MODERATOR},
    ws::Viewer,
};
use tokio::{
    task::JoinSet,
    time::{Instant, sleep, timeout},
};

use super::{LAST, Pair};

const AT_EACH_NODE: [&str; 4] = ["public", "public", "public", "desk"];
/// A reader that was cut off comes back after this.
const AGAIN: Duration = Duration::from_millis(200);
const PATIENCE: Duration = Duration::from_secs(30);

/// What one reader was told.
pub struct Told {
    pub who: String,
    pub lens: &'static str,
    /// The number of the last event.
    pub at: i64,
    /// How often the stream ended too early.
    pub cuts: u32,
    /// When the event was there, by the question's id.
    pub received: HashMap<String, Instant>,
    pub approved: HashMap<String, Instant>,
}

impl Told {
    fn new(who: String, lens: &'static str, at: i64) -> Self {
        Self { who, lens, at, cuts: 0, received: HashMap::new(), approved: HashMap::new() }
    }

    /// Takes the event that follows the one before it in the lens. Anything else is a fault: a gap, a repetition, a
    /// question that is told of twice.
    fn take(&mut self, event: &Value, now: Instant) -> Result<(), String> {
        let number = |name: &str| event[name].as_i64().ok_or_else(|| format!("no {name} in {event}"));
        let (prev, seq) = (number("prev")?, number("seq")?);
        if prev != self.at || seq <= prev {
            return Err(format!("a gap or a repetition after {}: {event}", self.at));
        }
        self.at = seq;
        let id = event["data"]["question"]["id"].as_str().unwrap_or_default().to_owned();
        let before = match event["kind"].as_str() {
            Some("question.received") => self.received.insert(id, now),
            Some("question.approved") => self.approved.insert(id, now),
            _ => None,
        };
        if before.is_some() { Err(format!("told twice: {event}")) } else { Ok(()) }
    }
}

struct Reader {
    told: Told,
    viewer: Viewer,
    address: String,
    epoch: String,
    client: Client,
}

impl Reader {
    async fn join(who: String, address: &str, lens: &'static str, client: Client) -> Self {
        let mut viewer = Viewer::join(address, LIVE, &format!("audience={lens}"), &client).await;
        let hello = viewer.next().await;
        let at = hello["seq"].as_i64().unwrap_or_else(|| panic!("no hello: {hello}"));
        let epoch = hello["epoch"].as_str().expect("an epoch").to_owned();
        viewer.until("the snapshot", |frame| frame["type"] == "snapshot").await;
        Self { told: Told::new(who, lens, at), viewer, address: address.to_owned(), epoch, client }
    }

    /// Reads on until the last question is approved.
    async fn read(mut self) -> Told {
        loop {
            let Some(frame) = self.viewer.read_raw().await else {
                self.told.cuts += 1;
                self.come_back().await;
                continue;
            };
            let frame: Value = serde_json::from_str(&frame).expect("a frame is JSON");
            match frame["type"].as_str() {
                Some("event") => {
                    let taken = self.told.take(&frame, Instant::now());
                    taken.unwrap_or_else(|fault| panic!("{}: {fault}", self.told.who));
                    let last = frame["data"]["question"]["text"] == LAST;
                    // The desk may see the approved text in the event before: an event tells the present.
                    if last && frame["kind"] == "question.approved" {
                        return self.told;
                    }
                }
                Some("hello") => assert_eq!(frame["resumed"], true, "{} does not resume", self.told.who),
                Some("tally" | "beat" | "mine" | "bye") => {}
                _ => panic!("{} did not ask for {frame}", self.told.who),
            }
        }
    }

    async fn come_back(&mut self) {
        let Told { lens, at, .. } = &self.told;
        let query = format!("audience={lens}&after={at}&epoch={}", self.epoch);
        loop {
            sleep(AGAIN).await;
            match Viewer::try_join(&self.address, LIVE, &query, &self.client).await {
                Ok(viewer) => {
                    self.viewer = viewer;
                    return;
                }
                Err(status) => assert_eq!(status, 503, "{} is not let in again", self.told.who),
            }
        }
    }
}

pub struct Readers(JoinSet<Told>);

impl Readers {
    /// Three of the public and one of the desk at each node.
    pub async fn join(pair: &Pair) -> Self {
        let mut reading = JoinSet::new();
        for (node, server) in ["first", "second"].into_iter().zip(pair.nodes()) {
            for (place, lens) in AT_EACH_NODE.into_iter().enumerate() {
                let client =
                    if lens == "desk" { pair.staff(server, MODERATOR).await } else { server.visitor() };
                let who = format!("reader {place} ({lens}) of the {node} node");
                let reader = Reader::join(who, server.address(), lens, client).await;
                reading.spawn(reader.read());
            }
        }
        Self(reading)
    }

    /// What each was told once all hold the last question: then each stands at the head of its lens.
    pub async fn all(self, pair: &Pair) -> Vec<Told> {
        let told = timeout(PATIENCE, self.0.join_all()).await;
        let told = told.expect("every reader is told of the last question");
        let moderator = pair.staff(&pair.first, MODERATOR).await;
        for lens in ["public", "desk"] {
            let query = format!("audience={lens}");
            let mut viewer = Viewer::join(pair.first.address(), LIVE, &query, &moderator).await;
            let hello = viewer.next().await;
            for reader in told.iter().filter(|reader| reader.lens == lens) {
                assert_eq!(hello["seq"], reader.at, "{} does not stand at the head", reader.who);
            }
        }
        told
    }
}

/// Who waited longest for an approval after its call was answered; each must have been told of each.
pub fn longest_wait(told: &[Told], answered: &HashMap<String, Instant>) -> (Duration, String) {
    let mut longest = (Duration::ZERO, "nobody had to wait".to_owned());
    for reader in told {
        for (id, answered) in answered {
            let seen = reader.approved.get(id);
            let seen = seen.unwrap_or_else(|| panic!("{} was not told of {id}", reader.who));
            let wait = seen.saturating_duration_since(*answered);
            if wait > longest.0 {
                longest = (wait, format!("{}, for {id}", reader.who));
            }
        }
    }
    longest
}

#[test]
fn the_watch_sees_a_gap_a_repetition_a_second_telling_and_a_long_wait() {
    const LATE: Duration = Duration::from_secs(2);
    let event = |prev: i64, seq: i64, id: &str| {
        let data = json!({"question": {"id": id}});
        json!({"prev": prev, "seq": seq, "kind": "question.approved", "data": data})
    };
    let answered = Instant::now();
    let seen = answered + LATE;
    let mut told = Told::new("a reader".to_owned(), "public", 4);
    assert_eq!(told.take(&event(4, 6, "2-1"), seen), Ok(()));
    assert!(told.take(&event(7, 8, "2-2"), seen).is_err(), "a gap");
    assert!(told.take(&event(4, 6, "2-1"), seen).is_err(), "a repetition");
    assert!(told.take(&event(6, 7, "2-1"), seen).is_err(), "a second approval");
    let (wait, _) = longest_wait(&[told], &HashMap::from([("2-1".to_owned(), answered)]));
    assert_eq!(wait, LATE);
}
