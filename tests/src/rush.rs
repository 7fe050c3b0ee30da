//! A rush at the desk: hundreds of questions within minutes, and moderators who decide them through the contract, each with a
//! pause for reading. One of them may lose the network in the middle.
//!
//! What a moderator knows by reading, whether two questions are the same, the script knows from the fixture; which questions
//! it is shown together, it learns from the desk alone.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use dialogue::clock::{Clock, Zone};
use dialogue::id::{Chance, new_id};
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep, sleep_until};

use crate::http::{Client, Reply, Request};
use crate::people::{LIVE, question, read};
use crate::server::TestServer;
use crate::wire::Wire;

const QUESTIONS: &str = include_str!("../fixtures/rush/questions.jsonl");
/// Decisions on the moderation axis, as a timeline names them.
const DECISIONS: [&str; 5] = ["approve", "merge", "reject", "redirect", "request_info"];
/// What repeats another is decided when there are so many, or when the first has waited for this share of the whole rush.
const ENOUGH: usize = 24;
/// How many pairs a moderator takes in at once.
const SCREEN: usize = 8;
const PATIENCE: u32 = 4;

/// What happens, and how fast.
#[derive(Clone, Copy, Debug)]
pub struct Rush {
    /// How many of the 500 are sent.
    pub questions: usize,
    /// Within which time.
    pub over: Duration,
    /// How long a moderator reads before a decision.
    pub reading: Duration,
    /// For how long the second moderator has no network, in the middle.
    pub cut: Option<Duration>,
}

/// How it went.
#[derive(Debug, Default)]
pub struct Outcome {
    pub received: usize,
    /// Still without a decision, or unknown to the server.
    pub lost: usize,
    /// With more than one decision.
    pub twice: usize,
    /// How often a moderator decided, whatever the number of questions.
    pub decisions: u32,
    /// How many questions were merged into another.
    pub merged: usize,
    /// From receipt to decision, in milliseconds, the shortest first.
    pub waits: Vec<u32>,
    /// How many calls failed for want of a network.
    pub cut_off: u32,
}

/// What is known of the rush by everybody in it.
struct Scene {
    plan: Rush,
    /// The group of each question that was received, by its public name; its own name where it has none.
    groups: Mutex<HashMap<String, String>>,
    all_sent: AtomicBool,
    decisions: AtomicU32,
    cut_off: AtomicU32,
}

/// Runs it against a demonstration server without limits.
pub async fn run(server: &TestServer, moderators: [&str; 3], plan: Rush) -> Outcome {
    let scene = Arc::new(Scene {
        plan,
        groups: Mutex::default(),
        all_sent: AtomicBool::new(false),
        decisions: AtomicU32::new(0),
        cut_off: AtomicU32::new(0),
    });
    let start = Instant::now();
    let mut people = JoinSet::new();
    for (n, username) in moderators.into_iter().enumerate() {
        let wire = Wire::to(server.address()).await;
        let client = Client::new(wire.address());
        server.account(username).sign_in(&client).await;
        if let Some(long) = plan.cut.filter(|_| n == 1) {
            let cut = start + plan.over / 2;
            tokio::spawn(async move {
                sleep_until(cut).await;
                wire.cut();
                sleep(long).await;
                wire.mend();
                // The wire is there as long as the rush.
                std::future::pending::<()>().await;
            });
        } else {
            tokio::spawn(async move {
                let _wire = wire;
                std::future::pending::<()>().await;
            });
        }
        people.spawn(Moderator { client, scene: Arc::clone(&scene) }.work());
    }
    send_all(server, &scene, start).await;
    people.join_all().await;
    outcome(server, &scene).await
}

async fn send_all(server: &TestServer, scene: &Arc<Scene>, start: Instant) {
    let plan = scene.plan;
    let mut askers = JoinSet::new();
    for (n, line) in QUESTIONS.lines().take(plan.questions).enumerate() {
        let line: Value = serde_json::from_str(line).expect("a line of JSON");
        let (scene, client) = (Arc::clone(scene), server.visitor());
        let share = u32::try_from(n).expect("a few hundred");
        let at = start + plan.over * share / u32::try_from(plan.questions).expect("a few hundred");
        askers.spawn(async move {
            sleep_until(at).await;
            let reply = client.send(question(LIVE).json(&json!({"text": line["text"]}))).await;
            assert_eq!(reply.status, 201, "asking: {reply}");
            let id = text(&reply.json()["id"]);
            let group = line["group"].as_u64().map_or_else(|| id.clone(), |group| format!("group {group}"));
            scene.groups.lock().expect("nobody failed").insert(id, group);
        });
    }
    askers.join_all().await;
    scene.all_sent.store(true, Ordering::SeqCst);
}

