//! A steady load: questions are asked at one node and approved at the other, turn and turn about.

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::SeqCst},
    },
    time::Duration,
};

use serde_json::json;
use tests::{
    http::Client,
    people::{LIVE, MODERATOR, ask, desk},
    server::TestServer,
};
use tokio::{
    sync::watch,
    task::JoinSet,
    time::{Instant, MissedTickBehavior, interval_at},
};

use super::Pair;

const ASKERS: u32 = 4;
/// Each asker calls two verbs in this time: ten verbs a second in all.
const PACE: Duration = Duration::from_millis(800);

pub struct Load {
    go_on: Arc<AtomicBool>,
    approved: watch::Receiver<u32>,
    askers: JoinSet<Vec<(String, Instant)>>,
}

struct Asker {
    number: u32,
    /// At each node.
    visitors: [Client; 2],
    moderators: [Arc<Client>; 2],
    go_on: Arc<AtomicBool>,
    approved: Arc<watch::Sender<u32>>,
}

impl Load {
    pub async fn start(pair: &Pair) -> Self {
        let (sender, approved) = watch::channel(0);
        // Held by the askers alone: whoever waits for them learns when they are gone.
        let sender = Arc::new(sender);
        let go_on = Arc::new(AtomicBool::new(true));
        let moderators = [
            Arc::new(pair.staff(&pair.first, MODERATOR).await),
            Arc::new(pair.staff(&pair.second, MODERATOR).await),
        ];
        let mut askers = JoinSet::new();
        for number in 0..ASKERS {
            let asker = Asker {
                number,
                visitors: pair.nodes().map(TestServer::visitor),
                moderators: moderators.clone(),
                go_on: Arc::clone(&go_on),
                approved: Arc::clone(&sender),
            };
            askers.spawn(asker.ask_on());
        }
        Self { go_on, approved, askers }
    }

    /// Waits until one question more is approved.
    pub async fn one_more(&mut self) {
        let before = *self.approved.borrow_and_update();
        self.approved.wait_for(|approved| *approved > before).await.expect("an asker is there");
    }

    /// Lets the askers finish: what was approved, and when the approving call was answered.
    pub async fn end(self) -> HashMap<String, Instant> {
        self.go_on.store(false, SeqCst);
        self.askers.join_all().await.into_iter().flatten().collect()
    }
}

impl Asker {
    async fn ask_on(self) -> Vec<(String, Instant)> {
        let mut pace = interval_at(Instant::now() + PACE * self.number / ASKERS, PACE);
        pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut answered = Vec::new();
        while self.go_on.load(SeqCst) {
            pace.tick().await;
            let round = answered.len();
            let (here, there) = (round % 2, (round + 1) % 2);
            let text = format!(
                "Câu {round} của người hỏi {}: khi đường truyền chập chờn thì ai cũng đọc được chứ?",
                self.number
            );
            let receipt = ask(&self.visitors[here], LIVE, &text).await;
            let id = receipt["id"].as_str().expect("an id").to_owned();
            desk(&self.moderators[there], &id, "approve", json!({"lead_unit": "u-stc"})).await;
            answered.push((id, Instant::now()));
            self.approved.send_modify(|approved| *approved += 1);
        }
        answered
    }
}
