//! The readers of one lens of a room: their seats, the ring behind them, and how they are greeted. Whatever is read for
//! one reader is read for all who want it at the same time.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use dialogue::event::Event;
use store::{StoreError, Tx};
use tokio::time::Instant;

use super::batch::Batch;
use super::frames::ServerFrame;
use super::lens::{Lens, body};
use super::line::Line;
use super::resume::{FURTHEST, Place, head_in, head_of, near, scene_of, snapshot};
use super::ring::{Ring, Told};
use super::room::Room;
use super::seats::Seats;
use super::thing::Thing;
use super::wire;
use crate::views::{Reader, Scene};

/// A greeting is shared for so long: votes and what is overdue change without an event.
const FRESH: Duration = Duration::from_secs(1);
/// How often a stretch of the log is read again because an event came in between.
const TRIES: u8 = 3;

pub struct Audience {
    no: i64,
    lens: Lens,
    reader: Reader,
    epoch: Arc<str>,
    pub(super) seats: Seats,
    ring: Mutex<Ring>,
    /// Held by the one who reads the log for the ring.
    filling: tokio::sync::Mutex<()>,
    opening: Mutex<Option<Arc<Opening>>>,
    /// Held by the one who reads the state for a greeting.
    greeting: tokio::sync::Mutex<()>,
}

/// What everybody who joins at the same time is told.
pub struct Opening {
    made: Instant,
    /// Where the lens stood.
    pub seq: i64,
    /// The last tally before it was read.
    pub tally: u64,
    fresh: Bytes,
    resumed: Bytes,
    /// Empty when nobody needed it.
    pub snapshot: Bytes,
}

/// What a reader gets when it joins, and where it stands then.
pub struct Greeting {
    pub frames: Vec<Bytes>,
    pub seq: i64,
    pub tally: u64,
}

/// What a reader that is behind gets.
pub enum More {
    Events(Vec<Told>),
    /// The events are too many.
    Snapshot(Arc<Opening>),
}

impl Audience {
    pub fn new(no: i64, lens: Lens, reader: Reader, epoch: Arc<str>) -> Self {
        Self {
            no,
            lens,
            reader,
            epoch,
            seats: Seats::default(),
            ring: Mutex::new(Ring::new(lens)),
            filling: tokio::sync::Mutex::default(),
            opening: Mutex::default(),
            greeting: tokio::sync::Mutex::default(),
        }
    }

    pub const fn lens(&self) -> Lens {
        self.lens
    }

