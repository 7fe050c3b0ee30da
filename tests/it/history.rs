//! A state is a snapshot and the events after it: from whichever moment a reader goes on, all end in the same state.

mod walk;

use std::time::Duration;

use serde_json::json;
use tests::{
    http::Request,
    people::{HOST, LIVE, ask, desk, read},
    postgres::Cluster,
    redis,
    server::TestServer,
    state::{Seen, State, follow},
    ws::Viewer,
};
use tokio::{sync::watch, task::JoinHandle, time::timeout};
use walk::{Node, Walk};

/// Enough for every verb to be taken, and fewer events than a reader may be behind.
const MOVES: usize = 200;
/// How many readers follow by socket, in each lens.
const SAMPLE: usize = 20;
const PATIENCE: Duration = Duration::from_secs(30);

/// What is read during a walk: the public state after every move, and readers of the desk who stay to the end.
struct Record {
    states: Vec<State>,
    desk: Vec<JoinHandle<Seen>>,
    end: watch::Sender<i64>,
}

/// The public state now.
async fn present(node: &Node) -> State {
    State::of_answer(&read(&node.visitor, &format!("/api/v1/sessions/{LIVE}/events")).await)
}

async fn join(node: &Node, query: &str) -> Viewer {
    Viewer::join(&node.address, LIVE, query, &node.moderators[0]).await
}

/// What somebody who joins this node reads once it has everything up to a number: another node may be a moment behind.
async fn reach(node: &Node, query: &str, state: State, seq: i64) -> State {
    let (_end, told) = watch::channel(seq);
    let followed = timeout(PATIENCE, follow(join(node, query).await, state, told)).await;
    followed.unwrap_or_else(|_| panic!("{query}: event {seq} never came")).expect("no gap").state
}

#[track_caller]
fn assert_same(what: &str, state: &State, fresh: &State) {
    let differences = state.differences(fresh);
    assert!(differences.is_empty(), "{what} differs from a fresh snapshot in {}", differences.join("\n"));
}

impl Record {
    fn new() -> Self {
        Self { states: Vec::new(), desk: Vec::new(), end: watch::channel(i64::MAX).0 }
    }

    /// Walks on: the moves go to the nodes in turn, and so do the readers, in another order.
    async fn walk(&mut self, walk: &mut Walk, nodes: &[Node], moves: usize) {
        for n in 0..moves {
            walk.step(&nodes[n % nodes.len()]).await;
            let node = &nodes[n / 2 % nodes.len()];
            self.states.push(present(node).await);
            if self.states.len().is_multiple_of(MOVES / SAMPLE) {
                let mut viewer = join(node, "audience=desk").await;
                let state = State::greeted(&mut viewer).await;
                self.desk.push(follow(viewer, state, self.end.subscribe()));
            }
        }
    }

    /// After a cut every reader of the desk comes back to where it stood, and is told nothing twice.
    async fn come_back(&mut self, node: &Node) {
        for reader in std::mem::take(&mut self.desk) {
            let state = timeout(PATIENCE, reader).await.expect("the cut is noticed").expect("no gap").state;
            let mut viewer = join(node, &format!("audience=desk&{}", state.place_query())).await;
            assert_eq!(viewer.next().await["resumed"], true, "a restart keeps the epoch");
            self.desk.push(follow(viewer, state, self.end.subscribe()));
        }
    }

    /// Every state and what came after it make the present one, in both lenses and on every way.
    async fn check(self, nodes: &[Node]) {
        // Whoever made the last move knows of it.
        let fresh = present(&nodes[nodes.len() - 1]).await;
        for node in nodes {
            let reached = reach(node, "audience=public", State::default(), fresh.seq()).await;
            assert_same("a new reader", &reached, &fresh);
            assert_same("the events path", &present(node).await, &fresh);
        }
        assert!(
            self.states[0].differences(&fresh).len() > SAMPLE / 2,
            "little has changed since the first move"
        );
        for (n, state) in self.states.iter().enumerate() {
            let node = &nodes[n % nodes.len()];
            let path = format!("/api/v1/sessions/{LIVE}/events?{}", state.place_query());
            let answer = read(&node.visitor, &path).await;
            let (mut state, what) = (state.clone(), format!("the state after move {n}, at {}", state.seq()));
            assert!(answer["snapshot"].is_null(), "{what}: no events but a snapshot");
            state.take_answer(&answer).unwrap_or_else(|gap| panic!("{what}: {gap:?}"));
            assert_same(&what, &state, &fresh);
        }
        for (n, state) in self.states.iter().enumerate().step_by(MOVES / SAMPLE) {
            let what = format!("the state after move {n}, followed by socket");
            let node = &nodes[n % nodes.len()];
            let hello = join(node, &state.place_query()).await.next().await;
            assert_eq!(hello["resumed"], true, "{what}");
            let reached = reach(node, &state.place_query(), state.clone(), fresh.seq()).await;
            assert_same(&what, &reached, &fresh);
        }
        self.check_desk(nodes).await;
    }

