//! A storm: readers who are cut off again and again, at any byte, while the desk works on and the server is killed.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{Instant, sleep, timeout_at};

use crate::dice::Dice;
use crate::http::{Client, Request};
use crate::people::{HOST, LIVE, MODERATOR, question, read};
use crate::server::TestServer;
use crate::state::State;
use crate::ws::Viewer;

/// A reader stays for so long at most, in milliseconds.
const STAY: usize = 400;
/// The desk makes a move this often.
const PACE: Duration = Duration::from_millis(60);
/// Between one kill and the next.
const CALM: Duration = Duration::from_secs(2);

/// How hard it blows.
#[derive(Clone, Copy, Debug)]
pub struct Storm {
    pub readers: usize,
    /// How often each is cut off.
    pub cuts: usize,
}

/// What is left afterwards.
pub struct Survivors {
    pub states: Vec<State>,
    /// What somebody reads who was never there.
    pub fresh: State,
    pub kills: usize,
}

impl Storm {
    /// Blows over the live session of a demonstration that keeps its port when it is started again.
    ///
    /// # Panics
    /// When a reader meets a gap.
    pub async fn blow(self, server: &mut TestServer, restart: impl Fn(&mut TestServer)) -> Survivors {
        let goes_on = Arc::new(AtomicBool::new(true));
        let desk = Desk::open(server).await.work(Arc::clone(&goes_on));
        let (tell, end) = watch::channel(i64::MAX);
        let mut readers = JoinSet::new();
        let blown = Arc::new(AtomicUsize::new(0));
        for n in 0..self.readers {
            let (address, blown, end) = (server.address().to_owned(), Arc::clone(&blown), end.clone());
            readers.spawn(async move {
                let mut reader = Reader { client: Client::new(&address), address, state: State::default() };
                let mut dice = Dice::new(n as u64);
                for _ in 0..self.cuts {
                    reader.read_for(Duration::from_millis(dice.below(STAY) as u64), &end).await;
                }
                blown.fetch_add(1, Ordering::SeqCst);
                reader.read_to_the_end(&end).await
            });
        }
        let mut kills = 0;
        while blown.load(Ordering::SeqCst) < self.readers {
            sleep(CALM).await;
            server.kill_9();
            restart(server);
            kills += 1;
        }
        goes_on.store(false, Ordering::SeqCst);
        desk.await.expect("the desk works");
        let answer = read(&server.visitor(), &format!("/api/v1/sessions/{LIVE}/events")).await;
        let fresh = State::of_answer(&answer);
        tell.send_replace(fresh.seq());
        Survivors { states: readers.join_all().await, fresh, kills }
    }
}

struct Reader {
    address: String,
    client: Client,
    state: State,
}

impl Reader {
    async fn join(&self) -> Viewer {
        loop {
            let place = self.state.place_query();
            if let Some(viewer) = Viewer::come_back(&self.address, LIVE, &place, &self.client).await {
                return viewer;
            }
            sleep(Duration::from_millis(100)).await;
        }
    }

    /// Reads for a while, and is cut off wherever it stands then.
    async fn read_for(&mut self, stay: Duration, end: &watch::Receiver<i64>) {
        let (mut viewer, until) = (self.join().await, Instant::now() + stay);
        while let Ok(Some(raw)) = timeout_at(until, viewer.read_raw()).await {
            self.take(&raw, *end.borrow());
        }
    }

    async fn read_to_the_end(mut self, end: &watch::Receiver<i64>) -> State {
        let mut end = end.clone();
        while self.state.seq() < *end.borrow() {
            let mut viewer = self.join().await;
            loop {
                tokio::select! {
                    raw = viewer.read_raw() => match raw {
                        Some(raw) => self.take(&raw, *end.borrow()),
                        None => break,
                    },
                    told = end.changed() => told.expect("the end is told"),
                }
                if self.state.seq() >= *end.borrow() {
                    break;
                }
            }
        }
        self.state
    }

    fn take(&mut self, raw: &str, end: i64) {
        let frame: Value = serde_json::from_str(raw).expect("a frame is JSON");
        self.state.take(&frame).unwrap_or_else(|gap| panic!("{gap:?}: {raw}"));
        assert!(self.state.seq() <= end, "an event after the last: {raw}");
    }
}

/// Those who make things happen. Whatever the server did not answer is not asked for again: it may have happened.
struct Desk {
    asker: Client,
    moderator: Client,
    host: Client,
}

impl Desk {
    async fn open(server: &TestServer) -> Self {
        Self {
            asker: server.visitor(),
            moderator: server.staff(MODERATOR).await,
            host: server.staff(HOST).await,
        }
    }

    fn work(self, goes_on: Arc<AtomicBool>) -> JoinHandle<()> {
        tokio::spawn(async move {
            let mut last = "1-1".to_owned();
            for n in 0.. {
                if !goes_on.load(Ordering::SeqCst) {
                    return;
                }
                if let Some(id) = self.move_once(n, &last).await {
                    last = id;
                }
                sleep(PACE).await;
            }
        })
    }

    /// One question, and what becomes of it.
    async fn move_once(&self, n: usize, last: &str) -> Option<String> {
        let text =
            json!({"text": format!("Câu hỏi số {n} trong một phiên mà mạng chập chờn."), "field": "f-dn"});
        let asked = self.asker.try_send(question(LIVE).json(&text)).await.ok()?;
        let id = asked.json()["id"].as_str()?.to_owned();
        let approve = async || self.decide(&id, "approve", json!({"lead_unit": "u-stc"})).await;
        match n % 5 {
            0 => approve().await,
            1 => self.decide(&id, "reject", json!({"reason": "unclear", "note": "Chưa rõ nội dung."})).await,
            2 => {
                approve().await?;
                self.decide(&id, "edit", json!({"title": format!("Tiêu đề thứ {n}")})).await
            }
            3 => {
                approve().await?;
                self.decide(&id, "merge", json!({"into": last})).await
            }
            _ => {
                let path = format!("/api/v1/admin/sessions/{LIVE}/notice");
                let notice = json!({"text": format!("Thông báo số {n}")});
                self.host.try_send(Request::post(&path).json(&notice)).await.ok().map(|_| ())
            }
        }?;
        matches!(n % 5, 0 | 2).then_some(id)
    }

    async fn decide(&self, id: &str, verb: &str, body: Value) -> Option<()> {
        let path = format!("/api/v1/desk/questions/{id}/{verb}");
        self.moderator.try_send(Request::post(&path).json(&body)).await.ok().map(|_| ())
    }
}