    pub fn ring(&self) -> MutexGuard<'_, Ring> {
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// New events, as far as the lens shows them, without their bytes.
    pub fn unencoded<'e>(&self, things: &'e [Thing]) -> Vec<(&'e Event, Option<Bytes>)> {
        things.iter().map(|thing| (&thing.event, None)).filter(|(event, _)| self.lens.shows(event)).collect()
    }

    /// The bytes of new events, as far as the lens shows them; none where nobody reads.
    ///
    /// # Errors
    /// What the store says.
    pub async fn encode_all<'e>(
        &self,
        tx: &mut Tx,
        scene: &Scene,
        things: &'e [Thing],
    ) -> Result<Vec<(&'e Event, Option<Bytes>)>, StoreError> {
        let mut told = self.unencoded(things);
        if self.seats.is_empty() {
            return Ok(told);
        }
        let shown = things.iter().filter(|thing| self.lens.shows(&thing.event));
        for ((_, bytes), thing) in told.iter_mut().zip(shown) {
            *bytes = Some(self.encode(tx, scene, thing).await?);
        }
        Ok(told)
    }

    /// Keeps new events in the ring, and tells them.
    pub async fn tell(&self, encoded: Vec<(&Event, Option<Bytes>)>) {
        let told = self.keep(&encoded);
        if told.len() < encoded.len() {
            // Whoever took the first seat while nothing was encoded reads the log.
            self.seats.each(Line::miss).await;
        } else if let Some(batch) = Batch::of(&told) {
            self.seats.each(|line| line.tell(&batch)).await;
        }
    }

    fn keep(&self, encoded: &[(&Event, Option<Bytes>)]) -> Vec<Told> {
        let mut ring = self.ring();
        encoded.iter().for_each(|(event, bytes)| ring.push(event, bytes.clone()));
        let told = |(event, bytes): &(&Event, Option<Bytes>)| {
            Some(Told { prev: self.lens.prev(event), seq: event.seq, bytes: bytes.clone()? })
        };
        encoded.iter().filter_map(told).collect()
    }

    async fn encode(&self, tx: &mut Tx, scene: &Scene, thing: &Thing) -> Result<Bytes, StoreError> {
        wire::text(&ServerFrame::Event(body(tx, scene, thing, self.lens).await?))
    }

    /// What comes after this event: from the ring, else from the log, else everything.
    ///
    /// # Errors
    /// What the store says.
    pub async fn more(&self, after: i64, room: &Room) -> Result<More, StoreError> {
        match self.missed(after).await? {
            Some(events) => Ok(More::Events(events)),
            None => Ok(More::Snapshot(self.opening(room, true).await?)),
        }
    }

    /// `None` when they are too many.
    async fn missed(&self, after: i64) -> Result<Option<Vec<Told>>, StoreError> {
        if let Some(held) = self.ring().after(after) {
            return Ok(Some(held));
        }
        let _alone = self.filling.lock().await;
        for last in (0..TRIES).rev() {
            let head = {
                let ring = self.ring();
                if let Some(held) = ring.after(after) {
                    return Ok(Some(held));
                }
                ring.head()
            };
            let Some(read) = self.read(after, head).await? else { return Ok(None) };
            let mut ring = self.ring();
            // An event that came in between may have hidden what was read before it.
            let unmoved = ring.head() == head;
            if unmoved {
                ring.fill(&read);
            }
            if unmoved || last == 0 {
                return Ok(Some(read.into_iter().map(|(_, told)| told).collect()));
            }
        }
        Ok(None)
    }

    /// The events between two numbers from the log.
    async fn read(&self, after: i64, head: i64) -> Result<Option<Vec<(Event, Told)>>, StoreError> {
        let mut tx = self.reader.begin().await?;
        let desk = self.lens == Lens::Desk;
        let Some(events) = near(tx.events_in_lens(self.no, after, desk, FURTHEST + 1).await?) else {
            return Ok(None);
        };
        let scene = scene_of(&self.reader, &mut tx, self.no).await?.in_lang(self.lens.lang());
        let mut read = Vec::with_capacity(events.len());
        for event in events.into_iter().filter(|event| event.seq <= head) {
            let thing = Thing::of(&mut tx, event).await?;
            let bytes = self.encode(&mut tx, &scene, &thing).await?;
            let told = Told { prev: self.lens.prev(&thing.event), seq: thing.event.seq, bytes };
            read.push((thing.event, told));
        }
        Ok(Some(read))
    }

    /// Greets a reader: hello, and the whole state unless they can resume.
    ///
    /// # Errors
    /// What the store says.
    pub async fn greet(&self, place: &Place, room: &Room) -> Result<Greeting, StoreError> {
        let known = place.after.filter(|_| place.epoch.as_deref() == Some(&*self.epoch));
        if let Some(after) = known {
            let opening = self.opening(room, false).await?;
            if after <= opening.seq && self.missed(after).await?.is_some() {
                return Ok(Greeting { frames: vec![opening.resumed.clone()], seq: after, tally: 0 });
            }
        }
        let opening = self.opening(room, true).await?;
        let frames = vec![opening.fresh.clone(), opening.snapshot.clone()];
        Ok(Greeting { frames, seq: opening.seq, tally: opening.tally })
    }

    async fn opening(&self, room: &Room, whole: bool) -> Result<Arc<Opening>, StoreError> {
        if let Some(opening) = self.fitting(whole) {
            return Ok(opening);
        }
        let _alone = self.greeting.lock().await;
        if let Some(opening) = self.fitting(whole) {
            return Ok(opening);
        }
        let opening = Arc::new(self.read_opening(room, whole).await?);
        *self.lock_opening() = Some(Arc::clone(&opening));
        Ok(opening)
    }

    /// The last greeting, if it still holds.
    fn fitting(&self, whole: bool) -> Option<Arc<Opening>> {
        let head = self.ring().head();
        let opening = self.lock_opening().clone()?;
        let holds = opening.seq >= head && opening.made.elapsed() < FRESH;
        Some(opening).filter(|opening| holds && !(whole && opening.snapshot.is_empty()))
    }

    async fn read_opening(&self, room: &Room, whole: bool) -> Result<Opening, StoreError> {
        let (made, tally, viewers) = (Instant::now(), room.tallies().number(), room.viewers());
        let mut tx = self.reader.begin().await?;
        let scene = scene_of(&self.reader, &mut tx, self.no).await?.in_lang(self.lens.lang());
        let seq = head_in(self.lens, &head_of(&mut tx, &scene).await?);
        let session = scene.session();
        let hello = |resumed| {
            wire::text(&ServerFrame::Hello { epoch: &self.epoch, seq, session: &session, viewers, resumed })
        };
        let (fresh, resumed) = (hello(false)?, hello(true)?);
        let snapshot = if whole {
            wire::text(&ServerFrame::Snapshot(snapshot(&mut tx, &scene, self.lens).await?))?
        } else {
            Bytes::new()
        };
        Ok(Opening { made, seq, tally, fresh, resumed, snapshot })
    }

    fn lock_opening(&self) -> MutexGuard<'_, Option<Arc<Opening>>> {
        self.opening.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