    async fn check_desk(self, nodes: &[Node]) {
        let fresh = State::greeted(&mut join(&nodes[nodes.len() - 1], "audience=desk").await).await;
        assert_eq!(self.desk.len(), SAMPLE);
        self.end.send_replace(fresh.seq());
        for (n, reader) in self.desk.into_iter().enumerate() {
            let what = format!("reader {n} of the desk");
            let followed = timeout(PATIENCE, reader).await;
            let seen = followed.unwrap_or_else(|_| panic!("{what}: too late")).expect("no gap");
            assert!(
                seen.frames.iter().all(|frame| !frame.contains(r#""type":"snapshot""#)),
                "{what}: a second one"
            );
            assert_same(&what, &seen.state, &fresh);
        }
        for node in nodes {
            let reached = reach(node, "audience=desk", State::default(), fresh.seq()).await;
            assert_same("a new reader of the desk", &reached, &fresh);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_snapshot_and_what_came_after_it_make_the_present_state() {
    for seed in [1, 2] {
        let server = TestServer::demo();
        let nodes = [Node::of(&server, &server).await];
        let (mut walk, mut record) = (Walk::new(seed), Record::new());
        record.walk(&mut walk, &nodes, MOVES).await;
        assert_eq!(walk.untaken(), Vec::<&str>::new());
        record.check(&nodes).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_in_the_middle_makes_no_difference() {
    let mut server = TestServer::demo();
    let (mut walk, mut record) = (Walk::new(3), Record::new());
    let before = [Node::of(&server, &server).await];
    record.walk(&mut walk, &before, MOVES / 2).await;
    let last = present(&before[0]).await;
    server.restart();
    let after = [Node::of(&server, &server).await];
    assert_same("what stood before the restart", &last, &present(&after[0]).await);
    record.come_back(&after[0]).await;
    record.walk(&mut walk, &after, MOVES / 2).await;
    assert_eq!(walk.untaken(), Vec::<&str>::new());
    record.check(&after).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_nodes_on_one_database_tell_one_history() {
    let redis = redis::Server::start();
    let folder = tempfile::tempdir().expect("a folder");
    let config = folder.path().join("doithoai.toml");
    let (database, redis_url) = (Cluster::shared().fresh_database(), redis.url());
    let text = format!("database_url = {database:?}\nredis_url = {redis_url:?}\n");
    std::fs::write(&config, text).expect("a configuration");
    let config = config.to_str().expect("a path");
    let first = TestServer::start(&["--demo", "--limits", "off", "--config", config]);
    let second = TestServer::start(&["--limits", "off", "--config", config]);
    let nodes = [Node::of(&first, &first).await, Node::of(&second, &first).await];
    let (mut walk, mut record) = (Walk::new(4), Record::new());
    record.walk(&mut walk, &nodes, MOVES).await;
    assert_eq!(walk.untaken(), Vec::<&str>::new());
    record.check(&nodes).await;
}

/// Whatever takes a question away from the public takes it off the stage, and the session of every reader with it.
#[tokio::test]
async fn a_question_that_is_gone_is_on_nobodys_stage() {
    let server = TestServer::demo();
    let node = Node::of(&server, &server).await;
    let [first, second] = &node.moderators;
    let host = server.staff(HOST).await;
    let asked = async |n: usize| {
        let receipt = ask(&node.visitor, LIVE, &format!("Câu hỏi thứ {n} để lên rồi rời sân khấu?")).await;
        let id = receipt["id"].as_str().expect("an id").to_owned();
        desk(first, &id, "approve", json!({"lead_unit": "u-stc"})).await;
        (id, receipt["code"].as_str().expect("a code").to_owned())
    };
    let (target, _) = asked(0).await;
    for (n, verb) in (1..).zip(["merge", "withdraw", "retract", "undo"]) {
        let (id, code) = asked(n).await;
        desk(&host, &id, "stage", json!({})).await;
        let mut reader = present(&node).await;
        assert_eq!(reader.session()["on_stage"], id.as_str());
        let reason = json!({"reason": "others_data", "note": "Lộ chuyện riêng."});
        let path = format!("/api/v1/desk/questions/{id}/{verb}");
        let last = match verb {
            "merge" => first.send(Request::post(&path).json(&json!({"into": target}))).await,
            "withdraw" => {
                let own = format!("/api/v1/mine/{code}/withdraw");
                node.visitor.send(Request::post(&own).json(&json!({}))).await
            }
            "retract" => {
                assert_eq!(first.send(Request::post(&path).json(&reason)).await.status, 202);
                second.send(Request::post(&path).json(&reason)).await
            }
            _ => first.send(Request::post(&path).json(&json!({}))).await,
        };
        assert_eq!(last.status, 200, "{verb}: {last}");
        let path = format!("/api/v1/sessions/{LIVE}/events?{}", reader.place_query());
        reader.take_answer(&read(&node.visitor, &path).await).expect("no gap");
        assert!(reader.session()["on_stage"].is_null(), "{verb}: {}", reader.session());
        assert_same(verb, &reader, &present(&node).await);
    }
}

/// The negative control: a reader from whom one event is kept is found out.
#[tokio::test]
async fn a_lost_event_would_be_seen() {
    let server = TestServer::demo();
    let node = Node::of(&server, &server).await;
    let (mut walk, start) = (Walk::new(5), present(&node).await);
    while present(&node).await.seq() < start.seq() + 12 {
        walk.step(&node).await;
    }
    let path = format!("/api/v1/sessions/{LIVE}/events?{}", start.place_query());
    let whole = read(&node.visitor, &path).await;
    let events = whole["events"].as_array().expect("a list");
    assert!(events.len() > 2, "{whole}");
    start.clone().take_answer(&whole).expect("the whole has no gap");
    for lost in 0..events.len() - 1 {
        let mut torn = whole.clone();
        let kept = events.iter().enumerate().filter(|(n, _)| *n != lost).map(|(_, event)| event.clone());
        torn["events"] = json!(kept.collect::<Vec<_>>());
        start.clone().take_answer(&torn).expect_err("a gap");
    }
}
