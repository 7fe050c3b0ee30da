//! PostgreSQL may be cut off under running calls: no receipt that was given is false, and nothing is taken twice.

use std::{
    collections::{BTreeSet, HashSet},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
    },
    time::Duration,
};

use serde_json::{Value, json};
use tests::{
    http::{Client, Reply, Request},
    people::{LIVE, MODERATOR, question, read},
    postgres::Cluster,
    server::TestServer,
};
use tokio::{
    sync::watch,
    task::{JoinSet, yield_now},
    time::{MissedTickBehavior, interval, sleep, timeout},
};
use uuid::Uuid;

use super::{
    Pair,
    reader::{Readers, Told},
};

const RESTARTS: usize = 5;
const ASKERS: usize = 8;
/// Each asker asks at most once in this time.
const PACE: Duration = Duration::from_millis(100);
/// One question of so many is approved.
const APPROVED: usize = 4;
/// So many questions are taken before the next restart.
const BETWEEN: usize = 40;
/// PostgreSQL stays away so long, while the askers go on calling.
const AWAY: Duration = Duration::from_millis(600);
/// A call that was refused is repeated after this.
const AGAIN: Duration = Duration::from_millis(50);
const PATIENCE: Duration = Duration::from_secs(60);

/// What the askers have done so far.
struct Work {
    given: watch::Sender<usize>,
    calling: AtomicUsize,
    refused: AtomicUsize,
    done: AtomicBool,
}

/// A question that was received, and maybe approved.
struct Given {
    n: usize,
    id: String,
    receipt: Reply,
    approved: bool,
}

fn key(n: usize, verb: u128) -> String {
    Uuid::from_u128(0x0192_0000_0000_7000_8000_0000_0000_0000 + n as u128 * 2 + verb).to_string()
}

fn asked(n: usize) -> Request {
    let text = format!("Người hỏi thứ {n} muốn biết khi máy chủ dữ liệu ngừng thì câu hỏi có mất không?");
    question(LIVE).json(&json!({"text": text})).header("idempotency-key", &key(n, 0))
}

fn approval(n: usize, id: &str) -> Request {
    let call = Request::post(&format!("/api/v1/desk/questions/{id}/approve"));
    call.json(&json!({"lead_unit": "u-stc"})).header("idempotency-key", &key(n, 1))
}

impl Work {
    /// Repeats a call with its key until it is done; only a memory that is away may keep it from that.
    async fn insist(&self, client: &Client, status: u16, call: impl Fn() -> Request) -> Reply {
        loop {
            self.calling.fetch_add(1, SeqCst);
            let reply = client.try_send(call()).await;
            self.calling.fetch_sub(1, SeqCst);
            match reply {
                Ok(reply) if reply.status == status => return reply,
                Ok(reply) => assert!(may_be_repeated(&reply), "{reply}"),
                Err(_) => {}
            }
            self.refused.fetch_add(1, SeqCst);
            sleep(AGAIN).await;
        }
    }

    /// Waits until more questions were taken, and some calls are in the middle.
    async fn goes_on(&self) {
        let due = *self.given.borrow() + BETWEEN;
        let busy = async {
            self.given.subscribe().wait_for(|given| *given >= due).await.expect("the work is here");
            while self.calling.load(SeqCst) < 2 {
                yield_now().await;
            }
        };
        timeout(PATIENCE, busy).await.expect("questions are taken");
    }
}

fn may_be_repeated(reply: &Reply) -> bool {
    reply.status == 503 || (reply.status == 409 && reply.json()["type"] == "/problems/key-in-flight")
}

async fn ask_on(asker: usize, client: Client, moderator: Arc<Client>, work: Arc<Work>) -> Vec<Given> {
    let mut pace = interval(PACE);
    pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut given = Vec::new();
    while !work.done.load(SeqCst) {
        pace.tick().await;
        let n = given.len() * ASKERS + asker;
        let receipt = work.insist(&client, 201, || asked(n)).await;
        let id = receipt.json()["id"].as_str().expect("an id").to_owned();
        let approved = given.len().is_multiple_of(APPROVED);
        if approved {
            work.insist(&moderator, 200, || approval(n, &id)).await;
        }
        given.push(Given { n, id, receipt, approved });
        work.given.send_modify(|given| *given += 1);
    }
    given
}

