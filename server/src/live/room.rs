//! A room: one log's readers, and the task that reads the log for all of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use dialogue::PublicId;
use dialogue::event::Event;
use store::{StoreError, Tx};
use tokio::sync::{Notify, broadcast, watch};
use uuid::Uuid;

use super::frames::{ServerFrame, TallyBody};
use super::lens::{Frame, Lens, encode};
use super::resume::bodies;
use crate::views::Reader;

/// How many frames wait for a reader; one that falls further behind catches up from the log.
const RING: usize = 256;
/// Tallies are told at most this often.
const TALLY: Duration = Duration::from_millis(500);
/// The log is looked at this often even when nothing woke the room: another node may have written.
const LOOK: u32 = 2;
/// How many events are read at once.
const CHUNK: i64 = 200;

pub struct Room {
    no: i64,
    reader: Reader,
    wake: Notify,
    viewers: AtomicUsize,
    votes: Mutex<BTreeMap<String, i64>>,
    /// The visitors who read along here, and the bell of each: it counts the changes of their own questions.
    visitors: Mutex<HashMap<Uuid, watch::Sender<u64>>>,
    /// True once the room knows where its log stands: every later event is told.
    follows: watch::Sender<bool>,
    lenses: [broadcast::Sender<Frame>; 3],
}

impl Room {
    pub fn open(no: i64, reader: Reader) -> Arc<Self> {
        let room = Arc::new(Self {
            no,
            reader,
            wake: Notify::new(),
            viewers: AtomicUsize::new(0),
            votes: Mutex::default(),
            visitors: Mutex::default(),
            follows: watch::channel(false).0,
            lenses: Lens::ALL.map(|_| broadcast::channel(RING).0),
        });
        tokio::spawn(Arc::clone(&room).run());
        room
    }

    pub fn wake(&self) {
        self.wake.notify_one();
    }

    pub fn voted(&self, name: PublicId, votes: i64) {
        self.lock_votes().insert(name.to_string(), votes);
    }

    pub fn viewers(&self) -> usize {
        self.viewers.load(Ordering::Relaxed)
    }

    pub fn enter(&self, lens: Lens) -> broadcast::Receiver<Frame> {
        self.viewers.fetch_add(1, Ordering::Relaxed);
        self.lens(lens).subscribe()
    }

    /// Waits until the room follows its log. Whoever reads the present state after this misses no later event.
    pub async fn followed(&self) {
        // The sender is this room's own: it cannot be gone.
        let _ = self.follows.subscribe().wait_for(|follows| *follows).await;
    }

    pub fn leave(&self, visitor: Option<Uuid>) {
        self.viewers.fetch_sub(1, Ordering::Relaxed);
        let Some(visitor) = visitor else { return };
        let mut visitors = self.lock_visitors();
        if visitors.get(&visitor).is_some_and(|bell| bell.receiver_count() == 0) {
            visitors.remove(&visitor);
        }
    }

    /// A bell that rings when a question of this visitor changed.
    pub fn listen(&self, visitor: Uuid) -> watch::Receiver<u64> {
        self.lock_visitors().entry(visitor).or_insert_with(|| watch::channel(0).0).subscribe()
    }

    fn lock_visitors(&self) -> std::sync::MutexGuard<'_, HashMap<Uuid, watch::Sender<u64>>> {
        self.visitors.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Rings for the visitors who asked the questions of these events.
    async fn tell_askers(&self, tx: &mut Tx, events: &[Event]) -> Result<(), StoreError> {
        if self.lock_visitors().is_empty() {
            return Ok(());
        }
        let questions: BTreeSet<Uuid> = events.iter().filter_map(|event| event.what.question).collect();
        for question in questions {
            let asker = tx.question(question).await?.and_then(|filed| filed.visitor);
            if let Some(bell) = asker.and_then(|asker| self.lock_visitors().get(&asker).cloned()) {
                bell.send_modify(|changes| *changes += 1);
            }
        }
        Ok(())
    }

    const fn lens(&self, lens: Lens) -> &broadcast::Sender<Frame> {
        let [public, desk, page] = &self.lenses;
        match lens {
            Lens::Public => public,
            Lens::Desk => desk,
            Lens::Page => page,
        }
    }

    fn lock_votes(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, i64>> {
        self.votes.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn run(self: Arc<Self>) {
        // The first bell makes the room follow its log before anybody is greeted.
        self.wake();
        let mut seen = None;
        let mut told_viewers = 0;
        let mut changed = false;
        let mut ticks = tokio::time::interval(TALLY);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut tick = 0u32;
        loop {
            let ticked = tokio::select! {
                () = self.wake.notified() => false,
                _ = ticks.tick() => true,
            };
            tick = tick.wrapping_add(u32::from(ticked));
            let look = !ticked || tick.is_multiple_of(LOOK);
            if look {
                match self.pump(&mut seen).await {
                    Ok(moved) => changed |= moved,
                    Err(error) => tracing::error!(%error, log = self.no, "a room could not read its log"),
                }
            }
            let viewers = self.viewers();
            if ticked && viewers > 0 && (changed || viewers != told_viewers || !self.lock_votes().is_empty())
            {
                (changed, told_viewers) = (false, viewers);
                if let Err(error) = self.tally(viewers).await {
                    tracing::error!(%error, log = self.no, "a tally could not be told");
                }
            }
        }
    }

    /// Reads what is new in the log and tells it in every lens that somebody reads. `seen` begins at the head.
    async fn pump(&self, seen: &mut Option<i64>) -> Result<bool, StoreError> {
        let mut moved = false;
        loop {
            let mut tx = self.reader.begin().await?;
            let Some(after) = *seen else {
                *seen = tx.log_head(self.no).await?.map(|head| head.seq);
                self.follows.send_replace(seen.is_some());
                return Ok(true);
            };
            let events = tx.events_after(self.no, after, CHUNK).await?;
            let Some(last) = events.last().map(|event| event.seq) else { return Ok(moved) };
            let session = tx.session(self.no).await?;
            if let Some(session) = session {
                let scene = self.reader.scene(&mut tx, session).await?;
                for lens in Lens::ALL {
                    let sender = self.lens(lens);
                    if sender.receiver_count() == 0 {
                        continue;
                    }
                    for body in bodies(&mut tx, &scene, lens, &events).await? {
                        let (prev, seq) = (body.prev, body.seq);
                        let text = encode(&ServerFrame::Event(body))?;
                        // No reader is left: nobody to tell.
                        let _ = sender.send(Frame::Event { prev, seq, text });
                    }
                }
            }
            self.tell_askers(&mut tx, &events).await?;
            *seen = Some(last);
            moved = true;
        }
    }

    async fn tally(&self, viewers: usize) -> Result<(), StoreError> {
        let votes = std::mem::take(&mut *self.lock_votes());
        let balance = self.reader.begin().await?.balance(self.no).await?.into();
        let text = encode(&ServerFrame::Tally(TallyBody { votes, viewers, balance }))?;
        for sender in &self.lenses {
            let _ = sender.send(Frame::Tally(text.clone()));
        }
        Ok(())
    }
}
