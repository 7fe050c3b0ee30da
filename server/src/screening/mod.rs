//! What the screen says of the questions of each log, and which of them repeat each other: it orders the desk's lanes. Kept
//! in memory, read from the store when it is asked for, and again after a restart; it decides nothing and is no event.

mod lane;
mod noted;
mod watched;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock, RwLockReadGuard};

use dialogue::{Millis, PublicId};
use store::{Store, StoreError};

pub use lane::Lane;
use noted::Notes;
pub use noted::Place;
pub use watched::Watched;

/// How many changed questions are read at once.
const CHUNK: i64 = 500;

/// The desk's memory, of all logs.
#[derive(Clone)]
pub struct Screening {
    logs: Arc<Mutex<HashMap<i64, Arc<Log>>>>,
    watched: Watched,
}

/// The desk's memory of one log.
pub struct Log {
    /// One at a time catches up; the others wait for it.
    catching_up: tokio::sync::Mutex<()>,
    notes: RwLock<Notes>,
}

impl Screening {
    /// An empty memory that knows the site's words.
    ///
    /// # Errors
    /// What the store says.
    pub async fn open(store: &Store) -> Result<Self, StoreError> {
        let watched = Watched::default();
        watched.look(store).await?;
        Ok(Self { logs: Arc::default(), watched })
    }

    /// The words that may insult, as the administrator left them.
    #[must_use]
    pub fn watched(&self) -> Watched {
        self.watched.clone()
    }

    /// What is known of a log, up to its present end, by the words of now.
    ///
    /// # Errors
    /// What the store says.
    pub async fn of(&self, store: &Store, no: i64) -> Result<Arc<Log>, StoreError> {
        let is_changed = self.watched.look(store).await?;
        let log = {
            let mut logs = self.logs.lock().unwrap_or_else(PoisonError::into_inner);
            if is_changed {
                logs.clear();
            }
            let new = || {
                let notes = RwLock::new(Notes::of(no, self.watched.now()));
                Arc::new(Log { catching_up: tokio::sync::Mutex::default(), notes })
            };
            Arc::clone(logs.entry(no).or_insert_with(new))
        };
        log.catch_up(store, no).await?;
        Ok(log)
    }
}

impl Log {
    async fn catch_up(self: &Arc<Self>, store: &Store, no: i64) -> Result<(), StoreError> {
        let _turn = self.catching_up.lock().await;
        loop {
            let seq = self.notes().seq;
            let changed = store.read().await?.changed_after(no, seq, CHUNK).await?;
            let is_last = changed.len() < usize::try_from(CHUNK).unwrap_or(usize::MAX);
            if changed.is_empty() {
                return Ok(());
            }
            // Comparing texts is work for a processor, not for a task that others wait behind.
            let log = Arc::clone(self);
            let taken = tokio::task::spawn_blocking(move || {
                log.notes.write().unwrap_or_else(PoisonError::into_inner).take_in(&changed);
            });
            taken.await.map_err(|_| StoreError::Panicked)?;
            if is_last {
                return Ok(());
            }
        }
    }

    fn notes(&self) -> RwLockReadGuard<'_, Notes> {
        self.notes.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where a question waits for its decision; `None` when it does not.
    #[must_use]
    pub fn place(&self, number: i64) -> Option<Place> {
        self.notes().place(number)
    }

    /// How many wait in each lane.
    #[must_use]
    pub fn counts(&self) -> HashMap<Lane, i64> {
        self.notes().counts()
    }

    /// When the question came that has waited longest.
    #[must_use]
    pub fn oldest(&self) -> Option<Millis> {
        self.notes().oldest()
    }

    /// The numbers that wait in a lane, in the order in which they are to be decided.
    #[must_use]
    pub fn waiting(&self, lane: Lane) -> Vec<i64> {
        const ORDER: [Lane; 5] =
            [Lane::Returned, Lane::Appeals, Lane::Waiting, Lane::Duplicates, Lane::Suspect];
        let notes = self.notes();
        let lanes = ORDER.into_iter().filter(|known| [*known, Lane::Pending].contains(&lane));
        lanes.flat_map(|lane| notes.waiting(lane)).collect()
    }

    /// What a question of this log is near to and may be merged into, the likeliest first, in percent.
    #[must_use]
    pub fn duplicates(&self, number: i64) -> Vec<(PublicId, u8)> {
        self.notes().duplicates(number)
    }

    /// Whom a question repeats, and how likely, in percent.
    #[must_use]
    pub fn leader(&self, number: i64) -> Option<(i64, u8)> {
        self.notes().leader(number)
    }

    /// Who waits and repeats this one.
    #[must_use]
    pub fn followers(&self, number: i64) -> Vec<(i64, u8)> {
        self.notes().followers(number)
    }
}
