//! What the screen says of the questions of each log, and which of them repeat each other: it orders the desk's lanes. Kept
//! in memory, read from the store when it is asked for, and again after a restart; it decides nothing and is no event.

mod lane;
mod noted;
mod past;
mod watched;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use dialogue::{Millis, PublicId};
use store::{Store, StoreError};
use tokio::sync::OwnedMutexGuard;

pub use lane::Lane;
use noted::{Arranged, Notes};
use past::Past;
pub use past::{Known, PastShape};
pub use watched::{ABUSE, Told, Watched, Words};

/// How many changed questions are read at once.
const CHUNK: i64 = 500;

/// The desk's memory, of all logs.
#[derive(Clone)]
pub struct Screening {
    logs: Arc<Mutex<HashMap<i64, Arc<Log>>>>,
    watched: Watched,
    past: Arc<Mutex<Past>>,
}

/// The desk's memory of one log.
pub struct Log {
    /// By which it was noted.
    words: Arc<Words>,
    /// One at a time catches up; the others wait for it.
    notes: Arc<tokio::sync::Mutex<Notes>>,
    /// What they come to: read without waiting.
    arranged: RwLock<Arc<Arranged>>,
}

impl Screening {
    /// An empty memory that knows the site's words.
    ///
    /// # Errors
    /// What the store says.
    pub async fn open(store: &Store) -> Result<Self, StoreError> {
        let watched = Watched::default();
        watched.look(store).await?;
        Ok(Self { logs: Arc::default(), watched, past: Arc::default() })
    }

    /// The site's words, as the administrator left them.
    #[must_use]
    pub fn watched(&self) -> Watched {
        self.watched.clone()
    }

    /// The site's words of now.
    ///
    /// # Errors
    /// What the store says.
    pub async fn words(&self, store: &Store) -> Result<Arc<Words>, StoreError> {
        self.watched.look(store).await
    }

    /// What the archive was last found to have answered to questions like this one.
    #[must_use]
    pub fn past(&self, name: PublicId) -> Option<Known> {
        self.past.lock().unwrap_or_else(PoisonError::into_inner).of(name)
    }

    /// Notes what the archive has.
    pub fn note_past(&self, name: PublicId, known: Known) {
        self.past.lock().unwrap_or_else(PoisonError::into_inner).note(name, known);
    }

    /// What is known of a log, up to its present end, by the words of now.
    ///
    /// # Errors
    /// What the store says.
    pub async fn of(&self, store: &Store, no: i64) -> Result<Arc<Log>, StoreError> {
        let words = self.words(store).await?;
        let log = {
            let mut logs = self.logs.lock().unwrap_or_else(PoisonError::into_inner);
            // What was noted by other words is noted anew.
            logs.retain(|_, log| Arc::ptr_eq(&log.words, &words));
            let new = || {
                let notes = tokio::sync::Mutex::new(Notes::of(no, Arc::clone(&words)));
                Arc::new(Log {
                    words: Arc::clone(&words),
                    notes: Arc::new(notes),
                    arranged: RwLock::default(),
                })
            };
            Arc::clone(logs.entry(no).or_insert_with(new))
        };
        log.catch_up(store, no).await?;
        Ok(log)
    }
}

impl Log {
    async fn catch_up(&self, store: &Store, no: i64) -> Result<(), StoreError> {
        let mut notes = Arc::clone(&self.notes).lock_owned().await;
        loop {
            let changed = store.read().await?.changed_after(no, notes.seq, CHUNK).await?;
            let is_last = changed.len() < usize::try_from(CHUNK).unwrap_or(usize::MAX);
            if !changed.is_empty() {
                notes = apart(notes, move |notes| notes.take_in(&changed)).await?.0;
            }
            if is_last {
                break;
            }
        }
        // Whoever caught up before may have left before it was arranged.
        if self.arranged().seq != notes.seq {
            let arrange = |notes: &mut Notes| {
                notes.look_around();
                notes.arrange()
            };
            let (notes, arranged) = apart(notes, arrange).await?;
            *self.arranged.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(arranged);
            drop(notes);
        }
        Ok(())
    }

    fn arranged(&self) -> Arc<Arranged> {
        Arc::clone(&self.arranged.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// How many wait in each lane.
    #[must_use]
    pub fn counts(&self) -> HashMap<Lane, i64> {
        let count = |numbers: &Vec<i64>| i64::try_from(numbers.len()).unwrap_or(i64::MAX);
        self.arranged().lanes.iter().map(|(lane, numbers)| (*lane, count(numbers))).collect()
    }

    /// When the question came that has waited longest.
    #[must_use]
    pub fn oldest(&self) -> Option<Millis> {
        self.arranged().oldest
    }

    /// The numbers that wait in a lane, in the order in which they are to be decided.
    #[must_use]
    pub fn waiting(&self, lane: Lane) -> Vec<i64> {
        const ORDER: [Lane; 5] =
            [Lane::Returned, Lane::Appeals, Lane::Waiting, Lane::Duplicates, Lane::Suspect];
        let arranged = self.arranged();
        let lanes = ORDER.into_iter().filter(|known| [*known, Lane::Pending].contains(&lane));
        lanes.filter_map(|lane| arranged.lanes.get(&lane)).flatten().copied().collect()
    }

    /// What a question of this log is near to and may be merged into, the nearest first, in percent.
    #[must_use]
    pub fn duplicates(&self, number: i64) -> Vec<(PublicId, u8)> {
        let arranged = self.arranged();
        let near = arranged.duplicates.get(&number).into_iter().flatten();
        near.map(|(number, score)| (PublicId { no: arranged.no, number: *number }, *score)).collect()
    }

    /// Whom a question in the lane of duplicates repeats, and how near it is, in percent.
    #[must_use]
    pub fn leader(&self, number: i64) -> Option<(i64, u8)> {
        self.arranged().leaders.get(&number).copied()
    }

    /// Who waits and repeats this one, the oldest first.
    #[must_use]
    pub fn followers(&self, number: i64) -> Vec<(i64, u8)> {
        self.arranged().followers.get(&number).cloned().unwrap_or_default()
    }
}

/// Comparing texts is work for a processor, not for a task that others wait behind.
async fn apart<T: Send + 'static>(
    mut notes: OwnedMutexGuard<Notes>,
    work: impl FnOnce(&mut Notes) -> T + Send + 'static,
) -> Result<(OwnedMutexGuard<Notes>, T), StoreError> {
    let worked = tokio::task::spawn_blocking(move || {
        let told = work(&mut notes);
        (notes, told)
    });
    worked.await.map_err(|_| StoreError::Panicked)
}
