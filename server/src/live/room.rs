//! A room: one log's readers, and the task that reads the log for all of them.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use dialogue::PublicId;
use store::StoreError;
use tokio::sync::{Notify, broadcast, watch};

use super::bells::Bells;
use super::frames::{ServerFrame, TallyBody};
use super::lens::{Frame, Lens, encode};
use super::resume::bodies;
use crate::views::Reader;
use crate::words::Lang;

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
    /// The numbers of the questions whose votes changed since the last tally.
    voted: Mutex<BTreeSet<i64>>,
    bells: Arc<Bells>,
    /// True once the room knows where its log stands: every later event is told.
    follows: watch::Sender<bool>,
    lenses: [broadcast::Sender<Frame>; Lens::ALL.len()],
}

impl Room {
    pub fn open(no: i64, reader: Reader, bells: Arc<Bells>) -> Arc<Self> {
        let room = Arc::new(Self {
            no,
            reader,
            wake: Notify::new(),
            viewers: AtomicUsize::new(0),
            voted: Mutex::default(),
            bells,
            follows: watch::channel(false).0,
            lenses: Lens::ALL.map(|_| broadcast::channel(RING).0),
        });
        tokio::spawn(Arc::clone(&room).run());
        room
    }

    pub fn wake(&self) {
        self.wake.notify_one();
    }

    pub fn voted(&self, name: PublicId) {
        self.lock_voted().insert(name.number);
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

    pub fn leave(&self) {
        self.viewers.fetch_sub(1, Ordering::Relaxed);
    }

    const fn lens(&self, lens: Lens) -> &broadcast::Sender<Frame> {
        let [public, desk, vietnamese, english] = &self.lenses;
        match lens {
            Lens::Public => public,
            Lens::Desk => desk,
            Lens::Page(Lang::Vi) => vietnamese,
            Lens::Page(Lang::En) => english,
        }
    }

    fn lock_voted(&self) -> std::sync::MutexGuard<'_, BTreeSet<i64>> {
        self.voted.lock().unwrap_or_else(PoisonError::into_inner)
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
            if ticked && viewers > 0 && (changed || viewers != told_viewers || !self.lock_voted().is_empty())
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
                let mut scene = self.reader.scene(&mut tx, session).await?;
                for lens in Lens::ALL {
                    scene.lang = lens.lang();
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
            self.bells.ring(&mut tx, &events).await?;
            *seen = Some(last);
            moved = true;
        }
    }

    async fn tally(&self, viewers: usize) -> Result<(), StoreError> {
        // Taken before the counts are read: a vote that comes in between travels in the next tally again.
        let voted: Vec<i64> = std::mem::take(&mut *self.lock_voted()).into_iter().collect();
        let mut tx = self.reader.begin().await?;
        let votes = tx.votes_of(self.no, &voted).await?;
        let named = |(number, votes)| (PublicId { no: self.no, number }.to_string(), votes);
        let votes = votes.into_iter().map(named).collect();
        let balance = tx.balance(self.no).await?.into();
        let text = encode(&ServerFrame::Tally(TallyBody { votes, viewers, balance }))?;
        for sender in &self.lenses {
            let _ = sender.send(Frame::Tally(text.clone()));
        }
        Ok(())
    }
}