/// One of those on duty.
struct Moderator {
    client: Client,
    scene: Arc<Scene>,
}

impl Moderator {
    async fn work(self) {
        loop {
            if self.groups_are_ripe().await {
                let items = self.lease(Some("duplicates"), 50).await;
                let left = self.merge_pairs(items).await;
                self.decide_all(left).await;
            }
            let mut items = self.lease(Some("waiting"), 8).await;
            if items.is_empty() && self.scene.all_sent.load(Ordering::SeqCst) {
                items = self.lease(None, 8).await;
                if items.is_empty() && self.nothing_waits().await {
                    return;
                }
            } else if items.is_empty() {
                items = self.lease(Some("suspect"), 8).await;
            }
            if items.is_empty() {
                sleep(self.scene.plan.reading / 5).await;
            }
            self.decide_all(items).await;
        }
    }

    /// Whether a group has grown enough, or waited enough.
    async fn groups_are_ripe(&self) -> bool {
        let queue = self.get(&format!("/api/v1/desk/{LIVE}/queue?lane=duplicates")).await.json();
        let mut waiting = 0;
        let mut oldest = 0;
        for item in list(&queue["items"]) {
            waiting += 1;
            oldest = oldest.max(age(item));
        }
        let patience = (self.scene.plan.over / PATIENCE).as_millis();
        waiting >= ENOUGH || u128::from(oldest) > patience
    }

    fn group(&self, id: &str) -> Option<String> {
        self.scene.groups.lock().expect("nobody failed").get(id).cloned()
    }

    /// Screen by screen: what repeats another is merged with one press; what only looks so is unticked, and given back.
    async fn merge_pairs(&self, items: Vec<Value>) -> Vec<Value> {
        let is_right = |item: &Value| {
            let same = self.group(&text(&item["id"]));
            same.is_some() && item["repeats"]["id"].as_str().and_then(|into| self.group(into)) == same
        };
        let (right, left): (Vec<Value>, Vec<Value>) = items.into_iter().partition(is_right);
        for screen in right.chunks(SCREEN) {
            sleep(self.scene.plan.reading).await;
            let pair = |item: &Value| json!({"id": item["id"], "into": item["repeats"]["id"]});
            let pairs: Vec<Value> = screen.iter().map(pair).collect();
            let body = json!({"do": "merge", "pairs": pairs});
            let reply = self.post(&format!("/api/v1/desk/{LIVE}/group"), &body).await;
            assert!([200, 409].contains(&reply.status), "merging: {reply}");
            self.scene.decisions.fetch_add(1, Ordering::SeqCst);
        }
        left
    }

    async fn decide_all(&self, items: Vec<Value>) {
        let mut done = HashSet::new();
        for item in items {
            let id = text(&item["id"]);
            // The desk's stream says when somebody else was faster, or took it along with a group.
            if done.contains(&id) || !self.still_waits(&id).await {
                continue;
            }
            sleep(self.scene.plan.reading).await;
            done.extend(self.decide(&item, &id).await);
        }
    }

    /// One decision: an item alone, or with those beside it that ask the same.
    async fn decide(&self, item: &Value, id: &str) -> Vec<String> {
        let same = self.group(id);
        let mut approved = None;
        let mut waiting = vec![id.to_owned()];
        for like in list(&item["duplicates"]) {
            let other = text(&like["id"]);
            if same.is_none() || self.group(&other) != same {
                continue;
            }
            let now = self.get(&format!("/api/v1/questions/{other}")).await.json();
            match now["question"]["moderation"].as_str() {
                Some("approved") => approved = approved.or(Some(other)),
                Some("pending") if !waiting.contains(&other) => waiting.push(other),
                _ => {}
            }
        }
        let into =
            approved.unwrap_or_else(|| waiting.iter().min_by_key(|id| number(id)).expect("one").clone());
        let ids: Vec<&String> = waiting.iter().filter(|other| **other != into).collect();
        let reply = if ids.is_empty() {
            self.post(&format!("/api/v1/desk/questions/{id}/approve"), &json!({})).await
        } else {
            let body = json!({"do": "merge", "ids": ids, "into": into});
            self.post(&format!("/api/v1/desk/{LIVE}/group"), &body).await
        };
        // The demonstration's own questions are decided too, and not counted.
        if same.is_some() {
            self.scene.decisions.fetch_add(1, Ordering::SeqCst);
        }
        assert!([200, 409].contains(&reply.status), "deciding {id}: {reply}");
        waiting
    }