async fn received(server: &TestServer) -> u64 {
    let session = read(&server.visitor(), &format!("/api/v1/sessions/{LIVE}")).await;
    session["balance"]["received"].as_u64().expect("a balance")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn postgresql_is_restarted_five_times_and_no_receipt_is_false() {
    let mut cluster = Cluster::start();
    let pair = Pair::start(&cluster.fresh_database(), "");
    let before = received(&pair.first).await;
    let readers = Readers::join(&pair).await;
    let work = Arc::new(Work {
        given: watch::channel(0).0,
        calling: AtomicUsize::new(0),
        refused: AtomicUsize::new(0),
        done: AtomicBool::new(false),
    });
    let moderator = Arc::new(pair.staff(&pair.first, MODERATOR).await);
    let mut askers = JoinSet::new();
    for asker in 0..ASKERS {
        askers.spawn(ask_on(asker, pair.first.visitor(), Arc::clone(&moderator), Arc::clone(&work)));
    }
    for _ in 0..RESTARTS {
        work.goes_on().await;
        cluster.stop_hard();
        sleep(AWAY).await;
        cluster.start_again();
    }
    work.goes_on().await;
    work.done.store(true, SeqCst);
    let given: Vec<Given> = askers.join_all().await.into_iter().flatten().collect();
    let refused = work.refused.load(SeqCst);
    println!("{} receipts, {refused} calls refused on the way", given.len());
    assert!(refused > 0, "no call was in the middle of a restart: nothing was tested");

    let last = pair.ask_the_last().await;
    check_readers(&readers.all(&pair).await, &given, &last);
    check_receipts(&pair, &given).await;
    check_numbers(before, &given, &last);
    for server in pair.nodes() {
        assert_eq!(received(server).await, before + given.len() as u64 + 1, "nothing is stored twice");
    }
    pair.assert_whole();
}

/// Every reader was told of each approval, those of the desk of each question too.
fn check_readers(told: &[Told], given: &[Given], last: &Value) {
    let last = last["id"].as_str();
    let asked: HashSet<&str> = given.iter().map(|given| given.id.as_str()).chain(last).collect();
    let approved = given.iter().filter(|given| given.approved).map(|given| given.id.as_str());
    let approved: HashSet<&str> = approved.chain(last).collect();
    for reader in told {
        let seen: HashSet<&str> = reader.approved.keys().map(String::as_str).collect();
        assert_eq!(seen, approved, "{}", reader.who);
        let seen: HashSet<&str> = reader.received.keys().map(String::as_str).collect();
        let expected = if reader.lens == "desk" { asked.clone() } else { HashSet::new() };
        assert_eq!(seen, expected, "{}", reader.who);
    }
}

/// One node gives the same receipt again, the other finds the question under its code.
async fn check_receipts(pair: &Pair, given: &[Given]) {
    let clients = pair.nodes().map(TestServer::visitor);
    for Given { n, receipt, .. } in given {
        let again = clients[n % 2].send(asked(*n)).await;
        assert_eq!((again.status, again.text()), (201, receipt.text()), "question {n} is told otherwise");
        let receipt = receipt.json();
        let call = Request::post("/api/v1/track").json(&json!({"code": receipt["code"]}));
        let own = clients[(n + 1) % 2].send(call).await;
        assert_eq!(own.status, 200, "question {n} is gone: {own}");
        let own = own.json();
        let own = &own["question"];
        assert_eq!((&own["id"], &own["code"]), (&receipt["id"], &receipt["code"]), "question {n}");
    }
}

/// Numbers run on without a gap, and no two share an id or a code.
fn check_numbers(before: u64, given: &[Given], last: &Value) {
    let receipts: Vec<Value> = given.iter().map(|given| given.receipt.json()).chain([last.clone()]).collect();
    let numbers = receipts.iter().map(|receipt| receipt["number"].as_u64().expect("a number"));
    let numbers: BTreeSet<u64> = numbers.collect();
    let expected: BTreeSet<u64> = (before + 1..=before + receipts.len() as u64).collect();
    assert_eq!(numbers, expected, "numbers run without a gap");
    for name in ["id", "code"] {
        let values: HashSet<String> = receipts.iter().map(|receipt| receipt[name].to_string()).collect();
        assert_eq!(values.len(), receipts.len(), "two questions share a {name}");
    }
}
