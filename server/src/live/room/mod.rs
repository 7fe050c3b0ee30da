//! A room: one log's readers, and the task that reads the log for all of them. What it tells stands in [`telling`].

mod telling;

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicU32, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use dialogue::PublicId;
use tokio::sync::{Notify, watch};
use tokio::time::{Instant, timeout_at};

use super::audience::Audience;
use super::bells::Bells;
use super::lens::Lens;
use super::line::call;
use super::tallies::Tallies;
use crate::views::{Reader, Scene};
use crate::words::Lang;

/// The room's clock; tallies are told at most this often.
const TICK: Duration = Duration::from_millis(500);
/// The log is looked at each so many ticks even when nothing woke the room: another node may have written.
const LOOK: u32 = 2;
/// Each reader hears from us, and is pinged, once in so many ticks: in 24 s, each in a turn of its own.
const BEAT: u32 = 48;
/// Each so many ticks the silent are looked for, and a desk's reader shows again that they may read.
const CHECK: u32 = 8;
/// A peer that is silent for so many ticks is gone: 45 s.
const SILENCE: u32 = 90;

/// A telling that took less leaves no rest behind; the clock of timers goes no finer.
const TELLING: Duration = Duration::from_millis(2);
/// The longest rest.
const REST: Duration = Duration::from_millis(100);
/// Telling what was new took so long: nobody new is let in.
const STRAINED: Duration = Duration::from_secs(3);

pub struct Room {
    no: i64,
    reader: Reader,
    wake: Notify,
    /// How many commits rang since the log was last read.
    rung: AtomicUsize,
    viewers: AtomicUsize,
    /// In ticks.
    time: AtomicU32,
    /// How long the last telling took, in milliseconds.
    took: AtomicU64,
    /// The numbers of the questions whose votes changed since the last tally.
    voted: Mutex<BTreeSet<i64>>,
    tallies: Mutex<Tallies>,
    bells: Arc<Bells>,
    /// True once the room knows where its log stands: every later event is told.
    follows: watch::Sender<bool>,
    lenses: [Audience; Lens::ALL.len()],
}

/// What a room's task remembers.
#[derive(Default)]
struct Course {
    /// The last event that was read; nothing before the first look.
    seen: Option<i64>,
    moved: bool,
    told_viewers: usize,
    /// Ticks since the last tally.
    quiet: usize,
    scene: Option<Kept>,
    /// How many events the last telling told, and until when the room rests from it.
    told: usize,
    rested: Option<Instant>,
}

/// The names behind ids, and how new they are.
struct Kept {
    looked: Instant,
    /// Where the site's own log stood: administration changes names in it.
    site: Option<i64>,
    scene: Scene,
}

impl Room {
    pub fn open(no: i64, reader: Reader, epoch: &Arc<str>, bells: Arc<Bells>) -> Arc<Self> {
        let audience = |lens| Audience::new(no, lens, reader.clone(), Arc::clone(epoch));
        let lenses = Lens::ALL.map(audience);
        let room = Arc::new(Self {
            no,
            reader,
            wake: Notify::new(),
            rung: AtomicUsize::new(0),
            viewers: AtomicUsize::new(0),
            time: AtomicU32::new(0),
            took: AtomicU64::new(0),
            voted: Mutex::default(),
            tallies: Mutex::default(),
            bells,
            follows: watch::channel(false).0,
            lenses,
        });
        tokio::spawn(Arc::clone(&room).run());
        room
    }

    pub fn wake(&self) {
        self.rung.fetch_add(1, Ordering::Relaxed);
        self.wake.notify_one();
    }

    pub fn voted(&self, name: PublicId) {
        self.lock_voted().insert(name.number);
    }

    pub fn viewers(&self) -> usize {
        self.viewers.load(Ordering::Relaxed)
    }

    pub fn enter(&self) {
        self.viewers.fetch_add(1, Ordering::Relaxed);
    }