    async fn lease(&self, lane: Option<&str>, count: u32) -> Vec<Value> {
        let body = lane.map_or_else(|| json!({"count": count}), |lane| json!({"count": count, "lane": lane}));
        let reply = self.post(&format!("/api/v1/desk/{LIVE}/lease"), &body).await;
        assert_eq!(reply.status, 200, "holding: {reply}");
        list(&reply.json()["items"]).clone()
    }

    async fn still_waits(&self, id: &str) -> bool {
        let now = self.get(&format!("/api/v1/questions/{id}")).await.json();
        now["question"]["moderation"] == "pending"
    }

    async fn nothing_waits(&self) -> bool {
        let session = self.get(&format!("/api/v1/sessions/{LIVE}")).await.json();
        session["balance"]["pending"] == 0
    }

    async fn get(&self, path: &str) -> Reply {
        self.until_it_arrives(|| Request::get(path)).await
    }

    /// Under a key: a call whose answer was lost is sent again, and taken once.
    async fn post(&self, path: &str, body: &Value) -> Reply {
        let key = new_id(Clock::System.now(), &mut Chance).to_string();
        self.until_it_arrives(|| Request::post(path).json(body).header("idempotency-key", &key)).await
    }

    async fn until_it_arrives(&self, request: impl Fn() -> Request) -> Reply {
        loop {
            match self.client.try_send(request()).await {
                // Its first copy still runs.
                Ok(reply) if reply.status == 409 && reply.json()["type"] == "/problems/key-in-flight" => {}
                Ok(reply) => return reply,
                Err(_) => {
                    self.scene.cut_off.fetch_add(1, Ordering::SeqCst);
                }
            }
            sleep(self.scene.plan.reading / 5).await;
        }
    }
}

async fn outcome(server: &TestServer, scene: &Scene) -> Outcome {
    let reader = server.visitor();
    let ids: Vec<String> = scene.groups.lock().expect("nobody failed").keys().cloned().collect();
    let mut outcome = Outcome {
        received: ids.len(),
        decisions: scene.decisions.load(Ordering::SeqCst),
        cut_off: scene.cut_off.load(Ordering::SeqCst),
        ..Outcome::default()
    };
    for id in ids {
        let page = read(&reader, &format!("/api/v1/questions/{id}")).await;
        let steps = list(&page["timeline"]).iter();
        let decided: Vec<i64> = steps
            .filter(|step| DECISIONS.contains(&step["move"].as_str().unwrap_or_default()))
            .map(|step| time(&step["at"]))
            .collect();
        let question = &page["question"];
        outcome.lost += usize::from(question["moderation"] == "pending");
        outcome.twice += usize::from(decided.len() > 1);
        outcome.merged += usize::from(question["moderation"] == "merged");
        let wait = decided.first().map(|at| at - time(&question["at"]));
        outcome.waits.extend(wait.map(|wait| u32::try_from(wait).unwrap_or(0)));
    }
    outcome.waits.sort_unstable();
    outcome
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

fn list(value: &Value) -> &Vec<Value> {
    value.as_array().expect("a list")
}

fn number(id: &str) -> u64 {
    id.split('-').next_back().and_then(|number| number.parse().ok()).expect("a public name")
}

/// How long an item has waited, in milliseconds.
fn age(item: &Value) -> u64 {
    u64::try_from(Clock::System.now().0 - time(&item["at"])).unwrap_or(0)
}

/// In milliseconds.
fn time(at: &Value) -> i64 {
    let zone = Zone::named("Asia/Ho_Chi_Minh").expect("the zone of the demonstration");
    zone.parse_rfc3339(&text(at)).expect("a time").0
}