    pub fn leave(&self) {
        self.viewers.fetch_sub(1, Ordering::Relaxed);
    }

    /// The room's time, in ticks.
    pub fn time(&self) -> u32 {
        self.time.load(Ordering::Relaxed)
    }

    /// Waits until the room follows its log. Whoever reads the present state after this misses no later event.
    pub async fn followed(&self) {
        // The sender is this room's own: it cannot be gone.
        let _ = self.follows.subscribe().wait_for(|follows| *follows).await;
    }

    pub const fn audience(&self, lens: Lens) -> &Audience {
        let [public, desk, vietnamese, english] = &self.lenses;
        match lens {
            Lens::Public => public,
            Lens::Desk => desk,
            Lens::Page(Lang::Vi) => vietnamese,
            Lens::Page(Lang::En) => english,
        }
    }

    pub fn tallies(&self) -> MutexGuard<'_, Tallies> {
        self.tallies.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Calls every reader.
    pub async fn call(&self, why: u8) {
        for audience in &self.lenses {
            audience.seats.each(|line| line.call(why)).await;
        }
    }

    fn lock_voted(&self) -> MutexGuard<'_, BTreeSet<i64>> {
        self.voted.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn run(self: Arc<Self>) {
        // The first bell makes the room follow its log before anybody is greeted.
        self.wake();
        let mut course = Course::default();
        let mut ticks = tokio::time::interval(TICK);
        ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = self.wake.notified() => {
                    self.rest(&mut course).await;
                    self.look(&mut course).await;
                }
                _ = ticks.tick() => self.tick(&mut course).await,
            }
        }
    }

    async fn tick(&self, course: &mut Course) {
        let time = self.time.fetch_add(1, Ordering::Relaxed);
        if time.is_multiple_of(LOOK) {
            self.look(course).await;
        }
        if let Err(error) = self.tally(course).await {
            tracing::error!(%error, log = self.no, "a tally could not be told");
        }
        self.beat(time);
        if time.is_multiple_of(CHECK) {
            self.check(time).await;
        }
    }

    /// Those whose turn it is hear where their lens stands, and are pinged.
    fn beat(&self, time: u32) {
        let turn = usize::try_from(time % BEAT).unwrap_or_default();
        for audience in &self.lenses {
            audience.seats.share(turn, BEAT as usize).iter().for_each(|line| line.ping());
        }
    }

    async fn check(&self, time: u32) {
        for audience in &self.lenses {
            let silent = |line: &Arc<super::Line>| time.saturating_sub(line.heard()) > SILENCE;
            audience
                .seats
                .each(|line| {
                    if silent(line) {
                        line.cut()
                    }
                })
                .await;
        }
        self.audience(Lens::Desk).seats.each(|line| line.call(call::RIGHTS)).await;
    }

    /// Whether the room has no time for more readers.
    pub fn is_strained(&self) -> bool {
        self.took() > STRAINED
    }

    fn took(&self) -> Duration {
        Duration::from_millis(self.took.load(Ordering::Relaxed))
    }

    async fn look(&self, course: &mut Course) {
        let start = Instant::now();
        course.told = 0;
        match self.pump(course).await {
            Ok(moved) => course.moved |= moved,
            Err(error) => tracing::error!(%error, log = self.no, "a room could not read its log"),
        }
        let took = start.elapsed();
        course.rested = Some(Instant::now() + took.min(REST)).filter(|_| took >= TELLING);
        self.took.store(u64::try_from(took.as_millis()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// After a telling that took a while the next one waits as long, or until there is as much to tell again: what is
    /// committed meanwhile leaves as one write instead of several. Events that are further apart wait for nothing.
    async fn rest(&self, course: &mut Course) {
        let Some(rested) = course.rested.take() else { return };
        while self.rung.load(Ordering::Relaxed) < course.told {
            if timeout_at(rested, self.wake.notified()).await.is_err() {
                return;
            }
        }
    }
}
